package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// RefusedError says that Discord turned the bot away for good: trying again cannot help before the operator has changed something,
// and would count against the bot.
type RefusedError struct {
	Code   int    // the gateway's close code (4004, 4010 to 4014), or the HTTP status 401
	Reason string // for the operator: what is wrong and what to do
}

// Error is the reason, with the code.
func (e *RefusedError) Error() string { return fmt.Sprintf("%s (%d)", e.Reason, e.Code) }

// RESTError is an answer of Discord's REST interface that is no success.
// Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes
type RESTError struct {
	Method, Route string // the route as Discord's documentation writes it, so that no token that stands in an address is shown
	Status        int    // HTTP status
	Code          int    // Discord's own code, such as 10062 for an interaction that is unknown or too old; 0 if it gave none
	Detail        string // the beginning of the answer's body

	retryAfter time.Duration
}

// DiscordCode is e.Code, for who knows the error as an interface only.
func (e *RESTError) DiscordCode() int { return e.Code }

// Error names the request and what came back.
func (e *RESTError) Error() string {
	return fmt.Sprintf("%s %s: HTTP %d: %s", e.Method, e.Route, e.Status, e.Detail)
}

const tokenRefused = "Discord refused the bot token: make a new one at https://discord.com/developers/applications (Bot, Reset Token) and set DISCORD_TOKEN"

// closeReason is the sentence for a close code after which Discord wants no new connection, "" for any other code.
// Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
func closeReason(code int) string {
	switch code {
	case 4004:
		return tokenRefused
	case 4010:
		return "Discord's gateway refused our shard number"
	case 4011:
		return "the bot is in too many servers for one connection, Discord asks for shards"
	case 4012:
		return "Discord's gateway no longer speaks this version of the API: a newer Ibid is needed"
	case 4013:
		return "Discord's gateway does not know the intents we asked for: a newer Ibid is needed"
	case 4014:
		return "Discord's gateway does not allow the intents we asked for, although none of them is privileged: look at the application's Bot page at https://discord.com/developers/applications"
	}
	return ""
}

// refusal returns what is final in an error of the gateway or of the REST interface, nil if trying again may help.
func refusal(err error) error {
	var closed *websocket.CloseError
	if errors.As(err, &closed) && closeReason(closed.Code) != "" {
		return &RefusedError{Code: closed.Code, Reason: closeReason(closed.Code)}
	}
	var rest *RESTError
	if errors.As(err, &rest) && rest.Status == http.StatusUnauthorized {
		return &RefusedError{Code: rest.Status, Reason: tokenRefused}
	}
	return nil
}

// restError turns what discordgo returned for a request into an error that shows neither the address, in which the token of an
// interaction may stand, nor the request's headers.
func restError(method, route string, err error) error {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) {
		e := &RESTError{Method: method, Route: route, Status: rest.Response.StatusCode, Detail: shorten(rest.ResponseBody)}
		if rest.Message != nil {
			e.Code = rest.Message.Code
		}
		return e
	}
	var limited *discordgo.RateLimitError
	if errors.As(err, &limited) {
		e := &RESTError{Method: method, Route: route, Status: http.StatusTooManyRequests, retryAfter: limited.RetryAfter}
		e.Detail = "retry after " + limited.RetryAfter.String()
		return e
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		// The one answer that discordgo decodes here is a 429. It is no JSON when it comes from the proxy before Discord, which bans
		// for long.
		return &RESTError{Method: method, Route: route, Status: http.StatusTooManyRequests, Detail: "no JSON", retryAfter: time.Minute}
	}
	if body, is502 := strings.CutPrefix(err.Error(), "Exceeded Max retries HTTP 502 Bad Gateway, "); is502 {
		// discordgo would repeat a 502 by itself and at once, which it is told not to; it has no type for it then.
		return &RESTError{Method: method, Route: route, Status: http.StatusBadGateway, Detail: shorten([]byte(body))}
	}
	return fmt.Errorf("%s %s: %w", method, route, withoutAddress(err))
}

// withoutAddress takes the address off an error of net/http.
func withoutAddress(err error) error {
	var address *url.Error
	if errors.As(err, &address) {
		return address.Err
	}
	return err
}

// shorten keeps the beginning of an answer's body, on one line: an error page can be long.
func shorten(body []byte) string {
	var line bytes.Buffer
	if json.Compact(&line, body) != nil {
		line.Write(bytes.Join(bytes.Fields(body), []byte(" ")))
	}
	const most = 300
	if line.Len() > most {
		return string(bytes.ToValidUTF8(line.Bytes()[:most], nil)) + "…"
	}
	return line.String()
}
