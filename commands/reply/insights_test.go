package reply

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/internal/embedded"
	"ibid/knowledge"
)

// moderation are the replies to moderators, the fullest there are among them.
func moderation(t testing.TB, l *knowledge.Library, w Writer) map[string]Message {
	t.Helper()
	week := Insights{Period: 7, Theme: ThemeDark, NotAsked: 2, Open: 3, Picture: []byte("a picture"), Topics: []TopicCount{
		{Analysis: embedded.AnalysisID, ID: "q3", Topic: topic(t, l, "q3"), Answered: 12, NotAsked: 2},
		{Analysis: embedded.AnalysisID, ID: "lead", Topic: topic(t, l, "lead"), Answered: 3},
		{Analysis: "an_old_one", ID: "q1", Answered: 1},
	}}
	for n := range 7 {
		week.Days = append(week.Days, DayCount{Day: fmt.Sprintf("2026-05-%02d", n+8), Answered: n % 5, Offered: n % 2, Unanswered: n / 6})
	}
	month := Insights{Period: 30, Theme: ThemeLight, NotAsked: 999_999, Open: 9_999, Picture: []byte("a picture")}
	for n := range 30 {
		day := time.Date(2026, time.April, 15+n, 0, 0, 0, 0, time.UTC)
		month.Days = append(month.Days, DayCount{Day: day.Format(time.DateOnly), Answered: 999_999, Offered: 999_999, Unanswered: 999_999})
	}
	for range MaxTopics {
		month.Topics = append(month.Topics, TopicCount{Analysis: strings.Repeat("*", 200), ID: "q1234", Answered: 999_999, NotAsked: 999_999})
	}
	sent := []SentQuestion{{"0123456789abcdef", "2026-05-13", "best *pizza* recipe"}, {"123456789abcdef0", "2026-05-14", strings.Repeat("почему @everyone ", 11)}}
	var many []SentQuestion
	for n := range 9 {
		many = append(many, SentQuestion{fmt.Sprintf("%016x", n), "2026-05-14", strings.Repeat("_why_ ", 30) + fmt.Sprint(n)})
	}
	menu := distinct(l.Topics(), 60)
	return map[string]Message{
		"insights":          w.Insights(week),
		"insights-full":     w.Insights(month),
		"insights-nothing":  w.Insights(Insights{Period: 7, Theme: ThemeDark, Open: 1}),
		"insights-csv":      w.Counts(30, []byte("day,analysis\r\n")),
		"review":            w.Review(sent, 0, ""),
		"review-settled":    w.Review(sent[:1], 3, w.Phrased(topic(t, l, "q3"))),
		"review-many":       w.Review(many, 1, w.Say("insights.settled_spam")),
		"review-none":       w.Review(nil, 0, w.Say("insights.gone")),
		"review-long":       w.Review([]SentQuestion{{"0", "2026-05-14", strings.Repeat("*", 6000)}, many[0]}, 0, w.Say("insights.gone")),
		"review-menu":       w.PhraseMenu(sent[0], l.Topics(), 0, 0),
		"review-menu-pages": w.PhraseMenu(many[0], menu, 2, 1),
	}
}

// distinct makes so many topics of some.
func distinct(topics []knowledge.Topic, n int) []knowledge.Topic {
	var all []knowledge.Topic
	for i := range n {
		t := topics[i%len(topics)]
		t.ID = fmt.Sprintf("q%d", i+1)
		all = append(all, t)
	}
	return all
}

// TestReviewShowsEveryQuestion: over all pages, each is there once, whole.
func TestReviewShowsEveryQuestion(t *testing.T) {
	w := In("de")
	var sent []SentQuestion
	for n := range 40 {
		sent = append(sent, SentQuestion{fmt.Sprintf("%016x", n), "2026-05-14", fmt.Sprintf("#%d ", n) + strings.Repeat("> why_", n*n/4)})
	}
	seen := make(map[string]int)
	pages := reviewPages(sent)
	for n := range pages {
		m := w.Review(sent, n, w.Say("insights.not_read"))
		holds(t, m)
		for _, c := range parts(m.Components) {
			if d, ok := c.(discordgo.TextDisplay); ok {
				said, _, _ := strings.Cut(d.Content, "\n-#")
				seen[unescape(strings.TrimPrefix(said, "> "))]++
			}
		}
	}
	for _, q := range sent {
		if seen[oneLine(q.Text)] != 1 {
			t.Errorf("%.20q (%d characters) is shown whole %d times", q.Text, Size(q.Text), seen[oneLine(q.Text)])
		}
	}
}
