package bedplate

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"bedplate/internal/config"
	"bedplate/internal/control"
	"bedplate/internal/migrate"
	"bedplate/internal/seed"
)

// socket is the name of the control socket in the data directory.
const socket = "bedplate.sock"

// The commands that a running server takes.
const (
	commandStatus  = "status"
	commandReload  = "reload"
	commandSeed    = "seed"
	commandApply   = "migrate/apply"
	commandPending = "migrate/status"
	commandCall    = "call"
)

// Status says which app a server has.
type Status struct {
	PID     int    `json:"pid"`
	Addr    string `json:"addr"`
	Version string `json:"version"`
	Dir     string `json:"dir"`
	Store   string `json:"store"` // the main store: its file, or its address without a password
}

// takeCommands listens on the socket until ctx ends, or end is called; end
// returns when no command is at work.
func (a *App) takeCommands(ctx context.Context, addr string) (end func()) {
	commands, err := control.Listen(filepath.Join(a.conf.Data, socket), a.commands(addr))
	if err != nil {
		a.opts.Log.Warn("commands cannot reach this server", "error", err)
		return func() {}
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		_ = commands.Close()
		close(ended)
	})
	return func() {
		if stop() {
			_ = commands.Close()
			return
		}
		<-ended
	}
}

// applyArguments are those of commandApply.
type applyArguments struct {
	AllowLoss bool `json:"allow_loss"`
}

// callArguments are those of commandCall.
type callArguments struct {
	Action string          `json:"action"`
	Args   json.RawMessage `json:"args"`
}

// commands are what the app does for those who reach its socket.
func (a *App) commands(addr string) map[string]control.Command {
	type (
		raw      = json.RawMessage
		progress = func(done, all int)
	)
	return map[string]control.Command{
		commandStatus: func(context.Context, raw, progress) (any, error) {
			return Status{
				PID: os.Getpid(), Addr: addr, Version: a.opts.Version,
				Dir: a.conf.Dir, Store: place(a.conf.Main()),
			}, nil
		},
		commandReload: func(ctx context.Context, _ raw, _ progress) (any, error) {
			return struct{}{}, a.Reload(ctx)
		},
		commandSeed: func(ctx context.Context, _ raw, show progress) (any, error) {
			return a.Seed(ctx, show)
		},
		commandPending: func(ctx context.Context, _ raw, _ progress) (any, error) {
			return a.migrations(ctx)
		},
		commandCall: func(ctx context.Context, args raw, _ progress) (any, error) {
			var given callArguments
			if err := json.Unmarshal(args, &given); err != nil {
				return nil, err
			}
			return a.Call(ctx, given.Action, given.Args)
		},
		commandApply: func(ctx context.Context, args raw, _ progress) (any, error) {
			var given applyArguments
			if err := json.Unmarshal(args, &given); err != nil {
				return nil, err
			}
			return a.migrate(ctx, migrate.Options{AllowLoss: given.AllowLoss})
		},
	}
}

// Running is an app that another process serves.
type Running struct{ client *control.Client }

// Find finds the process that serves an app now; nil where none does. A server
// of another directory or another database is not meant, though it may use the
// same data directory.
func Find(ctx context.Context, opts Options) (*Running, error) {
	conf, err := config.Load(dirOf(opts), config.Options{Data: opts.Data, Store: opts.Store})
	if err != nil {
		return nil, err
	}
	client, err := control.Dial(filepath.Join(conf.Data, socket))
	if client == nil || err != nil {
		return nil, err
	}
	r := &Running{client}
	status, err := r.Status(ctx)
	if err != nil {
		return nil, err
	}
	if !same(status.Dir, conf.Dir) || !same(status.Store, place(conf.Main())) {
		return nil, nil
	}
	return r, nil
}

// place is where a store is.
func place(s config.Store) string {
	if s.Remote() {
		return s.String()
	}
	return s.Path
}

// same tells whether two paths are one file, or two addresses one.
func same(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return a == b
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// Status asks the server what it is.
func (r *Running) Status(ctx context.Context) (s Status, err error) {
	err = r.client.Call(ctx, commandStatus, nil, &s, nil)
	return s, err
}

// Reload makes the server read the schema files again; see App.Reload.
func (r *Running) Reload(ctx context.Context) error {
	return r.client.Call(ctx, commandReload, nil, nil, nil)
}

// Seed puts the rows of seed/ into the database; see App.Seed.
func (r *Running) Seed(ctx context.Context, progress func(done, all int)) (report seed.Report, err error) {
	err = r.client.Call(ctx, commandSeed, nil, &report, progress)
	return report, err
}

// Call calls an action as the service role; see App.Call.
func (r *Running) Call(ctx context.Context, action string, args json.RawMessage) (result json.RawMessage, err error) {
	err = r.client.Call(ctx, commandCall, callArguments{action, args}, &result, nil)
	return result, err
}

// Migrations tells what was done to the database and what waits.
func (r *Running) Migrations(ctx context.Context) (*migrate.State, error) {
	state := &migrate.State{}
	return state, r.client.Call(ctx, commandPending, nil, state, nil)
}

// Migrate brings the database to the schema files, by which the server serves
// from then on.
func (r *Running) Migrate(ctx context.Context, opts migrate.Options) (*migrate.Migration, error) {
	done := &migrate.Migration{}
	return done, r.client.Call(ctx, commandApply, applyArguments{opts.AllowLoss}, done, nil)
}
