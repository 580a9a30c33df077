package commands

import (
	"bytes"
	"context"
	"encoding/csv"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/chart"
	"ibid/commands/reply"
	"ibid/internal/embedded"
	"ibid/store"
	"ibid/store/memory"
)

const moderator = "8192" // Manage Messages

// atNoon is a router whose clock stands still on a day, with its notebook.
func atNoon(t *testing.T) (*Router, *memory.Store) {
	t.Helper()
	notebook := memory.New()
	now := func() time.Time { return time.Date(2026, time.May, 14, 12, 0, 0, 0, time.UTC) }
	return NewRouter(embedded.Library(t), Options{Notebook: notebook, Manners: Manners{Now: now}}), notebook
}

func put[T any](t *testing.T, keep func(T) error, all ...T) {
	t.Helper()
	for _, one := range all {
		if err := keep(one); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryQuestionIsCounted: asked by command, on a message and by message;
// where it is answered, offered or not; nothing else, nobody, and nothing
// outside servers.
func TestEveryQuestionIsCounted(t *testing.T) {
	r, notebook := atNoon(t)
	ask := func(guild, question string) {
		used(t, r, guild, member, "2", `{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":"`+question+`"}]}`)
	}
	ask("1", "was ukraine behind it")
	ask("1", "was ukraine behind it")
	ask("1", "topic:open/"+analysis+"/q1/0/0") // one of those offered while typing
	ask("1", "best pizza recipe")
	ask("1", "will there be another one in europe")
	ask("2", "was ukraine behind it")
	ask("", "was ukraine behind it")
	used(t, r, "1", member, "2", `{"type":3,"name":"Ask Ibid about this","target_id":"9","resolved":{"messages":{"9":{"id":"9","content":"was ukraine behind it?"}}}}`)
	for _, content := range []string{"<@1> best pizza recipe", "<@1>"} {
		if _, err := r.Message(t.Context(), &discordgo.Message{ID: "4", GuildID: "1", ChannelID: "5", Content: content, Mentions: []*discordgo.User{{ID: "1"}}}); err != nil {
			t.Fatal(err)
		}
	}
	used(t, r, "1", member, "3", `{"component_type":2,"custom_id":"open/`+analysis+`/q3/0/0"}`)
	used(t, r, "1", member, "2", `{"type":1,"name":"cite","options":[{"type":3,"name":"question","value":"was ukraine behind it"}]}`)

	one := store.Tally{Guild: "1", Day: "2026-05-14", Count: 1}
	unanswered, offered, q1, q3 := one, one, one, one
	unanswered.Kind, unanswered.Count, offered.Kind = store.Unanswered, 2, store.Offered
	q1.Kind, q1.Analysis, q1.Topic = store.Answered, analysis, "q1"
	q3.Kind, q3.Analysis, q3.Topic, q3.Count = store.Answered, analysis, "q3", 3
	got, err := notebook.Tallies(t.Context(), "1", "")
	if want := []store.Tally{offered, unanswered, q1, q3}; err != nil || !slices.Equal(got, want) {
		t.Errorf("counted %+v, %v\nwant %+v", got, err, want)
	}
	if got, err := notebook.Tallies(t.Context(), "", ""); err != nil || len(got) > 0 {
		t.Errorf("outside servers: %+v, %v", got, err)
	}
}

// TestInsights: moderators of a server see its counts of a period, and nobody
// else does.
func TestInsights(t *testing.T) {
	r, notebook := atNoon(t)
	command := func(guild, permissions, options string) *discordgo.InteractionResponse {
		return used(t, r, guild, permissions, "2", `{"type":1,"name":"insights"`+options+`}`)
	}
	press := func(guild, permissions, customID string) *discordgo.InteractionResponse {
		return used(t, r, guild, permissions, "3", `{"component_type":2,"custom_id":"`+customID+`"}`)
	}
	if got := command("1", moderator, ""); !strings.Contains(shown(t, got), "Nothing was asked in this server in the last 7 days") || len(got.Data.Files) > 0 {
		t.Errorf("nothing counted: %s", shown(t, got))
	}
	count := func(t store.Tally) error { return notebook.Count(context.Background(), t) }
	put(t, count,
		store.Tally{Guild: "1", Day: "2026-05-14", Analysis: analysis, Topic: "q3", Kind: store.Answered, Count: 5},
		store.Tally{Guild: "1", Day: "2026-05-08", Analysis: analysis, Topic: "q3", Kind: store.NotAsked, Count: 1},
		store.Tally{Guild: "1", Day: "2026-05-08", Analysis: "=gone", Topic: "q1", Kind: store.Answered, Count: 1},
		store.Tally{Guild: "1", Day: "2026-05-08", Kind: store.Offered, Count: 2},
		store.Tally{Guild: "1", Day: "2026-05-07", Kind: store.Unanswered, Count: 12},
		store.Tally{Guild: "1", Day: "2026-04-14", Kind: store.Unanswered, Count: 100},
		store.Tally{Guild: "2", Day: "2026-05-14", Kind: store.Unanswered, Count: 1000},
	)
	for _, no := range []*discordgo.InteractionResponse{command("1", member, ""), press("1", member, "insights/dark/7"), press("1", member, "csv/7"), press("1", member, "questions/0")} {
		if got := shown(t, no); !strings.Contains(got, "*Manage Messages*") || len(no.Data.Files) > 0 {
			t.Errorf("a member is shown %s", got)
		}
	}
	if got := shown(t, command("", moderator, "")); !strings.Contains(got, "a server's") {
		t.Errorf("outside servers: %s", got)
	}
	week, month := command("1", moderator, ""), command("1", moderator, `,"options":[{"type":4,"name":"days","value":30}]`)
	for want, response := range map[string]*discordgo.InteractionResponse{
		"last 7 days\\n8 questions\\n1. Answered: 6 (75 %)\\n2. Two or three topics offered: 2 (25 %)\\n3. Not answered: 0 (0 %)":        week,
		"last 30 days\\n20 questions\\n1. Answered: 6 (30 %)\\n2. Two or three topics offered: 2 (10 %)\\n3. Not answered: 12 (60 %)":    month,
		"A. Putin has blamed the Moscow attack on Ukraine. Is that at all credible?: 5 (“Not what I asked” pressed: 1)\\nB. =gone/q1: 1": week,
		"2026-05-08       1       2       0\\n2026-05-14       5       0       0\\n":                                                     week,
	} {
		if got := shown(t, response); !strings.Contains(got, want) {
			t.Errorf("the counts lack %s:\n%s", want, got)
		}
		if response.Data.Flags&discordgo.MessageFlagsEphemeral == 0 {
			t.Error("the counts are shown to everybody")
		}
	}
	dark, light := pictureOf(t, week), pictureOf(t, press("1", moderator, "insights/light/7"))
	if bytes.Equal(dark, light) {
		t.Error("both themes have the same picture")
	}

	file := press("1", moderator, "csv/30").Data.Files
	if len(file) != 1 || file[0].Name != "insights.csv" {
		t.Fatalf("files: %+v", file)
	}
	data, err := io.ReadAll(file[0].Reader)
	if err != nil || !bytes.Contains(data, []byte("\r\n")) {
		t.Errorf("the file: %q, %v", data, err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) != 6 || !slices.Equal(rows[0], []string{"day", "analysis", "topic", "kind", "count"}) ||
		!slices.Equal(rows[5], []string{"2026-05-14", analysis, "q3", store.Answered, "5"}) ||
		!slices.ContainsFunc(rows, func(row []string) bool { return row[1] == "'=gone" }) {
		t.Errorf("the rows: %q, %v", rows, err)
	}
	for _, forged := range []string{"insights/pink/7", "insights/dark/8", "csv/1000000000", "settle/x/gold/0"} {
		i := interaction(t, `{"type":3,"guild_id":"1","member":{"user":{"id":"7"},"permissions":"8192"},"data":{"component_type":2,"custom_id":"`+forged+`"}}`)
		put(t, func(q store.Question) error { return notebook.PutQuestion(t.Context(), q) }, store.Question{Guild: "1", Day: "2026-05-14", Text: "x"})
		i.Data = discordgo.MessageComponentInteractionData{CustomID: strings.Replace(forged, "/x/", "/"+markOf("x")+"/", 1)}
		if response, err := r.Interaction(t.Context(), i); err == nil {
			t.Errorf("%s is answered with %s", forged, shown(t, response))
		}
	}
}

func pictureOf(t *testing.T, response *discordgo.InteractionResponse) []byte {
	t.Helper()
	if len(response.Data.Files) != 1 {
		t.Fatalf("%d files: %s", len(response.Data.Files), shown(t, response))
	}
	data, err := io.ReadAll(response.Data.Files[0].Reader)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Dx() != chart.Width || picture.Bounds().Dy() != chart.Height {
		t.Errorf("the picture: %v", err)
	}
	return data
}

// TestSettling: each question that was sent is shown until it is settled, and
// one that becomes a phrasing is answered with its topic from then on, in
// that server alone.
func TestSettling(t *testing.T) {
	r, notebook := atNoon(t)
	const travel = "is it safe to travel to russia now"
	sent := func(q store.Question) error { return notebook.PutQuestion(t.Context(), q) }
	put(t, sent,
		store.Question{Guild: "1", Day: "2026-05-12", Text: travel}, store.Question{Guild: "1", Day: "2026-05-13", Text: "buy *gold*"},
		store.Question{Guild: "1", Day: "2026-05-14", Text: "best pizza"}, store.Question{Guild: "2", Day: "2026-05-14", Text: "elsewhere"},
	)
	press := func(customID, values string) string {
		return shown(t, used(t, r, "1", moderator, "3", `{"component_type":2,"custom_id":"`+customID+`"`+values+`}`))
	}
	ask := func(guild string) string {
		return shown(t, used(t, r, guild, member, "2", `{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":"`+travel+`"},{"type":5,"name":"private","value":true}]}`))
	}
	const interests = "What does the Moscow attack mean for U.S. interests?"
	unanswered := "The published text does not answer that."
	if got := ask("1"); !strings.Contains(got, unanswered) {
		t.Fatalf("without a phrasing: %s", got)
	}
	if got := press("questions/0", ""); !strings.Contains(got, travel) || !strings.Contains(got, `buy \\*gold\\*`) || strings.Contains(got, "elsewhere") {
		t.Errorf("the questions: %s", got)
	}
	menu := press("phrase/"+markOf(travel)+"/0/0", "")
	if !strings.Contains(menu, travel) || strings.Count(menu, `"value":"`+analysis+"/") != 6 {
		t.Errorf("the menu: %s", menu)
	}
	pick := `,"values":["` + analysis + `/q5"]`
	if got := press("assign/"+markOf(travel)+"/0", pick); !strings.Contains(got, "From now on") || !strings.Contains(got, interests) || strings.Contains(got, travel) || !strings.Contains(got, "best pizza") {
		t.Errorf("assigned: %s", got)
	}
	if got := press("assign/"+markOf(travel)+"/0", pick); !strings.Contains(got, "settled already") {
		t.Errorf("assigned again: %s", got)
	}
	if got := press("assign/"+markOf("best pizza")+"/0", `,"values":["`+analysis+`/q99"]`); !strings.Contains(got, "no longer in the library") || !strings.Contains(got, "best pizza") {
		t.Errorf("assigned to nothing: %s", got)
	}
	if got := press("settle/"+markOf("buy *gold*")+"/spam/0", ""); !strings.Contains(got, "Settled: spam.") {
		t.Errorf("spam: %s", got)
	}
	if got := press("settle/"+markOf("best pizza")+"/none/7", ""); !strings.Contains(got, "does not answer it") || !strings.Contains(got, "No question that was sent") {
		t.Errorf("not answered: %s", got)
	}
	questions, err := notebook.Questions(t.Context(), "1")
	if err != nil || len(questions) != 3 || questions[0].Settled != store.Phrased || questions[1].Settled != store.IsNothing || questions[2].Settled != store.NoneHere {
		t.Errorf("settled: %+v, %v", questions, err)
	}
	if got := ask("1"); !strings.Contains(got, interests) || strings.Contains(got, unanswered) {
		t.Errorf("with a phrasing: %s", got)
	}
	if got := ask("2"); !strings.Contains(got, unanswered) {
		t.Errorf("in another server: %s", got)
	}
	direct, err := r.Interaction(t.Context(), interaction(t, `{"type":2,"user":{"id":"7"},"data":{"type":1,"name":"ask","options":[{"type":3,"name":"question","value":"`+travel+`"}]}}`))
	if err != nil || !strings.Contains(shown(t, direct), unanswered) {
		t.Errorf("in no server: %s, %v", shown(t, direct), err)
	}
	// The same notebook after a restart.
	r = NewRouter(r.library, Options{Notebook: notebook})
	if got := ask("1"); !strings.Contains(got, interests) {
		t.Errorf("after a restart: %s", got)
	}
}

// TestNothingToModerate where there is no notebook: it says so.
func TestNothingToModerate(t *testing.T) {
	r := NewRouter(embedded.Library(t), Options{Notebook: Absent{}})
	for kind, data := range map[string]string{
		`{"type":1,"name":"insights"}`:                    "2",
		`{"component_type":2,"custom_id":"csv/7"}`:        "3",
		`{"component_type":2,"custom_id":"questions/0"}`:  "3",
		`{"component_type":2,"custom_id":"review/0"}`:     "3",
		`{"component_type":2,"custom_id":"phrase/a/0/0"}`: "3",
	} {
		if got := shown(t, used(t, r, "1", moderator, data, kind)); !strings.Contains(got, "cannot be read or kept now") {
			t.Errorf("%s: %s", kind, got)
		}
	}
	if got := daysAsked(nil); got != reply.Periods()[0] {
		t.Errorf("without the option: %d days", got)
	}
}
