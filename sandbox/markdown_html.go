package sandbox

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodeRenderer writes what Discord shows differently from goldmark's HTML.
type nodeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHeading, drawHeading)
	reg.Register(ast.KindTextBlock, drawLines)
	reg.Register(ast.KindFencedCodeBlock, drawCode)
	reg.Register(ast.KindLink, drawLink)
	reg.Register(ast.KindImage, drawImage)
	reg.Register(ast.KindAutoLink, drawAutoLink)
	reg.Register(ast.KindList, drawList)
	reg.Register(markKind, drawMark)
	reg.Register(chipKind, drawChip)
	reg.Register(inlineCodeKind, drawInlineCode)
}

// headingClasses are the sizes of headings. To a reader of the page they are of one level, below its own headings:
// people choose by size, and would skip levels.
var headingClasses = []string{1: "", 2: "second", 3: "third"}

func drawHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	level := n.(*ast.Heading).Level
	if level == smallPrint {
		return drawTag(w, "small", "", entering)
	}
	return drawTag(w, "h3", headingClasses[level], entering)
}

// drawTag opens or closes an element.
func drawTag(w util.BufWriter, tag, class string, entering bool) (ast.WalkStatus, error) {
	switch {
	case !entering:
		_, _ = w.WriteString("</" + tag + ">")
	case class != "":
		_, _ = w.WriteString("<" + tag + ` class="` + class + `">`)
	default:
		_, _ = w.WriteString("<" + tag + ">")
	}
	return ast.WalkContinue, nil
}

func drawLines(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	return drawTag(w, "p", "", entering)
}

func drawList(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	list := n.(*ast.List)
	if !list.IsOrdered() {
		return drawTag(w, "ul", "", entering)
	}
	if entering && list.Start != 1 {
		_, _ = w.WriteString(`<ol start="` + strconv.Itoa(list.Start) + `">`)
		return ast.WalkContinue, nil
	}
	return drawTag(w, "ol", "", entering)
}

func drawMark(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	m := n.(*markNode)
	if m.class == "spoiler" {
		return drawSpoiler(w, entering)
	}
	return drawTag(w, m.tag, m.class, entering)
}

// drawSpoiler hides a text behind a button: what is within is not there for a screen reader either until it is pressed.
func drawSpoiler(w util.BufWriter, entering bool) (ast.WalkStatus, error) {
	said := "</span></span>"
	if entering {
		said = `<span class="spoiler" tabindex="0" role="button" aria-label="Spoiler"><span>`
	}
	_, _ = w.WriteString(said)
	return ast.WalkContinue, nil
}

// openLink writes the beginning of a link; of one that is not of the web it writes nothing.
func openLink(w util.BufWriter, address string) bool {
	safe, ok := safeLink(address)
	if ok {
		_, _ = w.WriteString(`<a target="_blank" rel="noopener noreferrer" href="`)
		_, _ = w.Write(util.EscapeHTML(util.URLEscape([]byte(safe), false)))
		_, _ = w.WriteString(`">`)
	}
	return ok
}

// drawLink draws a masked link. What does not lead to the web is shown as it was written.
func drawLink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	address := string(n.(*ast.Link).Destination)
	_, ok := safeLink(address)
	switch {
	case entering && ok:
		openLink(w, address)
	case entering:
		_ = w.WriteByte('[')
	case ok:
		_, _ = w.WriteString("</a>")
	default:
		_, _ = w.WriteString("](")
		plainWriter{}.RawWrite(w, []byte(address))
		_ = w.WriteByte(')')
	}
	return ast.WalkContinue, nil
}

// drawImage: Discord has no images in text; "![a](b)" is an exclamation mark before a link.
func drawImage(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_ = w.WriteByte('!')
	}
	link := ast.NewLink()
	link.Destination = n.(*ast.Image).Destination
	return drawLink(w, source, link, entering)
}

func drawAutoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	address := n.(*ast.AutoLink).URL(source)
	ok := openLink(w, string(address))
	plainWriter{}.RawWrite(w, address)
	if ok {
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}
