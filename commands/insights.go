package commands

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/chart"
	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/store"
)

// moderate answers the buttons and the menu by which moderators see what
// their server asks.
func (r *Router) moderate(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	switch action.Verb {
	case reply.Insight:
		return r.insights(ctx, i, action.Page, action.Name, reply.Message.Update)
	case reply.Export:
		return r.export(ctx, i, action.Page)
	}
	return r.review(ctx, i, action)
}

// notModerator says why somebody may not see what is asked in a server, by
// what the interaction itself says of them; empty if they may.
func notModerator(i *discordgo.Interaction) string {
	switch {
	case i.GuildID == "":
		return writer(i).Say("insights.only_server")
	case i.Member == nil || i.Member.Permissions&discordgo.PermissionManageMessages == 0:
		return writer(i).Say("insights.not_moderator")
	}
	return ""
}

// insights shows the counts of a period.
func (r *Router) insights(ctx context.Context, i *discordgo.Interaction, period int, theme string, as func(reply.Message) *discordgo.InteractionResponse) (*discordgo.InteractionResponse, error) {
	if !slices.Contains(reply.Periods(), period) || theme != reply.ThemeLight && theme != reply.ThemeDark {
		return nil, fmt.Errorf("insights of %d days in the theme %q: there are none", period, theme)
	}
	if no := notModerator(i); no != "" {
		return reply.Notice(no).Response(), nil
	}
	days := daysTo(r.recent.Now(), period)
	tallies, err := r.notebook.Tallies(ctx, i.GuildID, days[0])
	if err != nil {
		return r.unkept(i, "insights.not_read", err).Response(), nil
	}
	questions, err := r.notebook.Questions(ctx, i.GuildID)
	if err != nil {
		return r.unkept(i, "insights.not_read", err).Response(), nil
	}
	s := tally(days, tallies, r.library)
	s.Period, s.Theme, s.Open = period, theme, len(open(questions))
	if s.Sum().Asked() > 0 {
		if s.Picture, err = chart.Draw(drawn(s), theme == reply.ThemeDark); err != nil {
			return nil, fmt.Errorf("insights: %w", err)
		}
	}
	return as(writer(i).Insights(s)), nil
}

// daysAsked is the option of /insights, the shortest period without one.
func daysAsked(options []*discordgo.ApplicationCommandInteractionDataOption) int {
	for _, o := range options {
		if n, ok := o.Value.(float64); ok && o.Name == daysOption {
			return int(n)
		}
	}
	return reply.Periods()[0]
}

// daysTo are so many days to now, with today the last.
func daysTo(now time.Time, period int) []string {
	days := make([]string, period)
	for n := range days {
		days[n] = store.Day(now.UTC().AddDate(0, 0, n+1-period))
	}
	return days
}

// tally adds counts up by day and by topic. What was counted on other days,
// as by a clock that is ahead, is left out.
func tally(days []string, tallies []store.Tally, library *knowledge.Library) reply.Insights {
	s := reply.Insights{Days: make([]reply.DayCount, len(days))}
	at := make(map[string]int)
	for n, day := range days {
		s.Days[n].Day, at[day] = day, n
	}
	type key struct{ analysis, topic string }
	topics := make(map[key]*reply.TopicCount)
	topic := func(t store.Tally) *reply.TopicCount {
		k := key{t.Analysis, t.Topic}
		if topics[k] == nil {
			topics[k] = &reply.TopicCount{Analysis: t.Analysis, ID: t.Topic}
			topics[k].Topic, _ = library.Topic(t.Analysis, t.Topic)
		}
		return topics[k]
	}
	for _, t := range tallies {
		n, ok := at[t.Day]
		switch {
		case !ok:
		case t.Kind == store.Answered:
			s.Days[n].Answered += t.Count
			topic(t).Answered += t.Count
		case t.Kind == store.Offered:
			s.Days[n].Offered += t.Count
		case t.Kind == store.Unanswered:
			s.Days[n].Unanswered += t.Count
		case t.Kind == store.NotAsked:
			s.NotAsked += t.Count
			topic(t).NotAsked += t.Count
		}
	}
	for _, t := range topics {
		s.Topics = append(s.Topics, *t)
	}
	slices.SortFunc(s.Topics, func(a, b reply.TopicCount) int {
		return cmp.Or(b.Answered-a.Answered, b.NotAsked-a.NotAsked, cmp.Compare(a.Analysis, b.Analysis), cmp.Compare(a.ID, b.ID))
	})
	s.Topics = s.Topics[:min(len(s.Topics), reply.MaxTopics)]
	return s
}

// drawn is what is on the picture.
func drawn(s reply.Insights) chart.Data {
	d := chart.Data{Series: make([][]int, 3)}
	for _, day := range s.Days {
		d.Days = append(d.Days, day.Day)
		for n, count := range []int{day.Answered, day.Offered, day.Unanswered} {
			d.Series[n] = append(d.Series[n], count)
		}
	}
	for n, t := range s.Topics {
		d.Topics = append(d.Topics, chart.Topic{Name: reply.TopicLetter(n), Count: t.Answered})
	}
	return d
}

// export gives the counts of a period as a file.
func (r *Router) export(ctx context.Context, i *discordgo.Interaction, period int) (*discordgo.InteractionResponse, error) {
	if !slices.Contains(reply.Periods(), period) {
		return nil, fmt.Errorf("counts of %d days: there are none", period)
	}
	if no := notModerator(i); no != "" {
		return reply.Notice(no).Response(), nil
	}
	tallies, err := r.notebook.Tallies(ctx, i.GuildID, daysTo(r.recent.Now(), period)[0])
	if err != nil {
		return r.unkept(i, "insights.not_read", err).Response(), nil
	}
	counts, err := asCSV(tallies)
	if err != nil {
		return nil, fmt.Errorf("export counts: %w", err)
	}
	return writer(i).Counts(period, counts).Response(), nil
}

// asCSV is counts as RFC 4180 has them.
func asCSV(tallies []store.Tally) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{{"day", "analysis", "topic", "kind", "count"}}
	for _, t := range tallies {
		rows = append(rows, []string{cell(t.Day), cell(t.Analysis), cell(t.Topic), cell(t.Kind), strconv.Itoa(t.Count)})
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// cell keeps a spreadsheet from taking a text for a formula.
// (owasp.org/www-community/attacks/CSV_Injection)
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}
