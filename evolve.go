package bedplate

import (
	"context"
	"time"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/internal/engine"
	"bedplate/internal/migrate"
	"bedplate/schema"
	"bedplate/store/driver"
)

// migrationWait bounds the wait for a migration that another process runs.
const migrationWait = time.Minute

// serveBy brings the stores to a schema where that is safe, and lets an engine
// of that schema answer from then on. After an error the one before goes on.
func (a *App) serveBy(ctx context.Context, loaded *schema.Schema) error {
	ctx, cancel := context.WithTimeout(ctx, migrationWait)
	defer cancel()
	epochs := map[string]int64{}
	for name, st := range a.stores {
		migrator, ok := st.Driver().(driver.Migrator)
		if !ok {
			continue
		}
		started, err := migrate.Start(ctx, migrate.Target{Migrator: migrator, Store: name}, loaded)
		if err != nil {
			return err
		}
		for _, change := range started.Changes {
			a.opts.Log.Info("migrated", "store", name, "change", change.String())
		}
		epochs[name] = started.Epoch
		st.Renew()
	}
	next, err := engine.New(engine.Options{
		Schema: loaded, Stores: a.stores, Epochs: epochs, Page: a.conf.Limits.Page,
		TagKey:  derived(a.secret, "tags"),
		Actions: a.actions(), ActionTime: a.conf.Limits.Handler,
	})
	if err != nil {
		return err
	}
	a.engine.Store(next)
	return nil
}

// migrate does what lies between the main store and the schema files, and
// serves by them from then on.
func (a *App) migrate(ctx context.Context, opts migrate.Options) (*migrate.Migration, error) {
	a.loading.Lock()
	defer a.loading.Unlock()
	target, loaded, err := a.target()
	if err != nil {
		return nil, err
	}
	plan, err := migrate.Plan(ctx, target, loaded)
	if err != nil {
		return nil, err
	}
	if err := migrate.Apply(ctx, target, plan, opts); err != nil {
		return nil, err
	}
	return plan, a.serveBy(ctx, loaded)
}

// migrations tells what was done to the main store and what waits.
func (a *App) migrations(ctx context.Context) (*migrate.State, error) {
	target, loaded, err := a.target()
	if err != nil {
		return nil, err
	}
	return migrate.Status(ctx, target, loaded)
}

// target is the main store, and the schema as its files are now.
func (a *App) target() (migrate.Target, *schema.Schema, error) {
	loaded, err := config.ReadSchema(a.conf.Dir, a.conf, declared(a.opts.Actions)...)
	if err != nil {
		return migrate.Target{}, nil, err
	}
	migrator, ok := a.stores[config.MainStore].Driver().(driver.Migrator)
	if !ok {
		return migrate.Target{}, nil, fault.New(fault.Unsupported, "the main store cannot be migrated")
	}
	return migrate.Target{Migrator: migrator, Store: config.MainStore}, loaded, nil
}
