package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"ibid/internal/postgrestest"
	"ibid/sandbox"
	"ibid/store/postgres"
	"ibid/store/sqlite"
)

// readyParts are what /readyz tells, and whether it says that Ibid is ready.
func readyParts(t *testing.T, addr string) (parts map[string]string, ready bool) {
	t.Helper()
	response, err := http.Get("http://" + addr + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body struct {
		Ready bool
		Parts map[string]string
	}
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return body.Parts, body.Ready
}

// freeAddr is an address of this machine that nothing listens at.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// wire leads to a database server until it is cut, and again once mended.
type wire struct {
	t       *testing.T
	addr    string
	backend func() (net.Conn, error)

	mu       sync.Mutex
	listener net.Listener
	open     []net.Conn
}

func (w *wire) mend() {
	w.t.Helper()
	listener, err := net.Listen("tcp", w.addr)
	if err != nil {
		w.t.Fatal(err)
	}
	w.mu.Lock()
	w.listener = listener
	w.mu.Unlock()
	go func() {
		for {
			front, err := listener.Accept()
			if err != nil {
				return
			}
			back, err := w.backend()
			if err != nil {
				front.Close()
				continue
			}
			w.mu.Lock()
			w.open = append(w.open, front, back)
			w.mu.Unlock()
			go func() { _, _ = io.Copy(back, front); back.Close() }()
			go func() { _, _ = io.Copy(front, back); front.Close() }()
		}
	}()
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.listener != nil {
		w.listener.Close()
	}
	for _, c := range w.open {
		c.Close()
	}
	w.listener, w.open = nil, nil
}

// wireTo leads to the server of a database; address is the database's at the
// wire's own end.
func wireTo(t *testing.T, database string) (w *wire, address string) {
	t.Helper()
	config, err := pgx.ParseConfig(database)
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{t: t, addr: freeAddr(t), backend: func() (net.Conn, error) {
		network, addr := pgconn.NetworkAddress(config.Host, config.Port)
		return net.Dial(network, addr)
	}}
	t.Cleanup(w.cut)
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Del("host")
	query.Del("port")
	query.Set("sslmode", "disable")
	u.Host, u.RawQuery = w.addr, query.Encode()
	return w, u.String()
}

// TestDatabaseComesAndGoes: where PostgreSQL cannot be reached, at the start
// or later, questions are answered, what needs it says so, and so does
// /readyz. Once it is there, all works, without a restart.
func TestDatabaseComesAndGoes(t *testing.T) {
	t.Parallel()
	database := postgrestest.Address(t)
	wire, address := wireTo(t, database)
	server := newServer(t)
	addr := freeAddr(t)
	w := connect(t, server, "--database-url", address, "--http-addr", addr)
	alice, owner := w.Person("alice"), w.Person("owner")
	asks := func() {
		t.Helper()
		w.says(w.got(alice.Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"})), "Mary Glantz")
	}
	isReady := func(store string) {
		t.Helper()
		if parts, ready := readyParts(t, addr); !ready || parts["store"] != store {
			t.Errorf("ready %t, %v; want ready and a store that is %s", ready, parts, store)
		}
	}

	asks()
	isReady("unreachable")
	w.says(w.got(owner.Slash(w.ctx, "general", "settings", nil)), "cannot be kept now")

	wire.mend()
	w.eventually(func() bool { parts, _ := readyParts(t, addr); return parts["store"] == "ready" })
	w.says(w.press(owner, w.got(owner.Slash(w.ctx, "general", "settings", nil)), "Private by default: turn on"), "Private by default: **on**")
	asks()
	isReady("ready")

	shown := w.got(owner.Slash(w.ctx, "general", "settings", nil))
	wire.cut()
	asks()
	isReady("unreachable")
	w.says(w.press(owner, shown, "Plain mode: turn on"), "cannot be kept now")

	wire.mend()
	w.eventually(func() bool { parts, _ := readyParts(t, addr); return parts["store"] == "ready" })
	w.says(w.press(owner, w.got(owner.Slash(w.ctx, "general", "settings", nil)), "Plain mode: turn on"), "Plain mode: **on**")
	kept, err := postgres.Open(database)
	w.must(err)
	defer kept.Close()
	if settings, err := kept.Settings(w.ctx, w.GuildID()); err != nil || !settings.Private || !settings.Plain {
		t.Errorf("settings are %+v (%v)", settings, err)
	}
}

// TestNoDatabase: with a database that cannot be opened questions are
// answered, and the log and /readyz say what is not there, without its
// password.
func TestNoDatabase(t *testing.T) {
	t.Parallel()
	const password = "hunter2"
	for _, address := range []string{
		"sqlite:" + filepath.Join(t.TempDir(), "none", "ibid.db"), "postgres://me:" + password + "@127.0.0.1:1/ibid",
		"postgres://me:" + password + "@127.0.0.1:port/ibid",
	} {
		t.Run(strings.ReplaceAll(address, "/", "_"), func(t *testing.T) {
			server, err := sandbox.New(sandbox.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { server.Close() })
			addr, log := freeAddr(t), new(logBuffer)
			w := connectLogging(t, server, log, "--database-url", address, "--http-addr", addr)
			w.says(w.got(w.Person("alice").Slash(w.ctx, "general", "ask", map[string]any{"question": "was ukraine behind it"})), "Mary Glantz")
			w.says(w.got(w.Person("owner").Slash(w.ctx, "general", "settings", nil)), "cannot be kept now")
			if parts, ready := readyParts(t, addr); !ready || parts["store"] != "unreachable" {
				t.Errorf("ready %t, %v", ready, parts)
			}
			if said := log.String(); !strings.Contains(said, "nothing is kept") || !strings.Contains(said, "IBID_DATABASE_URL") || strings.Contains(said, password) {
				t.Errorf("the log says:\n%s", said)
			}
		})
	}
}

// TestNewerDatabase: a program that is older than its database does not
// start.
func TestNewerDatabase(t *testing.T) {
	t.Parallel()
	server, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	database := postgrestest.Address(t)
	kept, err := postgres.Open(database)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	file := filepath.Join(t.TempDir(), "ibid.db")
	inFile, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer inFile.Close()
	if err := kept.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	const newer = "INSERT INTO goose_db_version (version_id, is_applied) VALUES (70, true)"
	for driver, source := range map[string]string{"sqlite": file, "pgx": database} {
		db, err := sql.Open(driver, source)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.ExecContext(t.Context(), newer); err != nil {
			t.Fatal(err)
		}
	}
	for _, address := range []string{"sqlite:" + file, database} {
		var log bytes.Buffer
		args := []string{"run", "--token", server.Token(), "--api-url", server.APIURL(), "--http-addr", "127.0.0.1:0", "--database-url", address}
		err := parseAndRun(t.Context(), args, streams{in: strings.NewReader(""), out: io.Discard, err: &log})
		if err == nil || !strings.Contains(err.Error(), "run the newer Ibid") {
			t.Errorf("the program ended with %v", err)
		}
	}
}
