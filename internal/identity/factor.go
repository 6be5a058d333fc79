package identity

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The kinds and states of factors, as auth_factors has them.
const (
	totpFactor     = "totp"
	phoneFactor    = "phone"
	keyFactor      = "webauthn"
	recoveryFactor = "recovery_code"

	verified   = "verified"
	unverified = "unverified"
)

// unverifiedLife is how long a factor waits to be verified.
const unverifiedLife = time.Hour

// Factors are what an app says of second factors.
type Factors struct {
	TOTP     bool // codes of an app
	Phone    bool // codes that are sent to a telephone, where there is a way to
	WebAuthn bool // keys, where passkeys are possible
	Recovery bool // codes to write down
	Max      int  // how many a user may have
}

var factorFields = []string{"id", "user", "factor_type", "friendly_name", "status", "phone", "secret", "credential", "counter", "tries", "tried_at",
	"last_challenged_at", "created_at", "updated_at"}

// factorsOf gives a user's factors, the oldest first.
func factorsOf(ctx context.Context, call *query.Call, d desk, user value.Value) ([]record, error) {
	rows, _, err := newList(call.Schema).read("auth_factors", []test{eq("user", user)}, factorFields...).do(ctx, d)
	return rows, err
}

// factorDocument is a factor as clients know it.
type factorDocument struct {
	ID             string `json:"id"`
	FriendlyName   string `json:"friendly_name,omitempty"`
	FactorType     string `json:"factor_type"`
	Status         string `json:"status"`
	Phone          string `json:"phone,omitempty"`
	CreatedAt      string `json:"created_at"`
	UpdatedAt      string `json:"updated_at"`
	LastChallenged string `json:"last_challenged_at,omitempty"`
}

// factorDocuments are factors as clients know them.
func factorDocuments(factors []record) []factorDocument {
	var out []factorDocument
	for _, f := range factors {
		out = append(out, factorDocument{ID: f.at("id").String(), FriendlyName: f.at("friendly_name").Raw(), FactorType: f.at("factor_type").Raw(),
			Status: f.at("status").Raw(), Phone: f.at("phone").Raw(), CreatedAt: moment(f.at("created_at")), UpdatedAt: moment(f.at("updated_at")),
			LastChallenged: moment(f.at("last_challenged_at"))})
	}
	return out
}

// factorTraits are what the audit says of a factor.
func factorTraits(id value.Value, kind string) map[string]any {
	return map[string]any{"factor_id": id.String(), "factor_type": kind}
}

// enroll makes a factor, which stands when it was verified.
func (s *Service) enroll(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	kind := call.Arg("factor_type").Raw()
	if err := s.mayEnroll(kind); err != nil {
		return nil, err
	}
	id := newID()
	given, members, err := s.prepareFactor(call, u, id, kind)
	if err != nil {
		return nil, err
	}
	if err := s.addFactor(ctx, call, d, u, se, id, kind, unverified, members...); err != nil {
		return nil, err
	}
	return answer(call, append(given, is("id", id), text("type", kind), is("friendly_name", friendlyName(call)))), nil
}

// prepareFactor makes what a kind of factor needs: what is told of it, once, and
// what is kept.
func (s *Service) prepareFactor(call *query.Call, u record, id value.Value, kind string) (given record, members []member, err error) {
	switch kind {
	case totpFactor:
		made, err := s.newTOTP(call, u)
		if err != nil {
			return nil, nil, err
		}
		sealed, err := s.sealSecret(id, made.Secret)
		if err != nil {
			return nil, nil, err
		}
		given = record{is("totp", asJSON(made))}
		members = append(members, is("secret", value.OfBytes(sealed)))
	case phoneFactor:
		to, err := phoneOf(call.Arg("phone").Raw())
		if err != nil {
			return nil, nil, err
		}
		given = record{text("phone", to.key)}
		members = append(members, text("phone", to.key))
	}
	return given, members, nil
}

// friendlyName is what a call names a factor or a key.
func friendlyName(call *query.Call) value.Value {
	return text("", strings.TrimSpace(call.Arg("friendly_name").Raw())).v
}

// mayEnroll refuses the kinds of factors that the app does not have.
func (s *Service) mayEnroll(kind string) error {
	switch {
	case kind != totpFactor && kind != keyFactor && kind != phoneFactor:
		return invalid("factor_type", "factor_type needs to be totp, phone, or webauthn")
	case kind == phoneFactor && !s.phoneFactors():
		return refuse(phoneEnrollOff, "MFA enroll is disabled for Phone")
	case kind == totpFactor && !s.Factors.TOTP:
		return refuse(totpEnrollOff, "MFA enroll is disabled for TOTP")
	case kind == keyFactor && (!s.Factors.WebAuthn || s.party == nil):
		return refuse(keyEnrollOff, "MFA enroll is disabled for WebAuthn")
	}
	return nil
}

// mayVerify refuses to verify what the app no longer has.
func (s *Service) mayVerify(kind string) error {
	switch {
	case kind == phoneFactor && !s.phoneFactors():
		return refuse(phoneVerifyOff, "MFA verification is disabled for Phone")
	case kind == totpFactor && !s.Factors.TOTP:
		return refuse(totpVerifyOff, "MFA verification is disabled for TOTP")
	case kind == keyFactor && (!s.Factors.WebAuthn || s.party == nil):
		return refuse(keyVerifyOff, "MFA verification is disabled for WebAuthn")
	}
	return nil
}

// addFactor keeps a new factor of who calls.
func (s *Service) addFactor(ctx context.Context, call *query.Call, d desk, u, se record, id value.Value, kind, status string, more ...member) error {
	if u.at("is_anonymous").Bool() {
		return invalid("", "an anonymous user has no factors: add an email first")
	}
	if err := s.mayChange(ctx, call, d, u, se); err != nil {
		return err
	}
	old := []test{eq("user", u.at("id")), eq("status", value.OfText(unverified)), lt("created_at", timeOf(call.Now.Add(-unverifiedLife)))}
	err := alone(ctx, call, u, func(d desk) error {
		if _, _, err := newList(call.Schema).clear("auth_factors", old).do(ctx, d); err != nil {
			return err
		}
		there, err := factorsOf(ctx, call, d, u.at("id"))
		if err != nil {
			return err
		}
		if len(there) >= s.Factors.Max {
			return refuse(tooManyFactors, "maximum number of factors reached, unenroll to continue")
		}
		for _, m := range more {
			if m.name == "phone" && phoneTaken(there, m.v) {
				return refuse(factorExists, "a verified phone factor already exists, unenroll the existing factor to continue")
			}
		}
		l := newList(call.Schema).create("auth_factors", append(more, is("id", id), is("user", u.at("id")), text("factor_type", kind),
			is("friendly_name", friendlyName(call)), text("status", status))...)
		_, _, err = noteOf(l, call, "mfa_enrolled", u.at("id"), se.at("id"), factorTraits(id, kind)).do(ctx, d)
		return err
	})
	if fault.CodeOf(err) == fault.Unique && fault.As(err).Reason == "" {
		return refuse(factorNameConflict, "a factor with this friendly name exists already")
	}
	return err
}

// ownFactor gives who calls, and the factor of theirs that the call names.
func (s *Service) ownFactor(ctx context.Context, call *query.Call, d desk) (u, se, f record, err error) {
	if u, se, err = s.caller(ctx, call, d); err == nil {
		f, err = s.factor(ctx, call, d, u)
	}
	return u, se, f, err
}

// factor gives the factor that a call names, which must be the caller's.
func (s *Service) factor(ctx context.Context, call *query.Call, d desk, u record) (record, error) {
	rows, _, err := newList(call.Schema).read("auth_factors", []test{eq("id", call.Arg("id")), eq("user", u.at("id"))}, factorFields...).do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || rows[0].at("factor_type").Raw() == recoveryFactor { // which have ways of their own
		return nil, refuse(factorNotFound, "factor not found")
	}
	return rows[0], nil
}

// challengeFactor begins the showing of a factor.
func (s *Service) challengeFactor(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, f, err := s.ownFactor(ctx, call, d)
	if err != nil {
		return nil, err
	}
	kind := f.at("factor_type").Raw()
	if err := s.mayVerify(kind); err != nil {
		return nil, err
	}
	given := record{text("type", kind)}
	c := challengeFor(factorChallenge, call, u, se)
	c.Factor = f.at("id").String()
	switch kind {
	case keyFactor:
		var options value.Value
		options, c.Data, err = s.beginKeyFactor(ctx, call, d, u, f)
		given = append(given, is("webauthn", options))
	case phoneFactor:
		c.Data, err = s.sendPhoneFactor(ctx, call, f, c)
	}
	if err != nil {
		return nil, err
	}
	id, err := s.challengeID(c)
	if err != nil {
		return nil, err
	}
	_, results, err := newList(call.Schema).update("auth_factors", []test{eq("id", f.at("id"))}, []member{is("last_challenged_at", timeOf(call.Now))}).do(ctx, d)
	if err != nil {
		return nil, err
	}
	if results[0].Affected == 0 {
		return nil, refuse(factorNotFound, "factor not found")
	}
	return answer(call, append(given, text("id", id), is("expires_at", value.OfInt(c.Expires)))), nil
}

// verifyFactor takes what shows a factor, and raises the caller's session.
func (s *Service) verifyFactor(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, f, err := s.ownFactor(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if err := s.mayVerify(f.at("factor_type").Raw()); err != nil {
		return nil, err
	}
	c, err := s.factorChallenged(ctx, call, d, u, se, f)
	if err != nil {
		return nil, err
	}
	begins := f.at("status").Raw() == unverified
	if begins {
		if err := s.assured(ctx, call, d, u, se); err != nil {
			return nil, err
		}
	}
	p, err := s.judgeFactor(ctx, call, d, u, f, c)
	if err != nil {
		if fault.As(err).Reason == verificationFailed {
			s.failed(call, "mfa_failed", u.at("id"))
		}
		return nil, err
	}
	p.begins = begins
	p.tests = append(p.tests, eq("status", f.at("status")))
	return s.raise(ctx, call, d, u, se, p)
}

// factorChallenged gives the challenge that a call answers, which was made for the
// factor and the caller's session, and is still to be answered.
func (s *Service) factorChallenged(ctx context.Context, call *query.Call, d desk, u, se, f record) (challenge, error) {
	c, known := s.readChallenge(factorChallenge, call.Arg("challenge_id").Raw())
	if !known || !c.isFor(u, se) || c.Factor != f.at("id").String() {
		return c, refuse(factorNotFound, "no such challenge was made for this factor and session")
	}
	good, err := c.answerable(ctx, call, d)
	if err == nil && !good {
		err = refuse(challengeExpired, "MFA challenge has expired, verify against another challenge or create a new challenge")
	}
	return c, err
}

// judgeFactor judges what shows a factor.
func (s *Service) judgeFactor(ctx context.Context, call *query.Call, d desk, u, f record, c challenge) (proof, error) {
	switch f.at("factor_type").Raw() {
	case keyFactor:
		return s.keyShown(call, u, f, c)
	case phoneFactor:
		return s.phoneShown(ctx, call, d, f, c)
	}
	return s.totpShown(ctx, call, d, f, c)
}

// unenroll removes a factor. A verified one needs a session that showed one.
func (s *Service) unenroll(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, f, err := s.ownFactor(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if f.at("status").Raw() == verified {
		if err := s.mayChange(ctx, call, d, u, se); err != nil {
			return nil, err
		}
	}
	if err := s.removeFactor(ctx, call, d, u, se, f); err != nil {
		return nil, err
	}
	return answer(call, record{is("id", f.at("id"))}), nil
}

// removeFactor removes a factor of a user, and with the last one that stands the
// recovery codes, which are never the only one.
func (s *Service) removeFactor(ctx context.Context, call *query.Call, d desk, u, se, f record) error {
	factors, err := factorsOf(ctx, call, d, u.at("id"))
	if err != nil {
		return err
	}
	l := newList(call.Schema).remove("auth_factors", f.at("id"))
	if left := standing(factors); len(left) == 1 && left[0].at("id").Raw() == f.at("id").Raw() {
		l.clear("auth_factors", []test{eq("user", u.at("id")), eq("factor_type", value.OfText(recoveryFactor))})
	}
	if _, _, err = noteOf(l, call, "mfa_unenrolled", u.at("id"), se.at("id"), factorTraits(f.at("id"), f.at("factor_type").Raw())).do(ctx, d); fault.CodeOf(err) == fault.NotFound {
		return refuse(factorNotFound, "factor not found")
	}
	return err
}

// memberOf reads a member of a JSON object that a call gave, absent where there
// is none.
func memberOf(v value.Value, name string) json.RawMessage {
	var members map[string]json.RawMessage
	if v.IsNull() || json.Unmarshal([]byte(v.Raw()), &members) != nil {
		return nil
	}
	return members[name]
}
