package identity

import (
	"context"
	"sync"
	"time"

	"bedplate/value"
)

// endedSessions are the sessions that ended while tokens of theirs may live.
type endedSessions struct {
	mu   sync.RWMutex
	when map[string]time.Time // by the session's id, as text
}

func (e *endedSessions) add(ids []value.Value, at time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.when == nil {
		e.when = map[string]time.Time{}
	}
	for _, id := range ids {
		e.when[id.String()] = at
	}
}

// Ended tells whether a session has ended. It asks no database: what another
// server of the app ended is known within seconds.
func (s *Service) Ended(session string) bool {
	s.ended.mu.RLock()
	defer s.ended.mu.RUnlock()
	_, ended := s.ended.when[session]
	return ended
}

// endedSlack is how much longer than a token's life its session's end is known:
// for clocks that differ.
const endedSlack = 2 * time.Minute

// loadEnded reads which sessions ended, and forgets those whose tokens have.
func (s *Service) loadEnded(ctx context.Context) error {
	since := s.Clock().Add(-s.Access - endedSlack)
	d := background{s.Doer()}
	rows, _, err := newList(d.Schema()).read("auth_ended", []test{gt("at", timeOf(since))}, "session", "at").do(ctx, d)
	if err != nil {
		return err
	}
	for _, r := range rows {
		s.ended.add([]value.Value{r.at("session")}, time.UnixMicro(r.at("at").Micros()))
	}
	s.ended.mu.Lock()
	defer s.ended.mu.Unlock()
	for id, at := range s.ended.when {
		if at.Before(since) {
			delete(s.ended.when, id)
		}
	}
	return nil
}

// keptKeys is how long API keys are listed that are no longer good.
const keptKeys = 90 * 24 * time.Hour

// sweep removes what has expired.
func (s *Service) sweep(ctx context.Context) error {
	now := s.Clock()
	d := background{s.Doer()}
	_, _, err := newList(d.Schema()).
		clear("auth_ended", []test{lt("at", timeOf(now.Add(-s.Access-2*endedSlack)))}).
		clear("auth_spent", []test{lt("expires", timeOf(now.Add(-endedSlack)))}).
		clear("auth_factors", []test{eq("status", value.OfText(unverified)), lt("created_at", timeOf(now.Add(-unverifiedLife)))}).
		clear("auth_codes", []test{lt("expires", timeOf(now.Add(-time.Hour)))}).
		clear("auth_tries", []test{lt("until", timeOf(now.Add(-endedSlack)))}).
		clear("auth_flows", []test{lt("expires", timeOf(now))}).
		clear("auth_keys", []test{lt("until", timeOf(now.Add(-time.Hour)))}).
		clear("auth_api_keys", []test{lt("revoked_at", timeOf(now.Add(-keptKeys)))}).
		clear("auth_api_keys", []test{lt("expires_at", timeOf(now.Add(-keptKeys)))}).
		clear("auth_sessions", []test{lt("not_after", timeOf(now))}).
		clear("auth_sessions", []test{lt("refreshed_at", timeOf(now.Add(-s.Idle)))}).
		do(ctx, d)
	if err != nil {
		return err
	}
	return s.forgetAudit(ctx, now)
}
