package sandbox

import "fmt"

// An apiError is an answer that is an error, in Discord's shape:
// https://docs.discord.com/developers/reference#error-messages.
type apiError struct {
	status, code int
	message      string
	errors       object
}

func (e *apiError) Error() string {
	return fmt.Sprintf("HTTP %d, code %d: %s", e.status, e.code, e.message)
}

func (e *apiError) body() object {
	o := object{"message": e.message, "code": e.code}
	if e.errors != nil {
		o["errors"] = e.errors
	}
	return o
}

// Errors as https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes lists them.
var (
	errUnauthorized       = &apiError{status: 401, code: 0, message: "401: Unauthorized"}
	errNotFound           = &apiError{status: 404, code: 0, message: "404: Not Found"}
	errMethod             = &apiError{status: 405, code: 0, message: "405: Method Not Allowed"}
	errUnknownChannel     = &apiError{status: 404, code: 10003, message: "Unknown Channel"}
	errUnknownGuild       = &apiError{status: 404, code: 10004, message: "Unknown Guild"}
	errUnknownMessage     = &apiError{status: 404, code: 10008, message: "Unknown Message"}
	errUnknownUser        = &apiError{status: 404, code: 10013, message: "Unknown User"}
	errUnknownWebhook     = &apiError{status: 404, code: 10015, message: "Unknown Webhook"}
	errUnknownInteraction = &apiError{status: 404, code: 10062, message: "Unknown interaction"}
	errNoCommandRights    = &apiError{status: 404, code: 10066, message: "Unknown application command permissions"}
	errUnknownCommand     = &apiError{status: 404, code: 10063, message: "Unknown application command"}
	errOtherApplication   = &apiError{status: 403, code: 20012,
		message: "You are not authorized to perform this action on this application"}
	errMaxPins    = &apiError{status: 400, code: 30003, message: "Maximum number of pins reached (250)"}
	errMaxCreates = &apiError{status: 400, code: 30034,
		message: "Max number of daily application command creates has been reached (200)"}
	errAcknowledged = &apiError{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
	errMaxFollowUps = &apiError{status: 400, code: 40094,
		message: "This interaction has reached the maximum number of follow up messages"}
	errMissingAccess      = &apiError{status: 403, code: 50001, message: "Missing Access"}
	errNotAuthor          = &apiError{status: 403, code: 50005, message: "Cannot edit a message authored by another user"}
	errEmptyMessage       = &apiError{status: 400, code: 50006, message: "Cannot send an empty message"}
	errCannotDM           = &apiError{status: 403, code: 50007, message: "Cannot send messages to this user"}
	errMissingPermissions = &apiError{status: 403, code: 50013, message: "Missing Permissions"}
	errWebhookToken       = &apiError{status: 401, code: 50027, message: "Invalid Webhook Token"}
	errVersion            = &apiError{status: 400, code: 50041, message: "Invalid API version provided"}
	errUnknownMember      = &apiError{status: 404, code: 10007, message: "Unknown Member"}
	errUnknownEmoji       = &apiError{status: 400, code: 10014, message: "Unknown Emoji"}
	errMaxReactions       = &apiError{status: 400, code: 30010, message: "Maximum number of reactions reached (20)"}
	errMaxAttachments     = &apiError{status: 400, code: 30015,
		message: "Maximum number of attachments in a message reached (10)"}
	errTooLarge        = &apiError{status: 413, code: 40005, message: "Request entity too large"}
	errCrossposted     = &apiError{status: 400, code: 40033, message: "This message has already been crossposted."}
	errOnDM            = &apiError{status: 403, code: 50003, message: "Cannot execute action on a DM channel"}
	errNotText         = &apiError{status: 400, code: 50008, message: "Cannot send messages in a non-text channel"}
	errPinnedElsewhere = &apiError{status: 400, code: 50019,
		message: "A message can only be pinned in the channel it was sent in"}
	errSystemMessage = &apiError{status: 403, code: 50021, message: "Cannot execute action on a system message"}
	errChannelType   = &apiError{status: 400, code: 50024, message: "Cannot execute action on this channel type"}
	errTooOld        = &apiError{status: 400, code: 50034,
		message: "You can only bulk delete messages that are under 14 days old."}
	errReplyUnread = &apiError{status: 400, code: 160002,
		message: "Cannot reply without permission to read message history"}
	errThreadExists = &apiError{status: 400, code: 160004,
		message: "A thread has already been created for this message"}
	errThreadArchived = &apiError{status: 400, code: 50083, message: "Thread is archived"}
	errThreadLocked   = &apiError{status: 403, code: 160005, message: "Thread is locked"}
	errJSON           = &apiError{status: 400, code: 50109, message: "The request body contains invalid JSON."}
)
