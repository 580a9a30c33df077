package sandbox

// An Attachment is a file of a message. Description is its alternative text; URL is where the sandbox serves it.
type Attachment struct {
	ID, Name, ContentType, Description string
	Size, Width, Height                int // width and height are of pictures
	URL                                string
	Spoiler                            bool
}

// attachment is a file as the world keeps it.
type attachment struct {
	id, name, contentType, description string
	url                                string
	width, height                      int // of pictures; 0 otherwise
	data                               []byte
	spoiler                            bool
}

// attachmentIsSpoiler is a flag of files,
// https://docs.discord.com/developers/resources/message#attachment-object-attachment-flags.
const attachmentIsSpoiler = 1 << 3

func (m *message) attachmentList() []Attachment {
	var out []Attachment
	for _, a := range m.attachments {
		out = append(out, Attachment{
			ID: a.id, Name: a.name, ContentType: a.contentType, Description: a.description, Size: len(a.data),
			Width: a.width, Height: a.height, URL: a.url, Spoiler: a.spoiler,
		})
	}
	return out
}

// attachmentObjects are the files as a client of the API gets them,
// https://docs.discord.com/developers/resources/message#attachment-object.
func (m *message) attachmentObjects() []object {
	out := []object{}
	for _, a := range m.attachments {
		o := object{
			"id": a.id, "filename": a.name, "size": len(a.data), "url": a.url, "proxy_url": a.url,
			"content_type": a.contentType,
		}
		if a.description != "" {
			o["description"] = a.description
		}
		if a.spoiler {
			o["flags"] = attachmentIsSpoiler
		}
		if a.width > 0 {
			o["width"], o["height"] = a.width, a.height
		}
		if m.onlyFor != nil {
			o["ephemeral"] = true
		}
		out = append(out, o)
	}
	return out
}
