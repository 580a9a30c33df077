package sandbox

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// This file draws what Discord writes between angle brackets: mentions, commands, emoji, times and plain links,
// https://docs.discord.com/developers/reference#message-formatting.

// A chip is a mention, a command, an emoji or a time. What one can go to is a button.
type chip struct {
	ast.BaseInline
	tag, class, text string
	attributes       [][2]string
}

var chipKind = ast.NewNodeKind("Chip")

// Kind implements ast.Node.
func (*chip) Kind() ast.NodeKind { return chipKind }

// Dump implements ast.Node.
func (c *chip) Dump(source []byte, level int) { ast.DumpHelper(c, source, level, nil, nil) }

// angleParser reads from "<" to ">".
type angleParser struct{ now func() time.Time }

var (
	mentionForm = regexp.MustCompile(`^<(@&|@!?|#)(\d{1,20})>`)
	commandForm = regexp.MustCompile(`^<(/[^<>:\n]{1,100}):\d{1,20}>`)
	emojiForm   = regexp.MustCompile(`^<a?(:\w{2,32}:)\d{1,20}>`)
	placeForm   = regexp.MustCompile(`^<id:(customize|browse|guide|linked-roles)>`)
	timeForm    = regexp.MustCompile(`^<t:(-?\d{1,12})(?::([tTdDfFsSR]))?>`)
	linkForm    = regexp.MustCompile(`^<(https?://[^\s<>]+)>`)
)

// placeNames are the pages of a guild that a text can name.
var placeNames = map[string]string{
	"customize": "Channels & Roles", "browse": "Browse Channels", "guide": "Server Guide", "linked-roles": "Linked Roles",
}

func (angleParser) Trigger() []byte { return []byte{'<'} }

func (p angleParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if m := linkForm.FindSubmatchIndex(line); m != nil {
		block.Advance(m[1])
		inner := text.NewSegment(segment.Start+m[2], segment.Start+m[3])
		return ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(inner))
	}
	end := strings.IndexByte(string(line), '>')
	c := p.chip(string(line[:end+1]), pc.Get(namesKey).(names))
	if c == nil {
		return nil
	}
	block.Advance(end + 1)
	return c
}

// chip reads what stands from "<" to ">"; nil if it means nothing.
func (p angleParser) chip(said string, n names) *chip {
	if m := mentionForm.FindStringSubmatch(said); m != nil {
		return mention(strings.TrimSuffix(m[1], "!"), m[2], n)
	}
	if m := commandForm.FindStringSubmatch(said); m != nil {
		to := [][2]string{{"type", "button"}, {"data-command", m[1][1:]}}
		return &chip{tag: "button", class: "chip", text: m[1], attributes: to}
	}
	if m := emojiForm.FindStringSubmatch(said); m != nil {
		return &chip{tag: "span", class: "emoji", text: m[1]}
	}
	if m := placeForm.FindStringSubmatch(said); m != nil {
		return &chip{tag: "span", class: "chip", text: placeNames[m[1]]}
	}
	if m := timeForm.FindStringSubmatch(said); m != nil {
		seconds, _ := strconv.ParseInt(m[1], 10, 64) // the form admits only what fits
		return stampChip(time.Unix(seconds, 0), p.now(), m[2])
	}
	return nil
}

// mention is of somebody, of a role, or of a channel, which one can go to.
func mention(kind, id string, n names) *chip {
	name, known := n(kind, id)
	c := &chip{tag: "span", class: "chip", text: kind[:1] + name}
	if known && kind == "#" {
		c.tag, c.attributes = "button", [][2]string{{"type", "button"}, {"data-open", id}}
	}
	return c
}

// everyoneParser reads @everyone and @here.
type everyoneParser struct{}

var everyoneForm = regexp.MustCompile(`^@(?:everyone|here)\b`)

func (everyoneParser) Trigger() []byte { return []byte{'@'} }

func (everyoneParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	m := everyoneForm.Find(line)
	if m == nil {
		return nil
	}
	block.Advance(len(m))
	return &chip{tag: "span", class: "chip", text: string(m)}
}

func drawChip(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	c := n.(*chip)
	if !entering {
		_, _ = w.WriteString("</" + c.tag + ">")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<" + c.tag + ` class="` + c.class + `"`)
	for _, a := range c.attributes {
		_, _ = w.WriteString(" " + a[0] + `="` + template.HTMLEscapeString(a[1]) + `"`)
	}
	_ = w.WriteByte('>')
	plainWriter{}.RawWrite(w, []byte(c.text))
	return ast.WalkContinue, nil
}

// timeStyles are the ways to write a time,
// https://docs.discord.com/developers/reference#message-formatting-timestamp-styles.
var timeStyles = map[string]string{
	"t": "15:04", "T": "15:04:05", "d": "02/01/2006", "D": "2 January 2006", "f": "2 January 2006 15:04",
	"F": "Monday, 2 January 2006 15:04", "s": "02/01/2006 15:04", "S": "02/01/2006 15:04:05",
}

// stampChip is a time as those who read at now see it; without a style it is written as "f".
func stampChip(t, now time.Time, style string) *chip {
	t = t.In(now.Location())
	said := t.Format(timeStyles["f"])
	switch {
	case style == "R":
		said = relative(t, now)
	case style != "":
		said = t.Format(timeStyles[style])
	}
	return &chip{tag: "time", class: "stamp", text: said, attributes: [][2]string{
		{"datetime", t.Format(time.RFC3339)}, {"title", t.Format(timeStyles["F"])},
	}}
}

// Lengths of time that relative counts in, the longest first.
var spans = []struct {
	name   string
	length time.Duration
}{
	{"year", 365 * 24 * time.Hour}, {"month", 30 * 24 * time.Hour}, {"day", 24 * time.Hour}, {"hour", time.Hour},
	{"minute", time.Minute}, {"second", time.Second},
}

// relative says how far a time is from now: "in 2 hours", "a day ago".
func relative(t, now time.Time) string {
	d := t.Sub(now)
	if d.Abs() < time.Second {
		return "now"
	}
	for _, s := range spans {
		n := int64(d.Abs() / s.length)
		if n == 0 {
			continue
		}
		said := strconv.FormatInt(n, 10) + " " + s.name + "s"
		if n == 1 {
			said = article(s.name) + " " + s.name
		}
		if d > 0 {
			return "in " + said
		}
		return said + " ago"
	}
	return ""
}

func article(name string) string {
	if name == "hour" {
		return "an"
	}
	return "a"
}
