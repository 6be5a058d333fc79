package identity

import (
	"context"

	"bedplate/query"
	"bedplate/value"
)

// taken are the kinds of codes that each type of a verification takes.
var taken = map[string][]string{
	"email": {signupCode, magicCode}, "signup": {signupCode, magicCode}, "magiclink": {magicCode, signupCode},
	"recovery": {recoveryCode}, "invite": {inviteCode}, "email_change": {changeCode},
	"sms": {signupCode, magicCode}, "phone_change": {phoneCode},
}

// verify takes a code that was sent out: its digits with the address they were
// sent to, or what the link holds.
func (s *Service) verify(ctx context.Context, call *query.Call) (*query.Answer, error) {
	kinds := taken[call.Arg("type").Raw()]
	if kinds == nil {
		return nil, invalid("type", "verify requires a verification type")
	}
	d := call.As(owner)
	row, err := s.presented(ctx, call, d, kinds)
	if err != nil {
		return nil, err
	}
	i, err := intentOf(row)
	if err != nil {
		return nil, err
	}
	if i.Method == askingChange {
		return s.askAddress(ctx, call, d, row, i)
	}
	if kind := row.at("kind").Raw(); kind == signupCode && !row.at("user").IsNull() || row.at("user").IsNull() && i.ID == "" {
		return nil, errSpent() // it was sent to nobody
	}
	u, err := s.mayEnter(ctx, call, d, row.at("user"))
	if err != nil {
		return nil, err
	}
	l := newList(call.Schema)
	if u != nil {
		entering(l, call, u)
	}
	l.remove("auth_codes", row.at("id"))
	user, event, made, prepared := row.at("user"), "login", record(nil), false
	switch kind := row.at("kind").Raw(); {
	case kind == phoneCode:
		err, event = s.changePhone(ctx, call, d, l, user, i), "phone_changed"
	case kind == changeCode:
		err, event = s.changeEmail(ctx, call, d, l, user, i), "email_changed"
	case user.IsNull():
		user, event = idOf(i.ID), "signup"
		made, err = s.confirm(ctx, l, call, i)
	default:
		prepared, err = shownToBe(call, l, u, row.at("address").Raw())
	}
	if err != nil {
		return nil, err
	}
	by := "otp"
	if row.at("kind").Raw() == recoveryCode {
		by = "recovery"
	}
	if call.Arg("link").Bool() && !row.at("challenge").IsNull() {
		out, err := s.handOver(ctx, call, d, l, row, user, event, by, prepared)
		if err == nil && made != nil {
			s.afterSignUp(ctx, call, made)
		}
		return out, err
	}
	o := s.open(l, call, user, by)
	if err := s.enterBy(ctx, call, d, note(l, call, event, user, o.id), user, prepared); err != nil {
		return nil, err
	}
	if made != nil {
		s.afterSignUp(ctx, call, made)
	}
	out, err := s.signedIn(ctx, call, d, o)
	if err != nil {
		return nil, err
	}
	return with(call, out, "redirect_to", row.at("redirect")), nil
}

// presented finds the code that a call presents.
func (s *Service) presented(ctx context.Context, call *query.Call, d desk, kinds []string) (record, error) {
	secret := call.Arg("token_hash").Raw()
	if call.Arg("link").Bool() {
		secret = call.Arg("token").Raw()
	}
	if secret != "" {
		tried, err := s.guess(ctx, call, "link")
		if err != nil {
			return nil, err
		}
		row, err := s.bySecret(ctx, call, d, secret, kinds...)
		if err == nil {
			s.forgive(tried)
		}
		return row, err
	}
	if call.Arg("token").IsNull() {
		return nil, invalid("token", "verify requires a token or a token hash")
	}
	to, err := s.reachable(call)
	if err != nil {
		return nil, err
	}
	tried, err := s.try(ctx, call, to.key)
	if err != nil {
		return nil, err
	}
	row, err := s.byDigits(ctx, call, d, to.key, call.Arg("token").Raw(), kinds...)
	if err == nil {
		s.forgive(tried)
	}
	return row, err
}

// confirm adds the user that a code stands for.
func (s *Service) confirm(ctx context.Context, l *list, call *query.Call, i intent) (record, error) {
	to, err := addressIn(i)
	if err != nil {
		return nil, err
	}
	data := value.Value{}
	if len(i.Data) > 0 {
		data = value.OfJSON(string(i.Data))
	}
	u := newUser{ID: idOf(i.ID), Address: to, Password: i.Password, Data: data, Verified: true}
	if err := s.beforeSignUp(ctx, call, &u); err != nil {
		return nil, err
	}
	s.addUser(l, u, call.Now)
	return u.asRecord(), nil
}

// handOver answers a link with a code that the page exchanges for a session,
// which only the page that began can.
func (s *Service) handOver(ctx context.Context, call *query.Call, d desk, l *list, row record, user value.Value, event, by string, prepared bool) (*query.Answer, error) {
	made := s.issue(l, call.Now, code{kind: pkceCode, address: user.String(), user: user,
		intent: intent{Method: by}, flow: flow{challenge: row.at("challenge").Raw()}})
	if err := s.enterBy(ctx, call, d, note(l, call, event+"_by_link", user, value.Value{}), user, prepared); err != nil {
		return nil, err
	}
	return answer(call, record{is("redirect_to", row.at("redirect")), is("code", value.OfText(made.secret))}), nil
}

// changeEmail adds to a list that a user has another address from now on.
func (s *Service) changeEmail(ctx context.Context, call *query.Call, d desk, l *list, user value.Value, i intent) error {
	to, err := addressOf(i.Email)
	if err != nil {
		return err
	}
	return s.changeAddress(ctx, call, d, l, user, to, text("email", to.typed), text("email_key", to.key), is("email_confirmed_at", timeOf(call.Now)))
}

// changePhone adds to a list that a user has another number from now on.
func (s *Service) changePhone(ctx context.Context, call *query.Call, d desk, l *list, user value.Value, i intent) error {
	to, err := phoneOf(i.Phone)
	if err != nil {
		return err
	}
	return s.changeAddress(ctx, call, d, l, user, to, text("phone", to.key), is("phone_confirmed_at", timeOf(call.Now)))
}

// changeAddress adds to a list that a user has an address by changes, and the
// identity that it is.
func (s *Service) changeAddress(ctx context.Context, call *query.Call, d desk, l *list, user value.Value, to address, changes ...member) error {
	u, err := find(ctx, call, d, eq("id", user))
	if err != nil {
		return err
	}
	if u == nil {
		return errSpent()
	}
	identities, err := identitiesOf(ctx, call, d, user)
	if err != nil {
		return err
	}
	changes = append(changes, is("is_anonymous", value.OfBool(false)))
	mine := newUser{ID: user, Address: to, Verified: true}
	known, provider := false, to.field()
	for _, one := range identities {
		if one.at("provider").Raw() == provider {
			known = true
			l.update("auth_identities", []test{eq("id", one.at("id"))}, identityMembers(mine, provider, call.Now)[3:])
		}
	}
	if !known {
		l.create("auth_identities", identityMembers(mine, provider, call.Now)...)
		app, err := merged(u.at("app_metadata"), asJSON(map[string]any{"provider": provider, "providers": providers(identities, provider)}))
		if err != nil {
			return err
		}
		changes = append(changes, is("app_metadata", app))
	}
	l.update("auth_users", []test{eq("id", user)}, changes)
	return nil
}

// providers are those of identities, and one more.
func providers(identities []record, more string) []string {
	out := []string{more}
	for _, i := range identities {
		if p := i.at("provider").Raw(); !among(p, out) {
			out = append(out, p)
		}
	}
	return out
}

// with sets one more member of an answer.
func with(call *query.Call, out *query.Answer, name string, v value.Value) *query.Answer {
	for i, f := range call.Action.Result.Members {
		if f.Name == name {
			out.Object[i] = v
		}
	}
	return out
}
