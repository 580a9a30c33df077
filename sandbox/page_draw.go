package sandbox

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// drawing is what it takes to draw messages as HTML.
type drawing struct {
	markdown *markdown
	template *template.Template
}

// newDrawing reads the template of messages. Names of mentions come from the world.
func newDrawing(w *world) (*drawing, error) {
	d := &drawing{markdown: newMarkdown(w.clock.Now)}
	t, err := template.New("message.html").Funcs(template.FuncMap{
		"markdown": func(s string) template.HTML { return d.markdown.render(s, w.nameOf) },
		"size":     sizeText,
		// A file of the sandbox is the page's own by whatever name of this machine the page was opened.
		"local": func(address string) string { return strings.TrimPrefix(address, w.base) },
		"when": func(stamp string) time.Time {
			t, _ := time.Parse(time.RFC3339, stamp)
			return t.In(w.clock.Now().Location())
		},
	}).ParseFS(pageFiles, "page/message.html")
	d.template = t
	return d, err
}

// nameOf is what a mention says; what there is not is unknown.
func (w *world) nameOf(kind, id string) (string, bool) {
	switch kind {
	case "@":
		if u := w.userByID(id); u != nil {
			return u.displayName, true
		}
	case "@&":
		if r := w.role(id); r != nil {
			return strings.TrimPrefix(r.name, "@"), true
		}
	case "#":
		if c := w.channel(id); c != nil && c.guild != nil {
			return c.name, true
		}
	}
	return "unknown", false
}

// A view is a message as its template sees it.
type view struct {
	Message
	Target       string // id of the message that is acted upon: of the start of a thread, that which it grew from
	Bot, Pinging bool   // an app's; one that notifies who looks at it
	Hue          int    // of the author's mark
	System       string // "pin" or "thread" if nobody wrote it, but it tells what somebody did
	UsedBy, Used string // who used a command, and which: what the message answers
	Quoted       *quoted
	May          string // what may be done with it, in words divided by spaces
	Source       string // what its author edits: the content, with the bot's name in the place of its mention
	Editable     bool
	Tallies      []tally
	Thread       *threadView
	Unanswered   bool // the application said that it is thinking and never answered
}

// quoted is the message that another replies to.
type quoted struct{ ID, Author, Text string }

// A tally is a reaction with how many gave it, who, and whether the one who looks did.
type tally struct {
	Emoji, Names string
	Count        int
	Mine         bool
}

// threadView is the thread that grew from a message.
type threadView struct {
	ID, Name string
	Count    int
}

// drawMessage draws a message as HTML for somebody. Server.mu is held.
func (s *Server) drawMessage(m *message, u *user) string {
	var out bytes.Buffer
	if err := s.drawing.template.Execute(&out, s.viewOf(m, u)); err != nil {
		s.log.Error("draw a message", "error", err)
		return `<article class="message"><p>This message cannot be drawn.</p></article>`
	}
	return out.String()
}

// viewOf is a message as somebody sees it. A thread begins with the message that it grew from.
func (s *Server) viewOf(m *message, u *user) view {
	if m.kind == threadStarterMessage && m.reference != nil {
		v := s.viewOf(m.reference, u)
		v.ID, v.Thread = m.id, nil
		return v
	}
	w := s.world
	may := w.rightsOver(m, u)
	v := view{
		Message: m.snapshot(), Target: m.id, Bot: m.author.bot, Hue: w.hue(m.author), Pinging: w.notifies(m, u),
		System: systemIcons[m.kind], May: strings.Join(may, " "), Tallies: w.tallies(m, u),
		Unanswered: m.flags&flagLoading != 0 && m.origin.failed,
	}
	v.Editable = slices.Contains(may, editRight)
	v.Source = strings.ReplaceAll(m.content, "<@"+w.bot.id+">", "@"+w.bot.name)
	if m.flags&flagComponentsV2 != 0 {
		v.Attachments = nil // they are shown by the components that name them
	}
	for _, e := range v.Embeds { // and so are those that an embed names
		v.Attachments = slices.DeleteFunc(v.Attachments, e.shows)
	}
	v.Components = w.withEntities(v.Components, m.channel, u)
	if m.origin != nil && m.origin.kind == commandInteraction {
		v.UsedBy, v.Used = m.origin.person.displayName, m.origin.name
		if m.origin.command.kind == slashCommand {
			v.Used = "/" + v.Used
		}
	}
	if r := m.reference; r != nil {
		v.Quoted = &quoted{ID: r.id, Author: r.author.displayName, Text: s.excerpt(r.snapshot().Text())}
		if r.deleted {
			v.Quoted = &quoted{Text: "The original message was deleted"}
		}
	}
	if t := m.thread; t != nil && w.sees(u, t) {
		v.Thread = &threadView{ID: t.id, Name: t.name, Count: t.sent}
	}
	return v
}

// systemIcons mark the messages that nobody wrote.
var systemIcons = map[int]string{pinnedMessage: "pin", threadCreatedMessage: "thread"}

// tallies are the reactions to a message as somebody sees them.
func (w *world) tallies(m *message, u *user) []tally {
	var out []tally
	for _, r := range m.reactions {
		var names []string
		for _, by := range r.users {
			names = append(names, by.displayName)
		}
		out = append(out, tally{r.emoji, strings.Join(names, ", "), len(r.users), slices.Contains(r.users, u)})
	}
	return out
}

// withEntities gives the selects of users, roles and channels what they offer somebody.
func (w *world) withEntities(list []Component, in *channel, u *user) []Component {
	for i, c := range list {
		switch c.Type {
		case userSelectType, roleSelectType, mentionableSelectType, channelSelectType:
			list[i].Options = w.entitiesFor(c, in, u)
		}
		list[i].Components = w.withEntities(c.Components, in, u)
	}
	return list
}

// notifies says whether a message notifies somebody, himself or by a role or as everyone.
func (w *world) notifies(m *message, u *user) bool {
	if m.author == u {
		return false
	}
	for _, id := range m.mentions.pings {
		if id == u.id || id == "everyone" {
			return true
		}
		if g := m.channel.guild; g != nil {
			if member := g.member(u); member != nil && member.hasRole(id) {
				return true
			}
		}
	}
	return false
}

// hues is how many colours the marks of authors have.
const hues = 8

// hue is the colour of somebody's mark: those who were here first have different ones.
func (w *world) hue(u *user) int { return slices.Index(w.users, u) % hues }

// Initial is what stands on the author's mark.
func (v view) Initial() string {
	r, _ := utf8.DecodeRuneInString(v.Author)
	return string(unicode.ToUpper(r))
}

// Day is the day on which the message was written, as a date and in words.
func (v view) Day() string     { return v.Time.Format(time.DateOnly) }
func (v view) DayText() string { return v.Time.Format("Monday, 2 January 2006") }

// sizeText is the size of a file in words.
func sizeText(bytes int) string {
	switch {
	case bytes < 1<<10:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

var (
	tags      = regexp.MustCompile(`<[^>]*>`)
	spoilers  = regexp.MustCompile(`(?s)\|\|.+?\|\|`)
	blockEnds = regexp.MustCompile(`<br />|</(?:p|h3|small|li|pre|blockquote)>`)
)

// excerpt is the beginning of a text on one line, without its marks and what they hide.
func (s *Server) excerpt(said string) string {
	drawn := string(s.drawing.markdown.render(spoilers.ReplaceAllString(said, "(spoiler)"), s.world.nameOf))
	said = html.UnescapeString(tags.ReplaceAllString(blockEnds.ReplaceAllString(drawn, " "), ""))
	said = strings.Join(strings.Fields(said), " ")
	if utf8.RuneCountInString(said) > 80 {
		said = string([]rune(said)[:79]) + "…"
	}
	return said
}
