package identity

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// Hooks are called when users sign up and in and are given tokens. Those called
// before may refuse: their error is the caller's answer, as it is where it is a
// *fault.Error. Those called after come when it has happened, and hold up the
// answer alone. Nil ones are not called.
type Hooks struct {
	// BeforeSignUp may change the event's Data and AppData. An account with an
	// address to be confirmed is asked about twice: when somebody signs up, and
	// with Confirmed when the user is made.
	BeforeSignUp func(context.Context, *Event) error
	AfterSignUp  func(context.Context, *Event)
	// BeforeSignIn comes when users showed who they are, before they have any
	// token; also where they signed up just now.
	BeforeSignIn func(context.Context, *Event) error
	AfterSignIn  func(context.Context, *Event)
	// BeforeToken may add to the event's Claims, at every sign-in and refresh.
	// The claims that tokens have by themselves stay as they are.
	BeforeToken func(context.Context, *Event) error
	AfterToken  func(context.Context, *Event)
}

// Event is what a hook is told.
type Event struct {
	User      string // the id
	Email     string
	Phone     string
	Username  string
	Anonymous bool
	Method    string // of a sign-in: password, otp, recovery, anonymous, oauth, ...
	Session   string // the id, where there is one
	IP        string
	UserAgent string
	Confirmed bool // of a sign-up: the address is the user's, who is made now

	Data    json.RawMessage // what users say of themselves: an object
	AppData json.RawMessage // what the app says of them: an object
	Claims  map[string]any  // of a token, the app's own
}

// event is an event of a call.
func event(call *query.Call, u record) *Event {
	e := &Event{User: u.at("id").String(), Email: u.at("email").Raw(), Phone: u.at("phone").Raw(), Username: u.at("username").Raw(),
		Anonymous: u.at("is_anonymous").Bool(), IP: call.Source.IP, Data: object(u.at("user_metadata")), AppData: object(u.at("app_metadata"))}
	if call.Source.Header != nil {
		e.UserAgent, _ = call.Source.Header("user-agent")
	}
	return e
}

// refusal is a hook's error as callers see it.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if !errors.As(err, &f) {
		return refuse(hookRefused, "%s", err.Error())
	}
	own := *f
	if own.Reason == "" {
		own.Reason = hookRefused
	}
	return &own
}

// beforeSignUp asks about a user to be made, and takes what the hook changed.
func (s *Service) beforeSignUp(ctx context.Context, call *query.Call, u *newUser) error {
	if s.Hooks.BeforeSignUp == nil {
		return nil
	}
	e := event(call, u.asRecord())
	e.Confirmed = u.Verified
	if err := s.Hooks.BeforeSignUp(ctx, e); err != nil {
		return refusal(err)
	}
	var err error
	if u.Data, err = changed(u.Data, e.Data); err != nil {
		return err
	}
	u.AppData, err = changed(u.AppData, e.AppData)
	return err
}

// changed reads an object that a hook may have changed.
func changed(old value.Value, now json.RawMessage) (value.Value, error) {
	if string(object(old)) == string(now) || len(now) == 0 {
		return old, nil
	}
	text, err := value.CanonicalJSON(now)
	if err != nil || text[0] != '{' || len(text) > maxData {
		return old, fault.New(fault.Internal, "a hook gave a user data that is no object of at most 2 KiB")
	}
	return value.OfJSON(text), nil
}

// asRecord is a user to be made as a hook is told of it.
func (u newUser) asRecord() record {
	r := record{is("id", u.ID), is("user_metadata", u.Data), is("app_metadata", u.AppData),
		is("is_anonymous", value.OfBool(u.Address.typed == "" && u.Provider == ""))}
	if u.Address.typed != "" {
		r = append(r, text(u.Address.field(), u.Address.typed))
	}
	return r
}

// afterSignUp tells of a user who was made.
func (s *Service) afterSignUp(ctx context.Context, call *query.Call, u record) {
	if s.Hooks.AfterSignUp != nil {
		s.Hooks.AfterSignUp(ctx, event(call, u))
	}
}

// tellMade tells of a user who was made, as they are kept.
func (s *Service) tellMade(ctx context.Context, call *query.Call, d desk, id value.Value) error {
	if s.Hooks.AfterSignUp == nil {
		return nil
	}
	u, err := find(ctx, call, d, eq("id", id))
	if err == nil && u != nil {
		s.afterSignUp(ctx, call, u)
	}
	return err
}

// signInEvent is the event of a session that was opened.
func signInEvent(call *query.Call, u record, se session) *Event {
	e := event(call, u)
	e.Session = se.id.String()
	e.Method = se.amr.first()
	return e
}

// beforeSignIn asks about a session that was opened: one that is refused ends
// before anybody has a token of it.
func (s *Service) beforeSignIn(ctx context.Context, call *query.Call, u record, se session) error {
	if s.Hooks.BeforeSignIn == nil || !se.opened {
		return nil
	}
	err := s.Hooks.BeforeSignIn(ctx, signInEvent(call, u, se))
	if err == nil {
		return nil
	}
	if ended := s.end(ctx, call, "login_refused", u.at("id"), eq("id", se.id)); ended != nil {
		return ended
	}
	return refusal(err)
}

// beforeToken lets a hook add claims.
func (s *Service) beforeToken(ctx context.Context, call *query.Call, u record, c claims, more map[string]json.RawMessage) (map[string]json.RawMessage, error) {
	if s.Hooks.BeforeToken == nil {
		return more, nil
	}
	e := event(call, u)
	e.Session, e.Method, e.Claims = c.SessionID, c.AMR.first(), map[string]any{}
	for name, raw := range more {
		e.Claims[name] = raw
	}
	if err := s.Hooks.BeforeToken(ctx, e); err != nil {
		return nil, refusal(err)
	}
	out := map[string]json.RawMessage{}
	for name, v := range e.Claims {
		if slices.Contains(fixedClaims, name) || name == rolesClaim || name == "" {
			return nil, fault.New(fault.Internal, "a hook set the claim %q, which tokens have by themselves", name)
		}
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, err, "a hook gave a claim that cannot be written")
		}
		out[name] = raw
	}
	return out, nil
}

// afterGrant tells of a token, and of a sign-in where it was one.
func (s *Service) afterGrant(ctx context.Context, call *query.Call, u record, se session) {
	if s.Hooks.AfterToken != nil {
		s.Hooks.AfterToken(ctx, signInEvent(call, u, se))
	}
	if s.Hooks.AfterSignIn != nil && se.opened {
		s.Hooks.AfterSignIn(ctx, signInEvent(call, u, se))
	}
}
