package identity

import (
	"context"
	"encoding/json"

	"bedplate/internal/identity/provider"
	"bedplate/query"
	"bedplate/value"
)

// provided is somebody whom a provider named.
type provided struct {
	Provider string           `json:"provider"`
	Profile  provider.Profile `json:"profile"`
	Tokens   string           `json:"tokens,omitempty"` // sealed
	// Link and Session are the user, and where, who adds the identity; null
	// where somebody signs in.
	Link    value.Value `json:"-"`
	Session value.Value `json:"-"`
	// LinkID and SessionID are the same while they are kept.
	LinkID    string `json:"link,omitempty"`
	SessionID string `json:"session,omitempty"`
}

// address is the one that the provider vouches for; there may be none.
func (p *provided) address() (address, bool) {
	if !p.Profile.Verified || p.Profile.Email == "" {
		return address{}, false
	}
	a, err := addressOf(p.Profile.Email)
	return a, err == nil && !a.name
}

// settle decides which user somebody is: the one with that identity, or who has
// the same address where both sides verified it, or a new one.
func (s *Service) settle(ctx context.Context, call *query.Call, d desk, l *list, who provided) (user value.Value, event string, err error) {
	rows, _, err := newList(call.Schema).read("auth_identities", []test{eq("provider", value.OfText(who.Provider)),
		eq("subject", value.OfText(who.Profile.Subject))}, identityFields...).do(ctx, d)
	if err != nil {
		return user, "", err
	}
	switch {
	case !who.Link.IsNull():
		if len(rows) > 0 {
			return user, "", refuse(identityExists, "identity is already linked")
		}
		return who.Link, "identity_linked", s.linkTo(ctx, call, d, l, who)
	case len(rows) > 0:
		return rows[0].at("user"), "login", s.comeBack(ctx, call, d, l, rows[0], who)
	}
	if to, ok := who.address(); ok {
		there, err := find(ctx, call, d, eq("email_key", value.OfText(to.key)))
		if err != nil {
			return user, "", err
		}
		if there != nil {
			identities, err := identitiesOf(ctx, call, d, there.at("id"))
			if err != nil {
				return user, "", err
			}
			if vouched(identities, to.key) {
				if err := s.barred(there, call.Now); err != nil {
					return user, "", err
				}
				return there.at("id"), "identity_linked", s.join(ctx, call, d, l, there, identities, who)
			}
		}
	}
	if !s.SignUp {
		return user, "", refuse(signupDisabled, "signups not allowed for this instance")
	}
	user = newID()
	return user, signupEvent, s.addProvided(ctx, call, d, l, user, who)
}

// vouched tells whether an address was shown to be the user's: by a letter, or
// by another provider. That a user has it does not tell, since where addresses
// are not confirmed anybody signs up with anybody's.
func vouched(identities []record, key string) bool {
	for _, one := range identities {
		if a, err := addressOf(one.at("email").Raw()); err == nil && !a.name && one.at("verified").Bool() && a.key == key {
			return true
		}
	}
	return false
}

// comeBack adds that a user is here again, with what the provider says now.
func (s *Service) comeBack(ctx context.Context, call *query.Call, d desk, l *list, known record, who provided) error {
	u, err := find(ctx, call, d, eq("id", known.at("user")))
	if err != nil {
		return err
	}
	if u == nil {
		return refuse(userNotFound, "the user is gone")
	}
	if err := s.barred(u, call.Now); err != nil {
		return err
	}
	l.update("auth_identities", []test{eq("id", known.at("id"))}, who.members(known.at("user"), timeOf(call.Now))[3:])
	entering(l, call, u)
	return nil
}

// linkTo adds an identity to the user who asked for it, while they are signed in.
func (s *Service) linkTo(ctx context.Context, call *query.Call, d desk, l *list, who provided) error {
	rows, _, err := newList(call.Schema).read("auth_sessions", []test{eq("id", who.Session), eq("user", who.Link)}, "id").do(ctx, d)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return refuse(sessionNotFound, "the session has ended in which the identity was to be linked")
	}
	u, err := find(ctx, call, d, eq("id", who.Link))
	if err != nil {
		return err
	}
	if u == nil {
		return refuse(userNotFound, "the user is gone")
	}
	if err := s.barred(u, call.Now); err != nil {
		return err
	}
	identities, err := identitiesOf(ctx, call, d, who.Link)
	if err != nil {
		return err
	}
	return s.join(ctx, call, d, l, u, identities, who)
}

// join adds an identity to a user, who gets its address if they have none.
func (s *Service) join(ctx context.Context, call *query.Call, d desk, l *list, u record, identities []record, who provided) error {
	names := []string{}
	for _, one := range identities {
		if name := one.at("provider").Raw(); !among(name, names) {
			names = append(names, name)
		}
	}
	if !among(who.Provider, names) {
		names = append(names, who.Provider)
	}
	app, err := merged(u.at("app_metadata"), asJSON(map[string]any{"provider": names[0], "providers": names}))
	if err != nil {
		return err
	}
	changes := []member{is("is_anonymous", value.OfBool(false)), is("app_metadata", app),
		is("user_metadata", filled(u.at("user_metadata"), who.Profile))}
	if u.at("email").IsNull() {
		more, err := s.takeAddress(ctx, call, d, who)
		if err != nil {
			return err
		}
		changes = append(changes, more...)
	}
	entering(l, call, u, changes...)
	l.create("auth_identities", who.members(u.at("id"), timeOf(call.Now))...)
	return nil
}

// addProvided adds a new user.
func (s *Service) addProvided(ctx context.Context, call *query.Call, d desk, l *list, id value.Value, who provided) error {
	u := newUser{ID: id, Data: filled(value.Value{}, who.Profile), Provider: who.Provider}
	u.Address, u.Verified = who.address()
	if err := s.beforeSignUp(ctx, call, &u); err != nil { // before anybody loses an address to them
		return err
	}
	app, err := merged(u.AppData, asJSON(map[string]any{"provider": who.Provider, "providers": []string{who.Provider}}))
	if err != nil {
		return err
	}
	members := []member{is("id", id), is("last_sign_in_at", timeOf(call.Now)), is("user_metadata", orObject(u.Data)), is("app_metadata", app)}
	more, err := s.takeAddress(ctx, call, d, who)
	if err != nil {
		return err
	}
	l.create("auth_users", append(members, more...)...)
	l.create("auth_identities", who.members(id, timeOf(call.Now))...)
	return nil
}

// takeAddress gives the members of a user with the address that a provider
// vouches for: none where it is somebody else's. One who has it but never showed
// that it is theirs loses it.
func (s *Service) takeAddress(ctx context.Context, call *query.Call, d desk, who provided) ([]member, error) {
	to, ok := who.address()
	if !ok {
		return nil, nil
	}
	there, err := find(ctx, call, d, eq("email_key", value.OfText(to.key)))
	if err != nil {
		return nil, err
	}
	if there != nil {
		identities, err := identitiesOf(ctx, call, d, there.at("id"))
		if err != nil || vouched(identities, to.key) {
			return nil, err
		}
		if err := s.release(ctx, call, there, identities); err != nil {
			return nil, err
		}
	}
	return []member{text("email", to.typed), text("email_key", to.key), is("email_confirmed_at", timeOf(call.Now))}, nil
}

// release takes an address from a user who never showed that it is theirs, and
// with it the ways in that rest on it.
func (s *Service) release(ctx context.Context, call *query.Call, u record, identities []record) error {
	names := []string{}
	for _, one := range identities {
		if name := one.at("provider").Raw(); name != "email" && !among(name, names) {
			names = append(names, name)
		}
	}
	said := map[string]any{"provider": nil, "providers": names}
	if len(names) > 0 {
		said["provider"] = names[0]
	}
	app, err := merged(u.at("app_metadata"), asJSON(said))
	if err != nil {
		return err
	}
	changes := []member{text("email", ""), text("email_key", ""), is("email_confirmed_at", value.Value{}), is("app_metadata", app)}
	if u.at("username").IsNull() {
		changes = append(changes, text("password", ""))
	}
	var ids []value.Value
	err = call.Tx(ctx, func(tx *query.Tx) error {
		l := newList(call.Schema).update("auth_users", []test{eq("id", u.at("id"))}, changes).
			clear("auth_identities", []test{eq("user", u.at("id")), eq("provider", value.OfText("email"))}).
			clear("auth_codes", []test{eq("user", u.at("id"))})
		if _, _, err := l.do(ctx, tx.As(owner)); err != nil {
			return err
		}
		var err error
		ids, err = s.endIn(ctx, call, tx.As(owner), "address_lost", u.at("id"))
		return err
	})
	if err == nil {
		s.ended.add(ids, call.Now)
	}
	return err
}

// members are those of the identity's record.
func (p *provided) members(user, now value.Value) []member {
	data := map[string]any{"iss": p.Profile.Issuer, "sub": p.Profile.Subject, "provider_id": p.Profile.Subject, "phone_verified": false}
	for _, m := range described(p.Profile) {
		data[m.name] = m.v
	}
	email := ""
	if a, err := addressOf(p.Profile.Email); err == nil && !a.name {
		email = a.typed
		data["email"] = email
	}
	return []member{is("user", user), text("provider", p.Provider), text("subject", p.Profile.Subject), text("email", email),
		is("verified", value.OfBool(p.Profile.Verified && email != "")), is("data", asJSON(data)), is("last_sign_in_at", now)}
}

// told is a member of what a provider says.
type told struct {
	name string
	v    any
}

// described is a profile by the names that clients know, the most important
// first.
func described(p provider.Profile) []told {
	var out []told
	for _, m := range []struct{ name, v string }{{"name", p.Name}, {"full_name", p.Name}, {"avatar_url", p.Picture}, {"user_name", p.Username},
		{"preferred_username", p.Username}, {"picture", p.Picture}} {
		if m.v != "" {
			out = append(out, told{m.name, m.v})
		}
	}
	return append(out, told{"email_verified", p.Verified})
}

// filled are what a user says of themselves and, where they say nothing, what a
// profile does, as far as there is room.
func filled(said value.Value, p provider.Profile) value.Value {
	members := map[string]json.RawMessage{}
	if !said.IsNull() && json.Unmarshal([]byte(said.Raw()), &members) != nil {
		return said
	}
	best := asJSON(members)
	for _, m := range described(p) {
		if _, there := members[m.name]; there {
			continue
		}
		members[m.name] = json.RawMessage(asJSON(m.v).Raw())
		if next := asJSON(members); len(next.Raw()) <= maxData {
			best = next
		} else {
			delete(members, m.name)
		}
	}
	return best
}
