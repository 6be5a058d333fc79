package identity

import (
	"context"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The levels of a session: how surely it is its user's.
const (
	oneFactor  = "aal1"
	twoFactors = "aal2"
)

// mayChange refuses a change by which an account could be taken over to a
// session that has not shown enough who its user is: with a second factor, where
// there is one, and not long ago.
func (s *Service) mayChange(ctx context.Context, call *query.Call, d desk, u, se record) error {
	if err := s.assured(ctx, call, d, u, se); err != nil {
		return err
	}
	if u.at("is_anonymous").Bool() {
		return nil // there is no way to show it once more
	}
	return s.shownAgain(ctx, call, d, u, se)
}

// assured refuses a session of one factor where its user has a second one.
func (s *Service) assured(ctx context.Context, call *query.Call, d desk, u, se record) error {
	if se.at("aal").Raw() == twoFactors {
		return nil
	}
	has, err := s.hasSecond(ctx, call, d, u)
	if err == nil && has {
		err = refuse(insufficientAAL, "this needs a session at aal2: verify a factor first")
	}
	return err
}

// hasSecond tells whether a user has a second factor. Recovery codes stand for
// one, and are none.
func (s *Service) hasSecond(ctx context.Context, call *query.Call, d desk, u record) (bool, error) {
	factors, err := factorsOf(ctx, call, d, u.at("id"))
	return len(standing(factors)) > 0, err
}

// standing are the factors that were verified, but for recovery codes.
func standing(factors []record) []record {
	var out []record
	for _, f := range factors {
		if f.at("status").Raw() == verified && f.at("factor_type").Raw() != recoveryFactor {
			out = append(out, f)
		}
	}
	return out
}

// alone runs f in one transaction, in which nobody else changes what belongs to
// the user that way: so that what is counted is bounded.
func alone(ctx context.Context, call *query.Call, u record, f func(d desk) error) error {
	return within(ctx, call, func(d desk) error {
		held := newList(call.Schema).update("auth_users", []test{eq("id", u.at("id"))}, []member{is("is_anonymous", u.at("is_anonymous"))})
		if _, _, err := held.do(ctx, d); err != nil {
			return err
		}
		return f(d)
	})
}

// within runs f in one transaction.
func within(ctx context.Context, call *query.Call, f func(d desk) error) error {
	return call.Tx(ctx, func(tx *query.Tx) error { return f(tx.As(owner)) })
}

// proof is a factor that was shown: what is to be written with it.
type proof struct {
	factor  record
	method  string
	spent   func(*list) *list // what cannot be shown again
	tests   []test            // of the factor, which hold still
	changes []member          // to the factor
	begins  bool              // the factor stands from now on
	rescue  bool              // it was shown in the place of one that is lost
}

// raise gives a session of one factor the second one, and new tokens: older ones
// of the session are soon good for nothing. Where a factor begins to stand, and
// where one was lost, the user's other sessions that have not shown one end.
func (s *Service) raise(ctx context.Context, call *query.Call, d desk, u, se record, p proof) (*query.Answer, error) {
	shown, err := shownNow(se, p.method, call.Now)
	if err != nil {
		return nil, err
	}
	var row record
	var ended []value.Value
	err = within(ctx, call, func(d desk) error {
		l := p.spent(newList(call.Schema)).update("auth_factors", append([]test{eq("id", p.factor.at("id"))}, p.tests...),
			append(p.changes, text("status", verified), is("tries", value.OfInt(0))))
		factor := len(l.req.Ops) - 1
		l.update("auth_sessions", []test{eq("id", se.at("id"))}, []member{text("aal", twoFactors), is("amr", shown.value()),
			is("refreshed_at", timeOf(call.Now))}, sessionFields...)
		l.raiseBy("counter", 2) // and so a token of before is not the last one either
		if p.begins {
			l.clear("auth_factors", []test{eq("user", u.at("id")), ne("id", p.factor.at("id")), eq("status", value.OfText(unverified))})
			for _, asked := range []string{changeCode, phoneCode} { // for other addresses, by one factor
				l.clear("auth_codes", []test{eq("user", u.at("id")), eq("kind", value.OfText(asked))})
			}
		}
		rows, results, err := noteOf(l, call, "mfa_verified", u.at("id"), se.at("id"), factorTraits(p.factor.at("id"), p.factor.at("factor_type").Raw())).do(ctx, d)
		switch {
		case err != nil:
			return err
		case results[factor].Affected == 0:
			return refuse(verificationFailed, "the factor was changed meanwhile")
		case len(rows) == 0:
			return refuse(sessionNotFound, "session from session_id claim in JWT does not exist")
		}
		row, ended = rows[0], nil
		if p.begins || p.rescue {
			ended, err = s.endIn(ctx, call, d, "mfa_sessions_ended", u.at("id"), ne("id", se.at("id")), eq("aal", value.OfText(oneFactor)))
		}
		return err
	})
	if err != nil {
		if fault.CodeOf(err) == fault.Unique {
			return nil, refuse(verificationFailed, "the code or challenge was used already")
		}
		return nil, err
	}
	s.ended.add(ended, call.Now)
	return s.granted(ctx, call, d, u, session{id: row.at("id"), counter: row.at("counter").Int(), aal: twoFactors, amr: shown, now: call.Now})
}

// shownNow are a session's methods with one that was just used.
func shownNow(se record, name string, now time.Time) (methods, error) {
	before, err := methods(se.at("amr").Raw()).all()
	if err != nil {
		return nil, err
	}
	all := []method{{name, now.Unix()}}
	for _, m := range before {
		if m.Method != name {
			all = append(all, m)
		}
	}
	return methodsOf(all...), nil
}

// Tries of a factor's codes: so many at once, and then after waiting, twice as
// long each time. They are counted with the factor, whatever challenge or
// server they are told to.
const (
	triesAtOnce = 5
	firstWait   = 15 * time.Minute
	longestWait = 24 * time.Hour
)

// countTry counts a guess at a factor's codes before it is judged, so that many
// at once are no more than one after the other. reason is what is said when
// there were too many.
func (s *Service) countTry(ctx context.Context, call *query.Call, d desk, f record, reason string) error {
	tries := f.at("tries").Int()
	blocks := tries / triesAtOnce
	if tries%triesAtOnce == 0 && blocks > 0 && call.Now.Before(time.UnixMicro(f.at("tried_at").Micros()).Add(waitAfter(blocks))) {
		return refuse(reason, "too many codes were wrong").WithHint("wait, or use another factor")
	}
	l := newList(call.Schema).update("auth_factors", []test{eq("id", f.at("id")), lt("tries", value.OfInt((blocks+1)*triesAtOnce))},
		[]member{is("tried_at", timeOf(call.Now))})
	_, results, err := l.raiseBy("tries", 1).do(ctx, d)
	if err == nil && results[0].Affected == 0 {
		err = refuse(reason, "too many codes are tried at once").WithHint("wait, or use another factor")
	}
	return err
}

// waitAfter is how long to wait after so many blocks of wrong tries.
func waitAfter(blocks int64) time.Duration {
	if blocks > 7 { // 15 minutes, seven times doubled, are more than a day
		return longestWait
	}
	return min(firstWait<<(blocks-1), longestWait)
}
