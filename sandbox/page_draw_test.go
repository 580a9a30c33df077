package sandbox_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// sent is what the page draws of a message that the bot sends, for Alice.
func sent(t testing.TB, m *discordgo.MessageSend) string {
	t.Helper()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	connect(t, srv, dg)
	if _, err := dg.ChannelMessageSendComplex(srv.ChannelID("general"), m); err != nil {
		t.Fatal(err)
	}
	return roomFor(t, srv, "alice", "general").Messages[0].HTML
}

// drawnWith checks that each part is there, in this order.
func drawnWith(t testing.TB, html string, parts ...string) {
	t.Helper()
	rest := html
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("no %s where it should be in %s", part, html)
			continue
		}
		rest = after
	}
}

func TestEveryComponentIsDrawn(t *testing.T) {
	t.Parallel()
	accent, alt, no := 0xb98a1d, "a tower", false
	large := discordgo.SeparatorSpacingSizeLarge
	picture := discordgo.UnfurledMediaItem{URL: "https://example.org/a.png"}
	choose := func(kind discordgo.SelectMenuType, id string) discordgo.SelectMenu {
		return discordgo.SelectMenu{MenuType: kind, CustomID: id}
	}
	none := 0
	page := &discordgo.ComponentEmoji{Name: "📄"}
	topics := discordgo.SelectMenu{CustomID: "topic", Placeholder: "Topic", MinValues: &none, MaxValues: 2}
	topics.Options = []discordgo.SelectMenuOption{
		{Label: "One", Value: "1", Description: "the first", Default: true}, {Label: "Two", Value: "2", Emoji: page},
	}
	hidden := discordgo.Container{Spoiler: true}
	hidden.Components = []discordgo.MessageComponent{discordgo.TextDisplay{Content: "hidden"}}
	m := &discordgo.MessageSend{Flags: discordgo.MessageFlagsIsComponentsV2}
	m.Components = []discordgo.MessageComponent{
		discordgo.Container{AccentColor: &accent, Components: []discordgo.MessageComponent{
			discordgo.Section{Components: []discordgo.MessageComponent{discordgo.TextDisplay{Content: "**beside**"}},
				Accessory: discordgo.Thumbnail{Media: picture, Description: &alt}},
			discordgo.Separator{Spacing: &large},
			discordgo.Separator{Divider: &no},
			discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: picture, Description: &alt, Spoiler: true}}},
			row(topics),
		}},
		hidden,
		row(choose(discordgo.UserSelectMenu, "user")), row(choose(discordgo.RoleSelectMenu, "role")),
		row(choose(discordgo.MentionableSelectMenu, "either")), row(choose(discordgo.ChannelSelectMenu, "channel")),
		row(discordgo.Button{Style: discordgo.DangerButton, CustomID: "b", Emoji: page},
			discordgo.Button{Style: discordgo.LinkButton, Label: "Read", URL: "https://example.org/"}),
	}
	html := sent(t, m)
	drawnWith(t, html, `class="container" data-accent="12159517"`, `class="section"`, `<strong>beside</strong>`,
		`class="thumbnail" src="https://example.org/a.png" alt="a tower"`, `<hr class="spacing2">`, `class="gap spacing1"`,
		`class="gallery single"><details class="veil">`, `alt="a tower"`, `data-min="0" data-max="2"`,
		`data-select="topic"><span>One`,
		`data-value="1" aria-pressed="true"`, `<small>the first</small>`, `data-apply`,
		`<details class="veil"><summary>Spoiler</summary><div class="container">`,
		`data-select="user"`, `>Alice<`, `data-select="role"`, `>Moderator<`, `data-select="either"`,
		`data-select="channel"`, `general<`,
		`style4" data-click="b" aria-label="📄"`, `href="https://example.org/" target="_blank" rel="noopener noreferrer"`)
	if strings.Contains(html, "not shown here") {
		t.Errorf("something is not drawn: %s", html)
	}
}

func TestEmbedsAreDrawn(t *testing.T) {
	t.Parallel()
	html := sent(t, &discordgo.MessageSend{
		Content: "before", Components: []discordgo.MessageComponent{row(button("After", "after"))},
		Embeds: []*discordgo.MessageEmbed{{
			Title: "Title", URL: "https://example.org/t", Description: "*said*", Color: 255, Timestamp: "2026-07-01T12:00:00Z",
			Author: &discordgo.MessageEmbedAuthor{Name: "Author"}, Footer: &discordgo.MessageEmbedFooter{Text: "Foot"},
			Image:     &discordgo.MessageEmbedImage{URL: "https://example.org/i.png"},
			Thumbnail: &discordgo.MessageEmbedThumbnail{URL: "https://example.org/n.png"},
			Fields:    []*discordgo.MessageEmbedField{{Name: "N", Value: "**V**", Inline: true}, {Name: "M", Value: "W"}},
		}}})
	drawnWith(t, html, "before", `class="embed" data-accent="255"`, "n.png", "Author", `href="https://example.org/t"`,
		"Title",
		"<em>said</em>", `class="inline"`, "<strong>V</strong>", "<div><dt", "i.png", "Foot", "2026", `data-click="after"`)
}

func TestHostileMessagesAreDrawnHarmlessly(t *testing.T) {
	t.Parallel()
	const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script>'{{.}}`
	const script = "https://example.org/\"><script>"
	html := sent(t, &discordgo.MessageSend{Content: evil, Embeds: []*discordgo.MessageEmbed{{
		Title: evil, Description: evil, Author: &discordgo.MessageEmbedAuthor{Name: evil, URL: script}, URL: script,
		Footer: &discordgo.MessageEmbedFooter{Text: evil, IconURL: script}, Image: &discordgo.MessageEmbedImage{URL: script},
		Fields: []*discordgo.MessageEmbedField{{Name: evil, Value: evil}},
	}}, Components: []discordgo.MessageComponent{row(discordgo.SelectMenu{
		CustomID: evil, Placeholder: evil,
		Options: []discordgo.SelectMenuOption{{Label: evil, Value: evil, Description: evil}},
	})}})
	quoted := regexp.MustCompile(`"[^"]*"`)
	bare := quoted.ReplaceAllString(html, `""`)
	if found := regexp.MustCompile(`<script|<[^>]*\son\w+=|<img[^>]*=x`).FindString(bare); found != "" {
		t.Errorf("%q in %s", found, html)
	}
	if n := strings.Count(html, "&lt;script&gt;"); n < 8 {
		t.Errorf("the hostile text is shown %d times: %s", n, html)
	}
	if strings.Contains(html, "javascript:") {
		t.Errorf("a script is linked: %s", html)
	}
}

// A thread begins with the message that it grew from, which is acted upon where it stands.
func TestAThreadBeginsWithItsMessage(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	bob := srv.Person("bob")
	m, err := bob.Posts("general", "what it is *about*")
	if err != nil {
		t.Fatal(err)
	}
	id, err := srv.Person("alice").StartsThread(m, "The thread")
	if err != nil {
		t.Fatal(err)
	}
	first := roomFor(t, srv, "alice", id).Messages[0]
	if first.ID == m.ID {
		t.Error("the thread has the message itself")
	}
	drawnWith(t, first.HTML, `id="m`+first.ID+`" data-id="`+m.ID+`"`, "Bob", "<em>about</em>")
}

// Files are shown where an embed names them, and by whatever name of this machine the page was opened.
func TestFilesOfEmbedsAreShownOnce(t *testing.T) {
	t.Parallel()
	const pixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
	html := sent(t, &discordgo.MessageSend{
		Files:  []*discordgo.File{{Name: "a.png", ContentType: "image/png", Reader: strings.NewReader(pixel)}},
		Embeds: []*discordgo.MessageEmbed{{Image: &discordgo.MessageEmbedImage{URL: "attachment://a.png"}}},
	})
	if n := strings.Count(html, "/a.png"); n != 1 || !strings.Contains(html, `class="large" src="/files/`) {
		t.Errorf("the picture is there %d times: %s", n, html)
	}
}

// Who does not see the picture of an embed is told what it shows.
func TestPicturesOfEmbedsHaveAlternativeText(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	status, answer := callRaw(t, srv, "POST", "/channels/"+srv.ChannelID("general")+"/messages",
		`{"embeds":[{"image":{"url":"https://example.org/a.png","description":"A \"map\""},`+
			`"thumbnail":{"url":"https://example.org/b.png","description":"A key"}}]}`)
	if status != http.StatusOK {
		t.Fatalf("HTTP %d %s", status, answer)
	}
	drawnWith(t, roomFor(t, srv, "alice", "general").Messages[0].HTML, `alt="A key"`, `alt="A &#34;map&#34;"`)
}

// A reply tells the beginning of what it answers, but nothing that was hidden.
func TestAReplyDoesNotTellSpoilers(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	m, err := srv.Person("bob").Posts("general", "it was ||the *butler*||, **they** say")
	if err != nil {
		t.Fatal(err)
	}
	reply := `{"as":"alice","channel":"general","text":"no","message":"` + m.ID + `"}`
	visit{method: "POST", path: "/page/say", body: reply, origin: srv.URL()}.make(t, srv)
	drawnWith(t, roomFor(t, srv, "alice", "general").Messages[1].HTML, "it was (spoiler), they say</a>")
}
