// Package words has Ibid's own words, in ten languages. What experts said is
// not among them: that stays as published.
//
// Read [In] first: it chooses the language by Discord's locale. locales/ has a
// file for each language; English is the one that the others translate, and a
// test holds them to it: no message missing, none without its placeholders,
// none that Discord would find too long.
package words

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed locales/*.yaml
var locales embed.FS

// English is the locale of whoever's locale is none of [Locales].
const English = "en"

// Locales lists the languages, English first, each by the name of its file.
func Locales() []string {
	return []string{English, "es", "fr", "de", "pt-BR", "ru", "uk", "tr", "pl", "ar"}
}

// Words are Ibid's words in one language. It is made by [In].
type Words struct {
	// Locale is one of [Locales].
	Locale    string
	localizer *i18n.Localizer
}

// In returns the words in the language of a locale of Discord's, such as
// es-419; English where there is none.
// (docs.discord.com/developers/reference#locales)
func In(locale string) Words {
	chosen := English
	for _, l := range Locales() {
		if l == locale || base(l) == base(locale) {
			chosen = l
		}
	}
	return Words{Locale: chosen, localizer: i18n.NewLocalizer(bundle(), chosen, English)}
}

func base(locale string) string {
	language, _, _ := strings.Cut(locale, "-")
	return language
}

// bundle reads the files once. They are in the program, and a test reads
// every message of them: one that cannot be read is a fault of the build.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	for _, l := range Locales() {
		if _, err := b.LoadMessageFileFS(locales, "locales/"+l+".yaml"); err != nil {
			panic(fmt.Sprintf("words: %s: %v", l, err))
		}
	}
	return b
})

// Say returns a message. Pairs are the names of its placeholders, each with
// what takes its place. A message that there is not is shown by its name.
func (w Words) Say(id string, pairs ...string) string {
	return w.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data(pairs)}, id)
}

// Count returns a message in the form that goes with a number, which stands
// at its placeholder Count.
func (w Words) Count(id string, n int, pairs ...string) string {
	d := data(pairs)
	d["Count"] = fmt.Sprint(n)
	return w.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: d, PluralCount: n}, id)
}

func (w Words) localize(c *i18n.LocalizeConfig, id string) string {
	text, err := w.localizer.Localize(c)
	if text == "" && err != nil {
		return id
	}
	return text
}

func data(pairs []string) map[string]string {
	d := make(map[string]string, len(pairs)/2+1)
	for i := 0; i+1 < len(pairs); i += 2 {
		d[pairs[i]] = pairs[i+1]
	}
	return d
}
