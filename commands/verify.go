package commands

import (
	"context"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
)

// verify answers /verify. Only the one who asked sees it: the answer repeats
// what they wrote.
func (r *Router) verify(ctx context.Context, i *discordgo.Interaction, text, expert string) reply.Message {
	library := r.libraryOf(ctx, i.GuildID)
	return writer(i).Verified(library.Verify(text, expert), library.Analyses())
}

// verifyAbout answers the message command: are the quotations in that
// message word for word?
func (r *Router) verifyAbout(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) (*discordgo.InteractionResponse, error) {
	content, err := target(data)
	if err != nil {
		return nil, err
	}
	if content == "" {
		return reply.Notice(writer(i).Say("said.no_text_check")).Response(), nil
	}
	return r.verify(ctx, i, content, "").Response(), nil
}

// completeExpert offers the experts whose names hold what was typed.
func completeExpert(library *knowledge.Library, typed string) []*discordgo.ApplicationCommandOptionChoice {
	typed = plain(strings.TrimSpace(typed))
	var choices []*discordgo.ApplicationCommandOptionChoice
	for _, a := range library.Analyses() {
		for _, e := range a.Experts {
			name := reply.Fit(e.Name, reply.MaxChoiceName)
			taken := slices.ContainsFunc(choices, func(c *discordgo.ApplicationCommandOptionChoice) bool { return c.Name == name })
			if taken || !strings.Contains(plain(e.Name), typed) {
				continue
			}
			choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: name, Value: name})
			if len(choices) == reply.MaxChoices {
				return choices
			}
		}
	}
	return choices
}
