package commands

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"ibid/commands/reply"
	"ibid/knowledge"
	"ibid/store"
)

// review answers what moderators do with the questions that were sent to the
// editors. Each act looks at what is kept: somebody else may have settled a
// question meanwhile.
func (r *Router) review(ctx context.Context, i *discordgo.Interaction, action reply.Action) (*discordgo.InteractionResponse, error) {
	if no := notModerator(i); no != "" {
		return reply.Notice(no).Response(), nil
	}
	w := writer(i)
	all, err := r.notebook.Questions(ctx, i.GuildID)
	if err != nil {
		return r.unkept(i, "insights.not_read", err).Response(), nil
	}
	questions := open(all)
	switch action.Verb {
	case reply.Questions:
		return w.Review(questions, action.Page, "").Response(), nil
	case reply.Review:
		return w.Review(questions, action.Page, "").Update(), nil
	}
	at := slices.IndexFunc(questions, func(q reply.SentQuestion) bool { return q.Mark == action.Mark })
	if at < 0 {
		return w.Review(questions, action.Page, w.Say("insights.gone")).Update(), nil
	}
	q := questions[at]
	if action.Verb == reply.Phrase {
		return w.PhraseMenu(q, r.nearestFirst(ctx, i.GuildID, q.Text), action.Page, action.Menu).Update(), nil
	}
	said, err := r.settle(ctx, i, q, action)
	switch {
	case errors.Is(err, errGone):
		return w.Review(questions, action.Page, w.Say("said.gone")).Update(), nil
	case errors.Is(err, errNotKept):
		return r.unkept(i, "insights.not_read", err).Response(), nil
	case err != nil:
		return nil, err
	}
	return w.Review(slices.Delete(questions, at, at+1), action.Page, said).Update(), nil
}

// What keeps a question from being settled.
var (
	errGone    = errors.New("the topic is no longer in the library")
	errNotKept = errors.New("it cannot be kept")
)

// open are the questions that are to be settled.
func open(questions []store.Question) []reply.SentQuestion {
	var all []reply.SentQuestion
	for _, q := range questions {
		if q.Settled == store.Open {
			all = append(all, reply.SentQuestion{Mark: markOf(q.Text), Day: q.Day, Text: q.Text})
		}
	}
	return all
}

// markOf stands for a question where there is no room for it. Of a server's
// questions no two will have the same.
func markOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// nearestFirst are all topics, those before the others that a question may
// mean.
func (r *Router) nearestFirst(ctx context.Context, guild, question string) []knowledge.Topic {
	library := r.libraryOf(ctx, guild)
	var nearest []knowledge.Topic
	for _, m := range library.Nearest(ctx, question) {
		nearest = append(nearest, m.Topic)
	}
	for _, t := range library.Topics() {
		same := func(o knowledge.Topic) bool { return o.ID == t.ID && o.Analysis == t.Analysis }
		if !slices.ContainsFunc(nearest, same) {
			nearest = append(nearest, t)
		}
	}
	return nearest
}

// settle keeps what a moderator makes of a question and returns what to say of
// it.
func (r *Router) settle(ctx context.Context, i *discordgo.Interaction, q reply.SentQuestion, action reply.Action) (string, error) {
	w := writer(i)
	as, said := store.Phrased, ""
	switch {
	case action.Verb == reply.Assign:
		topic, err := r.assigned(ctx, i)
		if err != nil {
			return "", err
		}
		said = w.Phrased(topic)
		if err := r.phrase(ctx, i.GuildID, topic, q.Text); err != nil {
			return "", err
		}
	case action.Name == reply.SettleNone:
		as, said = store.NoneHere, w.Say("insights.settled_none")
	case action.Name == reply.SettleSpam:
		as, said = store.IsNothing, w.Say("insights.settled_spam")
	default:
		return "", fmt.Errorf("a question settled as %q", action.Name)
	}
	if err := r.notebook.SettleQuestion(ctx, i.GuildID, q.Text, as); err != nil {
		return "", fmt.Errorf("settle a question: %w: %w", errNotKept, err)
	}
	return said, nil
}

// assigned is the topic that was picked from the menu of all.
func (r *Router) assigned(ctx context.Context, i *discordgo.Interaction) (knowledge.Topic, error) {
	values := i.MessageComponentData().Values
	if len(values) != 1 {
		return knowledge.Topic{}, fmt.Errorf("%d topics picked for a question", len(values))
	}
	analysis, id, _ := strings.Cut(values[0], "/")
	topic, ok := r.libraryOf(ctx, i.GuildID).Topic(analysis, id)
	if !ok {
		return knowledge.Topic{}, errGone
	}
	return topic, nil
}

// phrase makes a question a phrasing of a topic in a server.
func (r *Router) phrase(ctx context.Context, guild string, topic knowledge.Topic, text string) error {
	err := r.notebook.PutPhrasing(ctx, store.Phrasing{
		Guild: guild, Analysis: topic.Analysis.ID, Topic: topic.ID,
		Text: strings.TrimSuffix(text, cutOff), Day: store.Day(r.recent.Now()),
	})
	if err != nil {
		return fmt.Errorf("keep a phrasing: %w: %w", errNotKept, err)
	}
	r.shelf.changed(guild)
	r.libraryOf(ctx, guild) // it learns before anybody asks
	return nil
}

// cutOff ends a question that was too long for a button to hold.
const cutOff = " …"
