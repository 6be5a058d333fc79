package identity

import (
	"context"
	"encoding/json"
	"time"

	"bedplate/query"
	"bedplate/value"
)

// note adds what happened to the audit.
func note(l *list, call *query.Call, event string, user, session value.Value) *list {
	return noteOf(l, call, event, user, session, nil)
}

// noteOf is note with details.
func noteOf(l *list, call *query.Call, event string, user, session value.Value, details map[string]any) *list {
	agent := ""
	if call.Source.Header != nil {
		agent, _ = call.Source.Header("user-agent")
	}
	members := []member{text("event", event), is("user", user), is("session", session), text("actor", actorOf(call.Principal)),
		text("ip", short(call.Source.IP, 64)), text("user_agent", short(agent, 255))}
	if len(details) > 0 {
		members = append(members, is("details", asJSON(details)))
	}
	return l.create("auth_audit", members...)
}

// noted notes what happened when the answer was given, which does not wait for it.
func (s *Service) noted(call *query.Call, event string, user value.Value, details map[string]any) {
	s.after(func(ctx context.Context) {
		d := background{s.Doer()}
		if _, _, err := noteOf(newList(d.Schema()), call, event, user, value.Value{}, details).do(ctx, d); err != nil {
			s.Log.Error("what happened could not be noted", "event", event, "error", err)
		}
	})
}

// actorOf is who does something, as far as their credential says: a user's id, a
// key's, the service role, or nobody.
func actorOf(p *query.Principal) string {
	switch {
	case p.Key != "":
		return short("key "+p.Key, 63)
	case p.ID != "":
		return short(p.ID, 63)
	case p.Service():
		return query.RoleService
	}
	return ""
}

// entry is what happened, as clients know it.
type entry struct {
	ID        string  `json:"id"`
	Payload   payload `json:"payload"`
	CreatedAt string  `json:"created_at"`
	IP        string  `json:"ip_address"`
}

type payload struct {
	Action    string          `json:"action"`
	Actor     string          `json:"actor_id,omitempty"`
	User      string          `json:"user_id,omitempty"`
	Session   string          `json:"session_id,omitempty"`
	UserAgent string          `json:"user_agent,omitempty"`
	Traits    json.RawMessage `json:"traits"`
}

// adminAudit lists what happened.
func (s *Service) adminAudit(ctx context.Context, call *query.Call) (*query.Answer, error) {
	p, err := pageOf(call)
	if err != nil {
		return nil, err
	}
	var tests []test
	for _, name := range []string{"user", "event"} {
		if v := call.Arg(name); !v.IsNull() {
			tests = append(tests, eq(name, v))
		}
	}
	rows, total, err := p.read(ctx, call, call.As(owner), "auth_audit", "at", tests, "id", "at", "event", "user", "session", "actor", "ip", "user_agent", "details")
	if err != nil {
		return nil, err
	}
	entries := make([]entry, len(rows))
	for i, r := range rows {
		entries[i] = entry{ID: r.at("id").String(), CreatedAt: moment(r.at("at")), IP: r.at("ip").Raw(),
			Payload: payload{Action: r.at("event").Raw(), Actor: r.at("actor").Raw(), User: textOf(r.at("user")), Session: textOf(r.at("session")),
				UserAgent: r.at("user_agent").Raw(), Traits: object(r.at("details"))}}
	}
	return p.answer(call, "entries", asJSON(entries), total), nil
}

// textOf is a value's text, "" where it is null.
func textOf(v value.Value) string {
	if v.IsNull() {
		return ""
	}
	return v.String()
}

// forgetAudit removes what happened before the time for which it is kept, so
// much at a time that nobody waits for it.
func (s *Service) forgetAudit(ctx context.Context, now time.Time) error {
	if s.Audit == 0 {
		return nil
	}
	d := background{s.Doer()}
	c := d.Schema().Collection("auth_audit")
	l := newList(d.Schema())
	sel := selected(c, []string{"at"})
	sel.Where, sel.Limit, sel.Stream = l.where(c, []test{lt("at", timeOf(now.Add(-s.Audit)))}), forgotten, true
	sel.Order = []query.Order{{Expr: fieldOf(c, "at")}}
	rows, _, err := l.add(query.Operation{Kind: query.Read, Collection: c, Select: sel}).do(ctx, d)
	if err != nil || len(rows) == 0 {
		return err
	}
	last := rows[len(rows)-1].at("at")
	_, _, err = newList(d.Schema()).clear("auth_audit", []test{notAfter("at", last)}).do(ctx, d)
	return err
}

// forgotten is how much of the audit is removed at a time.
const forgotten = 5000
