// Package mem is the reference driver: rows in slices, expressions evaluated
// as they are written, every query a scan. It is the oracle that the SQL
// drivers are compared with, so it is slow and obvious on purpose and shares
// nothing with sqlgen: no index, no rewriting of expressions, no cleverness.
//
// It keeps nothing when the process ends; it is not a cache and not meant to
// serve anyone.
package mem

import (
	"context"
	"errors"
	"sync"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// Driver is a database in memory. It implements driver.Driver.
type Driver struct {
	schema *schema.Schema
	writer chan struct{} // holds one token: who has it may write

	mu        sync.Mutex // guards what follows
	committed state
	closed    bool
	running   sync.WaitGroup
}

var _ driver.Driver = (*Driver)(nil)

// New opens an empty database that holds the collections of s.
func New(s *schema.Schema) *Driver {
	d := &Driver{schema: s, writer: make(chan struct{}, 1), committed: state{}}
	d.writer <- struct{}{}
	for _, c := range s.Collections {
		d.committed[c.Name] = &table{of: c}
	}
	return d
}

// Capabilities declares everything.
func (d *Driver) Capabilities() driver.Capabilities {
	return driver.Capabilities{
		Name:         "mem",
		Transactions: true,
		Serializable: true,
		Relations:    true,
		Aggregates:   true,
		Order:        true,
		Matches:      true,
		Search:       true,
		Embedded:     true,
	}
}

// Prepare checks that the plan is about this database's collections; there is
// nothing to compile.
func (d *Driver) Prepare(r *plan.Read) (driver.Prepared, error) {
	return prepare(d.schema, r)
}

// Read runs a plan on what was committed when it is called.
func (d *Driver) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	st, err := d.enter(ctx)
	if err != nil {
		return err
	}
	defer d.running.Done()
	return read(ctx, st, p, args, visit)
}

// Transact runs f on a copy of the database and puts the copy in its place
// when f succeeds. Transactions run one after the other, so every one is
// serializable, and none loses but by what f says.
func (d *Driver) Transact(ctx context.Context, _ driver.Mode, f func(driver.Tx) error) error {
	err := d.transact(ctx, f)
	for try := 1; driver.Lost(err) && try < driver.Tries && driver.Pause(ctx, try); try++ {
		err = d.transact(ctx, f)
	}
	return err
}

func (d *Driver) transact(ctx context.Context, f func(driver.Tx) error) error {
	if _, err := d.enter(ctx); err != nil {
		return err
	}
	defer d.running.Done()

	select {
	case <-d.writer:
	case <-ctx.Done():
		return interrupted(ctx)
	}
	defer func() { d.writer <- struct{}{} }()

	d.mu.Lock()
	t := &tx{state: d.committed.clone()}
	d.mu.Unlock()
	if err := f(t); err != nil {
		return err
	}
	if err := interrupted(ctx); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.committed = t.state
	return nil
}

// Ping tells whether the database is open.
func (d *Driver) Ping(ctx context.Context) error {
	if _, err := d.enter(ctx); err != nil {
		return err
	}
	d.running.Done()
	return nil
}

// Close waits for what runs. Everything after it is Unavailable.
func (d *Driver) Close() error {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.running.Wait()
	return nil
}

// enter registers a call, which must end with running.Done, and gives what is
// committed now.
func (d *Driver) enter(ctx context.Context) (state, error) {
	if err := interrupted(ctx); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, fault.New(fault.Unavailable, "the database is closed")
	}
	d.running.Add(1)
	return d.committed, nil
}

// interrupted tells, as a fault, that the caller went away or that its time is
// up.
func interrupted(ctx context.Context) error {
	switch err := ctx.Err(); {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(fault.Timeout, err, "the work took longer than its limit")
	default:
		return fault.Wrap(fault.Canceled, err, "the caller went away")
	}
}
