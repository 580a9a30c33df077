package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// transport sends what discordgo asks for to the API base of one bot. discordgo builds every address from package variables, which
// all bots of a process share; so they are left alone, and addresses are rewritten here.
//
// It is also the only place where the bot token meets a request that is sent, so no other host can be sent it.
type transport struct {
	base  *url.URL // its path ends without a slash
	token string
	next  http.RoundTripper
}

// newTransport checks the API base.
func newTransport(base, token string) (*transport, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return nil, errors.New("this is no address")
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, errors.New("the address must begin with http:// or https:// and a host")
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		return nil, errors.New("the address may have a scheme, a host and a path, and nothing else")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return &transport{base: u, token: token, next: http.DefaultTransport}, nil
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	path, ours := strings.CutPrefix(req.URL.String(), discordgo.EndpointAPI)
	if !ours {
		closeBody(req.Body)
		return nil, fmt.Errorf("%s is not a part of Discord's REST interface", req.URL.Host)
	}
	// Open asks for the address that needs no token; a bot's own one tells at once whether the token is good.
	gateway := path == "gateway"
	if gateway {
		path = "gateway/bot"
	}
	u, err := url.Parse(t.base.String() + "/" + path)
	if err != nil {
		closeBody(req.Body)
		return nil, fmt.Errorf("address: %w", err)
	}
	out := req.Clone(req.Context())
	out.URL, out.Host = u, u.Host
	out.Header.Set("Authorization", "Bot "+t.token)
	resp, err := t.next.RoundTrip(out)
	if err != nil || !gateway {
		return resp, err
	}
	if err := rateLimited(resp); err != nil {
		resp.Body.Close()
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return resp, nil
	}
	return t.plainGateway(resp)
}

func closeBody(body io.ReadCloser) {
	if body != nil {
		body.Close()
	}
}

// plainGateway replaces the gateway's address in an answer by one that discordgo can append its query to. It fails when the answer says
// that no session may be started: discordgo asks for the address before it starts one.
func (t *transport) plainGateway(resp *http.Response) (*http.Response, error) {
	defer resp.Body.Close()
	var answer struct {
		URL    string        `json:"url"`
		Starts sessionStarts `json:"session_start_limit"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&answer); err != nil {
		return nil, fmt.Errorf("the gateway's address: %w: %v", errUnreadable, err)
	}
	if err := answer.Starts.exhausted(); err != nil {
		return nil, err
	}
	address, err := gatewayAddress(answer.URL, t.base.Scheme == "https")
	if err != nil {
		return nil, err
	}
	answer.URL = address
	body, err := json.Marshal(answer)
	if err != nil {
		return nil, fmt.Errorf("the gateway's address: %w", err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return resp, nil
}

// gatewayAddress drops the query (discordgo appends its own, and some servers give one already) and ends the path with a slash.
// The token is sent to this address, so a server reached by https must name a wss one.
func gatewayAddress(address string, secure bool) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "ws" && u.Scheme != "wss" {
		return "", fmt.Errorf("the server names %q as its gateway, which is no ws:// or wss:// address", address)
	}
	if secure && u.Scheme != "wss" {
		return "", fmt.Errorf("the server names the unencrypted gateway %s, although it is reached by https", u.Host)
	}
	u.RawQuery, u.Fragment = "", ""
	u.Path = strings.TrimRight(u.Path, "/") + "/"
	return u.String(), nil
}

// refuseRedirect keeps the token from being carried elsewhere; Discord's REST interface never redirects.
func refuseRedirect(req *http.Request, _ []*http.Request) error {
	return fmt.Errorf("the server redirects to %s, which is not followed: set DISCORD_API_URL to the right address", req.URL.Host)
}
