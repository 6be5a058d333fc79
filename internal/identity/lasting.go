package identity

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The bounds of passwords that come with each request.
const (
	mostLasting  = 1024             // that are remembered
	lastingTime  = 10 * time.Second // for one sign-in
	lastingSlack = 5 * time.Second  // of a token's life, for the request that it is given to
)

// lastingSessions are the sessions of those who send their password with each request. Each is
// begun as any sign-in, with all that belongs to one, and serves the requests that bring
// the same password until its token has expired or it was ended: a password that was
// changed, or a user who was banned, ends it. No password is kept: a session is found by
// a MAC under a key that this process alone has.
type lastingSessions struct {
	key   [sha256.Size]byte
	turn  singleflight.Group // one sign-in at a time for each password
	mu    sync.Mutex
	known *lru.Cache[[sha256.Size]byte, *lastingSession]
}

// lastingSession is one that serves more than one request.
type lastingSession struct {
	token, session, user string
	claims               value.Value
	expires              time.Time
}

func newLasting(forgotten func(*lastingSession)) *lastingSessions {
	p := &lastingSessions{}
	_, _ = rand.Read(p.key[:]) // never fails
	p.known, _ = lru.NewWithEvict(mostLasting, func(_ [sha256.Size]byte, s *lastingSession) { forgotten(s) })
	return p
}

// name gives what a session is found by.
func (p *lastingSessions) name(user, password string) [sha256.Size]byte {
	mac := hmac.New(sha256.New, p.key[:])
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(user))))
	mac.Write([]byte(user))
	mac.Write([]byte(password))
	return [sha256.Size]byte(mac.Sum(nil))
}

// SignedIn gives an access token for the name and password that a request brought. It
// signs in where that was not done lately: throttled, hashed in turn and refused as any
// other sign-in.
func (s *Service) SignedIn(ctx context.Context, src query.Source, user, password string) (string, error) {
	name := s.lasting.name(user, password)
	if token, ok := s.stands(name); ok {
		return token, nil
	}
	token, err, _ := s.lasting.turn.Do(string(name[:]), func() (any, error) {
		if token, ok := s.stands(name); ok {
			return token, nil
		}
		// Others wait for it who have not given up.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastingTime)
		defer cancel()
		begun, err := s.begin(ctx, src, user, password)
		if err != nil {
			return "", err
		}
		s.lasting.mu.Lock()
		s.lasting.known.Add(name, begun)
		s.lasting.mu.Unlock()
		return begun.token, nil
	})
	if err != nil {
		return "", err
	}
	return token.(string), nil
}

// stands gives the token of a session that serves on. One that does not is forgotten.
func (s *Service) stands(name [sha256.Size]byte) (string, bool) {
	s.lasting.mu.Lock()
	defer s.lasting.mu.Unlock()
	found, ok := s.lasting.known.Get(name)
	if !ok {
		return "", false
	}
	if s.Clock().After(found.expires) || s.Ended(found.session) {
		s.lasting.known.Remove(name)
		return "", false
	}
	return found.token, true
}

// begin signs in.
func (s *Service) begin(ctx context.Context, src query.Source, user, password string) (*lastingSession, error) {
	given := map[string]value.Value{"password": value.OfText(password), "email": value.OfText(user)}
	if strings.HasPrefix(user, "+") {
		delete(given, "email")
		given["phone"] = value.OfText(user)
	}
	out, err := s.invoke(ctx, query.Anonymous, src, "auth_sign_in", given)
	if err != nil {
		return nil, err
	}
	begun := &lastingSession{token: out["access_token"].Raw(), expires: time.Unix(out["expires_at"].Int(), 0).Add(-lastingSlack)}
	var said struct {
		Session string `json:"session_id"`
		Subject string `json:"sub"`
	}
	parts := strings.Split(begun.token, ".")
	if len(parts) != 3 {
		return nil, fault.New(fault.Internal, "an access token of our own is none")
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(raw, &said)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "an access token of our own cannot be read")
	}
	begun.session, begun.user, begun.claims = said.Session, said.Subject, value.OfJSON(string(raw))
	return begun, nil
}

// leave ends a session that serves no more, so that they do not add up.
func (s *Service) leave(gone *lastingSession) {
	if s.Ended(gone.session) {
		return
	}
	s.after(func(ctx context.Context) {
		p := &query.Principal{Role: query.RoleAuthenticated, ID: gone.user, Claims: gone.claims}
		_, err := s.invoke(ctx, p, query.Source{}, "auth_sign_out", map[string]value.Value{"scope": value.OfText("local")})
		if err != nil && fault.CodeOf(err) != fault.Token {
			s.Log.Warn("a session could not be ended", "error", err)
		}
	})
}

// invoke calls one of the service's actions as somebody, and gives the members of what
// it gave.
func (s *Service) invoke(ctx context.Context, p *query.Principal, src query.Source, action string, given map[string]value.Value) (map[string]value.Value, error) {
	doer := s.Doer()
	act := doer.Schema().Action(action)
	inv := &query.Invocation{Action: act, Source: src, Args: make([]value.Value, len(act.Params)), Given: make([]bool, len(act.Params))}
	for name, v := range given {
		at := act.Param(name).Index
		inv.Args[at], inv.Given[at] = v, true
	}
	got, err := doer.Call(ctx, p, inv)
	if err != nil || got == nil {
		return nil, err
	}
	members := map[string]value.Value{}
	for i, f := range act.Result.Members {
		if i < len(got.Object) {
			members[f.Name] = got.Object[i]
		}
	}
	return members, nil
}
