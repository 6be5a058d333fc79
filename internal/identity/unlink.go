package identity

import (
	"context"

	"bedplate/query"
	"bedplate/value"
)

// unlinkIdentity takes an identity from who calls, and what rests on it. One
// remains, or nobody could sign in as this user again.
func (s *Service) unlinkIdentity(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(ctx, call, d, u, se); err != nil {
		return nil, err
	}
	// Of two that are taken at the same time, the second finds what is left.
	return nil, alone(ctx, call, u, func(d desk) error {
		u, err := find(ctx, call, d, eq("id", u.at("id")))
		if err != nil {
			return err
		}
		if u == nil {
			return refuse(userNotFound, "the user is gone")
		}
		identities, err := identitiesOf(ctx, call, d, u.at("id"))
		if err != nil {
			return err
		}
		gone, left := parted(identities, call.Arg("identity_id"))
		switch {
		case gone == nil:
			return refuse(identityNotFound, "identity doesn't exist")
		case len(left) == 0:
			return refuse(lastIdentity, "user must have at least 1 identity after unlinking")
		}
		changes, err := s.without(ctx, call, d, u, gone, left)
		if err != nil {
			return err
		}
		l := newList(call.Schema).remove("auth_identities", gone.at("id")).update("auth_users", []test{eq("id", u.at("id"))}, changes)
		_, _, err = note(l, call, "identity_unlinked", u.at("id"), se.at("id")).do(ctx, d)
		return err
	})
}

// parted takes one identity out of several.
func parted(identities []record, id value.Value) (gone record, left []record) {
	for _, one := range identities {
		if one.at("id").Raw() == id.Raw() {
			gone = one
		} else {
			left = append(left, one)
		}
	}
	return gone, left
}

// without are the changes of a user who loses an identity: its provider, and the
// address, user name or phone that stood for it, with the password that no name
// is left for.
func (s *Service) without(ctx context.Context, call *query.Call, d desk, u, gone record, left []record) ([]member, error) {
	names := []string{}
	for _, one := range left {
		if name := one.at("provider").Raw(); !among(name, names) {
			names = append(names, name)
		}
	}
	said := map[string]any{"providers": names}
	if len(names) > 0 {
		said["provider"] = names[0]
	}
	app, err := merged(u.at("app_metadata"), asJSON(said))
	if err != nil {
		return nil, err
	}
	changes := []member{is("app_metadata", app)}
	username := u.at("username")
	switch gone.at("provider").Raw() {
	case "username":
		username = value.Value{}
		changes = append(changes, is("username", value.Value{}), is("username_key", value.Value{}))
	case "phone":
		changes = append(changes, is("phone", value.Value{}), is("phone_confirmed_at", value.Value{}))
	}
	more, kept, err := s.addressWithout(ctx, call, d, u, left)
	if err != nil {
		return nil, err
	}
	changes = append(changes, more...)
	if username.IsNull() && (!kept || gone.at("provider").Raw() == "email") {
		changes = append(changes, is("password", value.Value{}))
	}
	return changes, nil
}

// addressWithout keeps a user's address where an identity that is left stands
// for it, and otherwise takes the first that one was shown to have.
func (s *Service) addressWithout(ctx context.Context, call *query.Call, d desk, u record, left []record) (changes []member, kept bool, err error) {
	if u.at("email").IsNull() {
		return nil, false, nil
	}
	mine, err := addressOf(u.at("email").Raw())
	if err != nil {
		return nil, false, err
	}
	var next []address
	for _, one := range left {
		a, err := addressOf(one.at("email").Raw())
		if err != nil || a.name {
			continue
		}
		if a.key == mine.key && (one.at("verified").Bool() || one.at("provider").Raw() == "email") {
			return nil, true, nil
		}
		if one.at("verified").Bool() {
			next = append(next, a)
		}
	}
	for _, a := range next {
		there, err := find(ctx, call, d, eq("email_key", value.OfText(a.key)))
		if err != nil {
			return nil, false, err
		}
		if there == nil {
			return []member{text("email", a.typed), text("email_key", a.key), is("email_confirmed_at", timeOf(call.Now))}, false, nil
		}
	}
	return []member{text("email", ""), text("email_key", ""), is("email_confirmed_at", value.Value{})}, false, nil
}
