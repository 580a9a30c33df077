package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// title takes the text's first block as the title where it is one. The front
// matter's title comes first; line is where to report that there is none.
func (d *dialogue) title(line int) {
	i := d.first
	if i < len(d.blocks) && d.isTitle(i) {
		if d.analysis.Title == "" {
			d.analysis.Title = strings.Join(strings.Fields(d.words(i)), " ")
		}
		d.first = d.next[i]
	}
	if d.analysis.Title == "" {
		d.missing(line, entry{}, "title", "The Publication's Title")
	}
	for _, b := range d.blocks[:min(d.first, len(d.blocks))] {
		if b.aside != "" {
			d.keep(b.aside, b.whole)
		}
	}
}

// isTitle reports whether the first block is the title: the one the front
// matter names or, where it names none, a block that is no sentence, no label
// and no question.
func (d *dialogue) isTitle(i int) bool {
	b, words := &d.blocks[i], d.words(i)
	if d.analysis.Title != "" {
		return sameTitle(words, d.analysis.Title) || strings.HasPrefix(d.text(b.whole), "# ")
	}
	if b.label.voice.speaks() || b.label.voice == asker || !hasWords(words) {
		return false
	}
	if asked(words) {
		return !d.answered(d.next[i])
	}
	return !endsInStop(words)
}

func sameTitle(a, b string) bool {
	trim := func(s string) string { return strings.Trim(fold(s), ".!?: ") }
	return trim(a) == trim(b)
}

// lead takes a block before the first question: sentences that name the
// experts are the byline, other prose is the lead, the rest is a note.
func (d *dialogue) lead(i int) {
	b := &d.blocks[i]
	if d.leadQuestion(i) {
		return
	}
	prose := endsInStop(d.words(i))
	var from, to int
	flush := func() {
		if from < to && prose {
			d.analysis.Lead.Paragraphs = append(d.analysis.Lead.Paragraphs, d.newParagraph(Span{from, to}))
		} else if from < to {
			d.keep(Note, Span{from, to})
		}
		from, to = 0, 0
	}
	for _, s := range d.newParagraph(b.words).Sentences {
		if d.byline(d.text(s)) {
			flush()
			d.keep(Byline, s)
			continue
		}
		if from == to {
			from = s.Start
		}
		to = s.End
	}
	flush()
}

// leadQuestion reports a block of the lead that may be the first question,
// with its answer's label lost. The subtitle may ask something.
func (d *dialogue) leadQuestion(i int) bool {
	if i == d.first || !d.mayBeAsked(i) || d.voice(d.next[i]).speaks() {
		return false
	}
	d.doubt(i, "this may be a question to which nobody speaks: "+shown(d.words(i)),
		`mark all questions with "## ", and see that a speaker's label follows each`)
	return true
}

// byline reports whether a sentence of the lead names an expert in full, and
// remembers the others whom it names beside the experts.
func (d *dialogue) byline(sentence string) bool {
	if !d.cast.roster.mentions(strings.ReplaceAll(fold(sentence), ".", "")) {
		return false
	}
	for _, names := range nameLists(sentence) {
		listed := false
		for _, name := range names {
			_, ok := d.cast.roster.find(name)
			listed = listed || ok
		}
		for _, name := range names {
			if _, ok := d.cast.roster.find(name); !ok && listed {
				words := nameWords(name)
				d.others[words[len(words)-1]] = true
			}
		}
	}
	return true
}

// namedExperts returns the experts whom the text names before its first
// question, in that order: names in full, one of which at least is that of a
// speaker.
func (p *parser) namedExperts(blocks []block) []Expert {
	speakers := map[string]bool{}
	first := len(blocks)
	for i := range blocks[:max(0, len(blocks)-1)] {
		b, next := &blocks[i], blocks[i+1].label
		question := b.mark != unmarked || b.label.voice == asker || asked(p.src.text[b.words.Start:b.words.End])
		if question && next.voice == stranger {
			first = min(first, i)
			words := nameWords(next.name)
			speakers[words[len(words)-1]] = true
		}
	}
	var experts []Expert
	seen := map[string]bool{}
	for _, b := range blocks[:first] {
		text := p.src.text[b.words.Start:b.words.End]
		for _, s := range Sentences(text) {
			for _, names := range nameLists(text[s.Start:s.End]) {
				if !anySpeaks(names, speakers) {
					continue
				}
				for _, name := range names {
					if key := fold(name); !seen[key] && len(experts) < maxListed {
						seen[key] = true
						experts = append(experts, Expert{Name: name})
					}
				}
			}
		}
	}
	return experts
}

func anySpeaks(names []string, surnames map[string]bool) bool {
	for _, name := range names {
		if words := nameWords(name); surnames[words[len(words)-1]] {
			return true
		}
	}
	return false
}

// nameRoles stand before a name with a capital, without being part of it.
var nameRoles = set("expert", "experts", "senior", "analyst", "analysts", "fellow", "fellows", "scholar", "scholars",
	"director", "advisor", "adviser", "researcher", "program", "by", "with", "here", "our", "guest", "guests", "author", "authors")

// nameJoins join the names of a list.
var nameJoins = set("and", "&", "und", "et", "y", "e", "и")

// nameLists returns the lists of full names in a sentence: "Mary Glantz, Gavin
// Helf and Andrew Watkins" is one list of three.
func nameLists(sentence string) [][]string {
	var r nameReader
	for _, token := range strings.Fields(sentence) {
		r.read(token)
	}
	r.endList()
	return r.lists
}

// nameReader gathers the names in a sentence, word by word.
type nameReader struct {
	lists [][]string
	list  []string // of names
	name  []string // of words
}

func (r *nameReader) read(token string) {
	word := strings.TrimRight(token, ",;")
	plain := strings.ReplaceAll(fold(word), ".", "")
	switch {
	case nameTitles[plain] && len(r.name) == 0, nameSuffixes[plain], nameJoins[word]:
		r.endName()
	case isFullNameWord(word) || len(r.name) > 0 && nameParticles[word]:
		r.name = append(r.name, word)
		if word != token {
			r.endName()
		}
	default:
		if last := strings.TrimRight(word, ".:)”"); isFullNameWord(last) {
			r.name = append(r.name, last)
		}
		r.endList()
	}
}

func (r *nameReader) endName() {
	name := r.name
	for len(name) > 0 && (nameRoles[fold(name[0])] || nameTitles[fold(name[0])]) {
		name = name[1:]
	}
	if len(name) > 1 && len(name) < 6 {
		r.list = append(r.list, strings.Join(name, " "))
	}
	r.name = nil
}

func (r *nameReader) endList() {
	r.endName()
	if len(r.list) > 0 {
		r.lists = append(r.lists, r.list)
	}
	r.list = nil
}

// isFullNameWord reports whether word may be part of a full name: with a capital
// and small letters after it, or an initial.
func isFullNameWord(word string) bool {
	if !looksNameWord(word) || strings.HasSuffix(word, "’s") || strings.HasSuffix(word, "'s") {
		return false
	}
	first, n := utf8.DecodeRuneInString(word)
	rest := word[n:]
	return unicode.IsUpper(first) && (rest == "." || !strings.HasSuffix(rest, ".") && strings.IndexFunc(rest, unicode.IsLower) >= 0)
}
