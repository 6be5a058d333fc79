package identity

import (
	"context"

	"bedplate/query"
	"bedplate/value"
)

// numberOf reads a telephone number that an administrator gives; "" is none.
func numberOf(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	to, err := phoneOf(typed)
	return to.key, err
}

// adminUpdate changes a user.
func (s *Service) adminUpdate(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if !u.at("deleted_at").IsNull() {
		return nil, refuse(userNotFound, "user not found: it was deleted")
	}
	to, err := s.saidOf(ctx, call, u)
	if err != nil {
		return nil, err
	}
	if err := s.vacant(ctx, call, d, u.at("id"), to); err != nil {
		return nil, err
	}
	l := newList(call.Schema)
	if err := s.addChanges(ctx, call, d, l, u, to); err != nil {
		return nil, err
	}
	var ended []value.Value
	err = call.Tx(ctx, func(tx *query.Tx) (err error) {
		if err = s.keep(ctx, call, tx.As(owner), l); err == nil && to.demotes {
			ended, err = s.endIn(ctx, call, tx.As(owner), "sessions_ended", u.at("id"))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.ended.add(ended, call.Now)
	return s.answerID(ctx, call, d, u.at("id"))
}

// addChanges adds to a list what an administrator says of a user.
func (s *Service) addChanges(ctx context.Context, call *query.Call, d desk, l *list, u record, to said) error {
	now := timeOf(call.Now)
	changes := to.changes
	confirmed := !u.at("email_confirmed_at").IsNull() || call.Arg("email_confirm").Bool()
	if to.address.name {
		return invalid("email", "unable to validate email address: invalid format")
	}
	if to.address.key != "" && to.address.typed != u.at("email").Raw() {
		if err := s.changeEmail(ctx, call, d, l, u.at("id"), intent{Email: to.address.typed}); err != nil {
			return err
		}
		if !confirmed {
			changes = append(changes, is("email_confirmed_at", value.Value{}))
			l.update("auth_identities", []test{eq("user", u.at("id")), eq("provider", value.OfText("email"))}, []member{is("verified", value.OfBool(false))})
		}
	} else if confirmed && u.at("email_confirmed_at").IsNull() && !u.at("email").IsNull() {
		changes = append(changes, is("email_confirmed_at", now))
		l.update("auth_identities", []test{eq("user", u.at("id")), eq("provider", value.OfText("email"))}, []member{is("verified", value.OfBool(true))})
	}
	if to.phone != "" {
		changes = append(changes, text("phone", to.phone))
	}
	if call.Arg("phone_confirm").Bool() && (to.phone != "" || !u.at("phone").IsNull()) {
		changes = append(changes, is("phone_confirmed_at", now))
	}
	event := "user_modified"
	if to.hash != "" {
		changes = append(changes, text("password", to.hash))
		event = "password_set"
	}
	for _, m := range changes {
		if m.name == "banned_until" {
			event = "user_banned"
			if m.v.IsNull() {
				event = "user_unbanned"
			}
		}
	}
	if len(changes) > 0 {
		l.update("auth_users", []test{eq("id", u.at("id"))}, changes)
	}
	note(l, call, event, u.at("id"), value.Value{})
	return nil
}

// adminDelete deletes a user with all that is theirs, or only who they were: the
// record stays for what refers to it, and the address is free.
func (s *Service) adminDelete(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	soft := call.Arg("should_soft_delete").Bool()
	if soft && !u.at("deleted_at").IsNull() {
		return nil, nil
	}
	l := newList(call.Schema)
	if soft {
		s.addForgetting(l, call, u)
	} else {
		l.remove("auth_users", u.at("id"))
	}
	noteOf(l, call, "user_deleted", u.at("id"), value.Value{}, s.traces(u))
	var ended []value.Value
	err = call.Tx(ctx, func(tx *query.Tx) (err error) {
		if ended, err = s.endIn(ctx, call, tx.As(owner), "sessions_ended", u.at("id")); err == nil {
			_, _, err = l.do(ctx, tx.As(owner))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.ended.add(ended, call.Now)
	return nil, nil
}

// traces are keyed hashes of a user's addresses, by which the owner of the
// app's secret can tell whose a deleted user was, and nobody else.
func (s *Service) traces(u record) map[string]any {
	out := map[string]any{}
	if a, err := addressOf(u.at("email").Raw()); err == nil && !u.at("email").IsNull() {
		out["email_hash"] = s.keyedHash("deleted", a.key)
	}
	if !u.at("phone").IsNull() {
		out["phone_hash"] = s.keyedHash("deleted", u.at("phone").Raw())
	}
	return out
}

// addForgetting adds to a list that nothing is kept of a user but the record,
// in every collection of the service that refers to users.
func (s *Service) addForgetting(l *list, call *query.Call, u record) {
	for _, c := range call.Schema.Collections {
		if c.Owner == Name && c.Relation("user") != nil {
			l.clear(c.Name, []test{eq("user", u.at("id"))})
		}
	}
	none := value.Value{}
	l.update("auth_users", []test{eq("id", u.at("id"))}, []member{is("email", none), is("email_key", none), is("username", none), is("username_key", none),
		is("phone", none), is("password", none), is("user_metadata", value.OfJSON("{}")), is("app_metadata", value.OfJSON("{}")),
		is("deleted_at", timeOf(call.Now))})
}
