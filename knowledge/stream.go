package knowledge

import (
	"cmp"
	"hash/fnv"
	"io"
	"slices"
	"sort"
	"sync"

	"ibid/knowledge/article"
	"ibid/knowledge/quotation"
)

// stream is what somebody says at a stretch: consecutive paragraphs by one
// speaker, within which a quotation may run on, or the interviewer's
// question.
type stream struct {
	topic       Topic
	first, last int  // passages, [first, last)
	asked       bool // the question, and no passages
}

// streamsOf lists all that is said to a topic. The question of the lead is
// the title of the analysis, which nobody asks.
func streamsOf(t Topic) []stream {
	var all []stream
	if !t.IsLead() {
		all = append(all, stream{topic: t, asked: true})
	}
	for i, p := range t.Passages {
		if n := len(all) - 1; i > 0 && t.Passages[i-1].Speaker == p.Speaker {
			all[n].last = i + 1
		} else {
			all = append(all, stream{topic: t, first: i, last: i + 1})
		}
	}
	return all
}

func (s stream) words() []quotation.Word {
	a := s.topic.Analysis
	if s.asked {
		span := s.topic.asked
		return quotation.Words(a.Text(span), span.Start)
	}
	var words []quotation.Word
	for _, p := range s.topic.Passages[s.first:s.last] {
		words = append(words, quotation.Words(a.Text(p.Span), p.Span.Start)...)
	}
	return words
}

// speaker is the expert; nil for the publication, and for the interviewer.
func (s stream) speaker() *article.Expert {
	if s.asked {
		return nil
	}
	return s.topic.Passages[s.first].Speaker
}

// paragraph is the index of the passage that a byte of the source is in.
func (s stream) paragraph(at int) int {
	for i := s.first; i+1 < s.last; i++ {
		if at < s.topic.Passages[i].Span.End {
			return i
		}
	}
	return max(s.first, s.last-1)
}

// span is the paragraph that a byte of the source is in, or the question.
func (s stream) span(at int) article.Span {
	if s.asked {
		return s.topic.asked
	}
	return s.topic.Passages[s.paragraph(at)].Span
}

// sentence is the sentence that a byte of the source is in.
func (s stream) sentence(at int) article.Span {
	if s.asked {
		return s.topic.asked
	}
	p := s.topic.Passages[s.paragraph(at)]
	for i, sentence := range p.Sentences {
		if at < sentence.End || i+1 == len(p.Sentences) {
			return sentence
		}
	}
	return p.Span
}

// match is the place where a quotation begins.
func (s stream) match(p Place) Match {
	m := Match{Topic: s.topic, Paragraph: p.Paragraph, Sentence: NoSentence}
	if s.asked {
		return m
	}
	for i, sentence := range m.Passage().Sentences {
		if sentence.Start <= p.Span.Start {
			m.Sentence = i
		}
	}
	return m
}

// streams finds the streams that a quotation may be from. It is made when
// first needed, as most programs never are asked.
type streams struct {
	once sync.Once
	all  []stream
	// postings has an entry for each word and each pair of words of each
	// stream: the hash above streamBits, the stream's number below. Sorted.
	postings []uint64
	surnames map[string]bool // of all experts
}

const (
	streamBits    = 24 // 16 million streams
	maxCandidates = 5
	// maxPostings is from where on a word is too common to tell anything.
	maxPostings = 4096
)

// Prepare makes what [Library.Verify] needs, which otherwise is made when it
// is first called: with ten thousand answers that takes seconds.
func (l *Library) Prepare() { l.streams.prepare(l) }

func (s *streams) prepare(l *Library) { s.once.Do(func() { s.build(l.shown) }) }

// near lists the streams that share most with a quotation, rare words and
// pairs of words counting more.
func (s *streams) near(l *Library, q quotation.Quotation) []stream {
	s.prepare(l)
	shared := make(map[int]float64)
	for _, hash := range hashes(q.Folded()) {
		low := s.from(hash)
		high := s.from(hash + 1)
		if high-low > maxPostings {
			continue
		}
		for _, posting := range s.postings[low:high] {
			shared[int(posting&(1<<streamBits-1))] += 1 / float64(high-low)
		}
	}
	numbers := make([]int, 0, len(shared))
	for n := range shared {
		numbers = append(numbers, n)
	}
	slices.SortFunc(numbers, func(a, b int) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b))
	})
	var found []stream
	for _, n := range numbers[:min(len(numbers), maxCandidates)] {
		found = append(found, s.all[n])
	}
	return found
}

// names reports whether a label ends in the name of an expert.
func (s *streams) names(label string) bool {
	words := quotation.Words(label, 0)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return s.surnames[last.Folded] && (isCapital(label[last.Start:]) || len(words) <= 2)
}

// from is the first posting of a hash or of a later one.
func (s *streams) from(hash uint64) int {
	return sort.Search(len(s.postings), func(i int) bool { return s.postings[i] >= hash<<streamBits })
}

func (s *streams) build(topics []Topic) {
	for _, t := range topics {
		s.all = append(s.all, streamsOf(t)...)
	}
	s.surnames = make(map[string]bool)
	for _, t := range topics {
		for _, e := range t.Analysis.Experts {
			s.surnames[surname(e.Name)] = true
		}
	}
	for n, stream := range s.all {
		for _, hash := range hashes(folded(stream.words())) {
			s.postings = append(s.postings, hash<<streamBits|uint64(n))
		}
	}
	slices.Sort(s.postings)
	s.postings = slices.Clip(slices.Compact(s.postings))
}

// hashes has a number for each word and for each pair that follow each
// other, of as many bits as a posting has room for.
func hashes(words []string) []uint64 {
	var all []uint64
	for i, w := range words {
		if w == "" {
			continue
		}
		all = append(all, hashOf(w))
		if i > 0 && words[i-1] != "" {
			all = append(all, hashOf(words[i-1]+" "+w))
		}
	}
	return all
}

func hashOf(s string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, s)
	return h.Sum64() >> streamBits
}
