package identity

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// app is an app with users over an empty database, and a clock that tests set.
type app struct {
	*Service
	t       *testing.T
	engine  *engine.Engine
	stores  map[string]*store.Store
	letters chan Letter
	texts   chan Message
	clock   *clock
	// dear tells that passwords are hashed as they are where it is no test: of
	// tests that are about what hashing costs.
	dear bool
	// tap stands between the store and its database, where a test counts.
	tap func(driver.Driver) driver.Driver
}

// cheap is what hashes cost in tests of everything else.
var cheap = cost{memory: 64, rounds: 1, threads: 1}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// onEveryStore runs a test on each store.
func onEveryStore(t *testing.T, change func(*Options), test func(t *testing.T, a *app)) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) { test(t, newApp(t, name, change)) })
}

func newApp(t *testing.T, name string, change func(*Options)) *app {
	return newAppOf(t, name, nil, change)
}

// newAppOf is an app that has collections of its own, as files.
func newAppOf(t *testing.T, name string, files fstest.MapFS, change func(*Options)) *app {
	return openApp(&app{t: t}, name, files, change)
}

// openApp opens an app over an empty database.
func openApp(a *app, name string, files fstest.MapFS, change func(*Options)) *app {
	t := a.t
	opts := schema.Options{Services: []schema.Service{Declared()}}
	s, err := schema.New(nil, opts)
	if files != nil {
		s, err = schema.Load(files, ".", opts)
	}
	if err != nil {
		t.Fatal(err)
	}
	db := stores.Open(t, name, s)
	if a.tap != nil {
		db = a.tap(db)
	}
	st := store.New(db, store.Options{})
	t.Cleanup(func() { st.Close() })
	a.stores, a.letters, a.texts = map[string]*store.Store{"main": st}, make(chan Letter, 100), make(chan Message, 100)
	a.clock = &clock{now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	a.Service = a.server(s, change)
	return a
}

// server is one server of the app: a Service and its engine.
func (a *app) server(s *schema.Schema, change func(*Options)) *Service {
	o := Options{Settings: Defaults(), Secret: []byte("a secret of the tests"), Door: "http://app.example/auth/v1",
		Send:  func(_ context.Context, l Letter) error { a.letters <- l; return nil },
		Text:  func(_ context.Context, m Message) error { a.texts <- m; return nil },
		Doer:  func() query.Doer { return a.engine },
		Clock: a.clock.read, Log: slog.New(slog.DiscardHandler)}
	o.Site = "http://app.example"
	if change != nil {
		change(&o)
	}
	made := New(o)
	if !a.dear {
		made.hasher = newHasher(cheap, made.hashes.Do)
	}
	if a.engine == nil { // the first server's answers all
		var err error
		a.engine, err = engine.New(engine.Options{Schema: s, Stores: a.stores, Clock: a.clock.read, Actions: made.Actions()})
		if err != nil {
			a.t.Fatal(err)
		}
	}
	if err := made.Start(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
	a.t.Cleanup(made.Close)
	return made
}

type args map[string]any

// as calls an action as somebody.
func (a *app) as(p *query.Principal, action string, given args) (map[string]value.Value, error) {
	return a.asIn(context.Background(), p, action, given)
}

// asIn is as for a call in a context.
func (a *app) asIn(ctx context.Context, p *query.Principal, action string, given args) (map[string]value.Value, error) {
	decl := a.engine.Schema().Action(action)
	out, err := a.engine.Call(ctx, p, a.invocation(decl, given))
	if err != nil {
		return nil, err
	}
	members := map[string]value.Value{}
	for i, f := range decl.Result.Members {
		members[f.Name] = out.Object[i]
	}
	return members, nil
}

// invocation is a call as a door makes it.
func (a *app) invocation(decl *schema.Action, given args) *query.Invocation {
	inv := &query.Invocation{Action: decl, Args: make([]value.Value, len(decl.Params)), Given: make([]bool, len(decl.Params)),
		Source: query.Source{IP: "192.0.2.1"}}
	for _, f := range decl.Params {
		v, ok := given[f.Name]
		if !ok {
			continue
		}
		raw, err := json.Marshal(v)
		if err != nil {
			a.t.Error(err)
		}
		if inv.Args[f.Index], err = value.ParseJSON(f.Type, raw); err != nil {
			a.t.Errorf("%s: %v", f.Name, err)
		}
		inv.Given[f.Index] = true
	}
	return inv
}

// call calls an action as nobody.
func (a *app) call(action string, given args) (map[string]value.Value, error) {
	return a.as(query.Anonymous, action, given)
}

// must calls an action that succeeds.
func (a *app) must(action string, given args) map[string]value.Value {
	a.t.Helper()
	out, err := a.call(action, given)
	if err != nil {
		a.t.Fatalf("%s: %v", action, err)
	}
	return out
}

// refused tells whether an error has a reason.
func (a *app) refused(err error, reason string) {
	a.t.Helper()
	if err == nil || fault.As(err).Reason != reason {
		a.t.Errorf("%v, want %s", err, reason)
	}
}

// holder is who has a session's token, as the verifier would say.
func holder(t *testing.T, session map[string]value.Value) *query.Principal {
	t.Helper()
	raw, err := tokenEncoding.DecodeString(strings.Split(session["access_token"].Raw(), ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var c claims
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return &query.Principal{Role: c.Role, ID: c.Subject, Email: c.Email, Claims: value.OfJSON(string(raw))}
}

const strong = "correct horse battery"

// signedUp is a user with a session.
func (a *app) signedUp(email string) map[string]value.Value {
	a.t.Helper()
	a.must("auth_sign_up", args{"email": email, "password": strong})
	l := <-a.letters
	return a.must("auth_verify", args{"type": "email", "email": email, "token": l.Code})
}
