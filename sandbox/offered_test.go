package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

func TestWhatIsNotOffered(t *testing.T) {
	t.Parallel()
	srv := start(t, sandbox.Options{})
	dg := client(t, srv)
	connect(t, srv, dg)
	admins, pinners := int64(0), int64(1<<51)
	register(t, srv, dg, ask,
		&discordgo.ApplicationCommand{Name: "reload", Description: "For administrators", DefaultMemberPermissions: &admins},
		&discordgo.ApplicationCommand{Name: "pin", Description: "For moderators", DefaultMemberPermissions: &pinners})
	ctx := patience(t)
	tests := []struct {
		name string
		try  func() error
		want error
	}{
		{"nobody", func() error { _, err := srv.Person("eve").Posts("general", "hi"); return err }, sandbox.ErrUnknownPerson},
		{"hidden channel", func() error { _, err := srv.Person("bob").Posts("moderators", "hi"); return err }, sandbox.ErrNotOffered},
		{"no such channel", func() error { _, err := srv.Person("bob").Posts("cellar", "hi"); return err }, sandbox.ErrNotOffered},
		{"empty text", func() error { _, err := srv.Person("bob").Posts("general", " \n"); return err }, sandbox.ErrText},
		{"long text", func() error {
			_, err := srv.Person("bob").Posts("general", strings.Repeat("é", 2001))
			return err
		}, sandbox.ErrText},
		{"unknown command", func() error { _, err := srv.Person("bob").Slash(ctx, "general", "quit", nil); return err }, sandbox.ErrNotOffered},
		{"required option", func() error { _, err := srv.Person("bob").Slash(ctx, "general", "ask", nil); return err }, sandbox.ErrNotOffered},
		{"unknown option", func() error {
			_, err := srv.Person("bob").Slash(ctx, "general", "ask", map[string]any{"question": "x", "loud": true})
			return err
		}, sandbox.ErrNotOffered},
		{"too long option", func() error {
			_, err := srv.Person("bob").Slash(ctx, "general", "ask", map[string]any{"question": strings.Repeat("x", 201)})
			return err
		}, sandbox.ErrNotOffered},
		{"moderators' command", func() error { _, err := srv.Person("bob").Slash(ctx, "general", "pin", nil); return err }, sandbox.ErrNotOffered},
		{"administrators' command", func() error { _, err := srv.Person("mod").Slash(ctx, "general", "reload", nil); return err }, sandbox.ErrNotOffered},
	}
	for _, test := range tests {
		if err := test.try(); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
}
