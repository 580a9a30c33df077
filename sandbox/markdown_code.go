package sandbox

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// This file reads lists and code.

// listParser reads lists: "- ", "* " and "1. " begin an item, CommonMark's "+ " and "1) " do not.
type listParser struct{ parser.BlockParser }

var listMark = regexp.MustCompile(`^[ \t]*(?:[-*]|\d{1,9}\.)[ \t]`)

func (p listParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := reader.PeekLine(); !listMark.Match(line) {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// fenceParser reads blocks of code between ```, which may close at the end of a line of code; Discord has no other
// fence, and without a closing one there is no block.
type fenceParser struct{}

var (
	fence     = []byte("```")
	fenceLine = regexp.MustCompile("^[ \t]*```(.*)\n?$")
	language  = regexp.MustCompile(`^[a-zA-Z0-9_+.#-]+[ \t]*$`)
)

func (fenceParser) Trigger() []byte { return []byte{'`'} }

func (fenceParser) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	m := fenceLine.FindSubmatchIndex(line)
	if m == nil {
		return nil, parser.NoChildren
	}
	inner := text.NewSegment(segment.Start+m[2], segment.Start+m[3])
	first := inner.Value(reader.Source())
	if code, ok := bytes.CutSuffix(bytes.TrimRight(first, " \t"), fence); ok && !bytes.Contains(code, fence) {
		return codeOf(reader, nil, inner.WithStop(inner.Start+len(code))), parser.Close
	}
	if bytes.Contains(first, fence) || !bytes.Contains(reader.Source()[segment.Stop:], fence) {
		return nil, parser.NoChildren
	}
	switch {
	case len(bytes.TrimSpace(first)) == 0:
		return codeOf(reader, nil), parser.NoChildren
	case language.Match(first):
		return codeOf(reader, ast.NewTextSegment(inner.TrimRightSpace(reader.Source()))), parser.NoChildren
	}
	return codeOf(reader, nil, inner.WithStop(segment.Stop)), parser.NoChildren
}

// codeOf makes a block of code of a language, with its first lines; it ends the reader's line.
func codeOf(reader text.Reader, language *ast.Text, lines ...text.Segment) ast.Node {
	n := ast.NewFencedCodeBlock(language)
	for _, line := range lines {
		if !line.IsEmpty() {
			n.Lines().Append(line)
		}
	}
	reader.AdvanceToEOL()
	return n
}

func (fenceParser) Continue(n ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, segment := reader.PeekLine()
	end := bytes.Index(line, fence)
	if end < 0 {
		n.Lines().Append(segment)
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	if len(bytes.TrimSpace(line[:end])) > 0 {
		n.Lines().Append(segment.WithStop(segment.Start + end))
	}
	reader.Advance(end + len(fence))
	return parser.Close
}

func (fenceParser) Close(ast.Node, text.Reader, parser.Context) {}
func (fenceParser) CanInterruptParagraph() bool                 { return true }
func (fenceParser) CanAcceptIndentedLine() bool                 { return false }

// An inlineCode is a block of code that begins within a line of text.
type inlineCode struct {
	ast.BaseInline
	code []byte
}

var inlineCodeKind = ast.NewNodeKind("InlineCode")

// Kind implements ast.Node.
func (*inlineCode) Kind() ast.NodeKind { return inlineCodeKind }

// Dump implements ast.Node.
func (c *inlineCode) Dump(source []byte, level int) { ast.DumpHelper(c, source, level, nil, nil) }

// codeParser reads blocks of code within a line.
type codeParser struct{}

var codeForm = regexp.MustCompile("^```([^\n]*?[^\n`])```")

func (codeParser) Trigger() []byte { return []byte{'`'} }

func (codeParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	m := codeForm.FindSubmatch(line)
	if m == nil {
		return nil
	}
	block.Advance(len(m[0]))
	return &inlineCode{code: m[1]}
}

func drawInlineCode(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	status, err := drawTag(w, "code", "block", entering)
	if entering {
		plainWriter{}.RawWrite(w, n.(*inlineCode).code)
	}
	return status, err
}

// drawCode draws a block of code; its language is a class.
func drawCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</code></pre>")
		return ast.WalkContinue, nil
	}
	class := ""
	if info := n.(*ast.FencedCodeBlock).Info; info != nil {
		class = ` class="language-` + string(info.Segment.Value(source)) + `"` // of the form of a language
	}
	_, _ = w.WriteString("<pre><code" + class + ">")
	for _, segment := range n.Lines().Sliced(0, n.Lines().Len()) {
		plainWriter{}.RawWrite(w, segment.Value(source))
	}
	return ast.WalkContinue, nil
}
