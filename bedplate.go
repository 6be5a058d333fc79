// Package bedplate serves an application's back end from a directory of
// files: a database, access rules and a REST API, in the calling process. It is
// what the bedplate command is made of, for programs that embed it:
//
//	app, err := bedplate.New(bedplate.Options{Dir: "myapp"})
//	if err != nil { ... }
//	defer app.Close()
//	err = app.Run(ctx)
//
// The vocabulary that requests are made of lies in packages query, schema,
// expr, value and fault; everything else is internal.
package bedplate

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/internal/engine"
	"bedplate/internal/identity"
	"bedplate/internal/mail"
	"bedplate/internal/outbox"
	"bedplate/internal/seed"
	"bedplate/internal/server"
	"bedplate/internal/token"
	"bedplate/query"
	"bedplate/store"
)

// Options say which app to serve, and what to do otherwise than its
// bedplate.yaml says.
type Options struct {
	Dir   string // the app's directory; "" is the current one
	Data  string // where database and secrets are kept; "" is data/ in Dir
	Store string // URL of the main store; "" is bedplate.yaml's
	Addr  string // where Run listens; "" is bedplate.yaml's
	// Developer serves for development: pages of any origin may call, requests
	// are explained to every caller, and the end comes at once.
	Developer bool
	// Version is what Status tells of the program that serves.
	Version string
	// Actions are what callers may ask for beside the collections' own
	// operations, at /rest/v1/rpc/name.
	Actions []Action
	// Hooks are called when users sign up and in.
	Hooks Hooks
	// Hashing makes the command of a process that does nothing but call ServeHashes,
	// so that the server's other requests need not wait for the hashes of passwords;
	// nil has them made in this process.
	Hashing func() *exec.Cmd
	// Messages sends texts to users' telephones, in the place of sms.hook.
	Messages Sender
	// Log is nil for slog.Default().
	Log *slog.Logger
	// Listening is called when Run is ready to answer.
	Listening func(app *App, address net.Addr)
}

// App is an app that is open: its database is in use until Close.
type App struct {
	opts     Options
	conf     *config.Config
	stores   map[string]*store.Store
	secret   []byte // the app's own, of which its other keys are derived
	verifier *token.Verifier
	users    *identity.Service // nil where the app keeps none
	mailbox  *mail.Mailbox     // of developers; nil otherwise
	outbox   *outbox.Box       // nil where the app keeps no users
	closers  []func()          // of what else is open for it
	server   *server.Server
	engine   atomic.Pointer[engine.Engine]
	loading  sync.Mutex // one Reload at a time
}

// New opens an app: it reads its files, opens its database and brings it to
// the schema where that is safe. Mistakes in the files are schema.Problems.
func New(opts Options) (*App, error) {
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	conf, err := config.Load(dirOf(opts), config.Options{Data: opts.Data, Store: opts.Store, Addr: opts.Addr})
	if err != nil {
		return nil, err
	}
	if opts.Developer {
		conf.Server.CORS, conf.Server.Grace = []string{"*"}, 0
	}
	app := &App{opts: opts, conf: conf}
	if err := app.open(); err != nil {
		_ = app.Close()
		return nil, err
	}
	return app, nil
}

func dirOf(opts Options) string {
	if opts.Dir == "" {
		return "."
	}
	return opts.Dir
}

// Name gives the app's name, as its bedplate.yaml has it.
func (a *App) Name() string { return a.conf.Name }

// Handler answers every request of the app: its doors, health and limits.
func (a *App) Handler() http.Handler { return a.server }

// Do runs a request as any door would; see query.Doer.
func (a *App) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	return a.engine.Load().Do(ctx, p, req, sink)
}

// Doer gives what answers requests now: Reload puts another in its place.
func (a *App) Doer() query.Doer { return a.engine.Load() }

// Run listens and serves until ctx ends, and then drains. Beside it, a socket
// in the data directory takes commands (see Find) until ctx ends; where there
// can be none, the log says so.
func (a *App) Run(ctx context.Context) error {
	ln, err := net.Listen("tcp", a.conf.Server.Addr)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "cannot listen on %s: %v", a.conf.Server.Addr, err).
			WithHint("choose another address with --addr")
	}
	defer a.takeCommands(ctx, ln.Addr().String())()
	a.tellOfMail()
	if a.opts.Listening != nil {
		a.opts.Listening(a, ln.Addr())
	}
	return a.server.Run(ctx, ln)
}

// Reload reads the schema files again and serves by them from then on.
// Requests that have begun end under the old schema. After an error nothing
// has changed.
func (a *App) Reload(ctx context.Context) error {
	a.loading.Lock()
	defer a.loading.Unlock()
	loaded, err := config.ReadSchema(a.conf.Dir, a.conf, declared(a.opts.Actions)...)
	if err != nil {
		return err
	}
	return a.serveBy(ctx, loaded)
}

// Seed puts the rows of the app's seed/ into its database; rows whose key
// exists are left as they are. Mistakes in the files are schema.Problems.
// progress may be nil.
func (a *App) Seed(ctx context.Context, progress func(done, all int)) (seed.Report, error) {
	return seed.Run(ctx, a.Doer(), filepath.Join(a.conf.Dir, "seed"), progress)
}

// Close releases the database. Requests must have ended.
func (a *App) Close() error {
	var first error
	a.closeUsers()
	if a.verifier != nil {
		a.verifier.Close()
	}
	for _, s := range a.stores {
		if err := s.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
