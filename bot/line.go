package bot

import (
	"cmp"
	"errors"
	"net"
	"slices"
	"sync"
	"time"
)

// line is the network connection under a gateway socket, and watches what discordgo sends on it. discordgo hides two things that
// concern us: it answers opcode 9 (invalid session) by identifying again at once on the same socket, as often as it is told, although
// Discord asks for a pause, allows one identify in 5 s and 1,000 a day, and resets the token of a bot that needs more; and it notices
// an unanswered heartbeat only after five of them, without telling the interval.
//
// It is the socket's [websocket.BufferPool] too, as that is asked for a buffer once for each message: so what is a handshake
// (a proxy's, TLS's, the socket's) or a pong is told from a message, and under TLS as well.
// Source: https://docs.discord.com/developers/events/gateway#identifying and #session-start-limit-object
type line struct {
	net.Conn

	mu       sync.Mutex
	messages int         // how many have been begun
	beats    []time.Time // when heartbeats were sent that are not known to be acknowledged
	broken   error       // why we closed the connection ourselves
}

var (
	errInvalidSession = errors.New("the gateway says that the session is invalid (opcode 9)")
	errSilent         = errors.New("the gateway has not acknowledged the last heartbeats")
	errNeverReady     = errors.New("the gateway has not let us become ready")
)

// longestBeat is more bytes than a heartbeat or a pong takes on the wire, even in a TLS record (at most 160), and fewer than discordgo's
// identify does: its field names alone take more.
const longestBeat = 200

// Get is called when a message begins. The first one of a connection identifies or resumes; after it discordgo sends heartbeats, and
// nothing else that we ask for.
func (l *line) Get() any {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.messages++
	if l.messages > 1 {
		l.beats = append(l.beats, time.Now())
	}
	return nil
}

// Put completes [websocket.BufferPool]. Messages are few and small, so their buffers are not kept.
func (l *line) Put(any) {}

// Write refuses to identify a second time, and closes the connection instead.
func (l *line) Write(p []byte) (int, error) {
	l.mu.Lock()
	again := l.messages > 1 && len(p) > longestBeat
	l.mu.Unlock()
	if again {
		l.hangUp(errInvalidSession)
		return 0, errInvalidSession
	}
	return l.Conn.Write(p)
}

// hangUp closes the connection without a close code: after discordgo's 1000, Discord would forget the session.
func (l *line) hangUp(reason error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = cmp.Or(l.broken, reason)
	l.Conn.Close()
}

func (l *line) reason() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.broken
}

// ackGrace is how long an acknowledgement may take, whatever the interval: a heartbeat that the server asks for (opcode 1) can follow
// another one at once.
const ackGrace = time.Second

// dead reports whether two heartbeats were sent since the last acknowledgement, so that the first of them went unanswered.
// Source: https://docs.discord.com/developers/events/gateway#heartbeat-interval
func (l *line) dead(acknowledged, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.beats = slices.DeleteFunc(l.beats, func(sent time.Time) bool { return !sent.After(acknowledged) })
	return len(l.beats) > 1 && now.Sub(l.beats[0]) > ackGrace
}
