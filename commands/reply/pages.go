package reply

import (
	"strings"

	"ibid/knowledge"
	"ibid/knowledge/article"
)

const (
	// pageSize is how much quoted text a page holds at most. It is well
	// under Discord's limit: 1,800 characters are two screens of a phone.
	pageSize = 1800
	// gap is what stands between two quoted paragraphs.
	gap = "\n\n"
)

// Page is a part of a whole answer, by one speaker.
type Page struct {
	Speaker *article.Expert // nil where the publication itself speaks
	Pieces  []Piece
}

// Piece is a paragraph, or as much of it as a page holds.
type Piece struct {
	Paragraph int // index in the topic's passages
	Span      article.Span
}

// Pages splits the whole answer to a topic. The pieces of a paragraph, put
// together in order, are the paragraph byte for byte. A page ends between
// paragraphs where it can, else between sentences, else between words.
func Pages(t knowledge.Topic) []Page {
	var b pageBuilder
	for i, p := range t.Passages {
		b.paragraph(t.Analysis, i, p)
	}
	return b.pages
}

type pageBuilder struct {
	pages []Page
	used  int // on the last page
}

func (b *pageBuilder) paragraph(a *article.Analysis, n int, p knowledge.Passage) {
	if len(b.pages) == 0 || b.pages[len(b.pages)-1].Speaker != p.Speaker {
		b.newPage(p.Speaker)
	}
	if fitsQuoted(a.Text(p.Span), pageSize) {
		b.add(a, n, p.Span, p.Speaker)
		return
	}
	for _, unit := range units(a, p.Paragraph, pageSize) {
		b.add(a, n, unit, p.Speaker)
	}
}

// add puts a piece on the last page if it fits there, else on a new one.
func (b *pageBuilder) add(a *article.Analysis, n int, span article.Span, speaker *article.Expert) {
	size := quotedSize(a.Text(span)) + len(gap)
	if b.used > 0 && b.used+size > pageSize {
		b.newPage(speaker)
	}
	page := &b.pages[len(b.pages)-1]
	if last := len(page.Pieces) - 1; last >= 0 && page.Pieces[last].Paragraph == n {
		page.Pieces[last].Span.End = span.End
	} else {
		page.Pieces = append(page.Pieces, Piece{Paragraph: n, Span: span})
	}
	b.used += size
}

func (b *pageBuilder) newPage(speaker *article.Expert) {
	b.pages = append(b.pages, Page{Speaker: speaker})
	b.used = 0
}

// units cuts a paragraph into pieces of at most limit as shown: its
// sentences, each with the white space after it, and where one is too long,
// runs of its words. The units joined are the paragraph.
func units(a *article.Analysis, p article.Paragraph, limit int) []article.Span {
	var all []article.Span
	for i := range p.Sentences {
		start, end := p.Span.Start, p.Span.End
		if i > 0 {
			start = p.Sentences[i].Start
		}
		if i+1 < len(p.Sentences) {
			end = p.Sentences[i+1].Start
		}
		all = appendSplit(all, a, article.Span{Start: start, End: end}, limit)
	}
	if len(p.Sentences) == 0 {
		all = appendSplit(all, a, p.Span, limit)
	}
	return all
}

func appendSplit(all []article.Span, a *article.Analysis, s article.Span, limit int) []article.Span {
	for !fitsQuoted(a.Text(s), limit) {
		cut := s.Start + splitAt(a.Text(s), limit)
		all = append(all, article.Span{Start: s.Start, End: cut})
		s.Start = cut
	}
	return append(all, s)
}

// splitAt returns where to cut a text that is too long: behind a space in
// its second half where there is one, else between two characters. Escaping
// at most doubles a text, and every line gets two more characters.
func splitAt(text string, limit int) int {
	head := text[:prefix(text, limit/4)]
	if space := strings.LastIndexAny(head, " \n"); space > len(head)/2 {
		return space + 1
	}
	return len(head)
}

// fitsQuoted reports whether a quotation takes at most limit. No character
// is more than three bytes for each of the units that Size counts, so a text
// far over the limit is not looked at: splitting a long one stays linear.
func fitsQuoted(text string, limit int) bool {
	return len(text) <= 3*limit && quotedSize(text) <= limit
}

// quotedSize is how much of a message's text a quotation takes.
func quotedSize(text string) int { return Size(quote(Escape(text))) }
