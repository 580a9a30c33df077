package sandbox

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// This file compares the table of limits with the requests of Discord's own description, field by field. It begins at
// the routes, so that a new route, a new part of a request or a new field in a later description is noticed.

// formOf are the forms of the schemas that a request to one of the routes may have.
var formOf = map[string]string{
	"MessageCreateRequest":                                         "message",
	"BaseCreateMessageCreateRequest":                               "message",
	"MessageEditRequestPartial":                                    "message",
	"IncomingWebhookRequestPartial":                                "message",
	"IncomingWebhookUpdateRequestPartial":                          "message",
	"IncomingWebhookInteractionRequest":                            "message",
	"IncomingWebhookUpdateForInteractionCallbackRequestPartial":    "message",
	"MessageAttachmentRequest":                                     "attachment",
	"MessageAllowedMentionsRequest":                                "mentions",
	"MessageReferenceRequest":                                      "reference",
	"RichEmbed":                                                    "embed",
	"RichEmbedField":                                               "embed field",
	"RichEmbedFooter":                                              "embed footer",
	"RichEmbedAuthor":                                              "embed author",
	"RichEmbedImage":                                               "embed picture",
	"RichEmbedThumbnail":                                           "embed picture",
	"UnfurledMediaRequest":                                         "media",
	"UnfurledMediaRequestWithAttachmentReferenceRequired":          "attached file",
	"ActionRowComponentForMessageRequest":                          "component 1",
	"ActionRowComponentForModalRequest":                            "modal row",
	"ButtonComponentForMessageRequest":                             "component 2",
	"StringSelectComponentForMessageRequest":                       "component 3",
	"StringSelectComponentForModalRequest":                         "component 3",
	"StringSelectOptionForRequest":                                 "select option",
	"TextInputComponentForModalRequest":                            "component 4",
	"UserSelectComponentForMessageRequest":                         "component 5",
	"UserSelectComponentForModalRequest":                           "component 5",
	"RoleSelectComponentForMessageRequest":                         "component 6",
	"RoleSelectComponentForModalRequest":                           "component 6",
	"MentionableSelectComponentForMessageRequest":                  "component 7",
	"MentionableSelectComponentForModalRequest":                    "component 7",
	"ChannelSelectComponentForMessageRequest":                      "component 8",
	"ChannelSelectComponentForModalRequest":                        "component 8",
	"SectionComponentForMessageRequest":                            "component 9",
	"TextDisplayComponentForMessageRequest":                        "component 10",
	"TextDisplayComponentForModalRequest":                          "component 10",
	"ThumbnailComponentForMessageRequest":                          "component 11",
	"MediaGalleryComponentForMessageRequest":                       "component 12",
	"MediaGalleryItemRequest":                                      "gallery item",
	"FileComponentForMessageRequest":                               "component 13",
	"SeparatorComponentForMessageRequest":                          "component 14",
	"ContainerComponentForMessageRequest":                          "component 17",
	"LabelComponentForModalRequest":                                "component 18",
	"ComponentEmojiForRequest":                                     "emoji",
	"UserSelectDefaultValue":                                       "default value",
	"RoleSelectDefaultValue":                                       "default value",
	"ChannelSelectDefaultValue":                                    "default value",
	"ModalInteractionCallbackRequest":                              "callback",
	"ModalInteractionCallbackRequestData":                          "modal",
	"CreateMessageInteractionCallbackRequest":                      "callback",
	"UpdateMessageInteractionCallbackRequest":                      "callback",
	"LaunchActivityInteractionCallbackRequest":                     "callback",
	"ApplicationCommandAutocompleteCallbackRequest":                "callback",
	"InteractionApplicationCommandAutocompleteCallbackStringData":  "autocomplete",
	"InteractionApplicationCommandAutocompleteCallbackIntegerData": "autocomplete",
	"InteractionApplicationCommandAutocompleteCallbackNumberData":  "autocomplete",
	"ApplicationCommandOptionStringChoice":                         "choice",
	"ApplicationCommandOptionIntegerChoice":                        "choice",
	"ApplicationCommandOptionNumberChoice":                         "choice",
	"ApplicationCommandCreateRequest":                              "command",
	"ApplicationCommandUpdateRequest":                              "command",
	"ApplicationCommandPatchRequestPartial":                        "command",
	"ApplicationCommandAttachmentOption":                           "option",
	"ApplicationCommandBooleanOption":                              "option",
	"ApplicationCommandChannelOption":                              "option",
	"ApplicationCommandIntegerOption":                              "option",
	"ApplicationCommandMentionableOption":                          "option",
	"ApplicationCommandNumberOption":                               "option",
	"ApplicationCommandRoleOption":                                 "option",
	"ApplicationCommandStringOption":                               "option",
	"ApplicationCommandSubcommandGroupOption":                      "option",
	"ApplicationCommandSubcommandOption":                           "option",
	"ApplicationCommandUserOption":                                 "option",
	"CreateTextThreadWithMessageRequest":                           "thread",
	"CreateTextThreadWithoutMessageRequest":                        "thread",
	"CreateForumThreadRequest":                                     "forum post",
	"UpdateThreadRequestPartial":                                   "thread edit",
	"UpdateGuildChannelRequestPartial":                             "channel",
	"CreatePrivateChannelRequest":                                  "dm",
}

// unread are schemas of which nothing is read here, and why.
var unread = map[string]string{
	"CheckboxComponentForModalRequest":                            "refused, see notInLabel",
	"CheckboxGroupComponentForModalRequest":                       "refused, see notInLabel",
	"FileUploadComponentForModalRequest":                          "refused, see notInLabel",
	"RadioGroupComponentForModalRequest":                          "refused, see notInLabel",
	"RichEmbedProvider":                                           "Discord ignores it in what applications send",
	"RichEmbedVideo":                                              "Discord ignores it in what applications send",
	"PongInteractionCallbackRequest":                              "the answer to a ping, which comes over HTTP only",
	"UpdateDMRequestPartial":                                      "nothing of a DM can be changed",
	"UpdateGroupDMRequestPartial":                                 "there are no group DMs",
	"SocialLayerSKUPurchaseEligibilityInteractionCallbackRequest": "there are no purchases",
}

// unreadFields are fields that have no meaning here, and why.
var unreadFields = map[string]string{
	"RichEmbedImage.width":                       "the size of the picture counts",
	"RichEmbedImage.height":                      "the size of the picture counts",
	"RichEmbedImage.placeholder":                 "made of the picture",
	"RichEmbedImage.placeholder_version":         "made of the picture",
	"RichEmbedImage.is_animated":                 "made of the picture",
	"RichEmbedThumbnail.width":                   "the size of the picture counts",
	"RichEmbedThumbnail.height":                  "the size of the picture counts",
	"RichEmbedThumbnail.placeholder":             "made of the picture",
	"RichEmbedThumbnail.placeholder_version":     "made of the picture",
	"RichEmbedThumbnail.is_animated":             "made of the picture",
	"RichEmbed.provider":                         "Discord ignores it in what applications send",
	"RichEmbed.video":                            "Discord ignores it in what applications send",
	"IncomingWebhookRequestPartial.username":     "of webhooks that are not interactions",
	"IncomingWebhookRequestPartial.avatar_url":   "of webhooks that are not interactions",
	"IncomingWebhookRequestPartial.thread_name":  "of webhooks that are not interactions",
	"IncomingWebhookRequestPartial.applied_tags": "of webhooks that are not interactions",
	"CreatePrivateChannelRequest.access_tokens":  "of group DMs",
	"CreatePrivateChannelRequest.nicks":          "of group DMs",
}

// stricter is where the table rightly refuses what the description does not.
var stricter = map[string]string{
	"MessageCreateRequest.content":                   "resources/message#create-message: 2,000; people who pay have 4,000",
	"MessageEditRequestPartial.content":              "likewise",
	"BaseCreateMessageCreateRequest.content":         "likewise",
	"MessageAllowedMentionsRequest.parse":            "there are three different ones",
	"ApplicationCommandOptionStringChoice.value":     "interactions/application-commands: 100",
	"UpdateThreadRequestPartial.name":                "resources/channel#modify-channel: 1",
	"ModalInteractionCallbackRequestData.components": "interactions/receiving-and-responding: 5",
	"ActionRowComponentForModalRequest.components":   "components/reference#text-input: one in a row",
}

// A description is the part of Discord's that says what requests are.
type description struct {
	t       *testing.T
	paths   map[string]map[string]json.RawMessage
	schemas map[string]object
	seen    map[string]bool
}

// describe reads the file that IBID_OPENAPI names.
func describe(t *testing.T) *description {
	t.Helper()
	file := os.Getenv("IBID_OPENAPI")
	if file == "" {
		t.Skip("SKIPPED: IBID_OPENAPI does not name Discord's openapi.json, so the forms are not compared to it")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]object }
	}
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	return &description{t: t, paths: document.Paths, schemas: document.Components.Schemas, seen: map[string]bool{}}
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// body is the schema of the JSON that a route takes; nil if it takes none.
func (d *description) body(pattern string) object {
	method, path, _ := strings.Cut(pattern, " ")
	for template, operations := range d.paths {
		if parameter.ReplaceAllString(template, "{}") != parameter.ReplaceAllString(path, "{}") {
			continue
		}
		var operation struct {
			RequestBody struct {
				Content map[string]struct{ Schema object }
			}
		}
		_ = json.Unmarshal(operations[strings.ToLower(method)], &operation) // none: it is not described
		return operation.RequestBody.Content["application/json"].Schema
	}
	return nil
}

// Each field of each request that a route takes is read here, within the limits that Discord's description sets.
func TestTheTableIsWhatDiscordDescribes(t *testing.T) {
	t.Parallel()
	d := describe(t)
	for _, r := range routes {
		d.compareAll(d.body(r.pattern))
	}
	for name, form := range formOf {
		if !d.seen[name] {
			t.Errorf("%s, which is %q here: no route takes it", name, form)
		}
	}
}

// compareAll compares every schema of an object that a schema refers to.
func (d *description) compareAll(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			d.compareAll(item)
		}
	case object:
		if ref, ok := v["$ref"].(string); ok {
			d.compare(ref[strings.LastIndex(ref, "/")+1:])
		}
		for _, inner := range v {
			d.compareAll(inner)
		}
	}
}

// compare compares the schema of an object to its form, and then what is in it.
func (d *description) compare(name string) {
	properties, ok := d.schemas[name]["properties"].(object)
	if !ok || d.seen[name] || unread[name] != "" {
		return
	}
	d.seen[name] = true
	form, known := formOf[name]
	if !known {
		d.t.Errorf("%s: there is no form for it", name)
		return
	}
	required, _ := d.schemas[name]["required"].([]any)
	for field, v := range properties {
		r, read := forms[form][field]
		switch at := name + "." + field; {
		case unreadFields[at] != "", field == "type": // that tells the schemas of one form apart
		case !read:
			d.t.Errorf("%s: the form %q does not have it", at, form)
		case r.kind == noValue:
		default:
			if slices.Contains(required, any(field)) && !r.need && looser[form+"."+field] == "" {
				d.t.Errorf("%s: it is required, but not here", at)
			}
			d.compareRule(at, r, d.resolved(v))
			d.compareAll(v)
		}
	}
}

// resolved is a schema without references and without null.
func (d *description) resolved(v any) object {
	o, _ := v.(object)
	if ref, ok := o["$ref"].(string); ok {
		return d.resolved(d.schemas[ref[strings.LastIndex(ref, "/")+1:]])
	}
	choices, _ := o["oneOf"].([]any)
	choices = slices.DeleteFunc(slices.Clone(choices), func(v any) bool { return v.(object)["type"] == "null" })
	if len(choices) == 1 {
		return d.resolved(choices[0])
	}
	return o
}

// compareRule compares what a field may hold.
func (d *description) compareRule(at string, r rule, v object) {
	limits := []struct {
		name   string
		least  bool // or most
		here   int
		unless bool
	}{
		{name: "maxLength", here: r.max},
		{name: "minLength", here: r.min, least: true, unless: r.need},
		{name: "maxItems", here: r.max},
		{name: "minItems", here: r.min, least: true},
		{name: "maximum", here: r.max, unless: r.kind == numberValue || r.kind == scalarValue},
		{name: "minimum", here: r.min, least: true, unless: r.kind == numberValue || r.kind == scalarValue},
		{name: "maxProperties", here: len(locales)},
	}
	for _, l := range limits {
		there, set := v[l.name].(float64)
		switch {
		case !set || l.unless:
		case l.least && float64(l.here) < there, !l.least && (l.here == 0 || float64(l.here) > there):
			d.t.Errorf("%s: %s is %d here and %v there", at, l.name, l.here, there)
		case float64(l.here) != there && stricter[at] == "":
			d.t.Errorf("%s: %s is only %d here and %v there", at, l.name, l.here, there)
		}
	}
	if (v["uniqueItems"] == true) != r.unique {
		d.t.Errorf("%s: unique is %v here and %v there", at, r.unique, v["uniqueItems"])
	}
	d.compareValues(at, r, v)
}

// compareValues compares which values a field, or the items of a list, may have.
func (d *description) compareValues(at string, r rule, v object) {
	if items, ok := v["items"]; ok {
		v = d.resolved(items)
	}
	var there []int
	list, _ := v["oneOf"].([]any)
	for _, item := range list {
		if n, ok := item.(object)["const"].(float64); ok {
			there = append(there, int(n))
		}
	}
	for _, n := range r.oneOf {
		if there != nil && !slices.Contains(there, n) {
			d.t.Errorf("%s: %d is taken here, but not there (%v)", at, n, there)
		}
	}
	if there != nil && r.oneOf == nil {
		d.t.Errorf("%s: any value is taken here, there one of %v", at, there)
	}
}
