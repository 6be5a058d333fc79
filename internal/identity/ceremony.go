package identity

import (
	"cmp"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"bedplate/fault"
	"bedplate/value"
)

// keyHolder is a user as a ceremony of public keys sees one.
type keyHolder struct {
	user        record
	credentials []webauthn.Credential
}

// WebAuthnID is what a key remembers of its user: the id, and nothing by which
// somebody who finds the key knows them.
func (h keyHolder) WebAuthnID() []byte { return []byte(h.user.at("id").Raw()) }

// WebAuthnName is shown where users choose among their keys.
func (h keyHolder) WebAuthnName() string {
	return cmp.Or(h.user.at("email").Raw(), h.user.at("username").Raw(), h.user.at("phone").Raw(), h.user.at("id").String())
}

// WebAuthnDisplayName is the same.
func (h keyHolder) WebAuthnDisplayName() string { return h.WebAuthnName() }

// WebAuthnCredentials are the keys that the ceremony is about.
func (h keyHolder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }

// credentialsOf reads the keys of records.
func credentialsOf(records []record) ([]webauthn.Credential, error) {
	var out []webauthn.Credential
	for _, r := range records {
		if r.at("credential").IsNull() {
			continue
		}
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(r.at("credential").Raw()), &c); err != nil {
			return nil, fault.Wrap(fault.Internal, err, "a kept key cannot be read")
		}
		c.Authenticator.SignCount = uint32(r.at("counter").Int())
		out = append(out, c)
	}
	return out, nil
}

// credentialMembers are what is kept of a key: how it was attested is not.
func credentialMembers(c *webauthn.Credential) []member {
	kept := *c
	kept.Attestation = webauthn.CredentialAttestation{}
	return []member{is("credential", asJSON(kept)), is("counter", value.OfInt(int64(c.Authenticator.SignCount)))}
}

// beginRegistration begins to make a key: one that its user finds without a
// name, where it is to sign in. None is made where one of known is.
func (s *Service) beginRegistration(u record, known []webauthn.Credential, signIn bool) (*protocol.CredentialCreation, json.RawMessage, error) {
	find := protocol.ResidentKeyRequirementDiscouraged
	if signIn {
		find = protocol.ResidentKeyRequirementRequired
	}
	creation, session, err := s.party.BeginRegistration(keyHolder{user: u},
		webauthn.WithExclusions(webauthn.Credentials(known).CredentialDescriptors()),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			RequireResidentKey: &signIn, ResidentKey: find, UserVerification: protocol.VerificationRequired}))
	return begun(creation, session, err)
}

// beginShowing begins the use of one of a user's keys.
func (s *Service) beginShowing(u record, keys []webauthn.Credential) (*protocol.CredentialAssertion, json.RawMessage, error) {
	return begun(s.party.BeginLogin(keyHolder{u, keys}, webauthn.WithUserVerification(protocol.VerificationRequired)))
}

// beginSignIn begins the use of a key of whoever has one.
func (s *Service) beginSignIn() (*protocol.CredentialAssertion, json.RawMessage, error) {
	return begun(s.party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired)))
}

func begun[T any](options T, session *webauthn.SessionData, err error) (T, json.RawMessage, error) {
	if err != nil {
		return options, nil, fault.Wrap(fault.Internal, err, "a key could not be asked for")
	}
	kept, err := json.Marshal(session)
	return options, kept, err
}

// sessionIn is what a challenge remembers of its ceremony.
func sessionIn(c challenge) (webauthn.SessionData, error) {
	var out webauthn.SessionData
	if err := json.Unmarshal(c.Data, &out); err != nil {
		return out, fault.Wrap(fault.Internal, err, "a challenge cannot be read")
	}
	return out, nil
}

// registered judges what a new key answered to a challenge.
func (s *Service) registered(u record, c challenge, given json.RawMessage) (*webauthn.Credential, error) {
	session, err := sessionIn(c)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(given)
	if err != nil {
		return nil, badCredential()
	}
	return s.party.CreateCredential(keyHolder{user: u}, session, parsed)
}

// badCredential is said of something that is no credential.
func badCredential() error {
	return invalid("credential", "the credential is not what a browser gives for one")
}

// unproven is what is said of a key that does not prove what it should, with a
// reason; why is in the log.
func (s *Service) unproven(err error, reason string) error {
	if fault.As(err).Reason == validationFailed {
		return err
	}
	s.Log.Debug("a key was refused", "error", err)
	return refuse(reason, "the credential could not be verified")
}

// counted tells whether a key that signed may be the one that was registered: a
// count that did not grow is of a copy, unless it never counts.
func counted(c *webauthn.Credential) bool { return !c.Authenticator.CloneWarning }
