package identity

import (
	"context"

	"bedplate/fault"
	"bedplate/internal/identity/throttle"
	"bedplate/query"
	"bedplate/value"
)

// allow counts a try under each limit, and tells whether it may be. A server lets
// a few pass by itself, so that a sign-in without a mistake writes nothing more;
// those beyond are counted in the database before they are judged, with those of
// all other servers. N servers so give a guesser no N times the tries.
func (s *Service) allow(ctx context.Context, call *query.Call, limits []throttle.Limit) (throttle.Attempt, bool, error) {
	tried, ok := s.throttle.Take(limits)
	if !ok || len(tried.Everywhere) == 0 {
		return tried, ok, nil
	}
	ok, err := s.tally(ctx, call, tried.Everywhere)
	return tried, ok, err
}

// tallyTimes is how often a tally is begun anew that another server was in the
// way of.
const tallyTimes = 5

// tally counts a try in the database, and tells whether there were not too many.
func (s *Service) tally(ctx context.Context, call *query.Call, limits []throttle.Limit) (ok bool, err error) {
	for range tallyTimes {
		err = within(ctx, call, func(d desk) (err error) {
			ok, err = s.raiseTallies(ctx, call, d, limits)
			return err
		})
		if fault.CodeOf(err) != fault.Unique { // two counted the first one
			break
		}
	}
	return ok, err
}

// raiseTallies raises each limit's count by one, which begins anew when its time
// is over.
func (s *Service) raiseTallies(ctx context.Context, call *query.Call, d desk, limits []throttle.Limit) (ok bool, err error) {
	l := newList(call.Schema)
	for _, one := range limits {
		hash := s.tallied(one)
		l.update("auth_tries", []test{eq("hash", hash), notAfter("until", timeOf(call.Now))},
			[]member{is("n", value.OfInt(0)), is("until", timeOf(call.Now.Add(one.Window)))})
		l.update("auth_tries", []test{eq("hash", hash)}, nil, "n").raiseBy("n", 1)
	}
	rows, err := l.trees(ctx, d)
	if err != nil {
		return false, err
	}
	first := newList(call.Schema)
	ok = true
	for i, one := range limits {
		if raised := rows[2*i+1]; len(raised) > 0 {
			ok = ok && raised[0].record.at("n").Int() <= int64(one.Most)
			continue
		}
		first.create("auth_tries", is("hash", s.tallied(one)), is("n", value.OfInt(1)), is("until", timeOf(call.Now.Add(one.Window))))
	}
	if len(first.req.Ops) > 0 {
		_, _, err = first.do(ctx, d)
	}
	return ok, err
}

// tallied names a limit in the database, which does not say who tried what.
func (s *Service) tallied(l throttle.Limit) value.Value {
	return value.OfText(s.keyedHash("try", l.Key))
}

// forgive takes a try back that was good: here at once, and everywhere when the
// answer was given.
func (s *Service) forgive(tried throttle.Attempt) {
	s.throttle.Forgive(tried)
	if len(tried.Everywhere) == 0 {
		return
	}
	s.after(func(ctx context.Context) {
		d := background{s.Doer()}
		l := newList(d.Schema())
		for _, one := range tried.Everywhere {
			l.update("auth_tries", []test{eq("hash", s.tallied(one)), gt("n", value.OfInt(0))}, nil).raiseBy("n", -1)
		}
		if _, _, err := l.do(ctx, d); err != nil {
			s.Log.Warn("a try that was good could not be taken back", "error", err)
		}
	})
}
