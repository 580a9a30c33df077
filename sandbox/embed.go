package sandbox

// An Embed is a framed part of a message.
type Embed struct {
	Title       string       `json:"title"`
	Description string       `json:"description"` // Markdown
	URL         string       `json:"url"`
	Color       *int         `json:"color"`
	Timestamp   string       `json:"timestamp"`
	Fields      []EmbedField `json:"fields"`
	Author      *EmbedName   `json:"author"`
	Footer      *EmbedFooter `json:"footer"`
	Image       *Media       `json:"image"`
	Thumbnail   *Media       `json:"thumbnail"`
}

// An EmbedField is a heading and a text in an embed; both are Markdown.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// An EmbedName is who an embed is by.
type EmbedName struct {
	Name    string `json:"name"`
	URL     string `json:"url"`
	IconURL string `json:"icon_url"`
}

// An EmbedFooter is the last line of an embed.
type EmbedFooter struct {
	Text    string `json:"text"`
	IconURL string `json:"icon_url"`
}

// shows says whether an embed shows a file.
func (e Embed) shows(a Attachment) bool {
	return e.Image != nil && e.Image.URL == a.URL || e.Thumbnail != nil && e.Thumbnail.URL == a.URL
}
