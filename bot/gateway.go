package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// steadyAfter is how long a connection must have lasted for the waits to start anew. A gateway that drops us as soon as we are ready is
// not well: it is asked ever more seldom, as each new session counts towards the thousand that Discord allows a day.
const steadyAfter = time.Minute

// stayConnected keeps a link to the gateway until ctx ends, or until Discord wants no further attempt.
//
// discordgo tells a close code only when the socket is closed while Open waits for READY; later ones are lost. So after a link that
// was lost before it was ready, and after any close code seen, the next attempt begins a new session: its Identify then happens within
// Open, and a final code (4004, 4010 to 4014) is seen. A link that was ready is resumed, and if its code was a final one, Discord
// either gives the same one again or refuses the resume (opcode 9), which leads to the first case.
//
// Opcode 9 (invalid session) ends the connection, see [line]. discordgo does not tell whether the session can be resumed, so when the
// link was ready that is tried, which at worst costs a resume that is refused; otherwise a new session begins.
func (b *Bot) stayConnected(ctx, work context.Context) error {
	defer b.status.setGateway(stopped)
	link := b.newLink(work)
	for failures := 0; ; failures++ {
		end := link.serve(ctx)
		b.status.setGateway(connecting)
		if final := refusal(end.err); final != nil {
			return final
		}
		if ctx.Err() != nil {
			b.log.Info("gateway closed")
			return nil
		}
		if end.steady() {
			failures = 0
		}
		wait := max(b.options.Backoff(failures), askedWait(end.err))
		b.log.Warn("gateway connection lost", "was_ready", end.wasReady, "error", end.err, "again_at", time.Now().Add(wait))
		if !end.resumable {
			link = b.newLink(work)
		}
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

// link is one session at the gateway: discordgo's, and what we watch of it. It may live through several connections.
type link struct {
	bot     *Bot
	session *discordgo.Session
	line    *line // under the socket
	ready   atomic.Bool
	lost    chan struct{} // has a value when discordgo has closed the socket
}

func (b *Bot) newLink(work context.Context) *link {
	l := &link{bot: b, session: newSession(b.options.Token), lost: make(chan struct{}, 1)}
	l.session.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { l.take(work, e) })
	l.session.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case l.lost <- struct{}{}:
		default:
		}
	})
	return l
}

// ending is how a connection ended.
type ending struct {
	err       error // of opening it, or why we ended it ourselves
	wasReady  bool
	resumable bool // the session may still be known to Discord
	lasted    time.Duration
}

func (e ending) steady() bool { return e.wasReady && e.lasted >= steadyAfter }

// serve opens a connection and watches it until it is lost or ctx ends.
func (l *link) serve(ctx context.Context) ending {
	select {
	case <-l.lost:
	default:
	}
	began := time.Now()
	dialled, err := l.open(ctx)
	if err != nil {
		l.ready.Store(false)
		return ending{err: gatewayError(err), resumable: !dialled || errors.Is(err, websocket.ErrBadHandshake)}
	}
	l.watch(ctx, began)
	wasReady := l.ready.Swap(false)
	return ending{err: l.line.reason(), wasReady: wasReady, resumable: wasReady, lasted: time.Since(began)}
}

// gatewayError is the error of opening a connection, without addresses.
func gatewayError(err error) error {
	var (
		answer  *discordgo.RESTError
		limited *discordgo.RateLimitError
		address *url.Error
	)
	if errors.As(err, &answer) || errors.As(err, &limited) || errors.As(err, &address) {
		return restError("GET", "/gateway/bot", err)
	}
	return fmt.Errorf("gateway: %w", err)
}

// open runs discordgo's Open, which knows no context and waits for ever for a server that says nothing, under one: when it ends, the
// connection below the socket is closed. It reports whether there was such a connection.
func (l *link) open(ctx context.Context) (dialled bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, l.bot.options.OpenTimeout)
	defer cancel()
	letBe := func() bool { return true }
	l.line = new(line)
	l.session.Client = &http.Client{Transport: within{ctx, l.bot.transport}, CheckRedirect: refuseRedirect}
	l.session.Dialer = &websocket.Dialer{
		Proxy:            http.ProxyFromEnvironment,
		HandshakeTimeout: l.bot.options.OpenTimeout,
		WriteBufferPool:  l.line,
		NetDialContext: func(_ context.Context, network, address string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			l.line.Conn, dialled = conn, true
			letBe = context.AfterFunc(ctx, func() { conn.Close() })
			return l.line, nil
		},
	}
	err = l.session.Open()
	letBe()
	if errors.Is(err, discordgo.ErrWSAlreadyOpen) {
		// Two of discordgo's goroutines saw the last connection end, and the second one's word of it was taken for the end of this one.
		l.session.Close()
	}
	return dialled, err
}

// within sends requests under a context: discordgo's Open has none to give.
type within struct {
	ctx  context.Context
	next http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (w within) RoundTrip(req *http.Request) (*http.Response, error) {
	return w.next.RoundTrip(req.WithContext(w.ctx))
}

// watch returns when the connection is lost, or closes it when ctx ends.
func (l *link) watch(ctx context.Context, began time.Time) {
	look := time.NewTicker(ackGrace / 10)
	defer look.Stop()
	for {
		select {
		case <-l.lost:
			return
		case <-ctx.Done():
			l.session.Close()
			return
		case now := <-look.C:
			if !l.ready.Load() && now.Sub(began) > l.bot.options.OpenTimeout {
				l.line.hangUp(errNeverReady)
			}
			if l.line.dead(l.acknowledged(), now) {
				l.line.hangUp(errSilent)
			}
		}
	}
}

// acknowledged is when a heartbeat was last acknowledged.
func (l *link) acknowledged() time.Time {
	l.session.RLock()
	defer l.session.RUnlock()
	return l.session.LastHeartbeatAck
}

// take is called by discordgo for each event, one after another; during Open it holds the session's lock, so nothing here may use it.
func (l *link) take(work context.Context, e *discordgo.Event) {
	arrived := time.Now()
	var err error
	switch e.Type {
	case "READY":
		err = l.takeReady(e.RawData)
	case "RESUMED":
		l.isReady("resumed")
	case "INTERACTION_CREATE":
		i := interaction{bot: l.bot, raw: e.RawData, arrived: arrived}
		if err = json.Unmarshal(e.RawData, &i.head); err == nil && i.head.answerable() {
			l.bot.accept(work, i)
		}
	case "MESSAGE_CREATE":
		m := incoming{bot: l.bot, raw: e.RawData, arrived: arrived}
		if err = json.Unmarshal(e.RawData, &m.head); err == nil && m.head.forUs(l.bot.self.userID) {
			l.bot.accept(work, m)
		}
		l.watchMessage(m.head, e.RawData)
	case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		err = l.watchDeleted(e.RawData)
	case "CHANNEL_PINS_UPDATE":
		err = l.watchPins(e.RawData)
	}
	if err != nil {
		l.bot.log.Error("gateway event cannot be read", "type", e.Type, "error", err)
	}
}

// watchMessage tells the watcher of a message of our own.
func (l *link) watchMessage(head messageHead, raw []byte) {
	w := l.bot.watcher
	if w == nil || head.GuildID == "" || head.Author.ID == "" || head.Author.ID != l.bot.self.userID {
		return
	}
	if tree, err := parse(raw); err == nil {
		message, _ := tree.(map[string]any)
		w.Sent(head.ChannelID, head.ID, customIDs(message["components"]))
	}
}

// watchDeleted tells the watcher of messages that were deleted.
func (l *link) watchDeleted(raw []byte) error {
	var deleted struct {
		ID  string   `json:"id"`
		IDs []string `json:"ids"`
	}
	if err := json.Unmarshal(raw, &deleted); err != nil || l.bot.watcher == nil {
		return err
	}
	if deleted.ID != "" {
		deleted.IDs = append(deleted.IDs, deleted.ID)
	}
	for _, id := range deleted.IDs {
		l.bot.watcher.Gone(id)
	}
	return nil
}

// watchPins tells the watcher where pins changed.
func (l *link) watchPins(raw []byte) error {
	var changed struct {
		ChannelID string `json:"channel_id"`
	}
	err := json.Unmarshal(raw, &changed)
	if err == nil && l.bot.watcher != nil {
		l.bot.watcher.PinsChanged(changed.ChannelID)
	}
	return err
}

func (l *link) takeReady(raw []byte) error {
	var ready struct {
		User        named `json:"user"`
		Application named `json:"application"`
	}
	if err := json.Unmarshal(raw, &ready); err != nil {
		return err
	}
	l.bot.self.learn(ready.User.ID, ready.Application.ID)
	l.isReady("new")
	return nil
}

func (l *link) isReady(session string) {
	l.ready.Store(true)
	l.bot.status.setGateway(connected)
	l.bot.log.Info("gateway ready", "session", session)
}
