package sandbox

import (
	"cmp"
	"slices"
	"strconv"
)

// This file is interactions as the application and messages tell of them.

// Contexts in which interactions happen,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types.
const (
	guildContext   = 0
	botDMContext   = 1
	privateContext = 2 // between people, without the bot
)

var contexts = []int{guildContext, botDMContext, privateContext}

// Ways to install an application,
// https://docs.discord.com/developers/resources/application#application-object-application-integration-types.
const (
	guildInstall = 0
	userInstall  = 1
)

func (c *channel) context() int {
	switch {
	case c.guild != nil:
		return guildContext
	case c.other != nil:
		return privateContext
	}
	return botDMContext
}

// interactionWire is the interaction as the application gets it,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object.
func (w *world) interactionWire(i *interaction) object {
	o := object{
		"id": i.id, "application_id": w.bot.id, "type": i.kind, "data": i.data, "token": i.token, "version": 1,
		"channel_id": i.channel.id, "channel": w.partialChannel(i), "locale": cmp.Or(i.person.locale, locale), "entitlements": []object{},
		"authorizing_integration_owners": i.owners, "attachment_size_limit": maxFile,
		"app_permissions": w.appPermissions(i.channel).String(), "context": i.channel.context(),
	}
	if g := i.channel.guild; g != nil {
		o["guild_id"], o["guild_locale"] = g.id, locale
		o["guild"] = object{"id": g.id, "locale": locale, "features": []string{}}
		m := g.member(i.person).withUser(g.created)
		m["permissions"] = w.permissionsIn(i.channel, i.person).String()
		o["member"] = m
	} else {
		o["user"] = i.person.wire()
	}
	if i.kind != commandInteraction && i.target != nil {
		o["message"] = i.target.wire(everything)
	}
	return o
}

func (w *world) partialChannel(i *interaction) object {
	c := i.channel.wire()
	delete(c, "permission_overwrites")
	c["permissions"] = w.permissionsIn(i.channel, i.person).String()
	return c
}

// appPermissions are the app_permissions of an interaction. Between people they are those of any application,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object.
func (w *world) appPermissions(c *channel) permissions {
	switch c.context() {
	case guildContext:
		return w.permissionsIn(c, w.bot)
	case privateContext:
		return dmPermissions &^ useExternalEmojis
	}
	return dmPermissions
}

// ownersOf says by whose installation an interaction came about. A component and a modal have it from the command that
// their message answered; a message the bot sent by itself, from where it is,
// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-authorizing-integration-owners-object.
func (w *world) ownersOf(i *interaction) object {
	switch {
	case i.command != nil:
		return w.installs(i.command, i.person, i.channel)
	case i.source != nil:
		return i.source.owners
	case i.target.origin != nil:
		return i.target.origin.owners
	}
	return object{strconv.Itoa(guildInstall): i.channel.installedAt()}
}

// installs are the installations that let a person use a command in a channel; none if the person may not.
func (w *world) installs(c *command, u *user, in *channel) object {
	o := object{}
	if slices.Contains(c.installs, guildInstall) && w.installed(in) {
		o[strconv.Itoa(guildInstall)] = in.installedAt()
	}
	if slices.Contains(c.installs, userInstall) && u.installed {
		o[strconv.Itoa(userInstall)] = u.id
	}
	return o
}

// installed says whether the application is installed where a channel is, not only by people for themselves.
func (w *world) installed(in *channel) bool {
	return in.context() == botDMContext || in.context() == guildContext && in.guild.member(w.bot) != nil
}

// installedAt is the guild of a channel, "0" in a conversation with the bot.
func (c *channel) installedAt() string {
	if c.guild == nil {
		return "0"
	}
	return c.guild.id
}

// byUserOnly says that the application is there only because somebody installed it for themselves.
func (i *interaction) byUserOnly() bool {
	_, byGuild := i.owners[strconv.Itoa(guildInstall)]
	return !byGuild
}

// addTo puts into a message what it answers.
func (i *interaction) addTo(o object) {
	appID := o["author"].(object)["id"]
	o["application_id"], o["webhook_id"] = appID, appID
	about := i.metadata()
	if i.original != nil && i.original.origin == i && o["id"] != i.original.id {
		about["original_response_message_id"] = i.original.id
	}
	o["interaction_metadata"] = about
	if i.kind == commandInteraction {
		o["interaction"] = object{"id": i.id, "type": i.kind, "name": i.name, "user": i.person.wire()}
	}
}

// metadata is the interaction as a message tells of it,
// https://docs.discord.com/developers/resources/message#message-interaction-metadata-object.
func (i *interaction) metadata() object {
	o := object{"id": i.id, "type": i.kind, "user": i.person.wire(), "authorizing_integration_owners": i.owners}
	switch {
	case i.kind == componentInteraction:
		o["interacted_message_id"] = i.target.id
	case i.kind == modalInteraction:
		o["triggering_interaction_metadata"] = i.source.metadata()
	case i.target != nil:
		o["target_message_id"] = i.target.id
	case i.aim != nil:
		o["target_user"] = i.aim.wire()
	}
	return o
}
