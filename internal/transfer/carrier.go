package transfer

import (
	"context"
	"slices"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// carrier fills one target from one source.
type carrier struct {
	from     source
	to       Store
	schema   *schema.Schema // of the target, with the places
	id       string         // of the move
	held     bool           // nobody writes to the source
	stage    migrate.Stage  // of the target, when it was looked at
	progress Progress
	places   *places
	loader   driver.Loader // nil where rows are inserted one by one
}

// carry makes the tables, brings the rows, puts the indexes on them, and compares
// both sides. What it did before it was killed it does not do again.
func (c *carrier) carry(ctx context.Context) (*Report, error) {
	target := c.to.target(c.schema)
	if c.to.Migrator != nil {
		var err error
		if c.stage, err = migrate.StageOf(ctx, target, c.id); err != nil {
			return nil, err
		}
	}
	if c.stage == migrate.Ending || c.stage == migrate.Ended && c.held {
		return &Report{Before: true}, nil
	}
	bare := c.schema.Bare(c.unchecked())
	if c.to.Migrator != nil && c.stage != migrate.Full {
		if err := migrate.Fill(ctx, target, bare, c.id); err != nil {
			return nil, err
		}
	}
	c.places = newPlaces(bare, c.to.Driver)
	sent := map[string]count{}
	for _, coll := range inOrder(c.schema) {
		if coll.View || coll.Name == placesName {
			continue
		}
		n, err := c.collection(ctx, bare.Collection(coll.Name))
		if err != nil {
			return nil, err
		}
		sent[coll.Name] = n
	}
	if c.to.Migrator != nil {
		c.progress("indexes and references", 0, 0)
		if err := c.complete(ctx, target); err != nil {
			return nil, err
		}
	}
	return c.compare(ctx, sent)
}

// complete brings a target that has all rows to the whole schema. Whether
// references lead anywhere is asked then: making them asks, and where they were
// there before the rows, nobody has.
func (c *carrier) complete(ctx context.Context, target migrate.Target) error {
	err := migrate.Complete(ctx, target, c.schema, c.id)
	if c.unchecked() && err == nil || fault.CodeOf(err) == fault.Reference {
		if found := c.references(ctx); found != nil {
			return found
		}
	}
	if err != nil {
		return err
	}
	if c.loader == nil {
		return nil
	}
	for _, coll := range c.schema.Collections {
		if coll.View {
			continue
		}
		if err := c.loader.Loaded(ctx, coll); err != nil {
			return about(coll, err)
		}
	}
	return nil
}

// unchecked tells whether the target's tables may have references from the start.
func (c *carrier) unchecked() bool {
	loader, ok := c.to.Driver.(driver.Loader)
	if ok {
		c.loader = loader
	}
	return ok && loader.Unchecked() || c.to.Migrator == nil
}

// collection brings the rows of one collection.
func (c *carrier) collection(ctx context.Context, coll *schema.Collection) (count, error) {
	at, err := c.places.find(ctx, coll)
	if err != nil || at.done {
		return at.count, err
	}
	all, err := c.from.expected(ctx, coll)
	if err != nil {
		return count{}, err
	}
	from, err := c.from.open(coll, at)
	if err != nil {
		return count{}, err
	}
	err = c.pump(ctx, coll, from, &at, all)
	if closed := from.close(); err == nil {
		err = closed
	}
	return at.count, err
}

// pump writes batches while the next one is read.
func (c *carrier) pump(ctx context.Context, coll *schema.Collection, from rows, at *place, all int64) error {
	ctx, cancel := context.WithCancel(ctx)
	free, full := make(chan *batch, 2), make(chan *batch, 1)
	free <- &batch{}
	free <- &batch{}
	failed := make(chan error, 1)
	counter := newCounter(at.count)
	go func() {
		defer close(full)
		for b := range free {
			b.reset(len(coll.Stored()))
			if err := from.fill(ctx, b); err != nil {
				failed <- err
				return
			}
			for _, row := range b.rows {
				counter.add(row)
			}
			b.sent = counter.count
			full <- b
			if b.last {
				return
			}
		}
	}()
	defer func() {
		cancel()
		for range full { // the reader ends before its source is closed
		}
	}()
	w := newWriter(c, coll, at)
	for b := range full {
		if err := w.write(ctx, b); err != nil {
			close(free)
			return err
		}
		c.progress(coll.Name, at.rows, max(all, at.rows))
		if b.last {
			return nil
		}
		free <- b
	}
	return <-failed
}

// writer writes the batches of one collection.
type writer struct {
	*carrier
	of     *schema.Collection
	insert *plan.Insert
	at     *place
}

func newWriter(c *carrier, of *schema.Collection, at *place) *writer {
	w := &writer{carrier: c, of: of, insert: &plan.Insert{Into: of}, at: at}
	for i := range of.Stored() {
		w.insert.Fields = append(w.insert.Fields, i)
	}
	return w
}

// write brings a batch into the target, and the place behind it, both or neither.
func (w *writer) write(ctx context.Context, b *batch) error {
	next := place{count: b.sent, key: w.at.key, done: b.last}
	if n := len(b.rows); n > 0 {
		next.key = nil
		for _, k := range w.of.Key {
			next.key = append(next.key, b.rows[n-1][k])
		}
	}
	err := w.to.Driver.Transact(ctx, driver.Mode{Alone: true}, func(tx driver.Tx) error {
		if err := w.rows(ctx, tx, b.rows); err != nil {
			return err
		}
		return w.places.note(ctx, tx, w.of, next)
	})
	if err != nil {
		return w.locate(ctx, b.rows, err)
	}
	*w.at = next
	return nil
}

func (w *writer) rows(ctx context.Context, tx driver.Tx, all [][]value.Value) error {
	if w.loader != nil {
		return w.loader.Load(ctx, tx, w.insert, all)
	}
	for _, row := range all {
		if _, err := tx.Insert(ctx, w.insert, row); err != nil {
			return err
		}
	}
	return nil
}

// locate finds the row of a batch that the target refused, by trying halves of
// it in transactions that are undone.
func (w *writer) locate(ctx context.Context, all [][]value.Value, cause error) error {
	switch fault.CodeOf(cause) {
	case fault.Unavailable, fault.Internal, fault.Unknown, fault.Conflict, fault.SchemaChanged:
		return about(w.of, cause)
	}
	for len(all) > 1 {
		half := len(all) / 2
		if err := w.try(ctx, all[:half]); err != nil {
			all, cause = all[:half], err
			continue
		}
		all = all[half:]
	}
	if err := w.try(ctx, all); err != nil {
		cause = err
	}
	f := *fault.As(cause)
	where := w.of.Name
	for i, k := range w.of.Key {
		where += map[bool]string{true: " ", false: ", "}[i == 0] + w.of.Fields[k].Name + "=" + excerpt(all[0][k])
	}
	if f.Field != "" {
		where += ", field " + f.Field
	}
	f.Message = "the target cannot hold " + where + ": " + f.Message
	if f.Hint == "" {
		f.Hint = "change the value at the source, or the field in the schema; the rows before it have arrived"
	}
	return &f
}

// try tells whether the target takes rows, and leaves it as it was.
func (w *writer) try(ctx context.Context, all [][]value.Value) error {
	var refused error
	err := w.to.Driver.Transact(ctx, driver.Mode{Alone: true}, func(tx driver.Tx) error {
		if refused = w.rows(ctx, tx, all); refused != nil {
			return refused
		}
		return errFull // undo it
	})
	if refused == nil && err != errFull {
		return err
	}
	return refused
}

// excerpt shows a value of a key.
func excerpt(v value.Value) string {
	text := []rune(string(v.AppendJSON(nil)))
	if len(text) > 60 {
		return string(text[:60]) + "..."
	}
	return string(text)
}

// references makes sure that every reference leads to a record, where nothing
// looked while the rows came.
func (c *carrier) references(ctx context.Context) error {
	return c.to.Migrator.Look(ctx, func(session driver.Session) error {
		for _, coll := range c.schema.Collections {
			for _, ref := range coll.Refs {
				if coll.View || ref.Unchecked {
					continue
				}
				found, err := session.Probe(driver.Probe{Kind: driver.Dangling, Table: coll.Table, Key: columns(coll, coll.Key),
					Columns: columns(coll, ref.Columns), To: ref.To.Table, Target: columns(ref.To, ref.Target)})
				if err != nil {
					return err
				}
				if found.Count > 0 {
					return fault.Of(fault.Reference, ref.Name, "%d rows of %s refer to a record of %s that is not there, the first with the key %s",
						found.Count, coll.Name, ref.To.Name, found.Example).WithHint("mend them at the source, empty the target, and try again")
				}
			}
		}
		return nil
	})
}

func columns(c *schema.Collection, fields []int) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = c.Fields[f].Column
	}
	return names
}

// compare reads what arrived, and compares it with what was sent.
func (c *carrier) compare(ctx context.Context, sent map[string]count) (*Report, error) {
	report := &Report{}
	for _, coll := range c.schema.Collections {
		want, carried := sent[coll.Name]
		if !carried {
			continue
		}
		got, err := tally(ctx, c.to.Driver, coll, func(n int64) { c.progress("comparing "+coll.Name, n, want.rows) })
		if err != nil {
			return nil, err
		}
		if got != want {
			return nil, differs(coll, want, got)
		}
		if !coll.System {
			report.Collections = append(report.Collections, Count{coll.Name, got.rows, got.sum.String()})
			report.Rows += got.rows
		}
	}
	return report, nil
}

// finish takes what only the transfer needed out of the target.
func (c *carrier) finish(ctx context.Context) error {
	if c.to.Migrator == nil || c.stage == migrate.Ended {
		return nil
	}
	return migrate.End(ctx, c.to.target(c.schema), withoutPlaces(c.schema), c.id, c.schema.Collection(placesName))
}

// inOrder puts collections behind those that they refer to, as far as that goes.
func inOrder(s *schema.Schema) []*schema.Collection {
	var out []*schema.Collection
	seen := map[*schema.Collection]bool{}
	var put func(*schema.Collection)
	put = func(c *schema.Collection) {
		if seen[c] {
			return
		}
		seen[c] = true
		for _, ref := range c.Refs {
			put(ref.To)
		}
		out = append(out, c)
	}
	for _, c := range slices.Clone(s.Collections) {
		put(c)
	}
	return out
}
