package identity

import (
	"context"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// mayEnter gives a user who may sign in; null is one that is about to be made.
func (s *Service) mayEnter(ctx context.Context, call *query.Call, d desk, user value.Value) (record, error) {
	if user.IsNull() {
		return nil, nil
	}
	u, err := find(ctx, call, d, eq("id", user))
	if err != nil {
		return nil, err
	}
	if u == nil {
		return nil, errSpent()
	}
	return u, s.barred(u, call.Now)
}

// entering adds to a list that a user signs in, who was read and may. They must
// still be as they were read: whoever is banned meanwhile gets no session.
func entering(l *list, call *query.Call, u record, more ...member) *list {
	l.update("auth_users", []test{eq("id", u.at("id")), eq("banned_until", u.at("banned_until")), eq("deleted_at", u.at("deleted_at"))},
		append(more, is("last_sign_in_at", timeOf(call.Now))))
	l.req.Ops[len(l.req.Ops)-1].Single = true
	return l
}

// overtaken says why a list failed that a user enters by: that they may not any
// more is said as if it had been so before.
func (s *Service) overtaken(ctx context.Context, call *query.Call, d desk, user value.Value, err error) error {
	if fault.CodeOf(err) != fault.NotSingle {
		return err
	}
	if _, err := s.mayEnter(ctx, call, d, user); err != nil {
		return err
	}
	return fault.New(fault.Conflict, "the user was changed meanwhile").WithHint("try again")
}

// shownToBe adds to a list that the address is a user's to which a code was sent
// that came back. Where somebody entered before their e-mail address was shown,
// they may be somebody else, who prepared the account: it goes to the address's
// owner, and every way in goes that was there before. prepared tells so; the
// sessions are to be ended as well. What an administrator made, and nobody entered,
// is the owner's as it is.
func shownToBe(call *query.Call, l *list, u record, shown string) (prepared bool, err error) {
	field, key := "phone", u.at("phone").Raw()
	if !e164.MatchString(shown) {
		field = "email"
		to, err := addressOf(u.at("email").Raw())
		if err != nil {
			return false, nil // there is none any more
		}
		key = to.key
	}
	if key != shown || !u.at(field+"_confirmed_at").IsNull() {
		return false, nil // another address of theirs was shown, or this one before
	}
	changes := []member{is(field+"_confirmed_at", timeOf(call.Now))}
	if prepared = field == "email" && !u.at("last_sign_in_at").IsNull(); prepared {
		app, err := merged(u.at("app_metadata"), asJSON(map[string]any{"provider": "email", "providers": []string{"email"}}))
		if err != nil {
			return false, err
		}
		changes = append(changes, text("password", ""), text("phone", ""), is("phone_confirmed_at", value.Value{}), is("app_metadata", app))
		for _, way := range []string{"auth_factors", "auth_passkeys", "auth_codes"} {
			l.clear(way, []test{eq("user", u.at("id"))})
		}
		l.clear("auth_identities", []test{eq("user", u.at("id")), ne("provider", value.OfText("email"))})
	}
	l.update("auth_users", []test{eq("id", u.at("id")), eq(field, u.at(field))}, changes)
	l.update("auth_identities", []test{eq("user", u.at("id")), eq("provider", value.OfText(field))}, []member{is("verified", value.OfBool(true))})
	return prepared, nil
}

// enterBy does a list by which a user enters. Of a prepared account, all sessions
// end that were there before.
func (s *Service) enterBy(ctx context.Context, call *query.Call, d desk, l *list, user value.Value, prepared bool) error {
	if !prepared {
		_, _, err := l.do(ctx, d)
		return spent(s.overtaken(ctx, call, d, user, err))
	}
	var ended []value.Value
	err := within(ctx, call, func(d desk) (err error) {
		if ended, err = s.endIn(ctx, call, d, "ways_in_removed", user); err == nil {
			_, _, err = l.do(ctx, d)
		}
		return err
	})
	if err != nil {
		return spent(s.overtaken(ctx, call, d, user, err))
	}
	s.ended.add(ended, call.Now)
	return nil
}
