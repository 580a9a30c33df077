package commands

import (
	"context"

	"ibid/knowledge"
	"ibid/store"
)

// countAsked counts what became of a question in a server: nothing of who
// asked, and nothing of what.
func (r *Router) countAsked(ctx context.Context, guild string, a knowledge.Answer) {
	switch a.Verdict {
	case knowledge.Answered:
		r.countAnswered(ctx, guild, a.Matches[0].Topic)
	case knowledge.Choices:
		r.count(ctx, store.Tally{Guild: guild, Kind: store.Offered})
	default:
		r.count(ctx, store.Tally{Guild: guild, Kind: store.Unanswered})
	}
}

// countAnswered counts a question that a topic answered.
func (r *Router) countAnswered(ctx context.Context, guild string, t knowledge.Topic) {
	r.count(ctx, store.Tally{Guild: guild, Analysis: t.Analysis.ID, Topic: t.ID, Kind: store.Answered})
}

// countNotAsked counts that an answer was not what was asked.
func (r *Router) countNotAsked(ctx context.Context, guild, analysis, topic string) {
	r.count(ctx, store.Tally{Guild: guild, Analysis: analysis, Topic: topic, Kind: store.NotAsked})
}

// count counts one of what happened in a server; elsewhere nothing is
// counted but what readers say of answers. If it cannot, nothing is lost but
// the count, and the next ones are not waited for.
func (r *Router) count(ctx context.Context, t store.Tally) {
	if t.Guild == "" && t.Kind != store.NotAsked || !r.recent.counts() {
		return
	}
	t.Day, t.Count = store.Day(r.recent.Now()), 1
	ctx, cancel := context.WithTimeout(ctx, lookup)
	defer cancel()
	if err := r.notebook.Count(ctx, t); err != nil {
		r.recent.countFailed()
	}
}
