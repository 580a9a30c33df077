package reply

import (
	"fmt"
	"strings"
	"time"

	"ibid/commands/words"
	"ibid/knowledge/article"
)

// Writer writes Ibid's own words in one language. It is made by [In].
type Writer struct{ words.Words }

// In returns a writer in the language of a locale of Discord's.
func In(locale string) Writer { return Writer{words.In(locale)} }

// day is the day of publication and age how long ago that is; Discord writes
// both in the reader's language when it shows them. Noon is that day almost
// everywhere. (docs.discord.com/developers/reference#message-formatting)
func day(a *article.Analysis) string { return stamp(a, "D") }
func age(a *article.Analysis) string { return stamp(a, "R") }

func stamp(a *article.Analysis, style string) string {
	return fmt.Sprintf("<t:%d:%s>", a.Published.Add(12*time.Hour).Unix(), style)
}

// languageLine is [Writer.publishedIn] as a line of small print below another.
func (w Writer) languageLine(a *article.Analysis) string {
	if said := w.publishedIn(a); said != "" {
		return "\n" + small(said)
	}
	return ""
}

// publishedIn says in which language an analysis is, where that is not the
// reader's; empty where it is, or has no name here.
func (w Writer) publishedIn(a *article.Analysis) string {
	own, _, _ := strings.Cut(a.Language, "-")
	reader, _, _ := strings.Cut(w.Locale, "-")
	id := "language." + strings.ToLower(own)
	if own == "" || strings.EqualFold(own, reader) || w.Say(id) == id {
		return ""
	}
	return w.Say("card.language", "Language", w.Say(id))
}
