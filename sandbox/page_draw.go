package sandbox

import (
	"bytes"
	"html"
	"html/template"
	"regexp"
	"strings"
	"unicode/utf8"
)

// drawing is what it takes to draw messages as HTML.
type drawing struct {
	markdown *markdown
	template *template.Template
}

// newDrawing reads the template of messages. Names of mentions come from the world, whose people and channels stay.
func newDrawing(w *world) (*drawing, error) {
	d := &drawing{markdown: newMarkdown()}
	t, err := template.New("message.html").Funcs(template.FuncMap{
		"markdown": func(s string) template.HTML { return d.markdown.render(s, w.nameOf) },
	}).ParseFS(pageFiles, "page/message.html")
	d.template = t
	return d, err
}

// nameOf is what a mention says.
func (w *world) nameOf(kind, id string) string {
	switch kind {
	case "@":
		if u := w.userByID(id); u != nil {
			return u.displayName
		}
	case "@&":
		if r := w.role(id); r != nil {
			return r.name
		}
	case "#":
		if c := w.channel(id); c != nil && c.guild != nil {
			return c.name
		}
	}
	return "unknown"
}

// A view is a message as its template sees it.
type view struct {
	Message
	Bot     bool
	UsedBy  string // who used a command, and which: what the message answers
	Used    string
	ReplyTo *quoted
	Menu    []string
	Other   bool // it has parts that the page does not draw
}

// quoted is the message that another replies to.
type quoted struct{ ID, Author, Text string }

// drawMessage draws a message as HTML. Server.mu is held.
func (s *Server) drawMessage(m *message) string {
	v := view{Message: m.snapshot(), Bot: m.author.bot}
	if m.origin != nil && m.origin.kind == commandInteraction {
		v.UsedBy, v.Used = m.origin.person.displayName, m.origin.name
		if m.origin.command.kind == slashCommand {
			v.Used = "/" + v.Used
		}
	}
	if r := m.reference; r != nil {
		v.ReplyTo = &quoted{ID: r.id, Author: r.author.displayName, Text: s.excerpt(r.snapshot().Text())}
	}
	v.Other = len(m.embeds) > 0
	var out bytes.Buffer
	if err := s.drawing.template.Execute(&out, v); err != nil {
		s.log.Error("draw a message", "error", err)
		return `<article class="message"><p>This message cannot be drawn.</p></article>`
	}
	return out.String()
}

var (
	tags      = regexp.MustCompile(`<[^>]*>`)
	blockEnds = regexp.MustCompile(`<br />|</(?:p|h3|h4|h5|small|li|pre|blockquote)>`)
)

// excerpt is the beginning of a text on one line, without its marks.
func (s *Server) excerpt(said string) string {
	drawn := string(s.drawing.markdown.render(said, s.world.nameOf))
	said = html.UnescapeString(tags.ReplaceAllString(blockEnds.ReplaceAllString(drawn, " "), ""))
	said = strings.Join(strings.Fields(said), " ")
	if utf8.RuneCountInString(said) > 80 {
		said = string([]rune(said)[:79]) + "…"
	}
	return said
}
