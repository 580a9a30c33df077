package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
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
	opRequestSounds  = 31
	opRequestInfo    = 43
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
	closeRateLimited       = 4008
	closeTimedOut          = 4009
	closeInvalidShard      = 4010
	closeShardingRequired  = 4011
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
	ws       *websocket.Conn
	stream   *zlibStream // of a connection with transport compression; it belongs to the writer
	single   *zlibStream // for payloads that are compressed one by one; it belongs to the writer too
	version  int
	resuming bool // it came to the address for resuming
	weather  *Weather
	session  *session    // nil before identify or resume
	read     int         // sequence number of the last event in out, or before it
	out      []payload   // what is to be written
	sends    []time.Time // when the client sent its last payloads
	beats    int         // heartbeats of the client
	// stopWaiting stops the wait for the next of them; nil if there is none.
	stopWaiting func()
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

// push lets something be written, after the events that have happened so far.
func (c *conn) push(op int, data any) {
	c.takeEvents()
	c.out = append(c.out, payload{Op: op, Data: data})
}

// takeEvents lets the events be written that the connection has not been sent yet. It returns false if some of them
// are not kept any more, and takes none then.
func (c *conn) takeEvents() bool {
	if c.session == nil || c.session.conn != c || c.closing != 0 {
		return true
	}
	events, ok := c.session.after(c.read)
	for _, e := range events {
		p := payload{Op: opDispatch, Data: e.data, Seq: &e.seq, Type: &e.name}
		c.out = append(c.out, p)
		if c.weather.DuplicateEvents && !e.opens() {
			c.out = append(c.out, p)
		}
		c.read = e.seq
	}
	return ok
}

// gatewayURL is where sessions begin.
func (s *Server) gatewayURL() string { return "ws://" + s.addr + gatewayPath }

// resumeURL is where sessions are resumed,
// https://docs.discord.com/developers/events/gateway#preparing-to-resume.
func (s *Server) resumeURL() string { return "ws://" + s.addr + resumePath }

const (
	gatewayPath = "/gateway"
	resumePath  = "/gateway/resume/"
)

// serveGateway is one connection of a client to the gateway.
func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	out := s.outageFor() > 0
	s.mu.Unlock()
	if out {
		http.Error(w, "upstream unavailable", http.StatusServiceUnavailable)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "" }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{ws: ws, weather: &s.weather, resuming: strings.HasPrefix(r.URL.Path, resumePath)}
	ws.SetCloseHandler(func(code int, _ string) error {
		s.leave(c, code) // before the client learns that its leaving was noticed
		return ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(farewell))
	})
	s.arrive(c, r.URL.Query())

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
	if !c.gone && c.closing == 0 { // who closes first says how
		s.end(c, code)
	}
	c.gone = true
	if c.stopWaiting != nil {
		c.stopWaiting()
	}
	s.world.notify()
}

// drop closes a connection with a code, and detaches its session.
func (s *Server) drop(c *conn, code int) {
	if c.closing != 0 || c.gone {
		return
	}
	s.log.Info("gateway: closing a connection", "code", code)
	c.takeEvents() // they were sent before
	c.closing = code
	s.end(c, code)
}

// end is the end of a connection: its session waits for another, or is over too.
func (s *Server) end(c *conn, code int) {
	s.world.detach(c, code)
	s.world.gateway.closed(code)
	s.logFrame(Frame{FromBot: c.closing == 0, Close: code})
}

// write sends what there is to send until the connection ends.
func (s *Server) write(c *conn) {
	for {
		batch, changed := s.next(c)
		for _, l := range batch {
			kind, data := c.pack(l)
			if c.ws.SetWriteDeadline(time.Now().Add(farewell)) != nil || c.ws.WriteMessage(kind, data) != nil {
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
func (s *Server) next(c *conn) ([]letter, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !c.takeEvents() { // it reads much too slowly
		s.drop(c, closeReconnect)
	}
	var batch []letter
	for _, p := range c.out {
		data, err := s.encode(p)
		if err != nil {
			s.log.Error("encode a payload", "error", err)
			continue
		}
		batch = append(batch, letter{data: data, compress: c.session != nil && c.session.compress})
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
		data, err := c.readMessage()
		if err != nil {
			var e *websocket.CloseError
			if errors.As(err, &e) {
				return e.Code
			}
			return closeAbnormal
		}
		s.mu.Lock()
		if code := s.receive(c, data); code != 0 {
			s.drop(c, code)
		}
		s.mu.Unlock()
	}
}

// readMessage reads what a client sends, but no more of it than is needed to see that it is too long.
func (c *conn) readMessage() ([]byte, error) {
	_, r, err := c.ws.NextReader()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, maxGatewayPayload+1))
}
