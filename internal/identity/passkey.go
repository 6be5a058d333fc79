package identity

import (
	"context"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

var passkeyFields = []string{"id", "user", "friendly_name", "credential", "counter", "last_used_at", "created_at"}

// passkeyDocument is a passkey as clients know it.
type passkeyDocument struct {
	ID           string `json:"id"`
	FriendlyName string `json:"friendly_name,omitempty"`
	CreatedAt    string `json:"created_at"`
	LastUsedAt   string `json:"last_used_at,omitempty"`
}

// passkeysOf gives a user's passkeys, the oldest first.
func passkeysOf(ctx context.Context, call *query.Call, d desk, user value.Value) ([]record, error) {
	rows, _, err := newList(call.Schema).read("auth_passkeys", []test{eq("user", user)}, passkeyFields...).do(ctx, d)
	return rows, err
}

// keysOf are all keys of a user, passkeys and those of factors.
func (s *Service) keysOf(ctx context.Context, call *query.Call, d desk, u record) ([]webauthn.Credential, error) {
	passkeys, err := passkeysOf(ctx, call, d, u.at("id"))
	if err != nil {
		return nil, err
	}
	factors, err := factorsOf(ctx, call, d, u.at("id"))
	if err != nil {
		return nil, err
	}
	return credentialsOf(append(passkeys, factors...))
}

// passkeysOn refuses where there are no passkeys.
func (s *Service) passkeysOn() error {
	if !s.Passkeys.Enabled || s.party == nil {
		return refuse(passkeyOff, "passkeys are disabled")
	}
	return nil
}

// passkeyHolder gives who calls, and may have passkeys.
func (s *Service) passkeyHolder(ctx context.Context, call *query.Call, d desk) (u, se record, err error) {
	if err := s.passkeysOn(); err != nil {
		return nil, nil, err
	}
	if u, se, err = s.caller(ctx, call, d); err != nil {
		return nil, nil, err
	}
	if u.at("is_anonymous").Bool() {
		return nil, nil, invalid("", "an anonymous user has no passkeys: add an email first")
	}
	return u, se, s.assured(ctx, call, d, u, se)
}

// passkeyBegin begins to add a passkey.
func (s *Service) passkeyBegin(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.passkeyHolder(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(ctx, call, d, u, se); err != nil {
		return nil, err
	}
	if err := s.roomForPasskey(ctx, call, d, u); err != nil {
		return nil, err
	}
	known, err := s.keysOf(ctx, call, d, u)
	if err != nil {
		return nil, err
	}
	options, kept, err := s.beginRegistration(u, known, true)
	if err != nil {
		return nil, err
	}
	c := challengeFor(registerChallenge, call, u, se)
	return s.asked(call, c, kept, options.Response)
}

func (s *Service) roomForPasskey(ctx context.Context, call *query.Call, d desk, u record) error {
	there, err := passkeysOf(ctx, call, d, u.at("id"))
	if err == nil && len(there) >= s.Passkeys.Max {
		err = refuse(tooManyPasskeys, "maximum number of passkeys reached, delete one to continue")
	}
	return err
}

// asked answers with a challenge and what the browser is to do with it.
func (s *Service) asked(call *query.Call, c challenge, kept json.RawMessage, options any) (*query.Answer, error) {
	c.Data = kept
	id, err := s.challengeID(c)
	if err != nil {
		return nil, err
	}
	return answer(call, record{is("challenge_id", value.OfText(id)), is("options", asJSON(options)), is("expires_at", value.OfInt(c.Expires))}), nil
}

// answered gives the challenge that a call answers.
func (s *Service) answered(ctx context.Context, call *query.Call, d desk, kind string) (challenge, error) {
	c, known := s.readChallenge(kind, call.Arg("challenge_id").Raw())
	if !known {
		return c, refuse(keyChallengeUnknown, "there is no such challenge")
	}
	good, err := c.answerable(ctx, call, d)
	if err == nil && !good {
		err = errChallengeOver()
	}
	return c, err
}

func errChallengeOver() error {
	return refuse(keyChallengeExpired, "the challenge has expired or was used")
}

// passkeyAdd keeps a new passkey.
func (s *Service) passkeyAdd(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.passkeyHolder(ctx, call, d)
	if err != nil {
		return nil, err
	}
	c, err := s.answered(ctx, call, d, registerChallenge)
	if err != nil {
		return nil, err
	}
	if !c.isFor(u, se) {
		return nil, refuse(keyChallengeUnknown, "there is no such challenge")
	}
	made, err := s.registered(u, c, json.RawMessage(call.Arg("credential").Raw()))
	if err != nil {
		return nil, s.unproven(err, keyRefused)
	}
	id := newID()
	err = alone(ctx, call, u, func(d desk) error {
		if err := s.roomForPasskey(ctx, call, d, u); err != nil {
			return err
		}
		l := c.spend(newList(call.Schema)).create("auth_passkeys", append(credentialMembers(made), is("id", id), is("user", u.at("id")),
			text("credential_key", hashOf(string(made.ID))))...)
		_, _, err := noteOf(l, call, "passkey_added", u.at("id"), se.at("id"), map[string]any{"passkey_id": id.String()}).do(ctx, d)
		return err
	})
	if err != nil {
		if fault.CodeOf(err) != fault.Unique {
			return nil, err
		}
		if good, other := c.answerable(ctx, call, d); other == nil && !good {
			return nil, errChallengeOver()
		}
		return nil, refuse(keyExists, "the credential is registered already")
	}
	return answer(call, record{is("id", id), is("created_at", value.OfText(moment(timeOf(call.Now))))}), nil
}

// passkeySignInBegin begins to sign in, without a name.
func (s *Service) passkeySignInBegin(_ context.Context, call *query.Call) (*query.Answer, error) {
	if err := s.passkeysOn(); err != nil {
		return nil, err
	}
	options, kept, err := s.beginSignIn()
	if err != nil {
		return nil, err
	}
	return s.asked(call, newChallenge(signInChallenge, call), kept, options.Response)
}

// passkeySignIn signs in whoever has the key. That is two factors: the key, and
// what its holder showed to it.
func (s *Service) passkeySignIn(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if err := s.passkeysOn(); err != nil {
		return nil, err
	}
	tried, err := s.guess(ctx, call, "passkey")
	if err != nil {
		return nil, err
	}
	d := call.As(owner)
	c, err := s.answered(ctx, call, d, signInChallenge)
	if err != nil {
		return nil, err
	}
	u, key, used, err := s.passkeyUsed(ctx, call, d, c)
	if err != nil {
		return nil, err
	}
	if err := s.barred(u, call.Now); err != nil {
		return nil, err
	}
	var o opened
	err = within(ctx, call, func(d desk) error {
		l := c.spend(entering(newList(call.Schema), call, u)).update("auth_passkeys", []test{eq("id", key.at("id")), eq("counter", key.at("counter"))},
			append(credentialMembers(used), is("last_used_at", timeOf(call.Now))))
		at := len(l.req.Ops) - 1
		o = s.openAt(l, call, u.at("id"), "passkey", twoFactors)
		_, results, err := note(l, call, "login", u.at("id"), o.id).do(ctx, d)
		if err == nil && results[at].Affected == 0 {
			err = refuse(keyRefused, "the credential was used or removed meanwhile")
		}
		return err
	})
	if err != nil {
		if fault.CodeOf(err) == fault.Unique {
			return nil, errChallengeOver()
		}
		return nil, s.overtaken(ctx, call, d, u.at("id"), err)
	}
	s.forgive(tried)
	return s.signedIn(ctx, call, d, o)
}

// passkeyUsed finds the passkey that answered a challenge, and judges it.
func (s *Service) passkeyUsed(ctx context.Context, call *query.Call, d desk, c challenge) (u, key record, used *webauthn.Credential, err error) {
	session, err := sessionIn(c)
	if err != nil {
		return nil, nil, nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(call.Arg("credential").Raw()))
	if err != nil {
		return nil, nil, nil, badCredential()
	}
	rows, _, err := newList(call.Schema).read("auth_passkeys", []test{eq("credential_key", value.OfText(hashOf(string(parsed.RawID))))},
		passkeyFields...).do(ctx, d)
	if err != nil {
		return nil, nil, nil, err
	}
	if len(rows) == 0 {
		return nil, nil, nil, refuse(keyUnknown, "the passkey is not registered here")
	}
	key = rows[0]
	if u, err = find(ctx, call, d, eq("id", key.at("user"))); err != nil {
		return nil, nil, nil, err
	}
	keys, err := credentialsOf(rows)
	if err != nil {
		return nil, nil, nil, err
	}
	used, err = s.party.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return keyHolder{u, keys}, nil }, session, parsed)
	if err != nil {
		return nil, nil, nil, s.unproven(err, keyRefused)
	}
	if !counted(used) {
		s.copied(call, u)
		return nil, nil, nil, refuse(keyRefused, "the passkey may be a copy")
	}
	return u, key, used, nil
}

// passkeys lists those of who calls.
func (s *Service) passkeys(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, _, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	rows, err := passkeysOf(ctx, call, d, u.at("id"))
	if err != nil {
		return nil, err
	}
	return &query.Answer{Value: passkeyDocuments(rows)}, nil
}

// passkeyDocuments are passkeys as clients know them.
func passkeyDocuments(rows []record) value.Value {
	all := []passkeyDocument{}
	for _, r := range rows {
		all = append(all, passkeyDocument{ID: r.at("id").String(), FriendlyName: r.at("friendly_name").Raw(), CreatedAt: moment(r.at("created_at")),
			LastUsedAt: moment(r.at("last_used_at"))})
	}
	return asJSON(all)
}

func errNoPasskey() error { return refuse(keyUnknown, "passkey not found") }

// passkeyRename gives a passkey of who calls another name.
func (s *Service) passkeyRename(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	name := friendlyName(call)
	if name.IsNull() {
		return nil, invalid("friendly_name", "a passkey needs a friendly_name")
	}
	l := newList(call.Schema).update("auth_passkeys", []test{eq("id", call.Arg("id")), eq("user", u.at("id"))}, []member{is("friendly_name", name)}, passkeyFields...)
	rows, _, err := noteOf(l, call, "passkey_renamed", u.at("id"), se.at("id"), map[string]any{"passkey_id": call.Arg("id").String()}).do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errNoPasskey()
	}
	r := rows[0]
	given := record{is("id", r.at("id")), is("friendly_name", name), text("created_at", moment(r.at("created_at")))}
	if used := r.at("last_used_at"); !used.IsNull() {
		given = append(given, text("last_used_at", moment(used)))
	}
	return answer(call, given), nil
}

// passkeyDelete removes a passkey of who calls.
func (s *Service) passkeyDelete(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(ctx, call, d, u, se); err != nil {
		return nil, err
	}
	mine, _, err := newList(call.Schema).read("auth_passkeys", []test{eq("id", call.Arg("id")), eq("user", u.at("id"))}, "id").do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(mine) == 0 {
		return nil, errNoPasskey()
	}
	l := newList(call.Schema).remove("auth_passkeys", mine[0].at("id"))
	if _, _, err = noteOf(l, call, "passkey_deleted", u.at("id"), se.at("id"), map[string]any{"passkey_id": call.Arg("id").String()}).do(ctx, d); fault.CodeOf(err) == fault.NotFound {
		return nil, errNoPasskey()
	}
	return nil, err
}
