// Package identity keeps an app's users: how they sign up and in, their
// sessions and tokens, and the codes that are mailed to them. It is a service:
// its collections are ordinary (schema/), and each of its operations is an
// action (declare.go), which doors call as they call any.
//
// It knows no HTTP and no SMTP, and does not verify tokens: package token does,
// by the keys and the ended sessions that a Service tells it of.
package identity

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"bedplate/internal/identity/hashing"
	"bedplate/internal/identity/provider"
	"bedplate/query"
	"bedplate/schema"
)

// Name is the service's name, as query.Principal.Owner has it.
const Name = "identity"

// Prefix begins the names of its collections and actions.
const Prefix = "auth_"

// owner is as whom its own requests are made.
var owner = &query.Principal{Role: query.RoleService, Owner: Name}

//go:embed schema/*.yaml
var files embed.FS

// Declared is what the service brings into an app's schema.
func Declared() schema.Service {
	s := schema.Service{Name: Name, Prefix: Prefix, Files: map[string][]byte{}, Actions: declarations()}
	names, _ := fs.Glob(files, "schema/*.yaml") // the pattern is good
	for _, name := range names {
		s.Files[Name+"/"+name], _ = files.ReadFile(name) // it is embedded
	}
	return s
}

// Settings are what an app says of its users.
type Settings struct {
	SignUp       bool // anybody may
	ConfirmEmail bool // an account begins when its address was shown to be the user's
	Anonymous    bool // users without any address
	Implicit     bool // links may put tokens into a page's address, without PKCE
	// PasswordMin is how many characters a password has at least.
	PasswordMin int
	Access      time.Duration // life of an access token
	Idle        time.Duration // of a session that is not used
	Absolute    time.Duration // of a session, whatever is done with it
	Audit       time.Duration // how long it is kept what happened; 0 is for ever
	// Site is where links lead when they are done, and Redirects what else they
	// may lead to: exact addresses but for their queries.
	Site      string
	Redirects []string
	Phones    bool    // telephones are addresses too
	Claims    []Claim // in tokens, beside those that they have
	// Providers are those that tell who somebody is.
	Providers []provider.Settings
	Factors   Factors
	Passkeys  Passkeys
}

// Defaults are the settings of an app that says no more than that it has users.
func Defaults() Settings {
	const day = 24 * time.Hour
	return Settings{SignUp: true, ConfirmEmail: true, Implicit: true, PasswordMin: 15,
		Access: 15 * time.Minute, Idle: 7 * day, Absolute: 30 * day,
		Factors: Factors{TOTP: true, WebAuthn: true, Recovery: true, Max: 10}, Passkeys: Passkeys{Enabled: true, Max: 10}}
}

// Options are what a Service is made of.
type Options struct {
	Settings
	Name string // of the app, as users are shown it
	// Doer gives what answers requests now.
	Doer func() query.Doer
	// Secret is a key of the app's own, the same on all of its servers.
	Secret []byte
	// Door is the address of the door that links lead to, and the issuer of
	// tokens: https://board.example.com/auth/v1.
	Door string
	// Send hands a letter over to be sent, and does not wait for it; nil where
	// there is no way to.
	Send func(context.Context, Letter) error
	// Text hands a message over to be sent to a telephone, as Send does.
	Text  func(context.Context, Message) error
	Hooks Hooks
	// Client speaks with providers; see package outgoing.
	Client *http.Client
	Log    *slog.Logger
	Clock  query.Clock
	// Hashing makes a process that hashes passwords (hashing.Serve); nil hashes in
	// this one.
	Hashing func() *exec.Cmd
	// Unthrottled lets anybody try as often as they want: for tests alone.
	Unthrottled bool
}

// Letter is what is told to a user by mail.
type Letter struct {
	To   string // an address
	Kind string // what for, which names the template: signup, magiclink, ...
	Link string
	Code string
}

// Service keeps users.
type Service struct {
	Options
	hasher   *hasher
	hashes   *hashing.Pool
	party    *webauthn.WebAuthn // nil where there can be no keys
	throttle *throttle
	// refreshing is the key of refresh tokens.
	refreshing []byte
	claims     atomic.Pointer[parsedClaims]
	selects    atomic.Pointer[selects]
	keys       keyring
	// providers are those that may be asked, by their names.
	providers map[string]*provider.Provider
	ended     endedSessions
	apiKeys   apiKeys
	lasting   *lastingSessions
	later     chan func(context.Context)
	ctx       context.Context
	cancel    context.CancelFunc
	running   sync.WaitGroup
}

// laterQueue is how much may wait to be done after its answer was given.
const laterQueue = 256

// New makes a Service that does nothing yet: see Start.
func New(o Options) *Service {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	s := &Service{Options: o, hashes: hashing.New(o.Hashing, o.Log), throttle: newThrottle(o.Clock, o.Unthrottled), later: make(chan func(context.Context), laterQueue)}
	s.hasher = newHasher(usual, s.hashes.Do)
	s.refreshing = s.derived("refresh")
	s.makeProviders()
	s.party = partyOf(&s.Options)
	s.lasting = newLasting(s.leave)
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// Start reads the keys, makes one where there is none, and follows what other
// servers of the app do until Close.
func (s *Service) Start(ctx context.Context) error {
	if err := s.loadKeys(ctx); err != nil {
		return err
	}
	if err := s.loadEnded(ctx); err != nil {
		return err
	}
	d := background{s.Doer()}
	if err := s.loadAPIKeys(ctx, d, d.Schema(), false); err != nil {
		return err
	}
	s.running.Go(s.follow)
	s.running.Go(s.work)
	return nil
}

// Close ends what runs in the background.
func (s *Service) Close() {
	s.cancel()
	s.running.Wait()
	s.hashes.Close()
}

// followEvery is how long another server's sign-out may go unnoticed here, and
// half of what is promised.
const followEvery = 2 * time.Second

// follow learns of other servers' keys and ended sessions, and sweeps.
func (s *Service) follow() {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for n := 1; ; n++ {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		err := s.look(n)
		if err != nil && s.ctx.Err() == nil {
			s.Log.Warn("users' sessions could not be looked at", "error", err)
		}
	}
}

// look learns of ended sessions and of API keys each time, of signing keys and
// of what is gone now and then, and sweeps as rarely as it can.
func (s *Service) look(n int) error {
	if err := s.loadEnded(s.ctx); err != nil {
		return err
	}
	d := background{s.Doer()}
	if err := s.loadAPIKeys(s.ctx, d, d.Schema(), n%30 != 0); err != nil {
		return err
	}
	if n%5 == 0 {
		if err := s.loadKeys(s.ctx); err != nil {
			return err
		}
	}
	if n%30 != 0 {
		return nil
	}
	if err := s.writeUses(s.ctx); err != nil {
		return err
	}
	return s.sweep(s.ctx)
}

// work does what was put off, one thing after the other, and at the end what
// waits still.
func (s *Service) work() {
	for s.ctx.Err() == nil {
		select {
		case <-s.ctx.Done():
		case job := <-s.later:
			job(context.WithoutCancel(s.ctx))
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), lastTime)
	defer cancel()
	for {
		select {
		case job := <-s.later:
			job(ctx)
		default:
			_ = s.writeUses(ctx) // what is lost is a minute of when keys were used
			return
		}
	}
}

// lastTime bounds what is done at the end.
const lastTime = 2 * time.Second

// send hands a letter over, which takes no time to speak of: an answer comes as
// soon whether there is anybody to write to or not.
func (s *Service) send(l Letter) {
	if s.Send == nil {
		s.Log.Error("there is no way to send mail", "kind", l.Kind)
		return
	}
	if err := s.Send(s.ctx, l); err != nil {
		s.Log.Error("a letter could not be sent", "kind", l.Kind, "error", err)
	}
}

func (s *Service) after(job func(context.Context)) {
	select {
	case s.later <- job:
	default:
		s.Log.Error("too much waits to be noted; a note was lost")
	}
}
