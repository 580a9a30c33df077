// Package postgrestest gives tests a PostgreSQL database of their own, on the
// server that IBID_TEST_POSTGRES names.
package postgrestest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Address is that of an empty schema, which is dropped when the test ends.
// Where IBID_TEST_POSTGRES is not set, the test is skipped, or fails if
// IBID_REQUIRE_TOOLS is set.
func Address(t *testing.T) string {
	t.Helper()
	server := os.Getenv("IBID_TEST_POSTGRES")
	switch {
	case server != "":
	case os.Getenv("IBID_REQUIRE_TOOLS") != "":
		t.Fatal("IBID_TEST_POSTGRES is not set: it names the PostgreSQL server to test with")
	default:
		t.Skip("no PostgreSQL to test with: set IBID_TEST_POSTGRES to a postgres:// address")
	}
	schema := "ibid_test_" + strings.ToLower(rand.Text())
	run(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal("IBID_TEST_POSTGRES is no address")
	}
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return address.String()
}

func run(t *testing.T, server, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
