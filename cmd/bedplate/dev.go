package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"bedplate"
	"bedplate/internal/config"
	"bedplate/internal/token"
	"bedplate/schema/advice"
)

type devCommand struct {
	place
	Addr string `placeholder:"HOST:PORT" help:"Where to listen, if not where bedplate.yaml says."`
	Seed bool   `help:"Put the rows of seed/ into the database first."`
}

// Help is the example of --help.
func (devCommand) Help() string {
	return "Schema files are read again when they are saved. A mistake in them is printed with its place,\n" +
		"and the schema before it goes on serving.\n\nExample:\n\n  bedplate dev shop --seed"
}

// settle is how long files must rest before they are read: editors write in
// several steps.
const settle = 100 * time.Millisecond

// Run serves and reloads until it is told to end.
func (cmd devCommand) Run(c console) error {
	log := slog.New(slog.NewTextHandler(c.err, nil))
	opts := cmd.options()
	opts.Addr, opts.Developer, opts.Log, opts.Hashing = cmd.Addr, true, log, hashing
	opts.Listening = func(app *bedplate.App, at net.Addr) { cmd.greet(c, app, at) }
	app, err := bedplate.New(opts)
	if err != nil {
		return err
	}
	defer app.Close()
	if cmd.Seed {
		if err := plant(c, app.Seed, false); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancel(c)
	watched := make(chan error, 1)
	go func() { watched <- cmd.watch(ctx, c, app) }()
	err = app.Run(ctx)
	cancel()
	if watching := <-watched; err == nil {
		err = watching
	}
	return err
}

// greet prints what one needs to send a first request.
func (cmd devCommand) greet(c console, app *bedplate.App, at net.Addr) {
	warn(c, app)
	fmt.Fprintf(c.out, "bedplate: developing %s at http://%s\n", app.Name(), at)
	conf, err := cmd.config()
	if err != nil {
		return
	}
	service, err := mint(conf, token.Grant{Role: "service", Lifetime: 24 * time.Hour})
	if err != nil {
		return
	}
	first := "COLLECTION"
	for _, coll := range app.Doer().Schema().Collections {
		if !coll.Internal {
			first = coll.Name
			break
		}
	}
	fmt.Fprintf(c.out, `
A token of the service role, good for a day; rules do not bind it:

  token=%s

To paste in another terminal:

  curl 'http://%s/rest/v1/%s?limit=3'
  curl -H "Authorization: Bearer $token" 'http://%s/rest/v1/%s?limit=3'

The API's reference, to read and try in a browser:

  http://%s/reference

`, service, at, first, at, first, at)
}

// watch reloads when schema files change, until ctx ends.
func (cmd devCommand) watch(ctx context.Context, c console, app *bedplate.App) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("files cannot be watched: %w", err)
	}
	defer watcher.Close()
	schemas := filepath.Join(cmd.Dir, "schema")
	for _, dir := range []string{cmd.Dir, schemas} {
		if err := watcher.Add(dir); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("%s cannot be watched: %w", dir, err)
		}
	}
	var due <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-watcher.Events:
			switch {
			case event.Name == schemas && event.Has(fsnotify.Create):
				_ = watcher.Add(schemas) // it was made just now
				due = time.After(settle)
			case isSchema(schemas, event.Name):
				due = time.After(settle)
			case filepath.Base(event.Name) == config.File && (event.Has(fsnotify.Write) || event.Has(fsnotify.Create)):
				fmt.Fprintln(c.err, "bedplate: bedplate.yaml changed; start again to use it")
			}
		case err := <-watcher.Errors:
			fmt.Fprintf(c.err, "bedplate: watching files: %v\n", err)
		case <-due:
			due = nil
			cmd.reload(ctx, c, app)
		}
	}
}

func isSchema(dir, path string) bool {
	return filepath.Dir(path) == dir && (strings.HasSuffix(path, ".yaml") || strings.HasSuffix(path, ".yml"))
}

func (cmd devCommand) reload(ctx context.Context, c console, app *bedplate.App) {
	if err := app.Reload(ctx); err != nil {
		report(c.err, err)
		fmt.Fprintln(c.err, "bedplate: the schema before goes on serving")
		return
	}
	fmt.Fprintln(c.out, "bedplate: reloaded the schema")
	warn(c, app)
}

// warn prints which indexes the schema lacks.
func warn(c console, app *bedplate.App) {
	for _, p := range advice.Of(app.Doer().Schema()) {
		fmt.Fprintln(c.err, p)
	}
}
