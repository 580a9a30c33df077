package article

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/text/language"
)

// maxListed is how many experts, and how many corrections, a front matter may
// list. Each is looked for in the whole text.
const maxListed = 100

// front is the front matter as written.
type front struct {
	title, publisher, published, url, language entry

	experts     []frontExpert
	aliases     [][]entry
	questions   []frontQuestion
	corrections []frontCorrection
}

type frontExpert struct{ name, affiliation, role entry }

// frontQuestion is what an editor adds to a question of the text.
type frontQuestion struct {
	id        entry
	alsoAsked []entry
	key       entry
}

type frontCorrection struct{ date, was, now entry }

// decodeFront reads the YAML text, whose first line is the file's line offset+1.
// It returns false where the YAML is so broken that nothing is known of what
// it holds.
func decodeFront(r *report, text string, offset int) (front, bool) {
	d := &decoder{report: r, offset: offset}
	before := len(r.faults)
	root := d.parse(text)
	var f front
	d.mapping(root, offset+1, "the front matter", fields{
		"title":       d.text("title", &f.title),
		"publisher":   d.text("publisher", &f.publisher),
		"published":   d.text("published", &f.published),
		"url":         d.text("url", &f.url),
		"language":    d.text("language", &f.language),
		"experts":     d.list("experts", func(n ast.Node, line int) { f.experts = append(f.experts, d.expert(n, line)) }),
		"aliases":     d.list("aliases", func(n ast.Node, line int) { f.aliases = append(f.aliases, d.texts("aliases", n, line)) }),
		"questions":   d.questions(&f.questions),
		"corrections": d.list("corrections", func(n ast.Node, line int) { f.corrections = append(f.corrections, d.correction(n, line)) }),
	})
	return f, root != nil || len(r.faults) == before
}

func (d *decoder) expert(n ast.Node, line int) frontExpert {
	e := frontExpert{name: entry{line: line}}
	d.mapping(n, line, "an expert", fields{
		"name":        d.text("name", &e.name),
		"affiliation": d.text("affiliation", &e.affiliation),
		"role":        d.text("role", &e.role),
	})
	return e
}

func (d *decoder) correction(n ast.Node, line int) frontCorrection {
	c := frontCorrection{date: entry{line: line}, now: entry{line: line}}
	d.mapping(n, line, "a correction", fields{
		"date": d.text("date", &c.date),
		"was":  d.text("was", &c.was),
		"now":  d.text("now", &c.now),
	})
	return c
}

// texts reads a list of single values.
func (d *decoder) texts(what string, n ast.Node, line int) []entry {
	var out []entry
	d.list(what, func(n ast.Node, line int) {
		var e entry
		d.text(what, &e)(n, line)
		out = append(out, e)
	})(n, line)
	return out
}

func (d *decoder) questions(dst *[]frontQuestion) field {
	return func(n ast.Node, line int) {
		d.each(n, line, "questions", func(id string, value ast.Node, line int) {
			q := frontQuestion{id: entry{id, line}}
			d.mapping(value, line, "question "+shown(id), fields{
				"also_asked": func(n ast.Node, line int) { q.alsoAsked = d.texts("also_asked", n, line) },
				"key":        d.text("key", &q.key),
			})
			*dst = append(*dst, q)
		})
	}
}

// describe takes over what the front matter says of the publication as a
// whole; line is where to report what is missing.
func (p *parser) describe(f *front, line int) {
	a := p.analysis
	a.Title = p.worded(f.title, "title")
	a.Publisher = p.worded(f.publisher, "publisher")
	if f.publisher.text == "" {
		p.missing(line, f.publisher, "publisher", "United States Institute of Peace")
	}
	a.Published = p.date(line, f.published, "published")
	a.URL = p.url(line, f.url)
	a.Language = p.language(f.language)
	p.experts(f.experts)
	p.aliases(f.aliases)
}

// worded returns the text of a field that must have a letter or digit in it,
// or nothing, where it has none.
func (p *parser) worded(e entry, name string) string {
	if e.text == "" || hasWords(e.text) {
		return e.text
	}
	p.add(e.line, "a "+name+" without a letter or digit: "+shown(e.text), "write the "+name+" in words")
	return ""
}

// missing reports a field that is not there, or there without a value.
func (p *parser) missing(line int, e entry, name, example string) {
	p.add(max(line, e.line), "the front matter has no "+name,
		fmt.Sprintf("write a line such as %q between the --- lines at the top", name+": "+example))
}

func (p *parser) date(line int, e entry, name string) time.Time {
	if e.text == "" {
		p.missing(line, e, name, "2024-03-27")
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, e.text)
	if err != nil {
		p.add(e.line, fmt.Sprintf("%s is no date: %s", name, shown(e.text)), "write the day as YEAR-MONTH-DAY, such as 2024-03-27")
	}
	return day
}

// url returns the publication's address, or nothing where it is none.
func (p *parser) url(line int, e entry) string {
	if e.text == "" {
		p.missing(line, e, "url", "https://www.example.org/the-publication")
		return ""
	}
	u, err := url.Parse(e.text)
	web := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
	switch {
	case !web || strings.Contains(e.text, " "):
		p.add(e.line, "url is no address of a web page: "+shown(e.text),
			"write the publication's full address, beginning with https://")
	case strings.Contains(e.text, textDirective):
		p.add(e.line, "url points into its page with "+textDirective+": "+shown(e.text),
			"write the address without it, as links to single sentences add their own")
	case u.String() != e.text || !isASCII(e.text) || strings.ContainsAny(e.text, unsafeInURL):
		p.add(e.line, "url has characters that do not stand in an address as they are: "+shown(e.text),
			"write them in their percent-encoded form, and a host in its ASCII form, as a browser copies the address")
	default:
		return e.text
	}
	return ""
}

// textDirective begins the part of a fragment that names words of the page
// (WICG, URL Fragment Text Directives).
const textDirective = ":~:"

// unsafeInURL are the characters that RFC 3986 does not let stand in an address
// and that end a link, or begin something else, in a message.
const unsafeInURL = "<>\"`|\\^{}"

func (p *parser) language(e entry) string {
	const otherwise = "en"
	if e.text == "" {
		return otherwise
	}
	if _, err := language.Parse(e.text); err != nil {
		p.add(e.line, "language is no language tag: "+shown(e.text), `write a BCP 47 tag, such as "en" or "pt-BR"`)
		return otherwise
	}
	return e.text
}

func (p *parser) experts(listed []frontExpert) {
	seen := map[string]bool{}
	for i, e := range listed {
		key := fold(e.name.text)
		switch {
		case i >= maxListed:
			p.add(e.name.line, fmt.Sprintf("more than %d experts", maxListed), "list those who answer")
			return
		case !hasWords(e.name.text):
			p.add(e.name.line, "an expert without a name", `write "- name: Full Name", and affiliation: below it`)
			continue
		case seen[key]:
			p.add(e.name.line, "the expert "+shown(e.name.text)+" is listed twice", "remove one of the two")
			continue
		}
		seen[key] = true
		p.analysis.Experts = append(p.analysis.Experts, Expert{e.name.text, e.affiliation.text, e.role.text})
	}
}

func (p *parser) aliases(groups [][]entry) {
	for _, group := range groups {
		var words []string
		for _, e := range group {
			if e.text == "" || slices.Contains(words, e.text) {
				p.add(e.line, "an alias is empty or stands twice in its group", "remove it")
				continue
			}
			words = append(words, e.text)
		}
		if len(words) > 1 {
			p.analysis.Aliases = append(p.analysis.Aliases, words)
		} else if len(group) > 0 {
			p.add(group[0].line, "a group of aliases with fewer than two words",
				"write the words that mean the same in one list, such as [ISIS-K, ISKP]")
		}
	}
}
