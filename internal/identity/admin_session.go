package identity

import (
	"context"
	"encoding/json"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// sessionDocument is a session as clients know it.
type sessionDocument struct {
	ID          string          `json:"id"`
	UserID      string          `json:"user_id"`
	AAL         string          `json:"aal"`
	AMR         json.RawMessage `json:"amr"`
	IP          string          `json:"ip,omitempty"`
	UserAgent   string          `json:"user_agent,omitempty"`
	CreatedAt   string          `json:"created_at"`
	RefreshedAt string          `json:"refreshed_at"`
	NotAfter    string          `json:"not_after"`
	Current     bool            `json:"current,omitempty"` // of who asks
}

// sessionsOf lists the sessions of a user, the newest first. Those that nobody
// can go on with are not told of.
func (s *Service) sessionsOf(ctx context.Context, call *query.Call, d desk, user, current value.Value) (*query.Answer, error) {
	rows, _, err := page{1, utmostPage}.read(ctx, call, d, "auth_sessions", "created_at",
		[]test{eq("user", user), gt("not_after", timeOf(call.Now)), gt("refreshed_at", timeOf(call.Now.Add(-s.Idle)))},
		"id", "user", "aal", "amr", "ip", "user_agent", "created_at", "refreshed_at", "not_after")
	if err != nil {
		return nil, err
	}
	documents := make([]sessionDocument, len(rows))
	for i, r := range rows {
		documents[i] = sessionDocument{ID: r.at("id").String(), UserID: r.at("user").String(), AAL: r.at("aal").Raw(), AMR: json.RawMessage(r.at("amr").Raw()),
			IP: r.at("ip").Raw(), UserAgent: r.at("user_agent").Raw(), CreatedAt: moment(r.at("created_at")), RefreshedAt: moment(r.at("refreshed_at")),
			NotAfter: moment(r.at("not_after")), Current: !current.IsNull() && r.at("id").Raw() == current.Raw()}
	}
	return &query.Answer{Value: asJSON(documents)}, nil
}

// adminSessions lists a user's sessions.
func (s *Service) adminSessions(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, err := s.named(ctx, call, d)
	if err != nil {
		return nil, err
	}
	return s.sessionsOf(ctx, call, d, u.at("id"), value.Value{})
}

// adminEndSessions ends a user's sessions, or one of them.
func (s *Service) adminEndSessions(ctx context.Context, call *query.Call) (*query.Answer, error) {
	u, err := s.named(ctx, call, call.As(owner))
	if err != nil {
		return nil, err
	}
	if session := call.Arg("session"); !session.IsNull() {
		return nil, s.endOne(ctx, call, u.at("id"), session)
	}
	return nil, s.end(ctx, call, "sessions_ended", u.at("id"))
}

// ownSessions lists the sessions of who calls.
func (s *Service) ownSessions(ctx context.Context, call *query.Call) (*query.Answer, error) {
	d := call.As(owner)
	u, se, err := s.caller(ctx, call, d)
	if err != nil {
		return nil, err
	}
	return s.sessionsOf(ctx, call, d, u.at("id"), se.at("id"))
}

// endSession ends a session of who calls.
func (s *Service) endSession(ctx context.Context, call *query.Call) (*query.Answer, error) {
	u, _, err := s.caller(ctx, call, call.As(owner))
	if err != nil {
		return nil, err
	}
	return nil, s.endOne(ctx, call, u.at("id"), call.Arg("session"))
}

// endOne ends one session, which must be the user's.
func (s *Service) endOne(ctx context.Context, call *query.Call, user, session value.Value) error {
	rows, _, err := newList(call.Schema).read("auth_sessions", []test{eq("id", session), eq("user", user)}, "id").do(ctx, call.As(owner))
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.Of(fault.NotFound, "session", "session not found")
	}
	return s.end(ctx, call, "session_ended", user, eq("id", session))
}
