package identity

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// apiKeys are all API keys that may be in use, as they were last read: a key
// costs a request no read of the database.
type apiKeys struct {
	mu     sync.RWMutex
	byHash map[string]*apiKey
	byID   map[string]*apiKey
	seen   int64 // when the last change was made that is known
}

// apiKey is one of them.
type apiKey struct {
	principal *query.Principal
	kind      string
	expires   int64 // microseconds; 0 is never
	used      atomic.Int64
	written   int64 // of used, as the database has it
}

func (k *apiKey) live(now time.Time) bool { return k.expires == 0 || now.UnixMicro() < k.expires }

// usedAt remembers that a key was used; seconds do not matter.
func (k *apiKey) usedAt(now time.Time) {
	if at := now.UnixMicro(); at-k.used.Load() > int64(time.Second/time.Microsecond) {
		k.used.Store(at)
	}
}

func (a *apiKeys) bySecret(secret string) *apiKey {
	hash := hashOf(secret)
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.byHash[hash]
}

// KeyCaller tells who asks with an API key. It asks no database: a key that
// another server made or revoked is known, or not any more, within seconds.
func (s *Service) KeyCaller(secret string) (*query.Principal, error) {
	return s.keyCaller(s.apiKeys.bySecret(secret))
}

// KeyHolder is KeyCaller of a token that was given for a key, by the key's id.
func (s *Service) KeyHolder(id string) (*query.Principal, error) {
	s.apiKeys.mu.RLock()
	key := s.apiKeys.byID[id]
	s.apiKeys.mu.RUnlock()
	return s.keyCaller(key)
}

func (s *Service) keyCaller(key *apiKey) (*query.Principal, error) {
	now := s.Clock()
	switch {
	case key == nil:
		return nil, fault.New(fault.Token, "there is no such key, or it was revoked")
	case !key.live(now):
		return nil, fault.New(fault.TokenExpired, "the key has expired")
	}
	key.usedAt(now)
	return key.principal, nil
}

// keySlack is how long before the last known change a change may have been made
// that is still to be read: for clocks that differ, and slow transactions.
const keySlack = 2 * time.Minute

// loadAPIKeys reads the keys that changed lately, or all of them.
func (s *Service) loadAPIKeys(ctx context.Context, d desk, in *schema.Schema, changed bool) error {
	var tests []test
	if changed {
		s.apiKeys.mu.RLock()
		tests = []test{gt("changed_at", value.OfTime(s.apiKeys.seen-keySlack.Microseconds()))}
		s.apiKeys.mu.RUnlock()
	}
	rows, _, err := newList(in).read("auth_api_keys", tests, keyFields...).do(ctx, d)
	if err != nil {
		return err
	}
	a := &s.apiKeys
	a.mu.Lock()
	defer a.mu.Unlock()
	old := a.byID
	if !changed || a.byID == nil {
		a.byHash, a.byID = map[string]*apiKey{}, map[string]*apiKey{}
	}
	for _, r := range rows {
		a.seen = max(a.seen, r.at("changed_at").Micros())
		id := r.at("id").String()
		key, err := keyOf(r, id)
		if err != nil {
			s.Log.Error("a key's scope cannot be read, so it is not taken", "key", id, "error", err)
			continue
		}
		if before := old[id]; before != nil {
			key.used.Store(before.used.Load())
			key.written = before.written
		}
		if r.at("revoked_at").IsNull() {
			a.byHash[r.at("hash").Raw()], a.byID[id] = key, key
		} else {
			delete(a.byHash, r.at("hash").Raw())
			delete(a.byID, id)
		}
	}
	return nil
}

func keyOf(r record, id string) (*apiKey, error) {
	scope, err := scopeOf(r.at("scope"))
	if err != nil {
		return nil, err
	}
	key := &apiKey{kind: r.at("kind").Raw(), principal: &query.Principal{Role: r.at("role").Raw(), Key: id, Scope: scope,
		Claims: asJSON(map[string]string{"role": r.at("role").Raw(), "key_id": id})}}
	if e := r.at("expires_at"); !e.IsNull() {
		key.expires = e.Micros()
	}
	return key, nil
}

// writeUses writes when keys were used last, of those that were since it was
// last written.
func (s *Service) writeUses(ctx context.Context) error {
	type use struct {
		key *apiKey
		id  string
		at  int64
	}
	var uses []use
	s.apiKeys.mu.RLock()
	for id, key := range s.apiKeys.byID {
		if at := key.used.Load(); at > key.written {
			uses = append(uses, use{key, id, at})
		}
	}
	s.apiKeys.mu.RUnlock()
	d := background{s.Doer()}
	for _, u := range uses {
		if _, _, err := newList(d.Schema()).update("auth_api_keys", []test{eq("id", idOf(u.id))}, []member{is("last_used_at", value.OfTime(u.at))}).do(ctx, d); err != nil {
			return err
		}
		s.apiKeys.mu.Lock()
		u.key.written = u.at
		s.apiKeys.mu.Unlock()
	}
	return nil
}
