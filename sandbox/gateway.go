package sandbox

import (
	"encoding/json"
	"errors"
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
	closeAbnormal          = websocket.CloseAbnormalClosure // stands for no close frame at all
	closeReconnect         = 4000                           // unknown error; any code that lets the client resume
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
	session *session  // nil before identify or resume
	sent    int       // sequence number of the last event in out, or before it
	out     []payload // what is to be written
	// closing is the code to close the connection with; 0 while it stays open.
	closing int
	gone    bool // the client has left
}

// A payload is what either side sends, https://docs.discord.com/developers/events/gateway-events#payload-structure.
type payload struct {
	Op   int     `json:"op"`
	Data any     `json:"d"`
	Seq  *int    `json:"s"` // of a dispatch
	Type *string `json:"t"`
}

// received is a payload as a client sends it.
type received struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
}

// push lets something be written, after the events that have happened so far.
func (c *conn) push(op int, data any) {
	c.takeEvents()
	c.out = append(c.out, payload{Op: op, Data: data})
}

// takeEvents lets the events be written that the connection has not been sent yet.
func (c *conn) takeEvents() {
	if c.session == nil || c.session.conn != c || c.closing != 0 {
		return
	}
	events, _ := c.session.after(c.sent)
	for _, e := range events {
		c.out = append(c.out, payload{Op: opDispatch, Data: e.data, Seq: &e.seq, Type: &e.name})
		c.sent = e.seq
	}
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
	c.push(opHello, object{"heartbeat_interval": s.heartbeat.Milliseconds()})
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
		for _, data := range batch {
			if c.ws.SetWriteDeadline(time.Now().Add(farewell)) != nil || c.ws.WriteMessage(websocket.TextMessage, data) != nil {
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
func (s *Server) next(c *conn) ([][]byte, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.takeEvents()
	var batch [][]byte
	for _, p := range c.out {
		data, err := s.encode(p)
		if err != nil {
			s.log.Error("encode a payload", "error", err)
			continue
		}
		batch = append(batch, data)
	}
	c.out = nil
	return batch, s.world.changed
}

// encode makes a payload ready for writing, and puts it into the wire log. Server.mu is held.
func (s *Server) encode(p payload) ([]byte, error) {
	data, err := json.Marshal(p.Data)
	if err != nil {
		return nil, err
	}
	f := Frame{Op: p.Op, Data: data}
	if p.Op == opDispatch {
		f.Type, f.Seq = *p.Type, *p.Seq
	}
	s.logFrame(f)
	p.Data = json.RawMessage(data)
	return json.Marshal(p)
}

// close sends a close frame; with 1006, which stands for no frame at all, it cuts the connection.
func (c *conn) close(code int) {
	if code == closeAbnormal {
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
			return closeAbnormal
		}
		var p received
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
func (s *Server) take(c *conn, p received) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.closing != 0 {
		return 0
	}
	s.logFrame(Frame{FromBot: true, Op: p.Op, Data: p.Data})
	switch p.Op {
	case opHeartbeat:
		c.push(opHeartbeatAck, nil)
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
