// Package store is the portable half of a database: a concrete Store over a
// small driver.Driver. What every database needs alike lives here once: the
// bounded cache of plans, what is known of each table, and which copy of the database
// answers a read. It makes no plans and knows no SQL.
package store

import (
	"context"
	"sync"
	"time"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// Options are a store's limits. The zero Options are the defaults.
type Options struct {
	// Replicas are copies of the database, which may answer reads.
	Replicas []Replica
	// Lag is how old a replica's state may be for it to be read at all; 10
	// seconds by default.
	Lag time.Duration
	// Heard is told when a replica begins to be read, with a nil error, and when it
	// is read no more, with the reason; with no name and a reason where none is read
	// because the database itself does not tell how far it has come. It is called
	// by goroutines of the store.
	Heard func(replica string, err error)
	// Changed gives the error of a transaction that was refused as SchemaChanged, for
	// whoever knows more of what happened to the database; nil leaves it.
	Changed func(ctx context.Context, refused error) error
}

// Store is an open database as the engine uses it. It is safe for concurrent use.
type Store struct {
	driver  driver.Driver
	caps    driver.Capabilities
	changed func(context.Context, error) error
	facts   sync.Map // *schema.Collection -> driver.Facts

	copies *copies // nil where there are no replicas
}

// New makes a store of an open driver, which it owns from then on. A driver that is
// no driver.Replicated is read as if there were no replicas.
func New(d driver.Driver, o Options) *Store {
	s := &Store{driver: d, caps: d.Capabilities(), changed: o.Changed}
	if home, ok := d.(driver.Replicated); ok && len(o.Replicas) > 0 {
		s.copies = follow(home, &o)
	}
	return s
}

// Driver gives the driver, for what only some of them can do (driver.Explainer,
// driver.Migrator).
func (s *Store) Driver() driver.Driver { return s.driver }

// Capabilities say what the store can do.
func (s *Store) Capabilities() driver.Capabilities { return s.caps }

// Prepare turns a plan into the store's own language; Unsupported where it
// cannot say it.
func (s *Store) Prepare(r *plan.Read) (driver.Prepared, error) { return s.driver.Prepare(r) }

// Read runs a prepared plan; see driver.Driver.
func (s *Store) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	return s.driver.Read(ctx, p, args, visit)
}

// Transact runs f in a transaction; see driver.Driver, which runs again what lost to
// another one.
func (s *Store) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	err := s.driver.Transact(ctx, mode, f)
	if s.changed != nil && fault.CodeOf(err) == fault.SchemaChanged {
		return s.changed(ctx, err)
	}
	return err
}

// factsTime is how long it may take to find out what a table does.
const factsTime = 10 * time.Second

// Facts tell what a collection's table does by itself. The first call for a
// collection asks the database.
func (s *Store) Facts(c *schema.Collection) (driver.Facts, error) {
	if known, ok := s.facts.Load(c); ok {
		return known.(driver.Facts), nil
	}
	describer, ok := s.driver.(driver.Describer)
	if !ok {
		return driver.Facts{}, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), factsTime)
	defer cancel()
	facts, err := describer.Describe(ctx, c)
	if err == nil {
		s.facts.Store(c, facts)
	}
	return facts, err
}

// Ping tells whether the store answers.
func (s *Store) Ping(ctx context.Context) error { return s.driver.Ping(ctx) }

// Close waits for what runs, and closes the database.
func (s *Store) Close() error {
	if s.copies != nil {
		s.copies.close()
	}
	return s.driver.Close()
}
