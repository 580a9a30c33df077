package sandbox

import (
	"net/http"
	"strings"
)

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

// isToken says whether an Authorization header, or a token sent to the gateway, is the bot's.
func (s *Server) isToken(authorization string) bool {
	return authorization == "Bot "+s.options.Token && !s.revoked.Load()
}
