package sandbox

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// maxBody is the size of a request that is read: much more than any request that Discord would accept without files.
const maxBody = 4 << 20

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
	errOtherApplication   = &apiError{status: 403, code: 20012, message: "You are not authorized to perform this action on this application"}
	errMaxPins            = &apiError{status: 400, code: 30003, message: "Maximum number of pins reached (250)"}
	errMaxCreates         = &apiError{status: 400, code: 30034, message: "Max number of daily application command creates has been reached (200)"}
	errAcknowledged       = &apiError{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
	errMaxFollowUps       = &apiError{status: 400, code: 40094, message: "This interaction has reached the maximum number of follow up messages"}
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
	errMaxAttachments     = &apiError{status: 400, code: 30015, message: "Maximum number of attachments in a message reached (10)"}
	errTooLarge           = &apiError{status: 413, code: 40005, message: "Request entity too large"}
	errCrossposted        = &apiError{status: 400, code: 40033, message: "This message has already been crossposted."}
	errOnDM               = &apiError{status: 403, code: 50003, message: "Cannot execute action on a DM channel"}
	errNotText            = &apiError{status: 400, code: 50008, message: "Cannot send messages in a non-text channel"}
	errPinnedElsewhere    = &apiError{status: 400, code: 50019, message: "A message can only be pinned in the channel it was sent in"}
	errSystemMessage      = &apiError{status: 403, code: 50021, message: "Cannot execute action on a system message"}
	errChannelType        = &apiError{status: 400, code: 50024, message: "Cannot execute action on this channel type"}
	errTooOld             = &apiError{status: 400, code: 50034, message: "You can only bulk delete messages that are under 14 days old."}
	errReplyUnread        = &apiError{status: 400, code: 160002, message: "Cannot reply without permission to read message history"}
	errThreadExists       = &apiError{status: 400, code: 160004, message: "A thread has already been created for this message"}
	errThreadArchived     = &apiError{status: 400, code: 50083, message: "Thread is archived"}
	errThreadLocked       = &apiError{status: 403, code: 160005, message: "Thread is locked"}
	errJSON               = &apiError{status: 400, code: 50109, message: "The request body contains invalid JSON."}
)

// A request is one call of the API.
type request struct {
	*http.Request
	raw  []byte
	body any // decoded JSON, numbers as json.Number; nil without a body
}

// object is the body as an object; an empty one if there is no body.
func (r *request) object() object {
	o, _ := r.body.(object)
	return o
}

// A handler answers a call with a status and a body (nil: none), or an error. It runs with Server.mu held.
type handler func(s *Server, r *request) (status int, body any, err error)

// A route is one thing the API can do. An open one needs no Authorization: what it needs is in its path.
type route struct {
	pattern string
	handle  handler
	open    bool
}

// routes are what the sandbox has of Discord's API.
var routes = []route{
	{"GET /gateway", getGateway, true},
	{"GET /gateway/bot", getGatewayBot, false},
	{"GET /users/@me", getMe, false},
	{"POST /users/@me/channels", createDM, false},
	{"GET /applications/@me", getApplication, false},
	{"GET /oauth2/applications/@me", getApplication, false},

	{"GET /applications/{app}/commands", getCommands, false},
	{"PUT /applications/{app}/commands", putCommands, false},
	{"POST /applications/{app}/commands", postCommand, false},
	{"GET /applications/{app}/commands/{command}", getCommand, false},
	{"PATCH /applications/{app}/commands/{command}", patchCommand, false},
	{"DELETE /applications/{app}/commands/{command}", deleteCommand, false},
	{"GET /applications/{app}/guilds/{guild}/commands", getCommands, false},
	{"PUT /applications/{app}/guilds/{guild}/commands", putCommands, false},
	{"POST /applications/{app}/guilds/{guild}/commands", postCommand, false},
	{"GET /applications/{app}/guilds/{guild}/commands/{command}", getCommand, false},
	{"PATCH /applications/{app}/guilds/{guild}/commands/{command}", patchCommand, false},
	{"DELETE /applications/{app}/guilds/{guild}/commands/{command}", deleteCommand, false},
	{"GET /applications/{app}/guilds/{guild}/commands/{command}/permissions", getCommandPermissions, false},

	{"POST /interactions/{interaction}/{token}/callback", postCallback, true},
	{"POST /webhooks/{app}/{token}", postFollowUp, true},
	{"GET /webhooks/{app}/{token}/messages/{message}", getWebhookMessage, true},
	{"PATCH /webhooks/{app}/{token}/messages/{message}", patchWebhookMessage, true},
	{"DELETE /webhooks/{app}/{token}/messages/{message}", deleteWebhookMessage, true},

	{"GET /guilds/{guild}", getGuild, false},
	{"GET /channels/{channel}", getChannel, false},
	{"POST /channels/{channel}/typing", postTyping, false},
	{"GET /channels/{channel}/messages", getMessages, false},
	{"POST /channels/{channel}/messages", postMessage, false},
	{"GET /channels/{channel}/messages/{message}", getMessage, false},
	{"PATCH /channels/{channel}/messages/{message}", patchMessage, false},
	{"DELETE /channels/{channel}/messages/{message}", deleteMessage, false},
	{"GET /channels/{channel}/messages/pins", getPins, false},
	{"PUT /channels/{channel}/messages/pins/{message}", putPin, false},
	{"DELETE /channels/{channel}/messages/pins/{message}", deletePin, false},

	{"GET /users/{user}", getUser, false},
	{"GET /users/@me/guilds", getMyGuilds, false},
	{"GET /guilds/{guild}/channels", getGuildChannels, false},
	{"GET /guilds/{guild}/roles", getGuildRoles, false},
	{"GET /guilds/{guild}/members/{user}", getMember, false},
	{"GET /guilds/{guild}/audit-logs", getAuditLog, false},
	{"GET /guilds/{guild}/threads/active", getActiveThreads, false},
	{"PATCH /channels/{channel}", patchChannel, false},
	{"DELETE /channels/{channel}", deleteChannel, false},
	{"GET /channels/{channel}/pins", getFirstPins, false},
	{"PUT /channels/{channel}/pins/{message}", putPin, false},
	{"DELETE /channels/{channel}/pins/{message}", deletePin, false},
	{"POST /channels/{channel}/messages/bulk-delete", postBulkDelete, false},
	{"POST /channels/{channel}/messages/{message}/crosspost", postCrosspost, false},
	{"POST /channels/{channel}/messages/{message}/threads", postThreadFromMessage, false},
	{"POST /channels/{channel}/threads", postThread, false},
	{"GET /channels/{channel}/threads/archived/public", getArchivedThreads, false},
	{"GET /channels/{channel}/thread-members", getThreadMembers, false},
	{"GET /channels/{channel}/thread-members/{user}", getThreadMember, false},
	{"PUT /channels/{channel}/thread-members/{user}", putThreadMember, false},
	{"DELETE /channels/{channel}/thread-members/{user}", deleteThreadMember, false},
	{"DELETE /channels/{channel}/messages/{message}/{part}", deleteReactions, false},
	{"GET /channels/{channel}/messages/{message}/reactions/{emoji}", getReactions, false},
	{"DELETE /channels/{channel}/messages/{message}/reactions/{emoji}", deleteEmojiReactions, false},
	{"PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me", putReaction, false},
	{"DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/@me", deleteOwnReaction, false},
	{"DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/{user}", deleteUserReaction, false},
}

// apiHandler serves the API below /api/v9 and /api/v10.
func (s *Server) apiHandler() http.Handler {
	mux := http.NewServeMux()
	for _, rt := range routes {
		mux.HandleFunc(rt.pattern, func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, rt) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.answer(w, r, route{handle: noRoute(mux), open: true})
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, version := range []string{"/api/v10", "/api/v9"} {
			if strings.HasPrefix(r.URL.Path, version+"/") {
				http.StripPrefix(version, mux).ServeHTTP(w, r)
				return
			}
		}
		s.answer(w, r, route{handle: badVersion, open: true})
	})
}

// noRoute answers what no route answers: 405 if another method would be answered, else 404.
func noRoute(mux *http.ServeMux) handler {
	return func(_ *Server, r *request) (int, any, error) {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "/" {
				return 0, nil, errMethod
			}
		}
		return 0, nil, errNotFound
	}
}

func badVersion(*Server, *request) (int, any, error) { return 0, nil, errVersion }

// decode reads the body: JSON, or a form with files.
func (r *request) decode(w http.ResponseWriter) error {
	media, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media == "multipart/form-data" {
		return r.decodeForm(w, params["boundary"])
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return errTooLarge
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	if media != "application/json" {
		var f faults
		f.add(nil, "CONTENT_TYPE_INVALID",
			"Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.")
		return f.err()
	}
	return r.decodeJSON(raw)
}

// isToken says whether an Authorization header, or a token sent to the gateway, is the bot's.
func (s *Server) isToken(authorization string) bool {
	return authorization == "Bot "+s.token && !s.revoked.Load()
}

// snowflakes checks that parts of the path are ids.
func (r *request) snowflakes(names ...string) error {
	var f faults
	for _, name := range names {
		f.checkSnowflake(path{name + "_id"}, r.PathValue(name))
	}
	return f.err()
}
