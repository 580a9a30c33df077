package sandbox

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/websocket"
)

// Opcodes, https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoiceState     = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Close codes, https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes.
const (
	closeReconnect         = 4000 // unknown error; any code that lets the client resume
	closeUnknownOpcode     = 4001
	closeDecode            = 4002
	closeNotAuthenticated  = 4003
	closeAuthentication    = 4004
	closeTwice             = 4005
	closeInvalidSeq        = 4007
	closeTimedOut          = 4009
	closeInvalidShard      = 4010
	closeInvalidVersion    = 4012
	closeInvalidIntents    = 4013
	closeDisallowedIntents = 4014
)

// endsSession says whether a session cannot be resumed after a connection was closed with that code.
func endsSession(code int) bool {
	switch code {
	case websocket.CloseNormalClosure, websocket.CloseGoingAway, closeAuthentication, closeInvalidSeq, closeTimedOut:
		return true
	}
	return code >= closeInvalidShard && code <= closeDisallowedIntents
}

// farewell is how long a client has to take what is sent, or to answer a close frame, before its connection is cut.
const farewell = 5 * time.Second

// A conn is one WebSocket connection of a client. Its fields are guarded by Server.mu, the socket's two directions
// belong to one goroutine each.
type conn struct {
	ws      *websocket.Conn
	version int
	session *session // nil before identify or resume
	sent    int      // sequence number of the last event that was written
	control []object // what is to be written before further events
	// closing is the code to close the connection with; 0 while it stays open.
	closing int
	gone    bool // the client has left
}

// payload is what a client sends.
type payload struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
}

func (s *Server) gatewayURL() string { return "ws://" + s.addr + "/gateway" }

// serveGateway is one connection of a client to the gateway.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "" }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{ws: ws}
	ws.SetCloseHandler(func(code int, _ string) error {
		s.leave(c, code) // before the client learns that its leaving was noticed
		return ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(farewell))
	})
	c.version, _ = strconv.Atoi(r.URL.Query().Get("v"))
	if c.version != 9 && c.version != 10 {
		c.closing = closeInvalidVersion
	}
	c.control = []object{{"op": opHello, "d": object{"heartbeat_interval": s.heartbeat.Milliseconds()}}}
	s.mu.Lock()
	s.conns[c] = true
	s.mu.Unlock()

	done := make(chan struct{})
	go func() {
		defer close(done)
		s.write(c)
	}()
	code := s.read(c)
	s.leave(c, code)
	<-done
	_ = ws.Close() // it may be closed already
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
}

// leave detaches a connection whose client has gone, with a close code or without (1006).
func (s *Server) leave(c *conn, code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.gone = true
	if c.closing != 0 {
		code = c.closing // who closes first says how
	}
	s.world.detach(c, code)
	s.world.notify()
}

// write sends what there is to send until the connection ends.
func (s *Server) write(c *conn) {
	for {
		batch, changed := s.next(c)
		for _, o := range batch {
			if c.ws.SetWriteDeadline(time.Now().Add(farewell)) != nil || c.ws.WriteJSON(o) != nil {
				_ = c.ws.Close() // makes the reader end
				return
			}
		}
		s.mu.Lock()
		code, gone := c.closing, c.gone
		s.mu.Unlock()
		switch {
		case gone:
			return
		case code != 0:
			c.close(code)
			return
		}
		<-changed
	}
}

// next takes what is to be written to a connection now, and the channel that tells of more.
func (s *Server) next(c *conn) ([]object, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	batch := c.control
	c.control = nil
	if c.session != nil && c.session.conn == c && c.closing == 0 {
		events, _ := c.session.after(c.sent)
		for _, e := range events {
			batch = append(batch, object{"op": opDispatch, "t": e.name, "s": e.seq, "d": e.data})
			c.sent = e.seq
		}
	}
	return batch, s.world.changed
}

// close sends a close frame; with 1006, which stands for no frame at all, it cuts the connection.
func (c *conn) close(code int) {
	if code == websocket.CloseAbnormalClosure {
		_ = c.ws.Close()
		return
	}
	end := time.Now().Add(farewell)
	if c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), end) != nil ||
		c.ws.SetReadDeadline(end) != nil {
		_ = c.ws.Close() // it is broken already
	}
}

// read takes what a client sends until it leaves, and returns the code it left with.
func (s *Server) read(c *conn) int {
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			var e *websocket.CloseError
			if errors.As(err, &e) {
				return e.Code
			}
			return websocket.CloseAbnormalClosure
		}
		var p payload
		code := closeDecode
		if len(data) <= maxGatewayPayload && json.Unmarshal(data, &p) == nil {
			code = s.take(c, p)
		}
		if code != 0 {
			s.mu.Lock()
			s.drop(c, code)
			s.mu.Unlock()
		}
	}
}

// take handles what a client sent, and returns the code to close the connection with, or 0.
func (s *Server) take(c *conn, p payload) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.closing != 0 {
		return 0
	}
	switch p.Op {
	case opHeartbeat:
		c.control = append(c.control, object{"op": opHeartbeatAck, "d": nil})
		s.world.notify()
	case opIdentify:
		return s.identify(c, p.Data)
	case opResume:
		return s.resume(c, p.Data)
	case opPresence, opVoiceState, opRequestMembers:
		if c.session == nil {
			return closeNotAuthenticated
		}
	default:
		return closeUnknownOpcode
	}
	return 0
}

// identify begins a session, https://docs.discord.com/developers/events/gateway-events#identify.
func (s *Server) identify(c *conn, data json.RawMessage) int {
	var in struct {
		Token   string  `json:"token"`
		Intents *int    `json:"intents"`
		Shard   *[2]int `json:"shard"`
	}
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	shard := [2]int{0, 1}
	if in.Shard != nil {
		shard = *in.Shard
	}
	switch {
	case c.session != nil:
		return closeTwice
	case !s.isToken(in.Token) && in.Token != s.token:
		return closeAuthentication
	case in.Intents == nil || *in.Intents&^knownIntents != 0:
		return closeInvalidIntents
	case *in.Intents&privilegedIntents&^s.granted != 0:
		return closeDisallowedIntents
	case shard[0] < 0 || shard[0] >= shard[1]:
		return closeInvalidShard
	}
	ses := s.world.addSession(*in.Intents, shard, s.gatewayURL(), c.version)
	ses.conn, c.session, c.sent = c, ses, 0
	s.log.Info("gateway: identified", "intents", *in.Intents)
	return 0
}

// resume continues a session: what the client missed, and RESUMED,
// https://docs.discord.com/developers/events/gateway#resuming.
func (s *Server) resume(c *conn, data json.RawMessage) int {
	var in struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       int    `json:"seq"`
	}
	if json.Unmarshal(data, &in) != nil {
		return closeDecode
	}
	if !s.isToken(in.Token) && in.Token != s.token {
		return closeAuthentication
	}
	ses := s.world.sessions[in.SessionID]
	if ses == nil || s.world.timedOut(ses) {
		c.control = append(c.control, object{"op": opInvalidSession, "d": false})
		s.world.notify()
		return 0
	}
	if _, ok := ses.after(in.Seq); !ok {
		delete(s.world.sessions, ses.id)
		return closeInvalidSeq
	}
	if ses.conn != nil {
		s.drop(ses.conn, websocket.CloseAbnormalClosure)
	}
	ses.add("RESUMED", object{"_trace": []string{"sandbox"}})
	ses.conn, c.session, c.sent = c, ses, in.Seq
	s.world.gateway.Resumes++
	s.world.notify()
	s.log.Info("gateway: resumed")
	return 0
}

// drop closes a connection with a code, and detaches its session.
func (s *Server) drop(c *conn, code int) {
	if c.closing != 0 {
		return
	}
	c.closing = code
	s.world.detach(c, code)
	s.log.Info("gateway: closing a connection", "code", code)
	s.world.notify()
}

// DropConnections closes every gateway connection with a close code, 1006 to drop them without a word. The sessions
// can be resumed, unless the code is 1000 or 1001 or one after which Discord forbids it.
func (s *Server) DropConnections(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		s.drop(c, code)
	}
}

// RequestReconnect asks every client to reconnect and resume (opcode 7). Sessions count as disconnected from then on.
func (s *Server) RequestReconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.control = append(c.control, object{"op": opReconnect, "d": nil})
		s.world.detach(c, closeReconnect)
	}
	s.world.notify()
}

// InvalidateSessions tells every client that its session is gone (opcode 9, not resumable), and forgets it. The
// client may identify again on the same connection.
func (s *Server) InvalidateSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		if c.session != nil {
			delete(s.world.sessions, c.session.id)
			c.session.conn, c.session = nil, nil
		}
		c.control = append(c.control, object{"op": opInvalidSession, "d": false})
	}
	s.world.notify()
}

// isLoopback says whether an address (host, or host and port) is this machine's own.
func isLoopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	if ip == nil && len(host) > 2 && host[0] == '[' {
		ip = net.ParseIP(host[1 : len(host)-1])
	}
	return ip != nil && ip.IsLoopback()
}
