package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

const routeCommands = "/applications/{application.id}/commands"

// CommandDiff compares the bot's commands with the globally registered ones, without changing anything and without connecting to the
// gateway. It returns a [*RefusedError] when the token is refused, a [*RESTError] for another answer that is no success.
func (b *Bot) CommandDiff(ctx context.Context) (CommandDiff, error) {
	diff, _, err := b.compareCommands(ctx)
	if final := refusal(err); final != nil {
		err = final
	}
	return diff, err
}

// registerCommands registers the commands once the gateway has told who we are. What may pass is tried again until ctx ends: the bot
// answers mentions and direct messages meanwhile.
func (b *Bot) registerCommands(ctx context.Context) {
	select {
	case <-b.self.known:
	case <-ctx.Done():
		return
	}
	for attempt := 0; ; attempt++ {
		err := b.overwriteCommands(ctx)
		if err == nil {
			b.status.setCommands(registered)
			b.log.Info("commands are registered")
			return
		}
		if ctx.Err() != nil {
			return
		}
		b.log.Error("commands not registered", "error", err)
		if _, temporary := mayPass(err, 0); !temporary || !sleep(ctx, b.options.Backoff(attempt)) {
			return
		}
	}
}

// overwriteCommands replaces all registered commands by ours, unless they are the same already: Discord counts each change, and
// clients fetch the commands again after it.
func (b *Bot) overwriteCommands(ctx context.Context) error {
	diff, appID, err := b.compareCommands(ctx)
	if err != nil {
		return err
	}
	if diff.Empty() {
		return nil
	}
	wanted, err := normaliseCommands(b.options.Commands)
	if err != nil {
		return err
	}
	body, err := json.Marshal(wanted)
	if err != nil {
		return fmt.Errorf("commands: %w", err)
	}
	b.log.Info("registering commands", "difference", diff.String())
	return b.call(ctx, request{method: "PUT", route: routeCommands, ids: []string{appID}, body: body, keepsLimit: true, attempts: repeatable}, nil)
}

func (b *Bot) compareCommands(ctx context.Context) (CommandDiff, string, error) {
	appID, err := b.applicationID(ctx)
	if err != nil {
		return CommandDiff{}, "", err
	}
	var registered []command
	err = b.call(ctx, request{
		method: "GET", route: routeCommands, ids: []string{appID}, query: "with_localizations=true", keepsLimit: true, attempts: repeatable,
	}, &registered)
	if err != nil {
		return CommandDiff{}, "", err
	}
	wanted, err := normaliseCommands(b.options.Commands)
	if err != nil {
		return CommandDiff{}, "", err
	}
	for _, c := range registered {
		c.normalise()
	}
	return diffCommands(registered, wanted), appID, nil
}

// applicationID asks for the application's id. A server that does not have that route is asked otherwise: READY has told it, or else
// it is the bot user's id, which is the same for every application made since 2016.
func (b *Bot) applicationID(ctx context.Context) (string, error) {
	var application, user named
	err := b.call(ctx, request{method: "GET", route: "/applications/@me", keepsLimit: true, attempts: repeatable}, &application)
	if !routeMissing(err) {
		return application.ID, err
	}
	select {
	case <-b.self.known:
		return b.self.appID, nil
	default:
	}
	err = b.call(ctx, request{method: "GET", route: "/users/@me", keepsLimit: true, attempts: repeatable}, &user)
	return user.ID, err
}

func routeMissing(err error) bool {
	missing := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented}
	var rest *RESTError
	return errors.As(err, &rest) && slices.Contains(missing, rest.Status)
}
