package sandbox

import (
	"regexp"
	"time"
)

// This file is what Discord limits besides single fields, which the forms have, with the page that says so, relative to
// https://docs.discord.com/developers/. Text is counted in code points: "Our API uses Python 3, so the API calculates
// length based on the number of codepoints in the string" (a member of Discord's staff in
// github.com/discord/discord-api-docs issue 1315).

// Limits of messages.
const (
	// maxComponents counts nested ones: components/reference#legacy-message-component-behavior.
	maxComponents  = 40
	maxComponentID = 1<<31 - 1           // components/reference#anatomy-of-a-component
	maxLegacyRows  = 5                   // action rows without IS_COMPONENTS_V2: components/reference#action-row
	maxDisplayText = 4000                // of all text displays together: discord-api-docs pull request 8562
	maxInputText   = 4000                // of a text input: components/reference#text-input
	maxEmbedText   = 6000                // of all embeds together: resources/message#embed-object-embed-limits
	maxAttachments = 10                  // topics/opcodes-and-status-codes#json, 30015
	maxReactions   = 20                  // different emoji: topics/opcodes-and-status-codes#json, 30010
	maxPins        = 250                 // of a channel: topics/opcodes-and-status-codes#json, 30003
	bulkDeleteAge  = 14 * 24 * time.Hour // of the oldest: resources/message#bulk-delete-messages
	maxSlowmode    = 21600               // seconds: resources/channel#modify-channel
	maxReason      = 512                 // resources/audit-log
)

// Limits of commands and interactions.
const (
	// maxCommandText is of the names, descriptions and values of a command together:
	// interactions/application-commands#slash-commands.
	maxCommandText    = 8000
	maxSlashCommands  = 100 // interactions/application-commands#registering-a-command
	maxMenuCommands   = 15  // user commands, and as many message commands: change log of 2026-03-03
	maxCommandOptions = 25  // interactions/application-commands#application-command-object
	maxDailyCreates   = 200 // of commands, in each guild: interactions/application-commands#registering-a-command
	// maxFollowUps is for interactions with an application that only a user installed:
	// interactions/receiving-and-responding#create-followup-message.
	maxFollowUps = 5
)

// Limits of what a client sends to the gateway.
const (
	maxGatewayPayload = 4096 // bytes: events/gateway#sending-events
	maxGatewaySends   = 120  // payloads in a minute: events/gateway#rate-limiting
)

// commandName is what a slash command and its options may be called, beyond being in lower case:
// interactions/application-commands#application-command-object-application-command-naming.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)
