// Package database opens the database that an address leads to. It is the one
// place that knows which kinds of stores there are; whoever opens one (the
// server, a migration, a move) asks here, so that every kind is there for all of
// them. What an address may look like is package config's.
package database

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/store/driver"
)

// Options say how a database is opened.
type Options struct {
	// Adopted tells that all of it was there before Bedplate, which leaves it as
	// it is: Lock is where a file's lock lies then.
	Adopted bool
	Lock    string
	// Loading opens it to be filled (driver.Loader), ReadOnly to be read alone, which
	// other processes do not notice.
	Loading, ReadOnly bool
	// Statement is how long a statement may go without a row; 0 is the driver's
	// own limit.
	Statement time.Duration
	// Wait is how long a server that cannot be reached is waited for; 0 is 30 s,
	// less than 0 not at all.
	Wait time.Duration
	// Waiting is called once, with the reason, before a wait; it may be nil.
	Waiting func(error)
}

// kind is what there is to know of a kind of store.
type kind struct {
	open     func(context.Context, config.Store, Options) (driver.Driver, error)
	migrator func(config.Store, Options) (Migrator, error)
}

// Migrator makes and alters tables, and describes those of others.
type Migrator interface {
	driver.Migrator
	driver.Adopter
}

// Open opens a database to be read and written. A server's that cannot be
// reached is waited for.
func Open(ctx context.Context, s config.Store, o Options) (driver.Driver, error) {
	k, err := kindOf(s)
	if err != nil {
		return nil, err
	}
	var d driver.Driver
	err = reach(ctx, s, o, func() (err error) {
		if d, err = k.open(ctx, s, o); err != nil || !s.Remote() {
			return err
		}
		if err = d.Ping(ctx); err != nil {
			_ = d.Close()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// NewMigrator gives a database's migrator, which opens connections of its own
// when it is asked something.
func NewMigrator(s config.Store) (Migrator, error) { return newMigrator(s, Options{}) }

// NewFiller gives the migrator of a database that nobody else uses: it is being
// filled.
func NewFiller(s config.Store) (Migrator, error) { return newMigrator(s, Options{Loading: true}) }

func newMigrator(s config.Store, o Options) (Migrator, error) {
	k, err := kindOf(s)
	if err != nil {
		return nil, err
	}
	return k.migrator(s, o)
}

func kindOf(s config.Store) (kind, error) {
	k, ok := kinds[s.Kind]
	if !ok {
		return kind{}, fault.Of(fault.Unsupported, "store", "this program was built without a store for %s", s.Kind)
	}
	return k, nil
}

// patience is how long a server is waited for where Options do not say.
const patience = 30 * time.Second

// reach tries until a server answers, or it is clear that it will not: whatever
// it says for itself (a wrong password, no such database) ends the wait.
func reach(ctx context.Context, s config.Store, o Options, try func() error) error {
	if o.Wait == 0 {
		o.Wait = patience
	}
	end := time.Now().Add(o.Wait)
	pause := 50 * time.Millisecond
	for first := true; ; first = false {
		err := try()
		if err == nil || !s.Remote() || fault.CodeOf(err) != fault.Unavailable {
			return err
		}
		if left := time.Until(end); left <= 0 {
			if o.Wait < 0 {
				return err
			}
			f := *fault.As(err)
			f.Message = fmt.Sprintf("the database %s has not taken a connection for %s: %s", s, o.Wait, f.Message)
			return f.WithHint("start the server, or mend the address of the store")
		}
		if first && o.Waiting != nil {
			o.Waiting(err)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(min(pause/2+rand.N(pause), max(time.Until(end), time.Millisecond))):
		}
		pause = min(2*pause, time.Second)
	}
}
