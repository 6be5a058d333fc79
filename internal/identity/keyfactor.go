package identity

import (
	"context"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"

	"bedplate/query"
	"bedplate/value"
)

// beginKeyFactor begins to make the key of a factor, or to use it.
func (s *Service) beginKeyFactor(ctx context.Context, call *query.Call, d desk, u, f record) (value.Value, json.RawMessage, error) {
	keys, err := credentialsOf([]record{f})
	if err != nil {
		return value.Value{}, nil, err
	}
	if len(keys) > 0 {
		options, kept, err := s.beginShowing(u, keys)
		return asJSON(map[string]any{"type": "request", "credential_options": options}), kept, err
	}
	known, err := s.keysOf(ctx, call, d, u)
	if err != nil {
		return value.Value{}, nil, err
	}
	options, kept, err := s.beginRegistration(u, known, false)
	return asJSON(map[string]any{"type": "create", "credential_options": options}), kept, err
}

// keyShown judges what the key of a factor answered.
func (s *Service) keyShown(call *query.Call, u, f record, c challenge) (proof, error) {
	given := memberOf(call.Arg("webauthn"), "credential_response")
	if given == nil {
		return proof{}, invalid("webauthn", "verification needs a credential_response")
	}
	p := proof{factor: f, method: "mfa/webauthn", spent: c.spend}
	keys, err := credentialsOf([]record{f})
	if err != nil {
		return p, err
	}
	if len(keys) == 0 {
		made, err := s.registered(u, c, given)
		if err != nil {
			return p, s.unproven(err, verificationFailed)
		}
		p.changes = credentialMembers(made)
		return p, nil
	}
	session, err := sessionIn(c)
	if err != nil {
		return p, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(given)
	if err != nil {
		return p, badCredential()
	}
	shown, err := s.party.ValidateLogin(keyHolder{u, keys}, session, parsed)
	if err != nil {
		return p, s.unproven(err, verificationFailed)
	}
	if !counted(shown) {
		s.copied(call, u)
		return p, refuse(verificationFailed, "the key may be a copy")
	}
	p.changes = credentialMembers(shown)
	p.tests = []test{eq("counter", f.at("counter"))}
	return p, nil
}

// copied notes that a key was used which may be a copy: both are refused until
// the count is that of the one that was used most.
func (s *Service) copied(call *query.Call, u record) {
	s.Log.Warn("a key signed that may be a copy of another", "user", u.at("id").String())
	s.failed(call, "key_copied", u.at("id"))
}
