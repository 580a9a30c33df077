package sandbox

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// This file is what a client sends to the gateway, and what it gets for it. Its functions return the code to close
// the connection with, or 0, and are called with Server.mu held.

// arrive greets a client, or closes the connection if it asks for what the sandbox does not speak: another version,
// another encoding (etf) or another compression (zstd-stream). Discord documents a close code for the first only.
func (s *Server) arrive(c *conn, query url.Values) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns[c] = true
	if query.Get("compress") == "zlib-stream" {
		c.stream = newZlibStream()
	}
	c.push(opHello, object{"heartbeat_interval": s.options.HeartbeatInterval.Milliseconds()})
	c.version, _ = strconv.Atoi(query.Get("v"))
	if c.version != 9 && c.version != 10 || !slices.Contains([]string{"", "json"}, query.Get("encoding")) ||
		!slices.Contains([]string{"", "zlib-stream"}, query.Get("compress")) {
		s.drop(c, closeInvalidVersion)
	}
	if s.closed || s.outageFor() > 0 { // since the connection was let in
		s.drop(c, closeAbnormal)
	}
	s.awaitHeartbeat(c)
}

// received is a payload as a client sends it.
type received struct {
	Op   *int            `json:"op"`
	Data json.RawMessage `json:"d"`
}

// receive takes what a client sent.
func (s *Server) receive(c *conn, data []byte) int {
	if c.closing != 0 || c.gone {
		return 0
	}
	var p received
	if len(data) > maxGatewayPayload || json.Unmarshal(data, &p) != nil || p.Op == nil {
		return closeDecode
	}
	s.logFrame(Frame{FromBot: true, Op: *p.Op, Data: p.Data})
	if !c.maySend(s.world.clock.Now()) {
		return closeRateLimited
	}
	switch *p.Op {
	case opHeartbeat:
		return s.heartbeat(c)
	case opIdentify:
		return s.identify(c, p.Data)
	case opResume:
		return s.resume(c, p.Data)
	case opPresence, opVoiceState, opRequestMembers, opRequestSounds, opRequestInfo:
		return s.receiveInSession(c, *p.Op, p.Data)
	}
	return closeUnknownOpcode
}

// maySend says whether a client may send once more, and counts it,
// https://docs.discord.com/developers/events/gateway#rate-limiting.
func (c *conn) maySend(now time.Time) bool {
	c.sends = slices.DeleteFunc(c.sends, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	c.sends = append(c.sends, now)
	return len(c.sends) <= maxGatewaySends
}

// heartbeat takes a heartbeat, https://docs.discord.com/developers/events/gateway#sending-heartbeats.
func (s *Server) heartbeat(c *conn) int {
	c.beats++
	s.world.gateway.Heartbeats++
	s.awaitHeartbeat(c)
	if !s.weather.SilentHeartbeats {
		c.push(opHeartbeatAck, nil)
		s.world.notify()
	}
	return 0
}

// awaitHeartbeat closes a connection of which no further heartbeat comes in time.
func (s *Server) awaitHeartbeat(c *conn) {
	beats := c.beats
	if c.stopWaiting != nil {
		c.stopWaiting()
	}
	if s.options.HeartbeatTimeout == 0 {
		return
	}
	c.stopWaiting = s.world.clock.AfterFunc(s.options.HeartbeatTimeout, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if c.beats == beats {
			s.drop(c, closeTimedOut)
		}
	})
}

// identify begins a session, https://docs.discord.com/developers/events/gateway-events#identify.
func (s *Server) identify(c *conn, data json.RawMessage) int {
	var in identity
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	if c.session != nil {
		return closeTwice
	}
	if code := s.refuses(in); code != 0 {
		return code
	}
	w, now := s.world, s.world.clock.Now()
	switch key := in.shard()[0] % s.options.MaxConcurrency; {
	case s.weather.RateLimits && s.starts.tooEarly(key, now):
		c.push(opInvalidSession, false)
		w.notify()
		return 0
	case s.starts.remaining(now) == 0:
		s.revokeToken()
		return closeAuthentication
	default:
		s.starts.add(key, now)
	}
	ses := w.addSession(in, s.resumeURL(), c.version)
	ses.conn, c.session, c.read = c, ses, 0
	w.notify()
	s.log.Info("gateway: identified", "intents", ses.intents)
	return 0
}

// An identity is what a client says of itself.
type identity struct {
	Token    string  `json:"token"`
	Intents  *int    `json:"intents"`
	Shard    *[2]int `json:"shard"`
	Compress bool    `json:"compress"`
}

func (in identity) shard() [2]int {
	if in.Shard == nil {
		return [2]int{0, 1}
	}
	return *in.Shard
}

// refuses returns the code with which an identify is refused, or 0.
func (s *Server) refuses(in identity) int {
	shard := in.shard()
	switch {
	case !s.isGatewayToken(in.Token):
		return closeAuthentication
	case in.Intents == nil || *in.Intents&^knownIntents != 0:
		return closeInvalidIntents
	case *in.Intents&privilegedIntents&^s.options.GrantedIntents != 0:
		return closeDisallowedIntents
	case shard[0] < 0 || shard[0] >= shard[1]:
		return closeInvalidShard
	case s.options.ShardingRequired && shard[1] < s.options.Shards:
		return closeShardingRequired
	}
	return 0
}

// isGatewayToken says whether a token sent to the gateway is the bot's. Some libraries send it with the word "Bot".
func (s *Server) isGatewayToken(token string) bool {
	return s.isToken(token) || s.isToken("Bot "+token)
}

// resume continues a session: what the client missed, and RESUMED,
// https://docs.discord.com/developers/events/gateway#resuming.
func (s *Server) resume(c *conn, data json.RawMessage) int {
	var in struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       int    `json:"seq"`
	}
	switch {
	case json.Unmarshal(data, &in) != nil:
		return closeDecode
	case c.session != nil:
		return closeTwice
	case !s.isGatewayToken(in.Token):
		return closeAuthentication
	}
	ses := s.world.sessions[in.SessionID]
	if ses == nil || s.world.timedOut(ses) {
		c.push(opInvalidSession, false)
		s.world.notify()
		return 0
	}
	if _, ok := ses.after(in.Seq); !ok {
		delete(s.world.sessions, ses.id)
		return closeInvalidSeq
	}
	if ses.conn != nil {
		s.drop(ses.conn, closeAbnormal)
	}
	ses.add("RESUMED", object{"_trace": []string{"sandbox"}})
	ses.conn, c.session, c.read = c, ses, in.Seq
	s.world.gateway.Resumes++
	if c.resuming {
		s.world.gateway.ResumesAtResumeURL++
	}
	s.world.notify()
	s.log.Info("gateway: resumed")
	return 0
}

// receiveInSession takes what only a client with a session may send. Voice and soundboards are not part of the sandbox.
func (s *Server) receiveInSession(c *conn, op int, data json.RawMessage) int {
	if c.session == nil || c.session.conn != c {
		return closeNotAuthenticated
	}
	switch op {
	case opPresence:
		var p presence
		if json.Unmarshal(data, &p) != nil || !p.valid() {
			return closeDecode
		}
		return 0
	case opRequestMembers:
		return s.requestMembers(c.session, data)
	}
	return closeUnknownOpcode
}

// A presence is how the bot wants to be seen. The sandbox has no presences: it only looks whether Discord would take
// this one, https://docs.discord.com/developers/events/gateway-events#update-presence.
type presence struct {
	Activities []object `json:"activities"`
	Status     string   `json:"status"`
}

func (p presence) valid() bool {
	return p.Activities != nil && slices.Contains([]string{"online", "dnd", "idle", "invisible", "offline"}, p.Status)
}
