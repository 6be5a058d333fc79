package identity

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base32"
	"strings"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// Recovery codes are so long that nobody finds one by trying, and are kept
// hashed. They are copied by hand: no letter of them looks like another, and the
// ones that do are read as those.
const (
	recoveryCount = 10
	recoveryBytes = 10 // 16 letters
	recoveryName  = "Recovery codes"
)

var (
	recoveryEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)
	recoveryReading  = strings.NewReplacer("-", "", " ", "", "\t", "", "o", "0", "i", "1", "l", "1")
)

// recoveryHash is what is kept of a code.
func recoveryHash(factor value.Value, code string) value.Value {
	return value.OfText(hashOf(factor.String() + " " + recoveryReading.Replace(strings.ToLower(code))))
}

// newRecoveryCodes adds a set of codes to a list.
func newRecoveryCodes(l *list, factor value.Value) []string {
	codes := make([]string, recoveryCount)
	for i := range codes {
		raw := make([]byte, recoveryBytes)
		_, _ = rand.Read(raw) // never fails
		codes[i] = recoveryEncoding.EncodeToString(raw)
		l.create("auth_recovery_codes", is("factor", factor), is("hash", recoveryHash(factor, codes[i])))
	}
	return codes
}

func errNoRecovery() error { return refuse(factorNotFound, "there are no recovery codes") }

// recovery gives who calls, with the factor that their recovery codes are: nil
// where they have none.
func (s *Service) recovery(ctx context.Context, call *query.Call, d desk) (u, se, f record, all []record, err error) {
	if u, se, err = s.caller(ctx, call, d); err != nil {
		return
	}
	if all, err = factorsOf(ctx, call, d, u.at("id")); err != nil {
		return
	}
	for _, one := range all {
		if one.at("factor_type").Raw() == recoveryFactor {
			f = one
		}
	}
	return
}

// recoveryStatus tells how many codes are left.
func (s *Service) recoveryStatus(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	_, _, f, _, err := s.recovery(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, errNoRecovery()
	}
	left, _, err := newList(call.Schema).read("auth_recovery_codes", []test{eq("factor", f.at("id"))}, "id").do(ctx, d)
	if err != nil {
		return nil, err
	}
	return answer(call, record{is("id", f.at("id")), is("type", value.OfText(recoveryFactor)),
		is("total", value.OfInt(recoveryCount)), is("remaining", value.OfInt(int64(len(left))))}), nil
}

// recoveryGenerate makes the codes of who calls, who must have another factor:
// they are shown this once.
func (s *Service) recoveryGenerate(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if !s.Factors.Recovery {
		return nil, refuse(recoveryEnrollOff, "recovery codes are disabled")
	}
	d := call.As(owner)
	u, se, f, all, err := s.recovery(ctx, call, d)
	if err != nil {
		return nil, err
	}
	switch {
	case len(standing(all)) == 0:
		return nil, refuse(recoverySole, "recovery codes need another verified factor")
	case f != nil:
		return nil, errRecoveryThere()
	}
	if err := s.mayChange(ctx, call, d, u, se); err != nil {
		return nil, err
	}
	name := friendlyName(call)
	if name.IsNull() {
		name = value.OfText(recoveryName)
	}
	id := newID()
	var codes []string
	err = alone(ctx, call, u, func(d desk) error {
		if _, _, f, _, err := s.recovery(ctx, call, d); err != nil || f != nil {
			return cmp.Or(err, errRecoveryThere())
		}
		l := newList(call.Schema).create("auth_factors", is("id", id), is("user", u.at("id")), text("factor_type", recoveryFactor),
			is("friendly_name", name), text("status", verified))
		codes = newRecoveryCodes(l, id)
		_, _, err := note(l, call, "recovery_codes_made", u.at("id"), se.at("id")).do(ctx, d)
		return err
	})
	if err != nil {
		if fault.CodeOf(err) == fault.Unique && fault.As(err).Reason == "" {
			return nil, refuse(factorNameConflict, "a factor with this friendly name exists already")
		}
		return nil, err
	}
	return recoveryAnswer(call, id, name, codes), nil
}

func errRecoveryThere() error {
	return refuse(factorExists, "there are recovery codes already: regenerate them")
}

func recoveryAnswer(call *query.Call, id, name value.Value, codes []string) *query.Answer {
	return answer(call, record{is("id", id), is("type", value.OfText(recoveryFactor)), is("friendly_name", name),
		is("total", value.OfInt(int64(len(codes)))), is("codes", asJSON(codes))})
}

// recoveryRegenerate makes other codes in the place of those that there are.
func (s *Service) recoveryRegenerate(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if !s.Factors.Recovery {
		return nil, refuse(recoveryEnrollOff, "recovery codes are disabled")
	}
	d := call.As(owner)
	u, se, f, err := s.recoveryToChange(ctx, call, d)
	if err != nil {
		return nil, err
	}
	var codes []string
	err = within(ctx, call, func(d desk) error {
		l := newList(call.Schema).update("auth_factors", []test{eq("id", f.at("id"))}, []member{is("tries", value.OfInt(0))})
		l.clear("auth_recovery_codes", []test{eq("factor", f.at("id"))})
		codes = newRecoveryCodes(l, f.at("id"))
		_, _, err := note(l, call, "recovery_codes_made", u.at("id"), se.at("id")).do(ctx, d)
		if fault.CodeOf(err) == fault.Reference {
			return errNoRecovery()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return recoveryAnswer(call, f.at("id"), f.at("friendly_name"), codes), nil
}

// recoveryUnenroll takes the codes away.
func (s *Service) recoveryUnenroll(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, f, err := s.recoveryToChange(ctx, call, d)
	if err != nil {
		return nil, err
	}
	l := newList(call.Schema).remove("auth_factors", f.at("id"))
	if _, _, err := note(l, call, "mfa_unenrolled", u.at("id"), se.at("id")).do(ctx, d); err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			return nil, errNoRecovery()
		}
		return nil, err
	}
	return answer(call, record{is("id", f.at("id"))}), nil
}

// recoveryToChange is recovery for who may change their codes.
func (s *Service) recoveryToChange(ctx context.Context, call *query.Call, d desk) (u, se, f record, err error) {
	u, se, f, _, err = s.recovery(ctx, call, d)
	if err == nil && f == nil {
		err = errNoRecovery()
	}
	if err == nil {
		err = s.mayChange(ctx, call, d, u, se)
	}
	return u, se, f, err
}

// recoveryVerify takes a code in the place of another factor. It is gone then.
func (s *Service) recoveryVerify(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if !s.Factors.Recovery {
		return nil, refuse(recoveryVerifyOff, "recovery codes are disabled")
	}
	d := call.As(owner)
	u, se, f, _, err := s.recovery(ctx, call, d)
	if err != nil {
		return nil, err
	}
	wrong := refuse(verificationFailed, "invalid recovery code entered")
	if f == nil {
		return nil, wrong
	}
	if err := s.countTry(ctx, call, d, f, recoveryLocked); err != nil {
		return nil, err
	}
	hash := recoveryHash(f.at("id"), call.Arg("code").Raw())
	rows, _, err := newList(call.Schema).read("auth_recovery_codes", []test{eq("hash", hash)}, "id").do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		s.failed(call, "mfa_failed", u.at("id"))
		return nil, wrong
	}
	out, err := s.raise(ctx, call, d, u, se, proof{factor: f, method: "mfa/recovery_code", rescue: true,
		spent: func(l *list) *list { return l.remove("auth_recovery_codes", rows[0].at("id")) }})
	if fault.CodeOf(err) == fault.NotFound {
		return nil, wrong
	}
	return out, err
}
