package identity

import (
	"context"
	"encoding/json"

	"bedplate/fault"
	"bedplate/internal/identity/throttle"
	"bedplate/query"
	"bedplate/value"
)

// signUp makes an account: at once, or when the address was shown to be the
// user's. In between there is no user, only a code that will make one: nobody
// prepares an account for somebody else's address, and an address that is taken
// is answered as a new one.
func (s *Service) signUp(ctx context.Context, call *query.Call) (*query.Answer, error) {
	data, err := dataOf(call)
	if err != nil {
		return nil, err
	}
	if !s.SignUp {
		return nil, refuse(signupDisabled, "signups not allowed for this instance")
	}
	if call.Arg("email").Raw() == "" && call.Arg("phone").Raw() == "" {
		return s.anonymous(ctx, call, data)
	}
	to, err := s.givenAddress(call)
	if err != nil {
		return nil, err
	}
	password := call.Arg("password").Raw()
	if password == "" {
		return nil, invalid("password", "signup requires a valid password")
	}
	if err := s.judgePassword(call, password); err != nil {
		return nil, err
	}
	f, err := s.flowOf(call)
	if err != nil {
		return nil, err
	}
	confirm := s.ConfirmEmail && !to.name
	if confirm {
		err = s.codeAllowed(ctx, call, to)
	} else {
		_, err = s.try(ctx, call, to.key)
	}
	if err != nil {
		return nil, err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	u := newUser{ID: newID(), Address: to, Password: hash, Data: data}
	if confirm {
		return s.pend(ctx, call, u, f)
	}
	return s.admit(ctx, call, u, "password")
}

// anonymous makes a user without an address.
func (s *Service) anonymous(ctx context.Context, call *query.Call, data value.Value) (*query.Answer, error) {
	if !s.Anonymous {
		return nil, refuse(anonymousDisabled, "anonymous sign-ins are disabled")
	}
	if _, err := s.counted(ctx, call, []throttle.Limit{throttle.Of("anonymous "+place(call), lettersPlace, window)}); err != nil {
		return nil, err
	}
	return s.admit(ctx, call, newUser{ID: newID(), Data: data}, "anonymous")
}

// admit makes a user and signs in.
func (s *Service) admit(ctx context.Context, call *query.Call, u newUser, by string) (*query.Answer, error) {
	d := call.As(owner)
	if err := s.beforeSignUp(ctx, call, &u); err != nil {
		return nil, err
	}
	l := s.addUser(newList(call.Schema), u, call.Now)
	o := s.open(l, call, u.ID, by)
	if _, _, err := note(l, call, "signup", u.ID, o.id).do(ctx, d); err != nil {
		if fault.CodeOf(err) == fault.Unique {
			return nil, refuse(userExists, "user already registered")
		}
		return nil, err
	}
	s.afterSignUp(ctx, call, u.asRecord())
	return s.signedIn(ctx, call, d, o)
}

// signedIn answers with a session that was opened.
func (s *Service) signedIn(ctx context.Context, call *query.Call, d desk, o opened) (*query.Answer, error) {
	known, err := s.selectsOf(call.Schema)
	if err != nil {
		return nil, err
	}
	read, err := newList(call.Schema).readOf(known.user, []test{eq("id", o.user)}).trees(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(read[0]) == 0 {
		return nil, refuse(userNotFound, "the user is gone")
	}
	se := o.session()
	se.kin = read[0][0].kin()
	return s.granted(ctx, call, d, read[0][0].record, se)
}

// pend sends a code that makes the user when it comes back. The owner of an
// address that is taken is told so; the answer and the work are the same.
func (s *Service) pend(ctx context.Context, call *query.Call, u newUser, f flow) (*query.Answer, error) {
	d := call.As(owner)
	if err := s.beforeSignUp(ctx, call, &u); err != nil {
		return nil, err
	}
	there, err := find(ctx, call, d, eq(u.Address.keyField(), value.OfText(u.Address.key)))
	if err != nil {
		return nil, err
	}
	c := code{kind: signupCode, address: u.Address.key, flow: f,
		intent: intent{ID: u.ID.String(), Password: u.Password, Data: json.RawMessage(orObject(u.Data).Raw())}.of(u.Address)}
	if there != nil {
		c.user = there.at("id") // and so it makes nobody
	}
	l := newList(call.Schema)
	made := s.issue(l, call.Now, c)
	if _, _, err := note(l, call, "signup_requested", value.Value{}, value.Value{}).do(ctx, d); err != nil {
		return nil, err
	}
	if there == nil {
		s.tell(u.Address, c, made)
	} else {
		s.tellTaken(u.Address, there)
	}
	return answer(call, record{is("user", pendingUser(u, call))}), nil
}

// pendingUser is the user that there will be.
func pendingUser(u newUser, call *query.Call) value.Value {
	now, provider := timeOf(call.Now), u.Address.field()
	of := record{is("id", u.ID), text("role", query.RoleAuthenticated), text(provider, u.Address.typed),
		is("confirmation_sent_at", now), is("created_at", now), is("updated_at", now), is("user_metadata", orObject(u.Data)),
		is("app_metadata", asJSON(map[string]any{"provider": provider, "providers": []string{provider}}))}
	mail := record{is("created_at", now), is("updated_at", now), is("id", newID())}
	mail = append(mail, identityMembers(u, provider, call.Now)...)
	return document(of, []record{mail}, nil)
}
