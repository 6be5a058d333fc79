package identity

import (
	"context"
	"encoding/json"

	"bedplate/query"
	"bedplate/value"
)

// invite makes a user and mails a link by which they come in.
func (s *Service) invite(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, made, c, err := s.inviting(ctx, call, d)
	if err != nil {
		return nil, err
	}
	s.send(s.letter(u.at("email").Raw(), c, made))
	return s.answerUser(ctx, call, d, u)
}

// inviting keeps a code for a user who was invited, made where there is none.
// Whoever has shown that the address is theirs needs no invitation.
func (s *Service) inviting(ctx context.Context, call *query.Call, d desk) (record, issued, code, error) {
	l := newList(call.Schema)
	u, err := s.awaited(ctx, call, d, l, "")
	if err != nil {
		return nil, issued{}, code{}, err
	}
	l.update("auth_users", []test{eq("id", u.at("id"))}, []member{is("invited_at", timeOf(call.Now))})
	return s.linking(ctx, call, d, l, u, code{kind: inviteCode}, "user_invited")
}

// linking keeps a code for a user with all that a list has already, and gives
// the user as they are then.
func (s *Service) linking(ctx context.Context, call *query.Call, d desk, l *list, u record, c code, event string) (record, issued, code, error) {
	c.user, c.flow = u.at("id"), flow{redirect: s.target(call.Arg("redirect_to").Raw())}
	if c.address == "" {
		to, err := addressOf(u.at("email").Raw())
		if err != nil {
			return nil, issued{}, c, err
		}
		c.address = to.key
	}
	made := s.issue(l, call.Now, c)
	if err := s.keep(ctx, call, d, note(l, call, event, u.at("id"), value.Value{})); err != nil {
		return nil, made, c, err
	}
	fresh := u.at("created_at").IsNull() // was in the list alone until now
	u, err := find(ctx, call, d, eq("id", u.at("id")))
	if err == nil && u == nil {
		err = refuse(userNotFound, "the user is gone")
	}
	if err == nil && fresh {
		s.afterSignUp(ctx, call, u)
	}
	return u, made, c, err
}

// awaited finds the user of a call's address who has not shown yet that it is
// theirs, or adds one to a list.
func (s *Service) awaited(ctx context.Context, call *query.Call, d desk, l *list, hash string) (record, error) {
	data, err := dataOf(call)
	if err != nil {
		return nil, err
	}
	to, err := s.mailable(call)
	if err != nil {
		return nil, err
	}
	u, err := find(ctx, call, d, eq("email_key", value.OfText(to.key)))
	if err != nil {
		return nil, err
	}
	if u != nil && (!u.at("email_confirmed_at").IsNull() || !u.at("last_sign_in_at").IsNull()) {
		return nil, refuse(emailExists, "a user with this email address has already been registered")
	}
	if u != nil {
		if changes := []member{text("password", hash), is("user_metadata", data)}; hash != "" || !data.IsNull() {
			l.update("auth_users", []test{eq("id", u.at("id"))}, given(changes))
		}
		return u, nil
	}
	u = record{is("id", newID()), text("email", to.typed)}
	made := said{address: to, hash: hash}
	if !data.IsNull() {
		made.changes = []member{is("user_metadata", data)}
	}
	return u, s.addMade(ctx, l, call, u.at("id"), made)
}

// given are the members that are not null.
func given(all []member) []member {
	var out []member
	for _, m := range all {
		if !m.v.IsNull() {
			out = append(out, m)
		}
	}
	return out
}

// generateLink gives what would be mailed, to who mails it otherwise.
func (s *Service) generateLink(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	kind := call.Arg("type").Raw()
	u, made, c, err := s.linkFor(ctx, call, d, kind)
	if err != nil {
		return nil, err
	}
	shown, err := s.shown(ctx, call, d, u)
	if err != nil {
		return nil, err
	}
	members := map[string]any{}
	if err := json.Unmarshal([]byte(shown.Raw()), &members); err != nil {
		return nil, err
	}
	verified := kind
	if c.kind == changeCode {
		verified = changeCode
	}
	for name, v := range map[string]string{"action_link": s.link(verified, made.secret, c.flow), "email_otp": made.digits,
		"hashed_token": made.secret, "redirect_to": c.flow.redirect, "verification_type": kind} {
		members[name] = v
	}
	return &query.Answer{Value: asJSON(members)}, nil
}

// linkFor keeps the code of a link of some kind.
func (s *Service) linkFor(ctx context.Context, call *query.Call, d desk, kind string) (record, issued, code, error) {
	switch kind {
	case inviteCode:
		return s.inviting(ctx, call, d)
	case signupCode:
		return s.linkSignUp(ctx, call, d, call.Arg("password").Raw())
	case magicCode, recoveryCode, "email_change_new", "email_change_current":
	default:
		return nil, issued{}, code{}, invalid("type", "type must be signup, invite, magiclink, recovery, email_change_current or email_change_new")
	}
	to, err := s.mailable(call)
	if err != nil {
		return nil, issued{}, code{}, err
	}
	u, err := find(ctx, call, d, eq("email_key", value.OfText(to.key)))
	switch {
	case err != nil:
		return nil, issued{}, code{}, err
	case u == nil && kind == magicCode:
		return s.linkSignUp(ctx, call, d, "")
	case u == nil:
		return nil, issued{}, code{}, refuse(userNotFound, "user with this email not found")
	}
	c := code{kind: kind}
	if kind != magicCode && kind != recoveryCode {
		if c, err = s.linkChange(ctx, call, d, u, kind); err != nil {
			return nil, issued{}, c, err
		}
	}
	return s.linking(ctx, call, d, newList(call.Schema), u, c, kind+"_link_generated")
}

// linkSignUp is a link that shows whose an address is, of a user who has a
// password already where one is given.
func (s *Service) linkSignUp(ctx context.Context, call *query.Call, d desk, password string) (record, issued, code, error) {
	hash := ""
	if password != "" {
		err := s.judgePassword(call, password)
		if err == nil {
			hash, err = s.hasher.hash(ctx, password)
		}
		if err != nil {
			return nil, issued{}, code{}, err
		}
	}
	l := newList(call.Schema)
	u, err := s.awaited(ctx, call, d, l, hash)
	if err != nil {
		return nil, issued{}, code{}, err
	}
	return s.linking(ctx, call, d, l, u, code{kind: magicCode}, "signup_link_generated")
}

// linkChange is the code of a link by which a user comes to another address. The
// one for the address of now only mails the one for the new address.
func (s *Service) linkChange(ctx context.Context, call *query.Call, d desk, u record, kind string) (code, error) {
	to, err := addressOf(call.Arg("new_email").Raw())
	if err != nil || to.name {
		return code{}, invalid("new_email", "new_email must be an address")
	}
	if err := s.vacant(ctx, call, d, u.at("id"), said{address: to}); err != nil {
		return code{}, err
	}
	c := code{kind: changeCode, address: to.key, intent: intent{Email: to.typed}}
	if kind == "email_change_current" {
		now, err := addressOf(u.at("email").Raw())
		if err != nil {
			return c, err
		}
		c.address, c.intent.Method = now.key, askingChange
	}
	return c, nil
}

// askingChange is the method of a code that stands for the wish for another
// address, and not yet for the address.
const askingChange = "ask"

// askAddress takes such a code: the address is asked to show that it is the user's.
func (s *Service) askAddress(ctx context.Context, call *query.Call, d desk, row record, i intent) (*query.Answer, error) {
	to, err := addressOf(i.Email)
	if err != nil {
		return nil, err
	}
	l := newList(call.Schema).remove("auth_codes", row.at("id"))
	c := code{kind: changeCode, address: to.key, user: row.at("user"), intent: intent{Email: i.Email}, flow: flow{redirect: row.at("redirect").Raw()}}
	made := s.issue(l, call.Now, c)
	if _, _, err := note(l, call, "email_change_requested", row.at("user"), value.Value{}).do(ctx, d); err != nil {
		return nil, spent(err)
	}
	s.send(s.letter(to.typed, c, made))
	return answer(call, record{is("redirect_to", row.at("redirect"))}), nil
}
