package words

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// file is a language's file: messages by name, each with its forms; a message
// of one form has it under "other".
func file(t *testing.T, locale string) map[string]map[string]string {
	t.Helper()
	data, err := locales.ReadFile("locales/" + locale + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var groups map[string]map[string]any
	if err := yaml.Unmarshal(data, &groups); err != nil {
		t.Fatalf("%s: %v", locale, err)
	}
	messages := make(map[string]map[string]string)
	for group, members := range groups {
		for name, m := range members {
			forms := make(map[string]string)
			switch m := m.(type) {
			case string:
				forms["other"] = m
			case map[string]any:
				for form, text := range m {
					forms[form] = text.(string)
				}
			default:
				t.Fatalf("%s: %s.%s is a %T", locale, group, name, m)
			}
			messages[group+"."+name] = forms
		}
	}
	return messages
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

func placeholders(text string) []string {
	all := placeholder.FindAllString(text, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

// TestTranslations: no language lacks a message, a form that its numbers
// need, or a placeholder, or has one that English has not; none leaves a
// message in English.
func TestTranslations(t *testing.T) {
	english := file(t, English)
	for _, locale := range Locales()[1:] {
		messages := file(t, locale)
		same := 0
		for id, forms := range english {
			theirs, ok := messages[id]
			if !ok {
				t.Errorf("%s lacks %s", locale, id)
				continue
			}
			if len(forms) > 1 {
				for _, form := range formsOf(locale) {
					if theirs[form] == "" {
						t.Errorf("%s: %s lacks the form %q", locale, id, form)
					}
				}
			}
			for form, text := range theirs {
				want := placeholders(forms["other"])
				got := placeholders(text)
				// "One word" needs no number in it.
				if (form == "one" || form == "two" || form == "zero") && !slices.Contains(got, "{{.Count}}") {
					want = slices.DeleteFunc(slices.Clone(want), func(p string) bool { return p == "{{.Count}}" })
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: %s (%s) has the placeholders %v, want %v", locale, id, form, got, want)
				}
				for _, name := range []string{"ask", "topics", "verify", "cite", "about"} {
					named := regexp.MustCompile("/" + name + `(\\P{L}|$)`)
					if named.MatchString(text) && messages["command."+name]["other"] != name {
						t.Errorf("%s: %s names /%s as it is in English: %q", locale, id, name, text)
					}
				}
				if strings.Count(text, "**") != strings.Count(forms["other"], "**") || strings.Count(text, "\n") > 0 {
					t.Errorf("%s: %s is marked up otherwise: %q", locale, id, text)
				}
			}
			if theirs["other"] == forms["other"] {
				same++
			}
		}
		for id := range messages {
			if _, ok := english[id]; !ok {
				t.Errorf("%s has %s, which English has not", locale, id)
			}
		}
		// Some words are the same: names, "min", "style".
		if same > len(english)/6 {
			t.Errorf("%s: %d of %d messages are in English", locale, same, len(english))
		}
	}
}

// formsOf are the forms that whole numbers take in a language, by CLDR.
func formsOf(locale string) []string {
	names := map[plural.Form]string{
		plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
	}
	var forms []string
	for n := range 200 {
		form := names[plural.Cardinal.MatchPlural(language.MustParse(locale), n, 0, 0, 0, 0)]
		if !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

// TestNamesAreDiscords: names of commands and options are such as Discord
// takes, differ within a language, and are no longer than it takes, nor are
// descriptions and labels.
// (docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming)
func TestNamesAreDiscords(t *testing.T) {
	name := regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)
	label := regexp.MustCompile(`^(card\.(whole|cite|read|why|not_asked|dismiss|post_reply|post_channel)|offer\.(go_to|show_here|all_topics|editors)|cite\.to_.*|topics\.(previous|next)|whole\.(previous|next)|summary\.(read|pin)|settings\.(private|plain|editors|refresh)_.*|insights\.(days_.*|dark|light|csv|editors|phrase|none|spam|back)|about\.source)$`)
	for _, locale := range Locales() {
		used := make(map[string]string)
		for id, forms := range file(t, locale) {
			for _, text := range forms {
				kind, _, _ := strings.Cut(id, ".")
				about := strings.HasSuffix(id, "_about")
				isName := (kind == "command" || kind == "option") && !strings.HasSuffix(id, "_does") && !strings.HasSuffix(id, "_is") && !about
				size := utf8.RuneCountInString(text)
				switch {
				case isName && (!name.MatchString(text) || strings.ContainsFunc(text, unicode.IsUpper)):
					t.Errorf("%s: %s: %q is no name for a command or an option", locale, id, text)
				case about && size > 32, strings.HasSuffix(id, "_does") && size > 100, strings.HasSuffix(id, "_is") && size > 100:
					t.Errorf("%s: %s is %d characters long", locale, id, size)
				case label.MatchString(id) && size > 80-3: // a number takes the place of a placeholder
					t.Errorf("%s: %s is %d characters long", locale, id, size)
				case (id == "topics.open" || id == "insights.choose") && size > 150:
					t.Errorf("%s: %s is %d characters long", locale, id, size)
				}
				if isName && kind == "command" {
					if other, ok := used[text]; ok {
						t.Errorf("%s: %s and %s are both %q", locale, id, other, text)
					}
					used[text] = id
				}
			}
		}
	}
}

// TestEveryMessageIsSaid in every language, with all its placeholders filled.
func TestEveryMessageIsSaid(t *testing.T) {
	for _, locale := range Locales() {
		w := In(locale)
		for id, forms := range file(t, locale) {
			var pairs []string
			for _, p := range placeholders(forms["other"]) {
				pairs = append(pairs, strings.Trim(p, "{}."), "x")
			}
			said := []string{w.Say(id, pairs...)}
			if len(forms) > 1 {
				said = nil
				for _, n := range []int{0, 1, 2, 3, 5, 11, 21, 100} {
					said = append(said, w.Count(id, n, pairs...))
				}
			}
			for _, text := range said {
				if text == "" || text == id || strings.Contains(text, "<no value>") || strings.Contains(text, "{{") {
					t.Errorf("%s: %s says %q", locale, id, text)
				}
			}
		}
	}
}

func TestIn(t *testing.T) {
	for locale, want := range map[string]string{
		"en-US": "en", "en-GB": "en", "es-419": "es", "es-ES": "es", "pt-BR": "pt-BR", "de": "de", "ar": "ar", "ja": "en", "": "en", "x-y-z": "en",
	} {
		if got := In(locale).Locale; got != want {
			t.Errorf("In(%q) is in %s, want %s", locale, got, want)
		}
	}
}
