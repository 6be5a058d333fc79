package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// A refresh token is a session, how often it was exchanged, and a MAC over
// both: nothing is kept of it but the count, so that an exchange is one write
// of one record, and a copy of the database holds no token.
//
//	1 byte version, 16 the session, 8 the count, 32 the MAC
const (
	refreshVersion = 1
	refreshLen     = 1 + 16 + 8 + sha256.Size
)

// refreshGrace is how long an exchanged token goes on giving the current one:
// to a second tab, or where the answer was lost.
const refreshGrace = 10 * time.Second

var tokenEncoding = base64.RawURLEncoding.Strict()

func (s *Service) refreshToken(session value.Value, counter int64) string {
	raw := binary.BigEndian.AppendUint64(append([]byte{refreshVersion}, session.Raw()...), uint64(counter))
	return tokenEncoding.EncodeToString(s.appendMAC(raw))
}

func (s *Service) appendMAC(raw []byte) []byte {
	mac := hmac.New(sha256.New, s.refreshing)
	mac.Write(raw)
	return mac.Sum(raw)
}

// readRefresh gives what a refresh token of ours says.
func (s *Service) readRefresh(token string) (session value.Value, counter int64, ok bool) {
	raw, err := tokenEncoding.DecodeString(token)
	if err != nil || len(raw) != refreshLen || raw[0] != refreshVersion {
		return session, 0, false
	}
	said := raw[: refreshLen-sha256.Size : refreshLen-sha256.Size]
	if !hmac.Equal(s.appendMAC(said), raw) {
		return session, 0, false
	}
	return value.OfRawUUID(string(raw[1:17])), int64(binary.BigEndian.Uint64(raw[17:25])), true
}

// method is one way in which a user showed who they are.
type method struct {
	Method    string `json:"method"`
	Timestamp int64  `json:"timestamp"`
}

// methods are the ways in which a user showed who they are, as a session keeps them
// and tokens say them: a JSON list of method, the first one last.
type methods json.RawMessage

func methodsOf(all ...method) methods { return methods(asJSON(all).Raw()) }

// all reads the list.
func (m methods) all() (all []method, err error) {
	if err := json.Unmarshal(m, &all); err != nil {
		return nil, fault.Wrap(fault.Internal, err, "a session cannot be read")
	}
	return all, nil
}

func (m methods) value() value.Value { return value.OfJSON(string(m)) }

// MarshalJSON gives the list as it is.
func (m methods) MarshalJSON() ([]byte, error) { return json.RawMessage(m).MarshalJSON() }

// UnmarshalJSON takes the list as it is.
func (m *methods) UnmarshalJSON(raw []byte) error { return (*json.RawMessage)(m).UnmarshalJSON(raw) }

// first names the way in, "" where there is none.
func (m methods) first() string {
	all, err := m.all()
	if err != nil || len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Method
}

// opened is a session that is about to begin.
type opened struct {
	id   value.Value
	user value.Value
	aal  string
	amr  methods
	now  time.Time
}

// open adds a new session of a user to a list.
func (s *Service) open(l *list, call *query.Call, user value.Value, by string) opened {
	return s.openAt(l, call, user, by, oneFactor)
}

// openAt is open for a way in that shows so many factors.
func (s *Service) openAt(l *list, call *query.Call, user value.Value, by, aal string) opened {
	now := call.Now
	o := opened{id: newID(), user: user, aal: aal, amr: methodsOf(method{by, now.Unix()}), now: now}
	agent := ""
	if call.Source.Header != nil {
		agent, _ = call.Source.Header("user-agent")
	}
	l.create("auth_sessions", is("id", o.id), is("user", user), text("aal", aal), is("amr", o.amr.value()),
		text("ip", short(call.Source.IP, 64)), text("user_agent", short(agent, 255)), is("counter", value.OfInt(1)),
		is("refreshed_at", timeOf(now)), is("not_after", timeOf(now.Add(s.Absolute))))
	return o
}

// session is what a client is given: tokens and the user.
type session struct {
	id      value.Value
	counter int64
	aal     string
	amr     methods
	now     time.Time
	opened  bool // just now
	kin     *kin // what belongs to the user, where it was read with them
}

func (o opened) session() session {
	return session{id: o.id, counter: 1, aal: o.aal, amr: o.amr, now: o.now, opened: true}
}

// claims are what an access token says.
type claims struct {
	Issuer       string          `json:"iss"`
	Subject      string          `json:"sub"`
	Audience     string          `json:"aud"`
	Expires      int64           `json:"exp"`
	Issued       int64           `json:"iat"`
	Email        string          `json:"email"`
	Phone        string          `json:"phone"`
	AppMetadata  json.RawMessage `json:"app_metadata"`
	UserMetadata json.RawMessage `json:"user_metadata"`
	Role         string          `json:"role"`
	Roles        json.RawMessage `json:"roles,omitempty"`
	AAL          string          `json:"aal"`
	AMR          methods         `json:"amr"`
	SessionID    string          `json:"session_id"`
	IsAnonymous  bool            `json:"is_anonymous"`
}

// appendJSON writes them, at every sign-in and exchange of a token.
func (c *claims) appendJSON(dst []byte) []byte {
	w := &writing{append(dst, '{')}
	w.text("iss", c.Issuer)
	w.text("sub", c.Subject)
	w.text("aud", c.Audience)
	w.int("exp", c.Expires)
	w.int("iat", c.Issued)
	w.text("email", c.Email)
	w.text("phone", c.Phone)
	w.raw("app_metadata", c.AppMetadata)
	w.raw("user_metadata", c.UserMetadata)
	w.text("role", c.Role)
	if len(c.Roles) > 0 {
		w.raw("roles", c.Roles)
	}
	w.text("aal", c.AAL)
	w.raw("amr", c.AMR)
	w.text("session_id", c.SessionID)
	w.bool("is_anonymous", c.IsAnonymous)
	return append(w.out, '}')
}

// granted makes the answer of an action that gives a session.
func (s *Service) granted(ctx context.Context, call *query.Call, d desk, u record, se session) (*query.Answer, error) {
	if err := s.beforeSignIn(ctx, call, u, se); err != nil {
		return nil, err
	}
	shown, err := s.shownWith(ctx, call, d, u, se.kin)
	if err != nil {
		return nil, err
	}
	expires := se.now.Add(s.Access).Unix()
	c := claims{Issuer: s.Door, Subject: u.at("id").String(), Audience: Audience, Expires: expires, Issued: se.now.Unix(),
		Email: u.at("email").Raw(), Phone: u.at("phone").Raw(), AppMetadata: object(u.at("app_metadata")), UserMetadata: object(u.at("user_metadata")),
		Role: u.at("role").Raw(), AAL: se.aal, AMR: se.amr, SessionID: se.id.String(), IsAnonymous: u.at("is_anonymous").Bool()}
	if roles := u.at("roles"); !roles.IsNull() {
		if raw := roles.AppendJSON(nil); string(raw) != "[]" {
			c.Roles = raw
		}
	}
	signed, err := s.token(ctx, call, d, u, se.kin, c)
	if err != nil {
		return nil, err
	}
	s.afterGrant(ctx, call, u, se)
	return answer(call, record{
		is("access_token", value.OfText(signed)), is("token_type", value.OfText("bearer")), is("expires_in", value.OfInt(int64(s.Access/time.Second))),
		is("expires_at", value.OfInt(expires)), is("refresh_token", value.OfText(s.refreshToken(se.id, se.counter))), is("user", shown),
	}), nil
}

// answer makes an object of the members that the action declares; those that
// are not given are null.
func answer(call *query.Call, members record) *query.Answer {
	declared := call.Action.Result.Members
	out := &query.Answer{Object: make([]value.Value, len(declared))}
	for i, f := range declared {
		out.Object[i] = members.at(f.Name)
	}
	return out
}

var sessionFields = []string{"id", "user", "aal", "amr", "counter", "refreshed_at", "not_after"}

// refresh exchanges a refresh token.
func (s *Service) refresh(ctx context.Context, call *query.Call) (*query.Answer, error) {
	id, counter, ok := s.readRefresh(call.Arg("refresh_token").Raw())
	if !ok {
		return nil, errNoRefresh()
	}
	row, counter, err := s.exchange(ctx, call, id, counter)
	if err != nil {
		return nil, err
	}
	whose := row.under["whose"][0]
	if err := s.barred(whose.record, call.Now); err != nil {
		return nil, err
	}
	se := session{id: id, counter: counter, aal: row.at("aal").Raw(), amr: methods(row.at("amr").Raw()), now: call.Now, kin: whose.kinWithClaims()}
	return s.granted(ctx, call, call.As(owner), whose.record, se)
}

func errNoRefresh() error {
	return refuse(refreshNotFound, "invalid refresh token: refresh token not found")
}

// exchange gives a session with whose it is, and the count of the token to give for one
// of another count. The one that is current is exchanged by one write of one record,
// which gives the session too: whoever is refused afterwards has a token that is one
// step behind, and still good.
func (s *Service) exchange(ctx context.Context, call *query.Call, id value.Value, counter int64) (tree, int64, error) {
	known, err := s.selectsOf(call.Schema)
	if err != nil {
		return tree{}, 0, err
	}
	rows, err := known.exchanging(id, counter, call.Now, s.Idle).trees(ctx, call.As(owner))
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return s.exchanged(ctx, call, known, id, counter)
	case err != nil:
		return tree{}, 0, err
	}
	return rows[0][0], counter + 1, nil
}

// exchanged is exchange for a token that is not current: of a session that has ended or
// expired, or one that was exchanged before. That one ends the session, unless it is
// one step behind or was exchanged just now.
func (s *Service) exchanged(ctx context.Context, call *query.Call, known *selects, id value.Value, counter int64) (tree, int64, error) {
	rows, err := newList(call.Schema).readOf(known.session, []test{eq("id", id)}).trees(ctx, call.As(owner))
	if err != nil {
		return tree{}, 0, err
	}
	if len(rows[0]) == 0 || len(rows[0][0].under["whose"]) == 0 {
		return tree{}, 0, errNoRefresh()
	}
	row := rows[0][0]
	if err := s.barred(row.under["whose"][0].record, call.Now); err != nil {
		return tree{}, 0, err
	}
	last := time.UnixMicro(row.at("refreshed_at").Micros())
	if call.Now.UnixMicro() >= row.at("not_after").Micros() || call.Now.Sub(last) >= s.Idle {
		return tree{}, 0, refuse(sessionExpired, "invalid refresh token: session expired")
	}
	current := row.at("counter").Int()
	switch behind := current - counter; { // 0: it is current, after all
	case behind == 0 || behind == 1, behind > 0 && call.Now.Sub(last) < refreshGrace:
		return row, current, nil
	}
	if err := s.end(ctx, call, "refresh_token_reused", row.at("user"), eq("id", id)); err != nil {
		return tree{}, 0, err
	}
	return tree{}, 0, refuse(refreshUsed, "invalid refresh token: already used")
}

// end ends the sessions of a user that pass the tests, here at once and
// elsewhere within seconds.
func (s *Service) end(ctx context.Context, call *query.Call, event string, user value.Value, tests ...test) error {
	var ids []value.Value
	err := call.Tx(ctx, func(tx *query.Tx) (err error) {
		ids, err = s.endIn(ctx, call, tx.As(owner), event, user, tests...)
		return err
	})
	if err == nil {
		s.ended.add(ids, call.Now)
	}
	return err
}

// endIn is end within a transaction: the ids are to be told to s.ended when it
// is committed.
func (s *Service) endIn(ctx context.Context, call *query.Call, d desk, event string, user value.Value, tests ...test) ([]value.Value, error) {
	rows, _, err := newList(call.Schema).clear("auth_sessions", append([]test{eq("user", user)}, tests...), "id").do(ctx, d)
	if err != nil {
		return nil, err
	}
	var ids []value.Value
	l := newList(call.Schema)
	for _, r := range rows {
		ids = append(ids, r.at("id"))
		l.create("auth_ended", is("session", r.at("id")), is("at", timeOf(call.Now)))
	}
	for ops := range slices.Chunk(note(l, call, event, user, value.Value{}).req.Ops, maxOps) {
		if _, _, err := (&list{schema: call.Schema, req: query.Request{Ops: ops}}).do(ctx, d); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// maxOps is how many operations one request of the service's has.
const maxOps = 50

// caller gives the user and the session of who calls.
func (s *Service) caller(ctx context.Context, call *query.Call, d desk) (u, se record, err error) {
	var said struct {
		Session string `json:"session_id"`
	}
	if c := call.Principal.Claims; !c.IsNull() {
		if err := json.Unmarshal([]byte(c.Raw()), &said); err != nil {
			return nil, nil, refuse(badToken, "invalid claims")
		}
	}
	session, user := idOf(said.Session), idOf(call.Principal.ID)
	if session.IsNull() || user.IsNull() {
		return nil, nil, refuse(badToken, "invalid claims: the token is of no session")
	}
	rows, _, err := newList(call.Schema).read("auth_sessions", []test{eq("id", session), eq("user", user)}, sessionFields...).do(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	if len(rows) == 0 {
		return nil, nil, refuse(sessionNotFound, "session from session_id claim in JWT does not exist")
	}
	if u, err = find(ctx, call, d, eq("id", user)); err != nil {
		return nil, nil, err
	}
	if u == nil {
		return nil, nil, refuse(userNotFound, "user from sub claim in JWT does not exist")
	}
	return u, rows[0], s.barred(u, call.Now)
}

// signOut ends sessions of who calls.
func (s *Service) signOut(ctx context.Context, call *query.Call) (*query.Answer, error) {
	u, se, err := s.caller(ctx, call, call.As(owner))
	if err != nil {
		return nil, err
	}
	var tests []test
	switch call.Arg("scope").Raw() {
	case "local":
		tests = []test{eq("id", se.at("id"))}
	case "others":
		tests = []test{ne("id", se.at("id"))}
	}
	return nil, s.end(ctx, call, "logout", u.at("id"), tests...)
}
