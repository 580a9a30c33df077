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
	denying := strings.Fields(negations(primary))
	return slices.IndexFunc(words, func(w string) bool { return slices.Contains(denying, w) })
}

// denies reports whether a word denies something in any language.
func denies(word string) bool {
	return slices.ContainsFunc(languages(), func(language string) bool { return Negation([]string{word}, language) >= 0 })
}

func languages() []string {
	return []string{"en", "es", "fr", "de", "pt", "ru", "uk", "pl", "tr", "ar"}
}

// negations are words as Words folds them, without apostrophes: such as deny
// by themselves, and such as say that something fails or is missing.
func negations(language string) string {
	switch language {
	case "en":
		return "no not never none nobody nothing nowhere neither nor cannot without hardly barely scarcely rarely seldom few little " +
			"isnt arent wasnt werent hasnt havent hadnt doesnt dont didnt wont wouldnt cant couldnt shouldnt mustnt neednt mightnt shant aint " +
			"fail fails failed failing failure unable inability refuse refuses refused refusing refusal " +
			"deny denies denied denying denial lack lacks lacked lacking absent absence unlikely impossible false falsely"
	case "es":
		return "no nunca jamás ni nadie nada ningún ninguna ninguno tampoco sin apenas raramente pocos pocas " +
			"fracasa fracasó fracasado incapaz incapaces niega niegan negó negaron rechaza rechazó carece carecen falta falso imposible improbable"
	case "fr":
		return "ne pas jamais rien aucun aucune personne ni sans non guère rarement peu " +
			"échoue échoué échec incapable incapables refuse refusé nie nient nié manque manquent faux impossible improbable"
	case "de":
		return "nicht nie niemals nichts niemand kein keine keinen keinem keiner keines weder ohne nein kaum selten wenig wenige " +
			"scheitert scheiterte gescheitert versäumt versäumte unfähig verweigert verweigerte weigert leugnet leugnete bestreitet bestritt fehlt fehlte mangelt falsch unmöglich unwahrscheinlich"
	case "pt":
		return "não nunca jamais nem ninguém nada nenhum nenhuma sem tampouco mal raramente poucos poucas " +
			"fracassa fracassou fracassado incapaz incapazes nega negam negou negaram recusa recusou carece falta falso impossível improvável"
	case "ru":
		return "не ни нет никогда никто ничего нельзя без ничто едва редко мало " +
			"провалил провалила провалили неспособен неспособна неспособны отказался отказалась отказались отрицает отрицал отрицали отсутствует лишён ложно невозможно маловероятно"
	case "uk":
		return "не ні немає ніколи ніхто нічого без ледве рідко мало " +
			"провалив провалила провалили нездатний нездатна нездатні відмовився відмовилася відмовилися заперечує заперечував заперечували бракує хибно неможливо малоймовірно"
	case "pl":
		return "nie nigdy nikt nic ani bez żaden żadna żadne ledwie rzadko mało " +
			"zawiódł zawiodła zawiedli niezdolny niezdolna niezdolni odmówił odmówiła odmówili zaprzecza zaprzeczył zaprzeczyła brak brakuje fałszywie niemożliwe"
	case "tr":
		return "değil yok asla hiç hayır ne nadiren az başarısız aciz reddetti reddediyor yalanladı yoksun yanlış imkânsız"
	case "ar":
		return "لا لم لن ليس ليست غير دون بدون ما نادرا قليل فشل فشلت عاجز رفض رفضت نفى نفت تنفي ينفي يفتقر تفتقر مستحيل"
	default:
		return ""
	}
}
