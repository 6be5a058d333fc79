// Package transfer carries an app's schema and rows from one store to another,
// or to a zip file and back. Rows go in the order of their keys, in batches; how
// far a collection has come stands in the target's own transaction, so that what
// was killed goes on where it ended. Nothing is called done before counts and
// checksums of every collection agree on both sides.
//
// It knows no database's language: it reads and writes by plans, and package
// migrate makes the tables and keeps others from using them meanwhile.
package transfer

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/schema"
	"bedplate/store/driver"
)

// Store is one side of a transfer.
type Store struct {
	Driver   driver.Driver
	Migrator driver.Migrator
}

// target is the store as package migrate knows it.
func (s Store) target(c *schema.Schema) migrate.Target {
	return migrate.Target{Migrator: s.Migrator, Store: storeOf(c)}
}

// storeOf names the store that the collections of a schema live on.
func storeOf(s *schema.Schema) string {
	for _, c := range s.Collections {
		return c.Store
	}
	return "main"
}

// Progress is told how far a transfer has come. All is 0 where it is not known.
type Progress func(step string, done, all int64)

// Report is what was carried.
type Report struct {
	Collections []Count  `json:"collections"`
	Rows        int64    `json:"rows"`
	Notes       []string `json:"notes,omitempty"` // what a person should know
	// Before tells that both sides were compared before, by the same move.
	Before bool `json:"before,omitempty"`
	// Held tells that nobody writes to the source any more.
	Held bool `json:"held,omitempty"`
	// Schema is what the target was brought to. It differs from the source's
	// where that was adopted as it stood.
	Schema *schema.Schema `json:"-"`
}

// Count is what there is of one collection, on both sides.
type Count struct {
	Name     string `json:"name"`
	Rows     int64  `json:"rows"`
	Checksum string `json:"checksum"` // of the rows, in any order
}

// Options say how to move.
type Options struct {
	// Source is how the source is known, for the move of one that cannot be
	// marked: its address without a password.
	Source string
	// Kind is the target's kind of store, as package schema names them.
	Kind     string
	Progress Progress // may be nil
}

// Move carries schema and rows of one store to another, which must be empty, or
// have been left by a move of the same source that did not end. The source is
// read while others read it. One that we manage is held from then on: nobody
// writes to it any more (see migrate.Hold), so that nothing is lost; one that was
// adopted is left as it is, and a change of it meanwhile is found at the end.
func Move(ctx context.Context, from, to Store, s *schema.Schema, o Options) (*Report, error) {
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	whole, notes, err := portable(s, o.Kind)
	if err != nil {
		return nil, err
	}
	id, held, err := hold(ctx, from, to, s, o)
	if err != nil {
		return nil, err
	}
	c := &carrier{to: to, schema: whole, id: id, held: held, progress: o.Progress, from: &tables{driver: from.Driver, schema: s}}
	report, err := c.carry(ctx)
	if err != nil {
		return nil, err
	}
	if !held && !report.Before {
		if err := unchanged(ctx, from, s, report, o.Progress); err != nil {
			return nil, err
		}
	}
	if err := c.finish(ctx); err != nil {
		return nil, err
	}
	report.Notes, report.Schema, report.Held = notes, withoutPlaces(whole), held
	return report, nil
}

// hold keeps others from writing to a source that we manage, and names the move.
// A source is not held for a target that could not be filled.
func hold(ctx context.Context, from, to Store, s *schema.Schema, o Options) (id string, held bool, err error) {
	if from.Migrator == nil || !managed(s) {
		return name(o.Source), false, nil
	}
	target := from.target(s)
	plan, err := migrate.Plan(ctx, target, s)
	if err != nil {
		return "", false, err
	}
	if !plan.Empty() {
		return "", false, fault.New(fault.SchemaChanged, "the source is not what the schema files say: %s", plan.Changes[0]).
			WithHint("run bedplate migrate apply first")
	}
	stamp, err := from.Migrator.Stamp(ctx)
	if err != nil {
		return "", false, err
	}
	if !migrate.MarkOf(stamp).Held && to.Migrator != nil {
		if err := migrate.Vacant(ctx, to.target(s)); err != nil {
			return "", false, err
		}
	}
	var fresh [8]byte
	_, _ = rand.Read(fresh[:]) // never fails
	id, err = migrate.Hold(ctx, target, hex.EncodeToString(fresh[:]))
	return id, err == nil, err
}

// managed tells whether any table of the schema is ours.
func managed(s *schema.Schema) bool {
	for _, c := range s.Collections {
		if c.Managed && !c.View {
			return true
		}
	}
	return false
}

// unchanged reads a source that nobody held again, and refuses to call done what
// it has changed meanwhile.
func unchanged(ctx context.Context, from Store, s *schema.Schema, r *Report, progress Progress) error {
	for _, count := range r.Collections {
		c := s.Collection(count.Name)
		if c == nil || c.View {
			continue
		}
		now, err := tally(ctx, from.Driver, c, func(n int64) { progress("comparing the source's "+c.Name, n, count.Rows) })
		if err != nil {
			return err
		}
		if now.rows != count.Rows || now.sum.String() != count.Checksum {
			return fault.New(fault.Conflict, "%s was changed at the source during the move: it has %d rows now, and %d were moved", c.Name, now.rows, count.Rows).
				WithHint("stop what writes to it, empty the target, and move again")
		}
	}
	return nil
}

// differs says that what arrived is not what was sent.
func differs(c *schema.Collection, sent, arrived count) error {
	what := fmt.Sprintf("%d rows of %d", arrived.rows, sent.rows)
	if arrived.rows == sent.rows {
		what = "other values"
	}
	return fault.New(fault.Conflict, "the target has %s of %s", what, c.Name).
		WithHint("nothing is called done; empty the target and try again")
}
