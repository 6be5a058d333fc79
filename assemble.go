package bedplate

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"net/http"
	"path/filepath"

	"bedplate/fault"
	"bedplate/internal/api/openapi"
	"bedplate/internal/api/reference"
	"bedplate/internal/api/rest"
	"bedplate/internal/api/site"
	"bedplate/internal/config"
	"bedplate/internal/database"
	"bedplate/internal/engine"
	"bedplate/internal/migrate"
	"bedplate/internal/server"
	"bedplate/internal/token"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
)

// open builds the app from the bottom up: schema, stores, engine, callers, and
// the doors over them. Files are read before anything is made, so that a
// mistake in them leaves no trace.
func (a *App) open() error {
	loaded, err := config.ReadSchema(a.conf.Dir, a.conf, declared(a.opts.Actions)...)
	if err != nil {
		return err
	}
	if err := a.openStores(loaded); err != nil {
		return err
	}
	if a.secret, err = a.conf.Secret(); err != nil {
		return err
	}
	if err := a.keepUsers(); err != nil {
		return err
	}
	if err := a.serveBy(context.Background(), loaded); err != nil {
		return err
	}
	if a.users != nil {
		if err := a.users.Start(context.Background()); err != nil {
			return err
		}
	}
	if a.verifier, err = token.New(token.Options{
		Secret: a.secret, JWKS: a.conf.Auth.JWKS,
		Issuer: a.conf.Auth.Issuer, Audience: a.conf.Auth.Audience, Own: a.ownKeys(),
	}); err != nil {
		return err
	}
	graph, err := a.graphQL()
	if err != nil {
		return err
	}
	pages, err := a.pages()
	if err != nil {
		return err
	}
	a.server = server.New(server.Options{
		// Each door by its path. A door asks for the engine once a request, so
		// that Reload can put another in its place.
		Doors: a.withSOAP(a.withUsers(a.withReference(a.withGraphQL(graph, map[string]http.Handler{
			"": pages,
			"/rest/v1": rest.New(a.Doer, rest.Options{
				Prefix: "/rest/v1", Log: a.opts.Log,
				Secret:    derived(a.secret, "rest"),
				Developer: a.opts.Developer, Claims: token.Principal,
				MaxObject: a.conf.Limits.Body, MaxBulk: a.conf.Limits.Bulk,
				Documents: openapi.New(a.Doer, describe(a.conf.Name)),
				MaxBatch:  a.conf.Limits.Batch, MaxImport: a.conf.Limits.Import, Spool: a.conf.Data,
			}),
		})))),
		Identify: a.verifier.Identify,
		Ready:    a.ready,
		Log:      a.opts.Log,
		CORS:     a.conf.Server.CORS, TrustedProxies: a.conf.Server.TrustedProxies,
		InFlight: a.conf.Limits.InFlight, Handler: a.conf.Limits.Handler,
		Grace: a.conf.Server.Grace,
	})
	return nil
}

// pages serves the app's own pages, where it has any, at what no door takes.
func (a *App) pages() (http.Handler, error) {
	folder := filepath.Join(a.conf.Dir, config.PublicFolder)
	if !isFolder(folder) {
		return server.Nowhere, nil
	}
	pages, err := site.New(folder, site.Options{Policy: a.conf.Public.Policy, Elsewhere: server.Nowhere})
	if err != nil {
		return nil, fault.Wrap(fault.Path, err, "the folder %s cannot be opened: %v", folder, err)
	}
	a.closers = append(a.closers, func() { _ = pages.Close() })
	return pages, nil
}

// withReference adds the page of the API reference to the doors, for developers.
func (a *App) withReference(doors map[string]http.Handler) map[string]http.Handler {
	if a.opts.Developer {
		doors[reference.Prefix] = reference.New(a.conf.Name, "/rest/v1/openapi.json")
	}
	return doors
}

// derived makes a key for one purpose of the app's secret, so that none can
// stand for another.
func derived(secret []byte, purpose string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("bedplate key: " + purpose))
	return mac.Sum(nil)
}

// openStores opens every store of the configuration.
func (a *App) openStores(loaded *schema.Schema) error {
	a.stores = map[string]*store.Store{}
	for name, s := range a.conf.Stores {
		opts := database.Options{Adopted: adopted(loaded, name), Statement: a.conf.Limits.Statement}
		if opts.Adopted {
			opts.Lock = filepath.Join(a.conf.Data, name+".lock")
		}
		opts.Waiting = func(err error) { a.opts.Log.Warn("waiting for the database", "store", name, "error", err) }
		d, err := database.Open(context.Background(), s, opts)
		if err != nil {
			return err
		}
		copies, err := database.Replicas(d, s, opts)
		if err != nil {
			_ = d.Close()
			return err
		}
		a.stores[name] = store.New(d, store.Options{Replicas: copies, Lag: s.Lag, Heard: a.heardOf(name), Changed: changedOf(name, d)})
	}
	return nil
}

// changedOf says of a refused transaction that its database was moved away, where
// that is what happened.
func changedOf(name string, d driver.Driver) func(context.Context, error) error {
	migrator, ok := d.(driver.Migrator)
	if !ok {
		return nil
	}
	return func(ctx context.Context, refused error) error {
		return migrate.Outdated(ctx, migrate.Target{Migrator: migrator, Store: name}, refused)
	}
}

// heardOf logs what becomes of a store's replicas.
func (a *App) heardOf(name string) func(replica string, err error) {
	log := a.opts.Log.With("store", name)
	return func(replica string, err error) {
		switch {
		case replica == "":
			log.Warn("no replica is read: the database does not tell how far it has come", "error", err)
		case err != nil:
			log.Warn("a replica is not read", "replica", replica, "error", err)
		default:
			log.Info("a replica is read", "replica", replica)
		}
	}
}

// adopted tells whether a store holds only collections that were there before
// Bedplate, which leaves its file as it is.
func adopted(loaded *schema.Schema, store string) bool {
	found := false
	for _, c := range loaded.Collections {
		if c.Store == store {
			if c.Managed || c.Query != nil {
				return false
			}
			found = true
		}
	}
	return found
}

// ready tells whether every store answers.
func (a *App) ready(ctx context.Context) error {
	for _, s := range a.stores {
		if err := s.Ping(ctx); err != nil {
			return err
		}
	}
	return nil
}

var _ query.Doer = (*engine.Engine)(nil)
