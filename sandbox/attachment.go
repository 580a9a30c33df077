package sandbox

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // to know the size of pictures
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"mime"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// This file is the files of messages: how they get there from a request, and how they are served.

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

func (m *message) attachmentSnapshots() []Attachment {
	var out []Attachment
	for _, a := range m.attachments {
		out = append(out, Attachment{
			ID: a.id, Name: a.name, ContentType: a.contentType, Description: a.description, Size: len(a.data),
			Width: a.width, Height: a.height, URL: a.url, Spoiler: a.spoiler,
		})
	}
	return out
}

// refersTo says whether completed embeds or components show a file.
func refersTo(v any, address string) bool {
	switch v := v.(type) {
	case []object:
		return slices.ContainsFunc(v, func(o object) bool { return refersTo(o, address) })
	case object:
		for _, inner := range v {
			if refersTo(inner, address) {
				return true
			}
		}
	}
	return v == any(address)
}

// attachmentsWire are the files as a client of the API gets them: those "that are not referenced in embeds or
// components",
// https://docs.discord.com/developers/resources/message#attachment-object.
func (m *message) attachmentsWire() []object {
	out := []object{}
	for _, a := range m.attachments {
		if refersTo(m.embeds, a.url) || refersTo(m.components, a.url) {
			continue
		}
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

// attachmentScheme begins an address that means a file of the message by its name,
// https://docs.discord.com/developers/reference#uploading-files.
const attachmentScheme = "attachment://"

// attachmentsOf makes the files that a message has after a checked request. Of those it had, all are kept, or those
// that the field attachments lists; the files of the form are added.
func (w *world) attachmentsOf(body object, had []*attachment) ([]*attachment, error) {
	var out []*attachment
	if _, lists := body["attachments"]; !lists {
		out = append(out, had...)
	}
	added := map[string]*attachment{} // by n
	uploads, _ := body[uploadsField].([]upload)
	for _, u := range uploads {
		added[strconv.Itoa(u.n)] = w.attach(u)
	}
	var f faults
	listed, _ := body["attachments"].([]any)
	for i, v := range listed {
		about, _ := v.(object)
		id := fmt.Sprint(about["id"])
		a := find(had, func(a *attachment) bool { return a.id == id })
		if a == nil {
			a = added[id]
		}
		if a == nil {
			f.add(path{"attachments"}.at(i).to("id"), "MESSAGE_ATTACHMENT_NOT_FOUND", "There is no file %s", id)
			continue
		}
		out = append(out, a.described(about))
		delete(added, id)
	}
	for _, u := range uploads {
		if a := added[strconv.Itoa(u.n)]; a != nil {
			out = append(out, a)
		}
	}
	if len(out) > maxAttachments {
		return nil, errMaxAttachments
	}
	return out, f.err()
}

// attach makes a file of an upload.
func (w *world) attach(u upload) *attachment {
	a := &attachment{id: w.newID(), name: fileName(u.name), contentType: contentTypeOf(u), data: u.data}
	a.spoiler = strings.HasPrefix(a.name, "SPOILER_")
	a.url = w.base + "/files/" + a.id + "/" + a.name
	if picture, _, err := image.DecodeConfig(bytes.NewReader(u.data)); err == nil {
		a.width, a.height = picture.Width, picture.Height
	}
	return a
}

// described is the file with what a request says about it.
func (a *attachment) described(about object) *attachment {
	out := *a
	if text, ok := about["description"].(string); ok {
		out.description = text
	}
	if spoiler, ok := about["is_spoiler"].(bool); ok {
		out.spoiler = spoiler
	}
	return &out
}

var notInFileNames = regexp.MustCompile(`[^-_.A-Za-z0-9]+`)

// fileName is a name as Discord keeps it: letters, digits, dashes, underscores and dots.
func fileName(s string) string {
	s = strings.Trim(notInFileNames.ReplaceAllString(filepath.Base(s), "_"), ".")
	if s == "" {
		return "unknown"
	}
	return s
}

// contentTypeOf is what the form says a file is, or its name, or its first bytes.
func contentTypeOf(u upload) string {
	if u.contentType != "" && u.contentType != "application/octet-stream" {
		return u.contentType
	}
	if t := mime.TypeByExtension(filepath.Ext(u.name)); t != "" {
		return t
	}
	return http.DetectContentType(u.data)
}

// link replaces addresses that mean a file of the message by its own, wherever they stand in completed embeds or
// components.
func (f *faults) link(p path, v any, files []*attachment) {
	switch v := v.(type) {
	case []object:
		for i, o := range v {
			f.link(p.at(i), o, files)
		}
	case object:
		f.linkObject(p, v, files)
	}
}

func (f *faults) linkObject(p path, o object, files []*attachment) {
	for _, field := range []string{"url", "icon_url"} {
		name, ok := strings.CutPrefix(textOf(o[field]), attachmentScheme)
		if !ok {
			continue
		}
		a := find(files, func(a *attachment) bool { return a.name == fileName(name) })
		if a == nil {
			f.add(p.to(field), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
				"The referenced attachment (\"%s\") was not found", textOf(o[field]))
			continue
		}
		o[field] = a.url
		if o["proxy_url"] != nil { // a component's media
			o["proxy_url"], o["attachment_id"], o["content_type"] = a.url, a.id, a.contentType
		}
		if a.width > 0 && field == "url" {
			o["width"], o["height"] = a.width, a.height
		}
	}
	for field, inner := range o {
		f.link(p.to(field), inner, files)
	}
	if media, ok := o["file"].(object); ok {
		if a := find(files, func(a *attachment) bool { return a.id == media["attachment_id"] }); a != nil {
			o["name"], o["size"] = a.name, len(a.data)
		}
	}
}

// shown are the types of files that a browser shows by itself; it saves others.
var shown = regexp.MustCompile(`^(image/(png|jpeg|gif|webp|avif)|audio/|video/|text/plain)`)

// serveFile serves a file of a message. Whatever it is, it may do nothing in the browser: no script, no form, no frame.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	a := s.file(r.PathValue("id"), r.PathValue("name"))
	if a == nil {
		http.NotFound(w, r)
		return
	}
	head := w.Header()
	head.Set("Content-Type", a.contentType)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cache-Control", "private, max-age=3600")
	if !shown.MatchString(a.contentType) {
		head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.name}))
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.data))
}

// file finds a file of a message that is there.
func (s *Server) file(id, name string) *attachment {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.world.messages {
		if a := find(m.attachments, func(a *attachment) bool { return a.id == id && a.name == name }); a != nil {
			return a
		}
	}
	return nil
}
