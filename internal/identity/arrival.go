package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"bedplate/fault"
	"bedplate/internal/identity/provider"
	"bedplate/query"
	"bedplate/value"
)

// signupEvent is what the audit says of who is a user from now on.
const signupEvent = "signup"

// arriveTries is how often somebody is looked for who is just being made.
const arriveTries = 3

// arrive adds to a list that somebody is let in, finishes it and does it. Two
// that come at the same time as the same new user are one; who is banned meanwhile
// is found to be.
func (s *Service) arrive(ctx context.Context, call *query.Call, d desk, who provided, finish func(l *list, user value.Value, event string)) error {
	var err error
	for range arriveTries {
		l := newList(call.Schema)
		user, event, refused := s.settle(ctx, call, d, l, who)
		if refused != nil {
			return refused
		}
		finish(l, user, event)
		if _, _, err = l.do(ctx, d); err == nil && event == signupEvent {
			return s.tellMade(ctx, call, d, user)
		}
		if code := fault.CodeOf(err); code != fault.Unique && code != fault.NotSingle {
			return err
		}
	}
	return err
}

// enter lets somebody in and opens a session: for who adds an identity, one that
// shows as many factors as the one in which they asked for it.
func (s *Service) enter(ctx context.Context, call *query.Call, d desk, who provided, more func(l *list)) (*query.Answer, error) {
	var o opened
	aal := oneFactor
	if !who.Link.IsNull() {
		rows, _, err := newList(call.Schema).read("auth_sessions", []test{eq("id", who.Session)}, "aal").do(ctx, d)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			aal = rows[0].at("aal").Raw()
		}
	}
	err := s.arrive(ctx, call, d, who, func(l *list, user value.Value, event string) {
		if more != nil {
			more(l)
		}
		o = s.openAt(l, call, user, "oauth", aal)
		note(l, call, event, user, o.id)
	})
	if err != nil {
		return nil, err
	}
	return s.signedIn(ctx, call, d, o)
}

// handOverProvided keeps who came from a provider under a code, which the page
// exchanges that began. An identity is added only then: by who began, and not by
// whoever was made to follow a link.
func (s *Service) handOverProvided(ctx context.Context, call *query.Call, d desk, who provided, tokens provider.Tokens, f flow) (string, error) {
	var err error
	if who.Tokens, err = s.sealTokens(tokens); err != nil {
		return "", err
	}
	made := issued{}
	keep := func(l *list, user value.Value, event string) {
		made = s.issue(l, call.Now, code{kind: pkceCode, address: user.String(), user: user, flow: flow{challenge: f.challenge},
			intent: intent{Method: "oauth", Provided: &who}})
		note(l, call, event, user, value.Value{})
	}
	if who.Link.IsNull() {
		err = s.arrive(ctx, call, d, who, keep)
		return made.secret, err
	}
	// Whether it can be added is known now; that it is, only then.
	if _, _, err := s.settle(ctx, call, d, newList(call.Schema), who); err != nil {
		return "", err
	}
	who.LinkID, who.SessionID = who.Link.String(), who.Session.String()
	l := newList(call.Schema)
	keep(l, who.Link, "identity_offered")
	_, _, err = l.do(ctx, d)
	return made.secret, err
}

// exchangeProvided opens the session of who came from a provider.
func (s *Service) exchangeProvided(ctx context.Context, call *query.Call, d desk, row, u record, who provided) (*query.Answer, error) {
	tokens, err := s.unsealTokens(who.Tokens)
	if err != nil {
		return nil, err
	}
	var out *query.Answer
	if who.LinkID != "" {
		who.Link, who.Session = idOf(who.LinkID), idOf(who.SessionID)
		out, err = s.enter(ctx, call, d, who, func(l *list) { l.remove("auth_codes", row.at("id")) })
	} else {
		l := entering(newList(call.Schema), call, u).remove("auth_codes", row.at("id"))
		o := s.open(l, call, row.at("user"), "oauth")
		if _, _, err = note(l, call, "login", row.at("user"), o.id).do(ctx, d); err == nil {
			out, err = s.signedIn(ctx, call, d, o)
		}
		err = s.overtaken(ctx, call, d, row.at("user"), err)
	}
	if err != nil {
		if f := fault.As(err); f.Reason == "" && f.Code == fault.NotFound {
			return nil, refuse(flowNotFound, "invalid flow state, no valid flow state found")
		}
		return nil, err
	}
	return withTokens(call, out, tokens), nil
}

// idToken lets somebody in by an ID token that a program of theirs was given.
func (s *Service) idToken(ctx context.Context, call *query.Call) (*query.Answer, error) {
	p, err := s.providerOf(call.Arg("provider").Raw())
	if err != nil {
		return nil, err
	}
	if err := s.passing(call, "id_token"); err != nil {
		return nil, err
	}
	d := call.As(owner)
	who := provided{Provider: p.Name()}
	if call.Arg("link_identity").Bool() {
		u, se, err := s.caller(ctx, call, d)
		if err != nil {
			return nil, err
		}
		if err := s.mayChange(ctx, call, d, u, se); err != nil {
			return nil, err
		}
		who.Link, who.Session = u.at("id"), se.at("id")
	}
	nonce := call.Arg("nonce").Raw()
	if nonce != "" {
		// The provider was told a hash, so that only who began has the nonce.
		sum := sha256.Sum256([]byte(nonce))
		nonce = hex.EncodeToString(sum[:])
	}
	if who.Profile, err = p.Believe(ctx, call.Arg("id_token").Raw(), call.Arg("access_token").Raw(), nonce); err != nil {
		if fault.CodeOf(err) == fault.Unavailable {
			s.Log.Warn("a provider cannot be asked", "provider", p.Name(), "error", err)
			return nil, fault.New(fault.Unavailable, "the provider cannot be asked now")
		}
		return nil, invalid("id_token", fault.As(err).Message)
	}
	return s.enter(ctx, call, d, who, nil)
}

// linkIdentity gives the address at which who calls adds an identity.
func (s *Service) linkIdentity(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	if err := s.mayChange(ctx, call, d, u, se); err != nil {
		return nil, err
	}
	leaving, err := s.departureOf(call)
	if err != nil {
		return nil, err
	}
	leaving.user, leaving.session = u.at("id"), se.at("id")
	return s.ticket(ctx, call, leaving)
}

// sealTokens encrypts what a provider gave until the page has it.
func (s *Service) sealTokens(t provider.Tokens) (string, error) {
	raw, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	aead, err := s.aead("provider tokens")
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return tokenEncoding.EncodeToString(aead.Seal(nonce, nonce, raw, nil)), nil
}

func (s *Service) unsealTokens(sealed string) (provider.Tokens, error) {
	var t provider.Tokens
	raw, err := tokenEncoding.DecodeString(sealed)
	if err != nil {
		return t, err
	}
	aead, err := s.aead("provider tokens")
	if err != nil {
		return t, err
	}
	if len(raw) < aead.NonceSize() {
		return t, fault.New(fault.Internal, "a provider's tokens cannot be read")
	}
	raw, err = aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], nil)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(raw, &t)
}
