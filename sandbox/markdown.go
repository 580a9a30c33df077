package sandbox

import (
	"bytes"
	"html/template"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// This file draws Discord's Markdown
// (https://support.discord.com/hc/en-us/articles/210298617-Markdown-Text-101): goldmark parses, with Discord's
// blocks and marks in the place of CommonMark's, and nothing of the text becomes HTML but through the tags written
// here.

// names tells what a mention says, and whether there is such a thing: kind is "@", "@&" or "#".
type names func(kind, id string) (string, bool)

// namesKey carries names to the parser.
var namesKey = parser.NewContextKey()

// A markdown draws text. It is safe for use by several goroutines.
type markdown struct {
	md  goldmark.Markdown
	now func() time.Time
}

// newMarkdown makes a markdown; now is the time from which others count, and its zone is the reader's.
func newMarkdown(now func() time.Time) *markdown {
	never := regexp.MustCompile(`[^\x00-\x{10FFFF}]`)
	links := extension.NewLinkifyParser(
		extension.WithLinkifyAllowedProtocols([]string{"http://", "https://"}),
		extension.WithLinkifyURLRegexp(regexp.MustCompile(`^https?://[^\s<|]+[^<.,:;"')\]\s|]`)),
		extension.WithLinkifyWWWRegexp(never), extension.WithLinkifyEmailRegexp(never))
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(quoteParser{}, 100),
			util.Prioritized(headingParser{}, 200),
			util.Prioritized(listParser{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(fenceParser{}, 500),
			util.Prioritized(linesParser{}, 1000)),
		parser.WithInlineParsers(
			util.Prioritized(codeParser{}, 90),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(angleParser{now}, 150),
			util.Prioritized(everyoneParser{}, 150),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(markParser{}, 500),
			util.Prioritized(links, 999)))
	writer := html.WithWriter(plainWriter{})
	r := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(nodeRenderer{}, 100),
		util.Prioritized(html.NewRenderer(writer, html.WithXHTML(), html.WithHardWraps()), 1000)))
	return &markdown{goldmark.New(goldmark.WithParser(p), goldmark.WithRenderer(r)), now}
}

// render draws a text as HTML that holds nothing but the tags of this file.
func (m *markdown) render(said string, n names) template.HTML {
	pc := parser.NewContext()
	pc.Set(namesKey, n)
	var out bytes.Buffer
	if err := m.md.Convert([]byte(printable(said)), &out, parser.WithContext(pc)); err != nil {
		return template.HTML("<p>" + template.HTMLEscapeString(said) + "</p>")
	}
	return template.HTML(out.String())
}

// printable drops control characters, which HTML does not know, and repairs broken UTF-8.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0xfffe && r <= 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// plainWriter writes text: a backslash before a mark shows the mark, and an entity is no entity.
type plainWriter struct{}

func (plainWriter) Write(w util.BufWriter, source []byte) {
	for i := 0; i < len(source); i++ {
		if source[i] == '\\' && i+1 < len(source) && util.IsPunct(source[i+1]) {
			i++
		}
		writeByte(w, source[i])
	}
}

func (plainWriter) RawWrite(w util.BufWriter, source []byte) {
	for _, b := range source {
		writeByte(w, b)
	}
}

func (p plainWriter) SecureWrite(w util.BufWriter, source []byte) { p.RawWrite(w, source) }

func writeByte(w util.BufWriter, b byte) {
	if e := util.EscapeHTMLByte(b); e != nil {
		_, _ = w.Write(e)
		return
	}
	_ = w.WriteByte(b)
}

// quoteParser reads quotations: lines that begin with "> ", or, after ">>> ", everything that follows. They do not
// nest, and a line without the mark is not part of them.
type quoteParser struct{}

var quoteRest = []byte("rest")

func (quoteParser) Trigger() []byte { return []byte{'>'} }

func (quoteParser) Open(parent ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	for n := parent; n != nil; n = n.Parent() {
		if n.Kind() == ast.KindBlockquote {
			return nil, parser.NoChildren
		}
	}
	line, _ := reader.PeekLine()
	q := ast.NewBlockquote()
	switch {
	case bytes.HasPrefix(line, []byte(">>> ")):
		q.SetAttribute(quoteRest, true)
		reader.Advance(4)
	case bytes.HasPrefix(line, []byte("> ")):
		reader.Advance(2)
	default:
		return nil, parser.NoChildren
	}
	return q, parser.HasChildren
}

func (quoteParser) Continue(q ast.Node, reader text.Reader, _ parser.Context) parser.State {
	if _, rest := q.Attribute(quoteRest); rest {
		return parser.Continue | parser.HasChildren
	}
	if line, _ := reader.PeekLine(); !bytes.HasPrefix(line, []byte("> ")) {
		return parser.Close
	}
	reader.Advance(2)
	return parser.Continue | parser.HasChildren
}

func (quoteParser) Close(ast.Node, text.Reader, parser.Context) {}
func (quoteParser) CanInterruptParagraph() bool                 { return true }
func (quoteParser) CanAcceptIndentedLine() bool                 { return false }

// headingParser reads "# ", "## ", "### " and the small print of "-# ", which becomes a heading of level smallPrint.
type headingParser struct{}

const smallPrint = 4

var headingMark = regexp.MustCompile(`^(#{1,3}|-#)[ \t]+`)

func (headingParser) Trigger() []byte { return []byte{'#', '-'} }

func (headingParser) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	mark := headingMark.Find(line)
	if mark == nil || len(bytes.TrimSpace(line[len(mark):])) == 0 {
		return nil, parser.NoChildren
	}
	level := len(bytes.TrimRight(mark, " \t"))
	if mark[0] == '-' {
		level = smallPrint
	}
	h := ast.NewHeading(level)
	rest := segment.WithStart(segment.Start + len(mark))
	h.Lines().Append(rest.TrimRightSpace(reader.Source()))
	reader.AdvanceToEOL()
	return h, parser.NoChildren
}

func (headingParser) Continue(ast.Node, text.Reader, parser.Context) parser.State {
	return parser.Close
}
func (headingParser) Close(ast.Node, text.Reader, parser.Context) {}
func (headingParser) CanInterruptParagraph() bool                 { return true }
func (headingParser) CanAcceptIndentedLine() bool                 { return false }

// linesParser reads what is nothing else: lines of text. They end before an empty line and before the next block.
type linesParser struct{}

var blockMark = regexp.MustCompile("^[ \t]*(?:> |>>> |#{1,3}[ \t]|-# |[-*][ \t]|\\d{1,9}[.][ \t]|```)")

func (linesParser) Trigger() []byte { return nil }

func (linesParser) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	if util.IsBlank(line) {
		return nil, parser.NoChildren
	}
	n := ast.NewTextBlock()
	n.Lines().Append(segment.TrimLeftSpace(reader.Source()))
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (linesParser) Continue(n ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, segment := reader.PeekLine()
	if util.IsBlank(line) || blockMark.Match(line) {
		return parser.Close
	}
	n.Lines().Append(segment.TrimLeftSpace(reader.Source()))
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close takes the line break off the last line.
func (linesParser) Close(n ast.Node, reader text.Reader, _ parser.Context) {
	lines := n.Lines()
	last := lines.Len() - 1
	segment := lines.At(last)
	lines.Set(last, segment.TrimRightSpace(reader.Source()))
}

func (linesParser) CanInterruptParagraph() bool { return false }
func (linesParser) CanAcceptIndentedLine() bool { return true }

// A markNode is text between marks such as ** or ||.
type markNode struct {
	ast.BaseInline
	tag, class string
}

var markKind = ast.NewNodeKind("Mark")

// Kind implements ast.Node.
func (*markNode) Kind() ast.NodeKind { return markKind }

// Dump implements ast.Node.
func (m *markNode) Dump(source []byte, level int) { ast.DumpHelper(m, source, level, nil, nil) }

// markParser reads the marks of emphasis: * _ ** __ ~~ ||.
type markParser struct{}

// marks says what each mark, once and twice, makes of the text between; nil: nothing.
var marks = map[byte][2]*markNode{
	'*': {{tag: "em"}, {tag: "strong"}},
	'_': {{tag: "em"}, {tag: "u"}},
	'~': {nil, {tag: "s"}},
	'|': {nil, {tag: "span", class: "spoiler"}},
}

func (markParser) Trigger() []byte { return []byte{'*', '_', '~', '|'} }

func (markParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	d := parser.ScanDelimiter(line, before, 1, markProcessor{line[0]})
	if d == nil || marks[line[0]][0] == nil && d.OriginalLength != 2 {
		return nil
	}
	if n := d.OriginalLength; line[0] == '_' && n >= 2 { // unlike _, __ may stand within a word
		d.CanOpen = len(line) > n && !util.IsSpace(line[n])
		d.CanClose = !unicode.IsSpace(before)
	}
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

type markProcessor struct{ mark byte }

func (p markProcessor) IsDelimiter(b byte) bool { return b == p.mark }

func (markProcessor) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (p markProcessor) OnMatch(consumes int) ast.Node {
	kind := marks[p.mark][consumes-1]
	if kind == nil {
		kind = marks[p.mark][1]
	}
	return &markNode{tag: kind.tag, class: kind.class}
}

// safeLink is the address of a link, if it is one of the web.
func safeLink(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	return address, true
}
