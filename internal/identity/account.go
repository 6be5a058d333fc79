package identity

import (
	"context"
	"time"

	"bedplate/fault"
	"bedplate/internal/identity/throttle"
	"bedplate/query"
	"bedplate/value"
)

// fresh is how long after showing who they are users may change what they sign
// in with, without showing it again.
const fresh = 24 * time.Hour

// user gives who calls.
func (s *Service) user(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, _, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	return s.answerUser(ctx, call, d, u)
}

func (s *Service) answerUser(ctx context.Context, call *query.Call, d desk, u record) (*query.Answer, error) {
	shown, err := s.shown(ctx, call, d, u)
	if err != nil {
		return nil, err
	}
	return answer(call, record{is("user", shown)}), nil
}

// updateUser changes who calls.
func (s *Service) updateUser(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	data, err := dataOf(call)
	if err != nil {
		return nil, err
	}
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	email := call.Arg("email")
	moves := !email.IsNull() && email.Raw() != u.at("email").Raw()
	phone := call.Arg("phone")
	calls := phone.Raw() != "" && phone.Raw() != u.at("phone").Raw()
	tried, err := s.mayUpdate(ctx, call, d, u, se, moves || calls)
	if err != nil {
		return nil, err
	}
	if !call.Arg("password").IsNull() {
		if err := s.setPassword(ctx, call, d, u, se); err != nil {
			return nil, err
		}
		s.forgive(tried)
	}
	if moves {
		if err := s.askChange(ctx, call, d, u); err != nil {
			return nil, err
		}
	}
	if calls {
		if err := s.askPhone(ctx, call, d, u); err != nil {
			return nil, err
		}
	}
	if !data.IsNull() {
		all, err := merged(u.at("user_metadata"), data)
		if err != nil {
			return nil, err
		}
		l := newList(call.Schema).update("auth_users", []test{eq("id", u.at("id"))}, []member{is("user_metadata", all)})
		if _, _, err := note(l, call, "user_modified", u.at("id"), se.at("id")).do(ctx, d); err != nil {
			return nil, err
		}
	}
	if u, err = find(ctx, call, d, eq("id", u.at("id"))); err != nil {
		return nil, err
	}
	if u == nil {
		return nil, refuse(userNotFound, "the user is gone")
	}
	return s.answerUser(ctx, call, d, u)
}

// mayUpdate refuses a password that is none, and who may not set one or move to
// another address. A password is counted as a guess: that it is the one before is
// told.
func (s *Service) mayUpdate(ctx context.Context, call *query.Call, d desk, u, se record, moves bool) (tried throttle.Attempt, err error) {
	if password := call.Arg("password"); !password.IsNull() {
		if u.at("email").IsNull() && u.at("username").IsNull() && u.at("phone").IsNull() {
			return tried, invalid("password", "updating the password of an anonymous user without an email is not allowed")
		}
		second, err := s.hasSecond(ctx, call, d, u)
		if err == nil {
			err = s.judgePasswordOf(call, password.Raw(), s.passwordMin(second))
		}
		if err == nil {
			tried, err = s.try(ctx, call, u.at("id").String())
		}
		if err != nil {
			return tried, err
		}
	} else if !moves {
		return tried, nil
	}
	return tried, s.mayChange(ctx, call, d, u, se)
}

// setPassword sets a new password, which ends all other sessions.
func (s *Service) setPassword(ctx context.Context, call *query.Call, d desk, u, se record) error {
	password := call.Arg("password").Raw()
	seat, err := s.hasher.seat(ctx)
	if err != nil {
		return err
	}
	defer seat.leave()
	same, _, err := seat.matches(ctx, u.at("password").Raw(), password)
	if err != nil {
		return err
	}
	if same {
		return refuse(samePassword, "new password should be different from the old password")
	}
	hash, err := seat.hash(ctx, password)
	if err != nil {
		return err
	}
	var ids []value.Value
	err = call.Tx(ctx, func(tx *query.Tx) error {
		l := newList(call.Schema).update("auth_users", []test{eq("id", u.at("id"))}, []member{text("password", hash)})
		if _, _, err := l.do(ctx, tx.As(owner)); err != nil {
			return err
		}
		var err error
		ids, err = s.endIn(ctx, call, tx.As(owner), "password_changed", u.at("id"), ne("id", se.at("id")))
		return err
	})
	if err != nil {
		return err
	}
	s.ended.add(ids, call.Now)
	return nil
}

// shownAgain demands that who calls showed not long ago who they are, or does
// now by a code.
func (s *Service) shownAgain(ctx context.Context, call *query.Call, d desk, u, se record) error {
	shown, err := methods(se.at("amr").Raw()).all()
	if err != nil {
		return err
	}
	for _, m := range shown {
		if call.Now.Sub(time.Unix(m.Timestamp, 0)) < fresh {
			return nil
		}
	}
	nonce := call.Arg("nonce").Raw()
	if nonce == "" {
		return refuse(reauthNeeded, "this change requires reauthentication")
	}
	row, err := s.byDigits(ctx, call, d, u.at("id").String(), nonce, reauthCode)
	if err == nil {
		_, _, err = newList(call.Schema).remove("auth_codes", row.at("id")).do(ctx, d)
	}
	if spent(err) != nil && fault.As(spent(err)).Reason == otpExpired {
		return refuse(reauthInvalid, "nonce has expired or is invalid")
	}
	return err
}

// reauthenticate mails a code to who calls.
func (s *Service) reauthenticate(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	to := address{typed: u.at("email").Raw(), key: u.at("id").String()}
	if u.at("email").IsNull() {
		if to.typed, to.phone = u.at("phone").Raw(), true; u.at("phone").IsNull() {
			return nil, invalid("email", "reauthentication requires the user to have an email or a phone number")
		}
	}
	if err := s.codeAllowed(ctx, call, to); err != nil {
		return nil, err
	}
	l := newList(call.Schema)
	c := code{kind: reauthCode, address: u.at("id").String(), user: u.at("id")}
	made := s.issue(l, call.Now, c)
	if _, _, err := note(l, call, "reauthentication_requested", u.at("id"), se.at("id")).do(ctx, d); err != nil {
		return nil, err
	}
	if to.phone {
		s.tell(to, c, made)
	} else {
		s.send(Letter{To: to.typed, Kind: reauthCode, Code: made.digits})
	}
	return nil, nil
}

// askChange sends a code to a new address of who calls. Whether somebody has it
// already is not told.
func (s *Service) askChange(ctx context.Context, call *query.Call, d desk, u record) error {
	to, err := s.newEmail(call)
	if err != nil {
		return err
	}
	f, err := s.flowOf(call)
	if err != nil {
		return err
	}
	if err := s.letterAllowed(ctx, call, to); err != nil {
		return err
	}
	there, err := find(ctx, call, d, eq("email_key", value.OfText(to.key)))
	if err != nil {
		return err
	}
	c := code{kind: changeCode, address: to.key, user: u.at("id"), flow: f, intent: intent{Email: to.typed}}
	l := newList(call.Schema)
	made := s.issue(l, call.Now, c)
	if _, _, err := note(l, call, "email_change_requested", u.at("id"), value.Value{}).do(ctx, d); err != nil {
		return err
	}
	if there != nil && there.at("id").Raw() != u.at("id").Raw() {
		s.send(Letter{To: there.at("email").Raw(), Kind: "taken", Link: s.Site})
		return nil
	}
	s.send(s.letter(to.typed, c, made))
	if !u.at("email").IsNull() {
		s.send(Letter{To: u.at("email").Raw(), Kind: "email_changing"})
	}
	return nil
}
