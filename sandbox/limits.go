package sandbox

import (
	"regexp"
	"strings"
	"time"
)

// This file is everything that Discord limits and the sandbox therefore rejects, with the page that says so.
// Pages are relative to https://docs.discord.com/developers/; "openapi" is the machine-readable description
// that Discord publishes (github.com/discord/discord-api-spec, schema named after the colon).

// kind is the kind of value that a field holds.
type kind int

const (
	textValue kind = iota
	intValue
	numberValue
	boolValue
	idValue
	linkValue // an absolute http or https address
	timeValue // a time in ISO 8601: reference#iso8601-date-time
	listValue // of what its rule says
	objectValue
	textsValue      // an object whose values are texts, as localisations are
	componentsValue // a list of components of the types its rule allows
	componentValue  // one such component
	scalarValue     // a text or a number
	noValue         // what Discord takes and the sandbox does not
)

// A rule says what Discord takes in one field. A field that is not needed may be absent or null.
type rule struct {
	kind kind
	need bool
	// min and max are bounds: code points of a text, items of a list, the value of a number. A max of 0 is none.
	min, max int
	// of is the form of an object or of a list's items; elem is what else a list holds.
	of   string
	elem kind
	// schemes are those an address may have; none: http and https.
	schemes []string
	// oneOf are the values an integer may have, or the types of the components allowed here.
	oneOf []int
	// source is where Discord says so.
	source string
}

// Text is counted in code points: "Our API uses Python 3, so the API calculates length based on the number of
// codepoints in the string" (a member of Discord's staff in github.com/discord/discord-api-docs issue 1315).

// Types of components, components/reference#component-object-component-types.
const (
	actionRowType         = 1
	buttonType            = 2
	stringSelectType      = 3
	textInputType         = 4
	userSelectType        = 5
	roleSelectType        = 6
	mentionableSelectType = 7
	channelSelectType     = 8
	sectionType           = 9
	textDisplayType       = 10
	thumbnailType         = 11
	mediaGalleryType      = 12
	fileType              = 13
	separatorType         = 14
	containerType         = 17
	labelType             = 18
	fileUploadType        = 19
	radioGroupType        = 21
	checkboxGroupType     = 22
	checkboxType          = 23
)

// Flags of messages, resources/message#message-object-message-flags.
const (
	flagCrossposted           = 1 << 0
	flagSuppressEmbeds        = 1 << 2
	flagHasThread             = 1 << 5
	flagEphemeral             = 1 << 6
	flagLoading               = 1 << 7
	flagSuppressNotifications = 1 << 12
	flagComponentsV2          = 1 << 15
)

// Limits that are not of one field.
const (
	maxComponents     = 40    // components in a V2 message, nested ones counted: components/reference#legacy-message-component-behavior
	maxDisplayText    = 4000  // all text displays of a message together: discord-api-docs pull request 8562
	maxLegacyRows     = 5     // action rows of a message without IS_COMPONENTS_V2: components/reference#action-row
	maxEmbedText      = 6000  // all embeds of a message together: resources/message#embed-object-embed-limits
	maxPins           = 250   // pins of a channel: topics/opcodes-and-status-codes#json, 30003
	maxSlowmode       = 21600 // seconds between two messages of a person: resources/channel#modify-channel
	maxAttachments    = 10    // topics/opcodes-and-status-codes#json, 30015
	maxReason         = 512   // resources/audit-log
	maxReactions      = 20    // different emoji under a message: topics/opcodes-and-status-codes#json, 30010
	maxCommandText    = 8000  // names, descriptions and values of a command: interactions/application-commands#slash-commands
	maxSlashCommands  = 100   // interactions/application-commands#registering-a-command
	maxMenuCommands   = 15    // user commands, and as many message commands: change log of 2026-03-03
	maxCommandOptions = 25    // interactions/application-commands#application-command-object-application-command-structure
	maxGatewayPayload = 4096  // bytes of a payload that a client sends: events/gateway#sending-events
	maxGatewaySends   = 120   // payloads that a client sends in a minute: events/gateway#rate-limiting
)

// Limits of what people use.
const (
	maxComponentID  = 1<<31 - 1 // components/reference#anatomy-of-a-component
	maxInputText    = 4000      // of a text input: components/reference#text-input
	maxFollowUps    = 5         // where only a user installed the application: interactions/receiving-and-responding#create-followup-message
	maxDailyCreates = 200       // of commands, in each guild: interactions/application-commands#registering-a-command
)

// commandName is what a slash command and its options may be called, beyond being in lower case:
// interactions/application-commands#application-command-object-application-command-naming.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// Where components may stand: components/reference#component-object-component-types and openapi:
// MessageCreateRequest, ContainerComponentForMessageRequest, SectionComponentForMessageRequest.
var (
	inMessage   = []int{actionRowType, sectionType, textDisplayType, mediaGalleryType, fileType, separatorType, containerType}
	inContainer = []int{actionRowType, sectionType, textDisplayType, mediaGalleryType, fileType, separatorType}
	inActionRow = []int{buttonType, stringSelectType, userSelectType, roleSelectType, mentionableSelectType, channelSelectType}
	inSection   = []int{textDisplayType}
	asAccessory = []int{buttonType, thumbnailType}
	inModal     = []int{actionRowType, textDisplayType, labelType}
	inModalRow  = []int{textInputType}
	inLabel     = []int{
		stringSelectType, textInputType, userSelectType, roleSelectType, mentionableSelectType, channelSelectType,
	}
	// notInLabel are what Discord lets stand in a label and the sandbox does not.
	notInLabel = []int{fileUploadType, radioGroupType, checkboxGroupType, checkboxType}
)

// Schemes of addresses that may, or must, mean a file of the message: reference#uploading-files.
var (
	orAttached = []string{"http", "https", "attachment"}
	attached   = []string{"attachment"}
)

// channelTypes are the types of channels that a select or an option may be restricted to: openapi:ChannelTypes.
var channelTypes = []int{0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}

// archiveTimes are the minutes after which a thread may be archived: openapi: ThreadAutoArchiveDuration.
var archiveTimes = []int{60, 1440, 4320, 10080}

// bulkDeleteAge is how old a message is at most that is deleted with others: resources/message#bulk-delete-messages.
const bulkDeleteAge = 14 * 24 * time.Hour

const (
	docMessage    = "resources/message#create-message"
	docThread     = "resources/channel#start-thread-without-message"
	docAttachment = "resources/message#attachment-object-attachment-request-structure"
	docFile       = "components/reference#file"
	docChannel    = "resources/channel#modify-channel"
	docMentions   = "resources/message#allowed-mentions-object"
	docEmbed      = "resources/message#embed-object-embed-limits"
	docCommand    = "interactions/application-commands#application-command-object-application-command-structure"
	docOption     = "interactions/application-commands#application-command-object-application-command-option-structure"
	docChoice     = "interactions/application-commands#application-command-object-application-command-option-choice-structure"
	docCallback   = "interactions/receiving-and-responding#interaction-response-object"
	docButton     = "components/reference#button"
	docSelect     = "components/reference#string-select"
	docRow        = "components/reference#action-row"
	docSection    = "components/reference#section"
	docText       = "components/reference#text-display"
	docThumbnail  = "components/reference#thumbnail"
	docGallery    = "components/reference#media-gallery"
	docSeparator  = "components/reference#separator"
	docContainer  = "components/reference#container"
	docInput      = "components/reference#text-input"
	docLabel      = "components/reference#label"
	docDefault    = "components/reference#user-select-select-default-value-structure"
	docID         = "components/reference#anatomy-of-a-component"
	docCustomID   = "components/reference#anatomy-of-a-component-custom-id"
)

// form is the fields of one kind of object.
type form map[string]rule

// forms are the objects that requests are made of. Fields that no form names are ignored, as Discord ignores them.
var forms = map[string]form{
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
	},
	"attachment": {
		"id":          {kind: idValue, need: true, source: docAttachment},
		"filename":    {kind: textValue, max: 1024, source: docAttachment},
		"description": {kind: textValue, max: 1024, source: docAttachment},
		"is_spoiler":  {kind: boolValue, source: docAttachment},
	},
	"mentions": {
		"parse":        {kind: listValue, max: 3, elem: textValue, source: docMentions},
		"users":        {kind: listValue, max: 100, elem: idValue, source: docMentions},
		"roles":        {kind: listValue, max: 100, elem: idValue, source: docMentions},
		"replied_user": {kind: boolValue, source: docMentions},
	},
	"reference": {
		"message_id":         {kind: idValue, need: true, source: "resources/message#message-reference-structure"},
		"channel_id":         {kind: idValue, source: "resources/message#message-reference-structure"},
		"guild_id":           {kind: idValue, source: "resources/message#message-reference-structure"},
		"fail_if_not_exists": {kind: boolValue, source: "resources/message#message-reference-structure"},
		"type":               {kind: intValue, oneOf: []int{0}, source: "resources/message#message-reference-structure"},
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
		"image":       {kind: objectValue, of: "media", source: "openapi:RichEmbed"},
		"thumbnail":   {kind: objectValue, of: "media", source: "openapi:RichEmbed"},
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
	"media": {
		"url": {kind: linkValue, need: true, max: 2048, schemes: orAttached, source: "openapi:UnfurledMediaRequest"},
	},
	"attached file": {
		"url": {kind: linkValue, need: true, max: 2048, schemes: attached, source: docFile},
	},

	"component 1": {
		"id":         {kind: intValue, max: maxComponentID, source: docID},
		"components": {kind: componentsValue, need: true, min: 1, max: 5, oneOf: inActionRow, source: docRow},
	},
	"component 2": {
		"id":        {kind: intValue, max: maxComponentID, source: docID},
		"style":     {kind: intValue, need: true, oneOf: []int{1, 2, 3, 4, 5, 6}, source: docButton},
		"label":     {kind: textValue, max: 80, source: docButton},
		"custom_id": {kind: textValue, min: 1, max: 100, source: docCustomID},
		"url":       {kind: linkValue, max: 512, source: docButton},
		"disabled":  {kind: boolValue, source: docButton},
		"emoji":     {kind: objectValue, of: "emoji", source: docButton},
		"sku_id":    {kind: noValue, source: docButton},
	},
	"emoji": {
		"id":       {kind: idValue, source: "openapi:ComponentEmojiForRequest"},
		"name":     {kind: textValue, need: true, max: 32, source: "openapi:ComponentEmojiForRequest"},
		"animated": {kind: boolValue, source: "openapi:ComponentEmojiForRequest"},
	},
	"component 3": {
		"id":          {kind: intValue, max: maxComponentID, source: docID},
		"custom_id":   {kind: textValue, need: true, min: 1, max: 100, source: docCustomID},
		"options":     {kind: listValue, need: true, min: 1, max: 25, of: "select option", source: docSelect},
		"placeholder": {kind: textValue, max: 150, source: docSelect},
		"min_values":  {kind: intValue, max: 25, source: docSelect},
		"max_values":  {kind: intValue, min: 1, max: 25, source: docSelect},
		"disabled":    {kind: boolValue, source: docSelect},
		"required":    {kind: boolValue, source: docSelect},
	},
	"component 5": entitySelect("components/reference#user-select"),
	"component 6": entitySelect("components/reference#role-select"),
	"component 7": entitySelect("components/reference#mentionable-select"),
	"component 8": entitySelect("components/reference#channel-select"),
	"default value": {
		"id":   {kind: idValue, need: true, source: docDefault},
		"type": {kind: textValue, need: true, source: docDefault},
	},
	"select option": {
		"label":       {kind: textValue, need: true, min: 1, max: 100, source: docSelect},
		"value":       {kind: textValue, need: true, min: 1, max: 100, source: docSelect},
		"description": {kind: textValue, max: 100, source: docSelect},
		"default":     {kind: boolValue, source: docSelect},
		"emoji":       {kind: objectValue, of: "emoji", source: docSelect},
	},
	"component 4": {
		"id":          {kind: intValue, max: maxComponentID, source: docID},
		"custom_id":   {kind: textValue, need: true, min: 1, max: 100, source: docCustomID},
		"style":       {kind: intValue, need: true, oneOf: []int{1, 2}, source: docInput},
		"label":       {kind: textValue, min: 1, max: 45, source: docInput},
		"value":       {kind: textValue, max: maxInputText, source: docInput},
		"placeholder": {kind: textValue, max: 100, source: docInput},
		"required":    {kind: boolValue, source: docInput},
		"min_length":  {kind: intValue, max: maxInputText, source: docInput},
		"max_length":  {kind: intValue, min: 1, max: maxInputText, source: docInput},
	},
	"component 9": {
		"id":         {kind: intValue, max: maxComponentID, source: docID},
		"components": {kind: componentsValue, need: true, min: 1, max: 3, oneOf: inSection, source: docSection},
		"accessory":  {kind: componentValue, need: true, oneOf: asAccessory, source: docSection},
	},
	"component 10": {
		"id":      {kind: intValue, max: maxComponentID, source: docID},
		"content": {kind: textValue, need: true, min: 1, max: 4000, source: docText},
	},
	"component 11": {
		"id":          {kind: intValue, max: maxComponentID, source: docID},
		"media":       {kind: objectValue, need: true, of: "media", source: docThumbnail},
		"description": {kind: textValue, min: 1, max: 1024, source: docThumbnail},
		"spoiler":     {kind: boolValue, source: docThumbnail},
	},
	"component 12": {
		"id":    {kind: intValue, max: maxComponentID, source: docID},
		"items": {kind: listValue, need: true, min: 1, max: 10, of: "gallery item", source: docGallery},
	},
	"gallery item": {
		"media":       {kind: objectValue, need: true, of: "media", source: docGallery},
		"description": {kind: textValue, min: 1, max: 1024, source: docGallery},
		"spoiler":     {kind: boolValue, source: docGallery},
	},
	"component 13": {
		"id":      {kind: intValue, max: maxComponentID, source: docID},
		"file":    {kind: objectValue, need: true, of: "attached file", source: docFile},
		"spoiler": {kind: boolValue, source: docFile},
	},
	"component 14": {
		"id":      {kind: intValue, max: maxComponentID, source: docID},
		"divider": {kind: boolValue, source: docSeparator},
		"spacing": {kind: intValue, oneOf: []int{1, 2}, source: docSeparator},
	},
	"component 17": {
		"id":           {kind: intValue, max: maxComponentID, source: docID},
		"components":   {kind: componentsValue, need: true, min: 1, max: 40, oneOf: inContainer, source: docContainer},
		"accent_color": {kind: intValue, max: 0xffffff, source: docContainer},
		"spoiler":      {kind: boolValue, source: docContainer},
	},
	"component 18": {
		"id":          {kind: intValue, max: maxComponentID, source: docID},
		"label":       {kind: textValue, need: true, min: 1, max: 45, source: docLabel},
		"description": {kind: textValue, min: 1, max: 100, source: docLabel},
		"component":   {kind: componentValue, need: true, oneOf: inLabel, source: docLabel},
	},

	"callback": {
		"type": {kind: intValue, need: true, oneOf: []int{4, 5, 6, 7, 8, 9, 10, 12}, source: docCallback},
	},
	"autocomplete": {
		"choices": {kind: listValue, need: true, max: 25, of: "choice", source: docCallback + "-autocomplete"},
	},
	"choice": {
		"name":               {kind: textValue, need: true, min: 1, max: 100, source: docChoice},
		"name_localizations": {kind: textsValue, min: 1, max: 100, source: docChoice},
		"value":              {kind: scalarValue, need: true, max: 100, source: docChoice},
	},
	"modal": {
		"custom_id":  {kind: textValue, need: true, min: 1, max: 100, source: docCallback + "-modal"},
		"title":      {kind: textValue, need: true, min: 1, max: 45, source: docCallback + "-modal"},
		"components": {kind: componentsValue, need: true, min: 1, max: 5, oneOf: inModal, source: docCallback + "-modal"},
	},
	"modal row": {
		"id":         {kind: intValue, max: maxComponentID, source: docID},
		"components": {kind: componentsValue, need: true, min: 1, max: 1, oneOf: inModalRow, source: docInput},
	},

	"command": {
		"name":                       {kind: textValue, need: true, min: 1, max: 32, source: docCommand},
		"name_localizations":         {kind: textsValue, min: 1, max: 32, source: docCommand},
		"description":                {kind: textValue, max: 100, source: docCommand},
		"description_localizations":  {kind: textsValue, min: 1, max: 100, source: docCommand},
		"type":                       {kind: intValue, oneOf: []int{1, 2, 3}, source: docCommand},
		"options":                    {kind: listValue, max: maxCommandOptions, of: "option", source: docCommand},
		"default_member_permissions": {kind: scalarValue, source: docCommand},
		"dm_permission":              {kind: boolValue, source: docCommand},
		"nsfw":                       {kind: boolValue, source: docCommand},
		"contexts":                   {kind: listValue, min: 1, max: 3, elem: intValue, oneOf: []int{0, 1, 2}, source: docCommand},
		"integration_types":          {kind: listValue, min: 1, max: 2, elem: intValue, oneOf: []int{0, 1}, source: docCommand},
	},
	"option": {
		"type":                      {kind: intValue, need: true, oneOf: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, source: docOption},
		"name":                      {kind: textValue, need: true, min: 1, max: 32, source: docOption},
		"name_localizations":        {kind: textsValue, min: 1, max: 32, source: docOption},
		"description":               {kind: textValue, need: true, min: 1, max: 100, source: docOption},
		"description_localizations": {kind: textsValue, min: 1, max: 100, source: docOption},
		"required":                  {kind: boolValue, source: docOption},
		"autocomplete":              {kind: boolValue, source: docOption},
		"choices":                   {kind: listValue, max: 25, of: "choice", source: docOption},
		"options":                   {kind: listValue, max: maxCommandOptions, of: "option", source: docOption},
		"channel_types":             {kind: listValue, elem: intValue, oneOf: channelTypes, source: docOption},
		"min_length":                {kind: intValue, max: 6000, source: docOption},
		"max_length":                {kind: intValue, min: 1, max: 6000, source: docOption},
		"min_value":                 {kind: numberValue, source: docOption},
		"max_value":                 {kind: numberValue, source: docOption},
	},

	"thread": {
		"name":                  {kind: textValue, need: true, min: 1, max: 100, source: docThread},
		"auto_archive_duration": {kind: intValue, oneOf: archiveTimes, source: docThread},
		"type":                  {kind: intValue, oneOf: []int{announcementThread, publicThread, privateThread}, source: docThread},
		"invitable":             {kind: boolValue, source: docThread},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docThread},
	},
	"forum post": {
		"name":                  {kind: textValue, need: true, min: 1, max: 100, source: docThread},
		"auto_archive_duration": {kind: intValue, oneOf: archiveTimes, source: docThread},
		"message":               {kind: objectValue, need: true, of: "message", source: docThread},
		"applied_tags":          {kind: noValue, source: docThread},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docThread},
	},
	"thread edit": {
		"name":                  {kind: textValue, min: 1, max: 100, source: docChannel},
		"archived":              {kind: boolValue, source: docChannel},
		"locked":                {kind: boolValue, source: docChannel},
		"invitable":             {kind: noValue, source: docChannel},
		"auto_archive_duration": {kind: intValue, oneOf: archiveTimes, source: docChannel},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docChannel},
		"flags":                 {kind: noValue, source: docChannel},
		"applied_tags":          {kind: noValue, source: docChannel},
	},
	"channel": {
		"name":                  {kind: textValue, min: 1, max: 100, source: docChannel},
		"topic":                 {kind: textValue, max: 4096, source: docChannel},
		"type":                  {kind: noValue, source: docChannel},
		"position":              {kind: noValue, source: docChannel},
		"nsfw":                  {kind: noValue, source: docChannel},
		"rate_limit_per_user":   {kind: intValue, max: maxSlowmode, source: docChannel},
		"parent_id":             {kind: noValue, source: docChannel},
		"permission_overwrites": {kind: noValue, source: docChannel},
		"available_tags":        {kind: noValue, source: docChannel},
	},
	"bulk delete": {
		"messages": {kind: listValue, need: true, min: 2, max: 100, elem: idValue, source: "resources/message#bulk-delete-messages"},
	},

	"dm": {
		"recipient_id": {kind: idValue, need: true, source: "resources/user#create-dm"},
	},
}

// entitySelect is the form of a select of users, roles or channels. Only one of channels has channel_types.
func entitySelect(source string) form {
	f := form{
		"id":             {kind: intValue, max: maxComponentID, source: docID},
		"custom_id":      {kind: textValue, need: true, min: 1, max: 100, source: docCustomID},
		"placeholder":    {kind: textValue, max: 150, source: source},
		"min_values":     {kind: intValue, max: 25, source: source},
		"max_values":     {kind: intValue, min: 1, max: 25, source: source},
		"default_values": {kind: listValue, max: 25, of: "default value", source: source},
		"disabled":       {kind: boolValue, source: source},
		"required":       {kind: boolValue, source: source},
	}
	if strings.HasSuffix(source, "channel-select") {
		f["channel_types"] = rule{kind: listValue, elem: intValue, oneOf: channelTypes, source: source}
	}
	return f
}
