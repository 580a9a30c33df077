package sandbox

// Where the documentation has it.
const (
	docCommand   = docCommands + "-application-command-structure"
	docOption    = docCommands + "-application-command-option-structure"
	docChoice    = docCommands + "-application-command-option-choice-structure"
	docCommands  = "interactions/application-commands#application-command-object"
	docResponses = "interactions/receiving-and-responding#interaction-response-object"
)

// channelTypes are the types of channels that a select or an option may be restricted to: openapi:ChannelTypes.
var channelTypes = []int{0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}

// locales are the languages of translations: reference#locales, openapi:AvailableLocalesEnum.
var locales = []string{
	"ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id",
	"it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
}

// commandForms are commands that are registered, and responses to interactions.
var commandForms = map[string]form{
	"command": {
		"id":                         {kind: idValue, source: docCommand},
		"name":                       {kind: textValue, need: true, min: 1, max: 32, source: docCommand},
		"name_localizations":         {kind: textsValue, min: 1, max: 32, source: docCommand},
		"description":                {kind: textValue, max: 100, source: docCommand},
		"description_localizations":  {kind: textsValue, min: 1, max: 100, source: docCommand},
		"type":                       {kind: intValue, oneOf: []int{1, 2, 3}, source: docCommand},
		"options":                    {kind: listValue, max: maxCommandOptions, of: "option", source: docCommand},
		"default_member_permissions": {kind: bitsValue, max: 1<<54 - 1, source: docCommand},
		"dm_permission":              {kind: boolValue, source: docCommand},
		"nsfw":                       {kind: boolValue, source: docCommand},
		"contexts": {
			kind: listValue, min: 1, max: 3, elem: intValue, oneOf: contexts, unique: true, source: docCommand,
		},
		"integration_types": {
			kind: listValue, min: 1, max: 2, elem: intValue, oneOf: installTypes, unique: true, source: docCommand,
		},
		"handler": {kind: noValue, source: docCommand},
	},
	"option": {
		"type":                      {kind: intValue, need: true, oneOf: inCommand, source: docOption},
		"name":                      {kind: textValue, need: true, min: 1, max: 32, source: docOption},
		"name_localizations":        {kind: textsValue, min: 1, max: 32, source: docOption},
		"description":               {kind: textValue, need: true, min: 1, max: 100, source: docOption},
		"description_localizations": {kind: textsValue, min: 1, max: 100, source: docOption},
		"required":                  {kind: boolValue, source: docOption},
		"autocomplete":              {kind: boolValue, source: docOption},
		"choices":                   {kind: listValue, max: 25, of: "choice", source: docOption},
		"options":                   {kind: listValue, max: maxCommandOptions, of: "option", source: docOption},
		"channel_types":             {kind: listValue, elem: intValue, oneOf: channelTypes, unique: true, source: docOption},
		"min_length":                {kind: intValue, max: 6000, source: docOption},
		"max_length":                {kind: intValue, min: 1, max: 6000, source: docOption},
		"min_value":                 {kind: numberValue, source: docOption},
		"max_value":                 {kind: numberValue, source: docOption},
	},

	"callback": {
		"type": {kind: intValue, need: true, oneOf: []int{4, 5, 6, 7, 8, 9, 10, 12}, source: docResponses},
		"data": {kind: objectValue, source: docResponses},
	},
	"autocomplete": {
		"choices": {kind: listValue, need: true, max: 25, of: "choice", source: docResponses + "-autocomplete"},
	},
	"choice": {
		"name":               {kind: textValue, need: true, min: 1, max: 100, source: docChoice},
		"name_localizations": {kind: textsValue, min: 1, max: 100, source: docChoice},
		"value":              {kind: scalarValue, need: true, max: 100, source: docChoice},
	},
}
