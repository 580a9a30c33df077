package sandbox

import "strings"

// Where components may stand: components/reference#component-object-component-types and openapi:
// MessageCreateRequest, ContainerComponentForMessageRequest, SectionComponentForMessageRequest.
var (
	inMessage = []int{
		actionRowType, sectionType, textDisplayType, mediaGalleryType, fileType, separatorType, containerType,
	}
	inContainer = []int{actionRowType, sectionType, textDisplayType, mediaGalleryType, fileType, separatorType}
	inActionRow = []int{
		buttonType, stringSelectType, userSelectType, roleSelectType, mentionableSelectType, channelSelectType,
	}
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

// Where the documentation has it.
const (
	docModal     = "interactions/receiving-and-responding#interaction-response-object-modal"
	docFile      = "components/reference#file"
	docButton    = "components/reference#button"
	docSelect    = "components/reference#string-select"
	docRow       = "components/reference#action-row"
	docSection   = "components/reference#section"
	docText      = "components/reference#text-display"
	docThumbnail = "components/reference#thumbnail"
	docGallery   = "components/reference#media-gallery"
	docSeparator = "components/reference#separator"
	docContainer = "components/reference#container"
	docInput     = "components/reference#text-input"
	docLabel     = "components/reference#label"
	docDefault   = "components/reference#user-select-select-default-value-structure"
	docID        = "components/reference#anatomy-of-a-component"
	docCustomID  = "components/reference#anatomy-of-a-component-custom-id"
)

// componentForms are the components of messages and modals.
var componentForms = map[string]form{
	componentForm(actionRowType): {
		"id":         {kind: intValue, max: maxComponentID, source: docID},
		"components": {kind: componentsValue, need: true, min: 1, max: 5, oneOf: inActionRow, source: docRow},
	},
	componentForm(buttonType): {
		"id":        {kind: intValue, max: maxComponentID, source: docID},
		"style":     {kind: intValue, need: true, oneOf: []int{1, 2, 3, 4, 5, 6}, source: docButton},
		"label":     {kind: textValue, max: 80, source: docButton},
		"custom_id": {kind: textValue, min: 1, max: 100, source: docCustomID},
		"url":       {kind: linkValue, max: 512, schemes: orDiscord, source: docButton},
		"disabled":  {kind: boolValue, source: docButton},
		"emoji":     {kind: objectValue, of: "emoji", source: docButton},
		"sku_id":    {kind: noValue, source: docButton},
	},
	"emoji": {
		"id":       {kind: idValue, source: "openapi:ComponentEmojiForRequest"},
		"name":     {kind: textValue, need: true, max: 32, source: "openapi:ComponentEmojiForRequest"},
		"animated": {kind: boolValue, source: "openapi:ComponentEmojiForRequest"},
	},
	componentForm(stringSelectType): {
		"id":          {kind: intValue, max: maxComponentID, source: docID},
		"custom_id":   {kind: textValue, need: true, min: 1, max: 100, source: docCustomID},
		"options":     {kind: listValue, need: true, min: 1, max: 25, of: "select option", source: docSelect},
		"placeholder": {kind: textValue, max: 150, source: docSelect},
		"min_values":  {kind: intValue, max: 25, source: docSelect},
		"max_values":  {kind: intValue, min: 1, max: 25, source: docSelect},
		"disabled":    {kind: boolValue, source: docSelect},
		"required":    {kind: boolValue, source: docSelect},
	},
	componentForm(userSelectType):        entitySelect("components/reference#user-select"),
	componentForm(roleSelectType):        entitySelect("components/reference#role-select"),
	componentForm(mentionableSelectType): entitySelect("components/reference#mentionable-select"),
	componentForm(channelSelectType):     entitySelect("components/reference#channel-select"),
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
	componentForm(textInputType): {
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
	componentForm(sectionType): {
		"id":         {kind: intValue, max: maxComponentID, source: docID},
		"components": {kind: componentsValue, need: true, min: 1, max: 3, oneOf: inSection, source: docSection},
		"accessory":  {kind: componentValue, need: true, oneOf: asAccessory, source: docSection},
	},
	componentForm(textDisplayType): {
		"id":      {kind: intValue, max: maxComponentID, source: docID},
		"content": {kind: textValue, need: true, min: 1, max: 4000, source: docText},
	},
	componentForm(thumbnailType): {
		"id":          {kind: intValue, max: maxComponentID, source: docID},
		"media":       {kind: objectValue, need: true, of: "media", source: docThumbnail},
		"description": {kind: textValue, min: 1, max: 1024, source: docThumbnail},
		"spoiler":     {kind: boolValue, source: docThumbnail},
	},
	componentForm(mediaGalleryType): {
		"id":    {kind: intValue, max: maxComponentID, source: docID},
		"items": {kind: listValue, need: true, min: 1, max: 10, of: "gallery item", source: docGallery},
	},
	"gallery item": {
		"media":       {kind: objectValue, need: true, of: "media", source: docGallery},
		"description": {kind: textValue, min: 1, max: 1024, source: docGallery},
		"spoiler":     {kind: boolValue, source: docGallery},
	},
	componentForm(fileType): {
		"id":      {kind: intValue, max: maxComponentID, source: docID},
		"file":    {kind: objectValue, need: true, of: "attached file", source: docFile},
		"spoiler": {kind: boolValue, source: docFile},
	},
	componentForm(separatorType): {
		"id":      {kind: intValue, max: maxComponentID, source: docID},
		"divider": {kind: boolValue, source: docSeparator},
		"spacing": {kind: intValue, oneOf: []int{1, 2}, source: docSeparator},
	},
	componentForm(containerType): {
		"id":           {kind: intValue, max: maxComponentID, source: docID},
		"components":   {kind: componentsValue, need: true, min: 1, max: 40, oneOf: inContainer, source: docContainer},
		"accent_color": {kind: intValue, max: 0xffffff, source: docContainer},
		"spoiler":      {kind: boolValue, source: docContainer},
	},
	componentForm(labelType): {
		"id":          {kind: intValue, max: maxComponentID, source: docID},
		"label":       {kind: textValue, need: true, min: 1, max: 45, source: docLabel},
		"description": {kind: textValue, min: 1, max: 100, source: docLabel},
		"component":   {kind: componentValue, need: true, oneOf: inLabel, source: docLabel},
	},

	"modal": {
		"custom_id":  {kind: textValue, need: true, min: 1, max: 100, source: docModal},
		"title":      {kind: textValue, need: true, min: 1, max: 45, source: docModal},
		"components": {kind: componentsValue, need: true, min: 1, max: 5, oneOf: inModal, source: docModal},
	},
	"modal row": {
		"id":         {kind: intValue, max: maxComponentID, source: docID},
		"components": {kind: componentsValue, need: true, min: 1, max: 1, oneOf: inModalRow, source: docInput},
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
		f["channel_types"] = rule{kind: listValue, elem: intValue, oneOf: channelTypes, unique: true, source: source}
	}
	return f
}
