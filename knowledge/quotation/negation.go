package quotation

import (
	"slices"
	"strings"
)

// Negation returns the index of the first word that denies something in the
// given language, a BCP 47 tag; -1 if there is none, or if the language is
// none of the ten that are known. A denial that is an ending, as in Turkish,
// is not seen.
func Negation(words []string, language string) int {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	return slices.IndexFunc(words, func(w string) bool { return slices.Contains(negations(primary), w) })
}

// negations lists words as Words folds them, without apostrophes.
func negations(language string) []string {
	switch language {
	case "en":
		return []string{
			"no", "not", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot", "without", "hardly", "barely", "scarcely",
			"isnt", "arent", "wasnt", "werent", "hasnt", "havent", "hadnt", "doesnt", "dont", "didnt", "wont", "wouldnt",
			"cant", "couldnt", "shouldnt", "mustnt", "neednt", "mightnt", "shant", "aint",
		}
	case "es":
		return []string{"no", "nunca", "jamás", "ni", "nadie", "nada", "ningún", "ninguna", "ninguno", "tampoco", "sin"}
	case "fr":
		return []string{"ne", "pas", "jamais", "rien", "aucun", "aucune", "personne", "ni", "sans", "non"}
	case "de":
		return []string{"nicht", "nie", "niemals", "nichts", "niemand", "kein", "keine", "keinen", "keinem", "keiner", "keines", "weder", "ohne", "nein"}
	case "pt":
		return []string{"não", "nunca", "jamais", "nem", "ninguém", "nada", "nenhum", "nenhuma", "sem", "tampouco"}
	case "ru":
		return []string{"не", "ни", "нет", "никогда", "никто", "ничего", "нельзя", "без", "ничто"}
	case "uk":
		return []string{"не", "ні", "немає", "ніколи", "ніхто", "нічого", "без"}
	case "pl":
		return []string{"nie", "nigdy", "nikt", "nic", "ani", "bez", "żaden", "żadna", "żadne"}
	case "tr":
		return []string{"değil", "yok", "asla", "hiç", "hayır", "ne"}
	case "ar":
		return []string{"لا", "لم", "لن", "ليس", "ليست", "غير", "دون", "بدون", "ما"}
	default:
		return nil
	}
}
