package sandbox

import "maps"

// This file says how a form is written. The forms are in forms_message.go, forms_component.go, forms_command.go and
// forms_channel.go; limits.go has what is not of one field. Sources are pages of https://docs.discord.com/developers/,
// or "openapi": the machine-readable description that Discord publishes (github.com/discord/discord-api-spec, schema
// named after the colon).

// A form is the fields of one kind of object.
type form map[string]rule

// forms are the objects that requests are made of. Fields that no form names are ignored, as Discord ignores them.
var forms = allForms(messageForms, componentForms, commandForms, channelForms)

func allForms(parts ...map[string]form) map[string]form {
	all := map[string]form{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

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
	bitsValue       // a set of permissions: topics/permissions
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
	// unique says that no two items of a list are the same.
	unique bool
	// schemes are those an address may have; none: http and https.
	schemes []string
	// oneOf are the values an integer may have, or the types of the components allowed here.
	oneOf []int
	// source is where Discord says so.
	source string
}
