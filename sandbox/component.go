package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// A Component is a part of a message or modal, with the fields of every kind; those of other kinds are zero.
type Component struct {
	// Type is 1 action row, 2 button, 3 string select, 4 text input, 5 user select, 6 role select, 7 select of users
	// and roles, 8 channel select, 9 section, 10 text display, 11 thumbnail, 12 media gallery, 13 file, 14 separator,
	// 17 container, 18 label.
	Type        int            `json:"type"`
	ID          int            `json:"id"`
	CustomID    string         `json:"custom_id"`
	Label       string         `json:"label"`
	URL         string         `json:"url"`   // of a link button
	Style       int            `json:"style"` // of a button: 1 primary, 2 secondary, 3 success, 4 danger, 5 link
	Disabled    bool           `json:"disabled"`
	Content     string         `json:"content"` // of a text display, Markdown
	Placeholder string         `json:"placeholder"`
	Value       string         `json:"value"` // of a text input
	MinValues   int            `json:"min_values"`
	MaxValues   int            `json:"max_values"`
	MinLength   int            `json:"min_length"`
	MaxLength   int            `json:"max_length"` // 0: none is set
	Required    bool           `json:"required"`
	Options     []SelectOption `json:"options"`
	Components  []Component    `json:"components"`
	Accessory   *Component     `json:"accessory"`
	Component   *Component     `json:"component"` // of a label
	// DefaultValues and ChannelTypes are of selects of users, roles and channels.
	DefaultValues []DefaultValue `json:"default_values"`
	ChannelTypes  []int          `json:"channel_types"`
	AccentColor   *int           `json:"accent_color"`
	Divider       bool           `json:"divider"`
	Spacing       int            `json:"spacing"` // of a separator: 1 small, 2 large
	Media         *Media         `json:"media"`   // of a thumbnail
	File          *Media         `json:"file"`    // of a file
	Size          int            `json:"size"`    // of a file
	Name          string         `json:"name"`    // of a file
	Items         []GalleryItem  `json:"items"`
	Description   string         `json:"description"`
	Emoji         *Emoji         `json:"emoji"` // of a button
	Spoiler       bool           `json:"spoiler"`
}

// Chosen are the labels of the options that are chosen from the beginning, "" if none is.
func (c Component) Chosen() string {
	var out []string
	for _, o := range c.Options {
		if o.Default {
			out = append(out, o.Label)
		}
	}
	return strings.Join(out, ", ")
}

// An Emoji is one of Unicode's, by its character, or, with an id, one of a guild's own.
type Emoji struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A DefaultValue is a user, role or channel that a select shows as picked. Its Type is "user", "role" or "channel".
type DefaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// A SelectOption is one line of a select menu.
type SelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
	Default     bool   `json:"default"`
	Emoji       *Emoji `json:"emoji"`
}

// Media is a picture or file somewhere on the web, or here: one of the message's. Width and height are known of these.
// Description is the alternative text of an embed's picture; a component has its own.
type Media struct {
	URL         string `json:"url"`
	Width       int    `json:"width"`
	Height      int    `json:"height"`
	Description string `json:"description"`
}

// A GalleryItem is one picture of a media gallery; Description is its alternative text.
type GalleryItem struct {
	Media       Media  `json:"media"`
	Description string `json:"description"`
	Spoiler     bool   `json:"spoiler"`
}

// Types of components, https://docs.discord.com/developers/components/reference#component-object-component-types.
const (
	actionRowType         = 1
	buttonType            = 2
	stringSelectType      = 3
	textInputType         = 4
	userSelectType        = 5
	roleSelectType        = 6
	mentionableSelectType = 7
	channelSelectType     = 8
	sectionType           = 9
	textDisplayType       = 10
	thumbnailType         = 11
	mediaGalleryType      = 12
	fileType              = 13
	separatorType         = 14
	containerType         = 17
	labelType             = 18
	fileUploadType        = 19
	radioGroupType        = 21
	checkboxGroupType     = 22
	checkboxType          = 23
)

// componentDefaults are the fields that Discord adds to a component it was not told them of
// (openapi: the required fields of ButtonComponentResponse and its like).
var componentDefaults = map[int]object{
	stringSelectType:      {"min_values": 1, "max_values": 1},
	userSelectType:        {"min_values": 1, "max_values": 1},
	roleSelectType:        {"min_values": 1, "max_values": 1},
	mentionableSelectType: {"min_values": 1, "max_values": 1},
	channelSelectType:     {"min_values": 1, "max_values": 1},
	textInputType:         {"required": true},
	thumbnailType:         {"description": nil, "spoiler": false},
	fileType:              {"name": nil, "size": nil, "spoiler": false},
	separatorType:         {"spacing": 1, "divider": true},
	containerType:         {"accent_color": nil, "spoiler": false},
}

// A completer turns the components of a checked request into those of a message: with ids, with defaults, without
// nulls and without unknown fields.
type completer struct {
	newID  func() string // of media
	taken  map[int]bool
	lastID int
}

func newCompleter(newID func() string, list []any) *completer {
	c := &completer{newID: newID, taken: map[int]bool{}}
	walk(nil, list, func(_ path, o object) {
		if id, ok := intOf(o["id"]); ok {
			c.taken[id] = true
		}
	})
	return c
}

func (c *completer) list(in []any) []object {
	out := []object{}
	for _, v := range in {
		if o, ok := v.(object); ok {
			out = append(out, c.component(o))
		}
	}
	return out
}

func (c *completer) component(in object) object {
	kind, _ := intOf(in["type"])
	out := maps.Clone(componentDefaults[kind])
	if out == nil {
		out = object{}
	}
	out["type"], out["id"] = kind, c.id(in)
	for _, field := range slices.Sorted(maps.Keys(forms[componentForm(kind)])) {
		if v := in[field]; v != nil && field != "id" {
			out[field] = c.value(field, v)
		}
	}
	return out
}

// id keeps the id that a component came with and numbers the others from 1,
// https://docs.discord.com/developers/components/reference#anatomy-of-a-component.
func (c *completer) id(in object) int {
	if id, ok := intOf(in["id"]); ok && id > 0 {
		return id
	}
	for c.lastID++; c.taken[c.lastID]; {
		c.lastID++
	}
	return c.lastID
}

func (c *completer) value(field string, v any) any {
	switch v := v.(type) {
	case []any:
		switch field {
		case "components":
			return c.list(v)
		case "channel_types":
			return v
		}
		return c.plainList(v)
	case object:
		switch field {
		case "accessory", "component":
			return c.component(v)
		case "media", "file":
			return c.media(v)
		}
		return withoutNulls(v)
	}
	return v
}

// plainList completes the options of a select or the items of a gallery.
func (c *completer) plainList(in []any) []object {
	out := []object{}
	for _, v := range in {
		o := withoutNulls(v)
		if n, ok := o["id"].(json.Number); ok { // of a default value
			o["id"] = n.String()
		}
		if media, ok := o["media"].(object); ok {
			alt := o["description"] // null without one
			o["media"], o["description"], o["spoiler"] = c.media(media), alt, o["spoiler"] == true
		}
		out = append(out, o)
	}
	return out
}

func (c *completer) media(in object) object {
	return object{"id": c.newID(), "url": in["url"], "proxy_url": in["url"]}
}

func withoutNulls(v any) object {
	out := object{}
	o, _ := v.(object)
	for k, v := range o {
		if inner, ok := v.(object); ok {
			v = withoutNulls(inner)
		}
		if v != nil {
			out[k] = v
		}
	}
	return out
}

// known is an object of a checked request without nulls and without what its form does not name.
func known(form string, v any) object {
	out := object{}
	o, _ := v.(object)
	for field, r := range forms[form] {
		switch inner := o[field].(type) {
		case nil:
		case object:
			out[field] = known(r.of, inner)
		default:
			out[field] = inner
		}
	}
	return out
}

// saysNothing says whether an embed has nothing to show: Discord drops it.
func saysNothing(e object) bool {
	for _, field := range []string{"title", "description", "timestamp", "image", "thumbnail", "footer", "author"} {
		if v := e[field]; v != nil && v != "" {
			return false
		}
	}
	fields, _ := e["fields"].([]any)
	return len(fields) == 0
}

// completeEmbeds turns the embeds of a checked request into those of a message.
func completeEmbeds(in []any) []object {
	out := []object{}
	for _, v := range in {
		e := known("embed", v)
		if saysNothing(e) {
			continue
		}
		e["type"] = "rich"
		if fields, ok := e["fields"].([]any); ok {
			list := []object{}
			for _, v := range fields {
				field := known("embed field", v)
				field["inline"] = field["inline"] == true
				list = append(list, field)
			}
			e["fields"] = list
		}
		out = append(out, e)
	}
	return out
}
