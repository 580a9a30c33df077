package reply

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/knowledge"
)

// Themes of a picture.
const (
	ThemeLight = "light"
	ThemeDark  = "dark"
)

// Periods are for how many days a server's counts are shown.
func Periods() []int { return []int{7, 30} }

// period is so many days in words.
func (w Writer) period(days int) string { return w.Say("insights.days_" + strconv.Itoa(days)) }

// Insights are what became of the questions in a server, as counts.
type Insights struct {
	Period   int    // one of [Periods]
	Theme    string // of the picture
	Days     []DayCount
	NotAsked int          // how often an answer was not what was asked
	Topics   []TopicCount // by how often they answered
	Open     int          // questions to the editors that are to be settled
	Picture  []byte       // a PNG; empty where nothing was asked
}

// DayCount is what became of the questions of a day.
type DayCount struct {
	Day                           string // such as 2026-05-14
	Answered, Offered, Unanswered int
}

// TopicCount is how often a topic answered, and was not what was asked.
type TopicCount struct {
	Analysis, ID       string
	Topic              knowledge.Topic // zero where the library has it no longer
	Answered, NotAsked int
}

// MaxTopics is how many topics are shown.
const MaxTopics = 10

// Sum is what became of the questions of all days.
func (s Insights) Sum() DayCount {
	var sum DayCount
	for _, d := range s.Days {
		sum.Answered += d.Answered
		sum.Offered += d.Offered
		sum.Unanswered += d.Unanswered
	}
	return sum
}

// Asked is how many questions there were.
func (d DayCount) Asked() int { return d.Answered + d.Offered + d.Unanswered }

const pictureName = "insights.png"

// Insights shows moderators what their server asks: as a picture, on which
// there are only figures and letters, and as the text that explains these.
func (w Writer) Insights(s Insights) Message {
	if len(s.Picture) == 0 {
		return Message{Private: true, Components: container(text(w.Say("insights.nothing", "Period", w.period(s.Period))), row(w.insightButtons(s)...))}
	}
	picture := File{Name: pictureName, Type: "image/png", Data: s.Picture}
	alt := Fit(w.altText(s), MaxAltText)
	parts := []discordgo.MessageComponent{
		text(w.sums(s)),
		discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: discordgo.UnfurledMediaItem{URL: picture.address()}, Description: &alt}}},
	}
	if len(s.Topics) > 0 {
		parts = append(parts, text(w.topicCounts(s.Topics)))
	}
	return Message{Private: true, Files: []File{picture}, Components: container(append(parts, text(w.dayCounts(s.Days)), row(w.insightButtons(s)...))...)}
}

// sums are the whole period's counts, numbered as on the picture.
func (w Writer) sums(s Insights) string {
	sum := s.Sum()
	share := func(n int) string { return strconv.Itoa((n*200/max(sum.Asked(), 1) + 1) / 2) }
	lines := []string{"### " + w.Say("insights.title", "Period", w.period(s.Period)), w.Count("about.questions", sum.Asked())}
	for n, of := range []struct {
		id    string
		count int
	}{{"insights.answered", sum.Answered}, {"insights.offered", sum.Offered}, {"insights.unanswered", sum.Unanswered}} {
		lines = append(lines, fmt.Sprintf("%d. %s", n+1, w.Say(of.id, "N", strconv.Itoa(of.count), "Share", share(of.count))))
	}
	return strings.Join(append(lines, w.notAsked(s.NotAsked)), "\n")
}

func (w Writer) notAsked(n int) string {
	return w.Say("insights.not_asked", "Button", w.Say("card.not_asked"), "N", strconv.Itoa(n))
}

// topicCounts are the topics by the letters that they have on the picture.
func (w Writer) topicCounts(topics []TopicCount) string {
	lines := []string{"**" + w.Say("insights.topics") + "**"}
	for n, t := range topics {
		line := fmt.Sprintf("%s. %s: %d", TopicLetter(n), fitMarkdown(w.topicName(t), maxCounted), t.Answered)
		if t.NotAsked > 0 {
			line += " (" + w.notAsked(t.NotAsked) + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// maxCounted is how much of a topic's question is shown beside its count.
const maxCounted = 100

// TopicLetter is what the nth topic, from 0, is called on a picture.
func TopicLetter(n int) string { return string(rune('A' + n)) }

func (w Writer) topicName(t TopicCount) string {
	if t.Topic.Analysis == nil {
		return t.Analysis + "/" + t.ID
	}
	return w.questionName(t.Topic)
}

// dayCounts are the days on which something was asked, as a table whose
// columns are numbered as on the picture.
func (w Writer) dayCounts(days []DayCount) string {
	lines := []string{"**" + w.Say("insights.days") + "**", "```", fmt.Sprintf("%-10s %7d %7d %7d", "", 1, 2, 3)}
	for _, d := range days {
		if d.Asked() > 0 {
			lines = append(lines, fmt.Sprintf("%s %7d %7d %7d", d.Day, d.Answered, d.Offered, d.Unanswered))
		}
	}
	return strings.Join(append(lines, "```"), "\n")
}

// altText says what the picture shows to who does not see it.
func (w Writer) altText(s Insights) string {
	sum := s.Sum()
	alt := w.Say("insights.alt", "From", s.Days[0].Day, "To", s.Days[len(s.Days)-1].Day,
		"Answered", strconv.Itoa(sum.Answered), "Offered", strconv.Itoa(sum.Offered), "Unanswered", strconv.Itoa(sum.Unanswered))
	var topics []string
	for n, t := range s.Topics {
		topics = append(topics, fmt.Sprintf("%s %d", TopicLetter(n), t.Answered))
	}
	if len(topics) > 0 {
		alt += " " + w.Say("insights.alt_topics", "Topics", strings.Join(topics, ", "))
	}
	return alt
}

func (w Writer) insightButtons(s Insights) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	for _, period := range Periods() {
		if period != s.Period {
			buttons = append(buttons, button(w.period(period), Action{Verb: Insight, Name: s.Theme, Page: period}))
		}
	}
	if len(s.Picture) > 0 {
		other := ThemeDark
		if s.Theme == ThemeDark {
			other = ThemeLight
		}
		buttons = append(buttons,
			button(w.Say("insights."+other), Action{Verb: Insight, Name: other, Page: s.Period}),
			button(w.Say("insights.csv"), Action{Verb: Export, Page: s.Period}))
	}
	return append(buttons, button(w.Say("insights.editors", "N", strconv.Itoa(s.Open)), Action{Verb: Questions}))
}

// Counts gives the counts of a period as a file.
func (w Writer) Counts(period int, csv []byte) Message {
	file := File{Name: "insights.csv", Type: "text/csv; charset=utf-8", Data: csv}
	return Message{Private: true, Files: []File{file}, Components: []discordgo.MessageComponent{
		text(w.Say("insights.csv_holds", "Period", w.period(period))),
		discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: file.address()}},
	}}
}
