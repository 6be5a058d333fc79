package identity

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The kinds of API keys, and how each begins.
const (
	publishable = "publishable"
	secretKey   = "secret"
)

var keyPrefixes = map[string]string{publishable: "bp_pub_", secretKey: "bp_sec_"}

// KeyPrefix begins every API key.
const KeyPrefix = "bp_"

// utmostKeys is how many keys an app may have: every server remembers them all.
const utmostKeys = 10_000

// keyDocument is an API key as clients know it.
type keyDocument struct {
	ID         string          `json:"id"`
	Name       string          `json:"name"`
	Kind       string          `json:"kind"`
	Role       string          `json:"role"`
	Scope      json.RawMessage `json:"scope"`
	Shown      string          `json:"shown"`
	Key        string          `json:"key,omitempty"` // when it is made, and never again
	ExpiresAt  string          `json:"expires_at,omitempty"`
	RevokedAt  string          `json:"revoked_at,omitempty"`
	LastUsedAt string          `json:"last_used_at,omitempty"`
	CreatedAt  string          `json:"created_at"`
}

var keyFields = []string{"id", "name", "kind", "role", "scope", "hash", "shown", "expires_at", "revoked_at", "last_used_at", "changed_at", "created_at"}

func keyDocumentOf(r record) keyDocument {
	return keyDocument{ID: r.at("id").String(), Name: r.at("name").Raw(), Kind: r.at("kind").Raw(), Role: r.at("role").Raw(), Scope: r.at("scope").AppendJSON(nil),
		Shown: r.at("shown").Raw(), ExpiresAt: moment(r.at("expires_at")), RevokedAt: moment(r.at("revoked_at")), LastUsedAt: moment(r.at("last_used_at")),
		CreatedAt: moment(r.at("created_at"))}
}

// unbounded refuses callers with a scope what could give them more than it.
func unbounded(call *query.Call) error {
	if !call.Principal.Unbounded() {
		return fault.Of(fault.Denied, call.Action.Name, "not allowed to call %s", call.Action.Name).
			WithHint("keys are kept by the service role without a scope")
	}
	return nil
}

// createKey makes an API key, which is shown this once.
func (s *Service) createKey(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if err := unbounded(call); err != nil {
		return nil, err
	}
	kind, role := call.Arg("kind").Raw(), call.Arg("role").Raw()
	switch {
	case kind == publishable && role == "":
		role = query.RoleAnon
	case role == "", role == "service_role":
		role = query.RoleService
	}
	if kind == publishable && role != query.RoleAnon {
		return nil, invalid("role", "a publishable key, which anybody may read in an app, has no role but anon")
	}
	scope := call.Arg("scope")
	if scope.IsNull() {
		scope = value.OfList(nil)
	}
	if _, err := scopeOf(scope); err != nil {
		f := fault.As(err)
		return nil, invalid("scope", f.Message).WithHint("%s", f.Hint)
	}
	expires, err := expiryOf(call)
	if err != nil {
		return nil, err
	}
	d := call.As(owner)
	if err := s.roomForKey(ctx, call, d); err != nil {
		return nil, err
	}
	l := newList(call.Schema)
	id, key := addKey(l, call, []member{is("name", call.Arg("name")), text("kind", kind), text("role", role), is("scope", scope), is("expires_at", expires)}, kind)
	noteOf(l, call, "key_created", value.Value{}, value.Value{}, map[string]any{"key_id": id.String(), "name": call.Arg("name").Raw()})
	if _, _, err := l.do(ctx, d); err != nil {
		return nil, err
	}
	return s.answerKey(ctx, call, d, id, key)
}

// roomForKey refuses one key too many.
func (s *Service) roomForKey(ctx context.Context, call *query.Call, d desk) error {
	_, total, err := page{1, 1}.read(ctx, call, d, "auth_api_keys", "created_at", []test{eq("revoked_at", value.Value{})}, "id")
	if err == nil && total >= utmostKeys {
		err = refuse(validationFailed, "there are %d keys already, and no more may be", utmostKeys).WithHint("revoke some that are not used")
	}
	return err
}

// addKey adds a new key with these members to a list.
func addKey(l *list, call *query.Call, members []member, kind string) (id value.Value, key string) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	key = keyPrefixes[kind] + base64.RawURLEncoding.EncodeToString(raw)
	id = newID()
	l.create("auth_api_keys", append(members, is("id", id), text("hash", hashOf(key)), text("shown", key[:len(keyPrefixes[kind])+4]),
		is("changed_at", timeOf(call.Now)))...)
	return id, key
}

func (s *Service) answerKey(ctx context.Context, call *query.Call, d desk, id value.Value, key string) (*query.Answer, error) {
	if err := s.loadAPIKeys(ctx, d, call.Schema, true); err != nil {
		return nil, err
	}
	rows, _, err := newList(call.Schema).read("auth_api_keys", []test{eq("id", id)}, keyFields...).do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errNoKey()
	}
	made := keyDocumentOf(rows[0])
	made.Key = key
	return &query.Answer{Value: asJSON(made)}, nil
}

func errNoKey() error { return fault.Of(fault.NotFound, "id", "there is no such key") }

// expiryOf is when a key ends; null is never.
func expiryOf(call *query.Call) (value.Value, error) {
	text := call.Arg("expires_in").Raw()
	if text == "" {
		return value.Value{}, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < time.Minute {
		return value.Value{}, invalid("expires_in", "expires_in must be a duration from 1m, such as 720h")
	}
	return timeOf(call.Now.Add(d)), nil
}

// listKeys lists API keys, the newest first.
func (s *Service) listKeys(ctx context.Context, call *query.Call) (*query.Answer, error) {
	p, err := pageOf(call)
	if err != nil {
		return nil, err
	}
	rows, total, err := p.read(ctx, call, call.As(owner), "auth_api_keys", "created_at", nil, keyFields...)
	if err != nil {
		return nil, err
	}
	documents := make([]keyDocument, len(rows))
	for i, r := range rows {
		documents[i] = keyDocumentOf(r)
	}
	return p.answer(call, "keys", asJSON(documents), total), nil
}

// revokeKey ends an API key, here at once and elsewhere within seconds.
func (s *Service) revokeKey(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if err := unbounded(call); err != nil {
		return nil, err
	}
	d := call.As(owner)
	_, results, err := noteOf(newList(call.Schema).update("auth_api_keys", []test{eq("id", call.Arg("id")), eq("revoked_at", value.Value{})},
		[]member{is("revoked_at", timeOf(call.Now)), is("changed_at", timeOf(call.Now))}),
		call, "key_revoked", value.Value{}, value.Value{}, map[string]any{"key_id": call.Arg("id").String()}).do(ctx, d)
	if err != nil {
		return nil, err
	}
	if results[0].Affected == 0 {
		return nil, errNoKey()
	}
	return nil, s.loadAPIKeys(ctx, d, call.Schema, true)
}

// rotateKey makes a key like another one, which ends when it says so.
func (s *Service) rotateKey(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if err := unbounded(call); err != nil {
		return nil, err
	}
	grace := time.Duration(0)
	if text := call.Arg("grace").Raw(); text != "" {
		var err error
		if grace, err = time.ParseDuration(text); err != nil || grace < 0 || grace > 90*24*time.Hour {
			return nil, invalid("grace", "grace must be a duration up to 2160h")
		}
	}
	d := call.As(owner)
	rows, _, err := newList(call.Schema).read("auth_api_keys", []test{eq("id", call.Arg("id")), eq("revoked_at", value.Value{})}, keyFields...).do(ctx, d)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errNoKey()
	}
	old, now := rows[0], timeOf(call.Now)
	end := []member{is("revoked_at", now), is("changed_at", now)}
	if grace > 0 {
		until := timeOf(call.Now.Add(grace))
		if e := old.at("expires_at"); !e.IsNull() && e.Micros() < until.Micros() {
			until = e
		}
		end = []member{is("expires_at", until), is("changed_at", now)}
	}
	l := newList(call.Schema).update("auth_api_keys", []test{eq("id", old.at("id"))}, end)
	id, key := addKey(l, call, []member{is("name", old.at("name")), is("kind", old.at("kind")), is("role", old.at("role")), is("scope", old.at("scope")),
		is("expires_at", old.at("expires_at"))}, old.at("kind").Raw())
	noteOf(l, call, "key_rotated", value.Value{}, value.Value{}, map[string]any{"key_id": id.String(), "old_key_id": old.at("id").String()})
	if _, _, err := l.do(ctx, d); err != nil {
		return nil, err
	}
	return s.answerKey(ctx, call, d, id, key)
}

// scopeOf reads the scope of a key.
func scopeOf(list value.Value) (*query.Scope, error) {
	items, err := list.Items(value.Type{Kind: value.Text})
	if err != nil {
		return nil, err
	}
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = item.Raw()
	}
	return query.ParseScope(parts)
}

// clientToken gives a short token for an API key's id and secret, which does
// what the key does.
func (s *Service) clientToken(ctx context.Context, call *query.Call) (*query.Answer, error) {
	id := strings.ToLower(call.Arg("client_id").Raw())
	tried, err := s.try(ctx, call, "key "+short(id, 64))
	if err != nil {
		return nil, err
	}
	key := s.apiKeys.bySecret(call.Arg("client_secret").Raw())
	if key == nil || key.principal.Key != id || key.kind != secretKey || !key.live(call.Now) {
		s.noted(call, "client_failed", value.Value{}, map[string]any{"key_id": short(id, 64)})
		return nil, refuse(invalidCredentials, "invalid client credentials")
	}
	s.forgive(tried)
	expires := call.Now.Add(s.Access)
	if key.expires != 0 && key.expires < expires.UnixMicro() {
		expires = time.UnixMicro(key.expires)
	}
	signed, err := s.sign([]byte(asJSON(map[string]any{"iss": s.Door, "aud": Audience, "iat": call.Now.Unix(), "exp": expires.Unix(),
		"role": key.principal.Role, "key_id": id}).Raw()))
	if err != nil {
		return nil, err
	}
	key.usedAt(call.Now)
	s.noted(call, "client_token", value.Value{}, map[string]any{"key_id": id})
	return answer(call, record{is("access_token", value.OfText(signed)), is("token_type", value.OfText("bearer")),
		is("expires_in", value.OfInt(int64(expires.Sub(call.Now)/time.Second))), is("expires_at", value.OfInt(expires.Unix()))}), nil
}
