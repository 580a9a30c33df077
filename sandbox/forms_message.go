package sandbox

// Schemes of addresses that may, or must, mean a file of the message: reference#uploading-files.
var (
	orAttached = []string{"http", "https", "attachment"}
	attached   = []string{"attachment"}
	orDiscord  = []string{"http", "https", "discord"} // of a button: what it says when it refuses another
)

// Where the documentation has it.
const (
	docMessage    = "resources/message#create-message"
	docAttachment = "resources/message#attachment-object-attachment-request-structure"
	docReference  = "resources/message#message-reference-structure"
	docMentions   = "resources/message#allowed-mentions-object"
	docEmbed      = "resources/message#embed-object-embed-limits"
)

// messageForms are messages, with their files and embeds.
var messageForms = map[string]form{
	"message": {
		"content":           {kind: textValue, max: 2000, source: docMessage},
		"embeds":            {kind: listValue, max: 10, of: "embed", source: docMessage},
		"components":        {kind: componentsValue, max: 40, oneOf: inMessage, source: docMessage},
		"allowed_mentions":  {kind: objectValue, of: "mentions", source: docMentions},
		"message_reference": {kind: objectValue, of: "reference", source: docMessage},
		"flags":             {kind: intValue, source: docMessage},
		"nonce":             {kind: scalarValue, max: 25, source: docMessage},
		"enforce_nonce":     {kind: boolValue, source: docMessage},
		"tts":               {kind: boolValue, source: docMessage},
		"sticker_ids":       {kind: noValue, source: docMessage},
		"attachments":       {kind: listValue, max: maxAttachments, of: "attachment", source: docMessage},
		"poll":              {kind: noValue, source: docMessage},

		"shared_client_theme": {kind: noValue, source: docMessage},
	},
	"attachment": {
		"id":          {kind: idValue, need: true, source: docAttachment},
		"filename":    {kind: textValue, min: 1, max: 1024, source: docAttachment},
		"description": {kind: textValue, max: 1024, source: docAttachment},
		"is_spoiler":  {kind: boolValue, source: docAttachment},

		"title":         {kind: noValue, source: docAttachment},
		"duration_secs": {kind: noValue, source: docAttachment},
		"waveform":      {kind: noValue, source: docAttachment},
		"is_remix":      {kind: noValue, source: docAttachment},
	},
	"mentions": {
		"parse":        {kind: listValue, max: 3, elem: textValue, unique: true, source: docMentions},
		"users":        {kind: listValue, max: 100, elem: idValue, unique: true, source: docMentions},
		"roles":        {kind: listValue, max: 100, elem: idValue, unique: true, source: docMentions},
		"replied_user": {kind: boolValue, source: docMentions},
	},
	"reference": {
		"message_id":         {kind: idValue, need: true, source: docReference},
		"channel_id":         {kind: idValue, source: docReference},
		"guild_id":           {kind: idValue, source: docReference},
		"fail_if_not_exists": {kind: boolValue, source: docReference},
		"type":               {kind: intValue, oneOf: []int{0}, source: docReference},
	},
	"embed": {
		"title":       {kind: textValue, max: 256, source: docEmbed},
		"description": {kind: textValue, max: 4096, source: docEmbed},
		"url":         {kind: linkValue, max: 2048, source: "openapi:RichEmbed"},
		"color":       {kind: intValue, max: 0xffffff, source: "openapi:RichEmbed"},
		"timestamp":   {kind: timeValue, source: "openapi:RichEmbed"},
		"fields":      {kind: listValue, max: 25, of: "embed field", source: docEmbed},
		"footer":      {kind: objectValue, of: "embed footer", source: docEmbed},
		"author":      {kind: objectValue, of: "embed author", source: docEmbed},
		"image":       {kind: objectValue, of: "embed picture", source: "openapi:RichEmbed"},
		"thumbnail":   {kind: objectValue, of: "embed picture", source: "openapi:RichEmbed"},
	},
	"embed field": {
		"name":   {kind: textValue, need: true, min: 1, max: 256, source: docEmbed},
		"value":  {kind: textValue, need: true, min: 1, max: 1024, source: docEmbed},
		"inline": {kind: boolValue, source: docEmbed},
	},
	"embed footer": {
		"text":     {kind: textValue, need: true, min: 1, max: 2048, source: docEmbed},
		"icon_url": {kind: linkValue, max: 2048, schemes: orAttached, source: "openapi:RichEmbedFooter"},
	},
	"embed author": {
		"name":     {kind: textValue, need: true, min: 1, max: 256, source: docEmbed},
		"url":      {kind: linkValue, max: 2048, source: "openapi:RichEmbedAuthor"},
		"icon_url": {kind: linkValue, max: 2048, schemes: orAttached, source: "openapi:RichEmbedAuthor"},
	},
	"embed picture": {
		"url":         {kind: linkValue, need: true, max: 2048, schemes: orAttached, source: "openapi:RichEmbedImage"},
		"description": {kind: textValue, max: 4096, source: "openapi:RichEmbedImage"},
	},
	"media": {
		"url": {kind: linkValue, need: true, max: 2048, schemes: orAttached, source: "openapi:UnfurledMediaRequest"},
	},
	"attached file": {
		"url": {kind: linkValue, need: true, max: 2048, schemes: attached, source: docFile},
	},
}
