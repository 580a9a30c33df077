package article

// The words after which a full stop may not end a sentence, in small letters
// and without the stop: English, with the common ones of German, French,
// Spanish and Russian.
var (
	// titles stand before a name and never end a sentence.
	titles = set("dr", "prof", "mr", "mrs", "ms", "mx", "messrs", "sen", "rep", "gen", "col", "lt", "maj", "capt", "sgt",
		"cpl", "adm", "cmdr", "gov", "amb", "rev", "hon", "pres", "supt", "insp", "fr", "mt",
		"vs", "cf", "viz", "approx", "ca", "resp", "incl", "esp",
		"hr", "dipl", "mme", "mlle", "sra", "srta", "dra", "ud", "uds", "bzw", "vgl", "sog",
		"им", "ул", "см", "тов", "проф", "акад", "ген", "د", "أ")

	// dottedInside are abbreviations with an inner stop that never end one.
	dottedInside = set("e.g", "i.e", "z.b", "d.h", "u.a", "p.ej", "c.-à-d", "т.е", "т.н")

	// beforeNumber stand before a number; before anything else they are
	// words of their own, as in "No. The U.S. …".
	beforeNumber = set("no", "nos", "nr", "fig", "figs", "vol", "p", "pp", "ch", "chap", "sec", "art", "para", "paras", "eq",
		"op", "cit", "abs", "bd", "núm", "ст", "гл", "рис", "п")

	// abbreviations may end a sentence, but more often do not.
	abbreviations = set("st", "inc", "ltd", "co", "corp", "bros", "llc", "jr", "sr", "etc", "al", "ed", "eds", "est", "dept",
		"univ", "assn", "ave", "blvd", "rd", "hwy", "ft", "intl", "govt", "natl",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
		"ee", "uu", "usw", "mio", "mrd", "str", "okt", "dez", "тыс", "млн", "млрд", "руб", "др", "пр", "гг", "вв")

	// germanMonths follow the number of a day.
	germanMonths = set("januar", "jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september",
		"oktober", "november", "dezember", "jahrhundert", "jahrhunderts")

	// starters begin sentences and are no part of a name: a capital on one of
	// them shows that the abbreviation before it ended a sentence.
	starters = set("the", "this", "that", "these", "those", "there", "it", "its", "he", "she", "they", "we", "you", "his", "her",
		"their", "our", "a", "an", "in", "on", "at", "by", "for", "from", "with", "as", "of", "to", "after", "before",
		"since", "during", "while", "when", "where", "if", "although", "though", "because", "but", "and", "or", "so",
		"yet", "however", "meanwhile", "moreover", "nevertheless", "still", "now", "then", "also", "what", "why", "how",
		"who", "which", "not", "no", "some", "many", "most", "all", "both", "each", "such", "even", "only", "once",
		"until", "instead", "indeed", "thus", "therefore", "given", "despite", "according")
)
