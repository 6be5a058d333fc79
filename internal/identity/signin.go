package identity

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

func errCredentials() error { return refuse(invalidCredentials, "invalid login credentials") }

// signIn gives a session for a password. It reads, hashes and answers alike
// whether there is such a user or not.
func (s *Service) signIn(ctx context.Context, call *query.Call) (*query.Answer, error) {
	to, err := s.givenAddress(call)
	if err != nil {
		return nil, err
	}
	password := call.Arg("password").Raw()
	if password == "" || len(password) > 4*maxPassword {
		return nil, errCredentials()
	}
	d := call.As(owner)
	c, fresh, err := s.proven(ctx, call, d, to, password)
	if err != nil {
		return nil, err
	}
	u, changes := c.user, []member{is("last_sign_in_at", timeOf(call.Now))}
	if fresh != "" {
		changes = append(changes, text("password", fresh))
	}
	o, err := s.openFor(ctx, call, d, u, changes)
	if fault.CodeOf(err) == fault.NotSingle {
		return s.signIn(ctx, call)
	}
	if err != nil {
		return nil, err
	}
	u = u.with("last_sign_in_at", timeOf(call.Now))
	se := o.session()
	se.kin = c.kin
	out, err := s.granted(ctx, call, d, u, se)
	if err != nil {
		return nil, err
	}
	weak, err := s.weakness(ctx, call, d, u, password)
	return with(call, out, "weak_password", weak), err
}

// proven gives the user whose password it is and who may come in with it. Where their
// hash is one that is made no more, fresh is the one to keep. Who finds no seat to hash
// in is refused before anything was read, and no try of theirs is counted.
func (s *Service) proven(ctx context.Context, call *query.Call, d desk, to address, password string) (c candidate, fresh string, err error) {
	seat, err := s.hasher.seat(ctx)
	if err != nil {
		return c, "", err
	}
	defer seat.leave()
	tried, err := s.try(ctx, call, to.key)
	if err != nil {
		return c, "", err
	}
	if c, err = s.candidate(ctx, call, d, to); err != nil {
		return c, "", err
	}
	ok, stale, err := seat.matches(ctx, c.hash, password)
	if err != nil {
		return c, "", err
	}
	if !ok {
		s.failed(call, "login_failed", c.user.at("id"))
		return c, "", errCredentials()
	}
	s.forgive(tried)
	if c.user == nil {
		return c, "", errNotConfirmed(to)
	}
	if err := s.mayComeByPassword(call, c.user); err != nil {
		return c, "", err
	}
	if stale {
		fresh, err = seat.hash(ctx, password)
	}
	return c, fresh, err
}

// candidate is whose a password may be: a user, or somebody who signed up and has not
// shown their address yet.
type candidate struct {
	user record // nil if there is none yet
	kin  *kin
	hash string // "" if there is nobody
}

// candidate finds whose an address is.
func (s *Service) candidate(ctx context.Context, call *query.Call, d desk, to address) (candidate, error) {
	known, err := s.selectsOf(call.Schema)
	if err != nil {
		return candidate{}, err
	}
	read, err := newList(call.Schema).readOf(known.user, []test{eq(to.keyField(), value.OfText(to.key))}).
		read("auth_codes", []test{eq("address", value.OfText(to.key)), eq("kind", value.OfText(signupCode)), eq("user", value.Value{}),
			gt("expires", timeOf(call.Now))}, codeFields...).trees(ctx, d)
	if err != nil {
		return candidate{}, err
	}
	switch users, pending := read[0], read[1]; {
	case len(users) > 0:
		return candidate{user: users[0].record, kin: users[0].kin(), hash: users[0].at("password").Raw()}, nil
	case len(pending) > 0:
		i, err := intentOf(pending[len(pending)-1].record)
		return candidate{hash: i.Password}, err
	}
	return candidate{}, nil
}

func errNotConfirmed(to address) error {
	if to.phone {
		return refuse(phoneNotConfirmed, "phone not confirmed")
	}
	return refuse(emailNotConfirmed, "email not confirmed")
}

// mayComeByPassword refuses a user whose password is right, and who may not
// come in.
func (s *Service) mayComeByPassword(call *query.Call, u record) error {
	if err := s.barred(u, call.Now); err != nil {
		return err
	}
	if s.ConfirmEmail && !u.at("email").IsNull() && u.at("email_confirmed_at").IsNull() {
		return refuse(emailNotConfirmed, "email not confirmed")
	}
	return nil
}

// openFor opens a session of a user, who must be as they were when the hash
// began: whoever is banned or given another password meanwhile gets none, and the
// error is NotSingle.
func (s *Service) openFor(ctx context.Context, call *query.Call, d desk, u record, changes []member) (opened, error) {
	l := newList(call.Schema).update("auth_users", []test{eq("id", u.at("id")), eq("password", u.at("password")),
		eq("banned_until", u.at("banned_until")), eq("deleted_at", u.at("deleted_at"))}, changes)
	l.req.Ops[0].Single = true
	o := s.open(l, call, u.at("id"), "password")
	_, _, err := note(l, call, "login", u.at("id"), o.id).do(ctx, d)
	return o, err
}

// weakness tells a user whose password was good before, and is too short now.
func (s *Service) weakness(ctx context.Context, call *query.Call, d desk, u record, password string) (value.Value, error) {
	n := utf8.RuneCountInString(password)
	if n >= s.PasswordMin {
		return value.Value{}, nil
	}
	second, err := s.hasSecond(ctx, call, d, u)
	least := s.passwordMin(second)
	if err != nil || n >= least {
		return value.Value{}, err
	}
	return asJSON(map[string]any{"reasons": []string{"length"},
		"message": fmt.Sprintf("the password should be at least %d characters long", least)}), nil
}

// failed notes a failure when the answer was given, so that it takes no longer
// for one user than for another.
func (s *Service) failed(call *query.Call, event string, user value.Value) {
	s.noted(call, event, user, nil)
}

// otp sends a code to sign in with, or to sign up.
func (s *Service) otp(ctx context.Context, call *query.Call) (*query.Answer, error) {
	data, err := dataOf(call)
	if err != nil {
		return nil, err
	}
	to, err := s.reachable(call)
	if err != nil {
		return nil, err
	}
	c := code{kind: magicCode, address: to.key}
	may := s.SignUp && (call.Arg("create_user").IsNull() || call.Arg("create_user").Bool())
	if may {
		c.intent = intent{ID: newID().String(), Data: []byte(orObject(data).Raw())}.of(to)
	}
	return s.mailCode(ctx, call, to, c, may)
}

// recover sends a code by which a password can be set.
func (s *Service) recover(ctx context.Context, call *query.Call) (*query.Answer, error) {
	to, err := s.mailable(call)
	if err != nil {
		return nil, err
	}
	return s.mailCode(ctx, call, to, code{kind: recoveryCode, address: to.key}, false)
}

// mailCode keeps a code for an address and sends it, if there is such a user or
// strangers may have one. What is answered and written is the same.
func (s *Service) mailCode(ctx context.Context, call *query.Call, to address, c code, strangers bool) (*query.Answer, error) {
	var err error
	if c.flow, err = s.flowOf(call); err != nil {
		return nil, err
	}
	if err := s.codeAllowed(ctx, call, to); err != nil {
		return nil, err
	}
	d := call.As(owner)
	u, err := find(ctx, call, d, eq(to.keyField(), value.OfText(to.key)))
	if err != nil {
		return nil, err
	}
	if u != nil {
		c.user = u.at("id")
	}
	l := newList(call.Schema)
	made := s.issue(l, call.Now, c)
	if _, _, err := note(l, call, c.kind+"_requested", c.user, value.Value{}).do(ctx, d); err != nil {
		return nil, err
	}
	switch {
	case u != nil:
		to.typed = u.at(to.field()).Raw() // as it was given by the user
		s.tell(to, c, made)
	case strangers:
		s.tell(to, c, made)
	}
	return nil, nil
}

// resend sends a code anew.
func (s *Service) resend(ctx context.Context, call *query.Call) (*query.Answer, error) {
	kind := call.Arg("type").Raw()
	if kind == "sms" {
		kind = signupCode
	}
	if kind != signupCode && kind != changeCode && kind != phoneCode {
		return nil, invalid("type", "missing one of these types: signup, email_change, sms, phone_change")
	}
	to, err := s.reachable(call)
	if err != nil {
		return nil, err
	}
	f, err := s.flowOf(call)
	if err != nil {
		return nil, err
	}
	if err := s.codeAllowed(ctx, call, to); err != nil {
		return nil, err
	}
	d := call.As(owner)
	rows, _, err := newList(call.Schema).read("auth_codes", []test{eq("address", value.OfText(to.key)), eq("kind", value.OfText(kind)),
		gt("expires", timeOf(call.Now))}, codeFields...).do(ctx, d)
	if err != nil {
		return nil, err
	}
	c := code{kind: kind, address: to.key, flow: f}
	real := false
	if len(rows) > 0 {
		last := rows[len(rows)-1]
		if c.intent, err = intentOf(last); err != nil {
			return nil, err
		}
		c.user = last.at("user")
		real = c.user.IsNull() == (kind == signupCode)
	}
	l := newList(call.Schema)
	made := s.issue(l, call.Now, c)
	if _, _, err := l.do(ctx, d); err != nil {
		return nil, err
	}
	if real {
		if to, err = addressIn(c.intent); err != nil {
			return nil, err
		}
		s.tell(to, c, made)
	}
	return nil, nil
}

// exchangeCode gives the session that a page was sent a code for, to whoever
// began there.
func (s *Service) exchangeCode(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	tried, err := s.guess(ctx, call, "pkce")
	if err != nil {
		return nil, err
	}
	row, err := s.bySecret(ctx, call, d, call.Arg("auth_code").Raw(), pkceCode)
	if err != nil {
		return nil, refuse(flowNotFound, "invalid flow state, no valid flow state found")
	}
	s.forgive(tried)
	sum := sha256.Sum256([]byte(call.Arg("code_verifier").Raw()))
	if subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(row.at("challenge").Raw())) != 1 {
		// It ends with the first wrong one: whoever has it is not who began.
		if _, _, err := newList(call.Schema).clear("auth_codes", []test{eq("id", row.at("id"))}).do(ctx, d); err != nil {
			return nil, err
		}
		return nil, refuse(badVerifier, "code challenge does not match previously saved code verifier")
	}
	i, err := intentOf(row)
	if err != nil {
		return nil, err
	}
	u, err := s.mayEnter(ctx, call, d, row.at("user"))
	if err != nil {
		return nil, err
	}
	if i.Provided != nil {
		return s.exchangeProvided(ctx, call, d, row, u, *i.Provided)
	}
	l := entering(newList(call.Schema), call, u).remove("auth_codes", row.at("id"))
	o := s.open(l, call, row.at("user"), i.Method)
	if _, _, err := note(l, call, "login", row.at("user"), o.id).do(ctx, d); err != nil {
		if err = s.overtaken(ctx, call, d, row.at("user"), err); fault.As(err).Reason != "" {
			return nil, err
		}
		if spent(err) != err {
			return nil, refuse(flowNotFound, "invalid flow state, no valid flow state found")
		}
		return nil, err
	}
	return s.signedIn(ctx, call, d, o)
}
