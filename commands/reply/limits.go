package reply

import "unicode/utf16"

// Discord's limits for what this package makes. Discord counts characters;
// whether as code points or as UTF-16 units it does not document, so texts
// are measured in UTF-16 units, of which a text never has fewer.
//
// Sources: "message" is docs.discord.com/developers/resources/message,
// "components" is …/components/reference, "commands" is
// …/interactions/application-commands.
const (
	MaxComponents        = 40   // in one message, nested ones included (components)
	MaxText              = 4000 // all text displays of one message together (components)
	MaxRowButtons        = 5    // in one action row (components)
	MaxCustomID          = 100  // (components)
	MaxButtonLabel       = 80   // (components)
	MaxButtonURL         = 512  // (components)
	MaxSelectOptions     = 25   // (components)
	MaxOptionLabel       = 100  // (components)
	MaxOptionValue       = 100  // (components)
	MaxOptionDescription = 100  // (components)
	MaxPlaceholder       = 150  // (components)
	MaxChoices           = 25   // of an autocomplete (commands)
	MaxChoiceName        = 100  // (commands)
	MaxChoiceValue       = 100  // (commands)
	MaxCommandName       = 32   // (commands)
	MaxDescription       = 100  // of a command or option (commands)
	MaxThreadName        = 100  // docs.discord.com/developers/resources/channel
	MaxQuestion          = 6000 // a string option's max_length (commands)
	MaxAltText           = 1024 // the description of a picture (components)
)

// Size measures text as the limits count it.
func Size(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}
