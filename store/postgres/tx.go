package postgres

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/result"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// tx is a transaction on a connection. It is used by one goroutine.
type tx struct {
	d *Driver
	s *session
	// cause is what ended it: PostgreSQL takes no further statement after an
	// error.
	cause error
	over  bool
	// refused tells that it was a write that the database refused.
	refused bool
	guard   *guard
	// first is what has to be sent before the next statement; nil once that has
	// been done.
	first *beginning
	// committed tells that it was one insertion, and has ended with it.
	committed bool
	// broken tells that the connection was lost before anything was committed.
	broken bool
}

var _ driver.Tx = (*tx)(nil)

// Transact runs f between BEGIN and COMMIT. What lost to another transaction is
// run again after a pause of random length.
func (d *Driver) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	guard := &guard{}
	for try := 1; ; try++ {
		if err := ctx.Err(); err != nil {
			return result.OfContext(err)
		}
		broken, err := d.transact(ctx, mode, guard, f)
		switch {
		case err == nil:
			return nil
		case guard.missed():
			continue
		case broken && try == 1 && ctx.Err() == nil:
			d.pool.Reset() // the others are likely to be broken as well
			continue
		case !driver.Lost(err) || try >= driver.Tries:
			return err
		}
		if !driver.Pause(ctx, try) {
			return err
		}
	}
}

// transact runs f once. broken tells that a connection was lost, and nothing was
// committed.
func (d *Driver) transact(ctx context.Context, mode driver.Mode, guard *guard, f func(driver.Tx) error) (broken bool, err error) {
	c, s, err := d.take(ctx)
	if err != nil {
		return false, err
	}
	defer c.Release()
	t := &tx{d: d, s: s, guard: guard, first: &beginning{mode: mode}}
	done := false
	defer func() {
		t.over = true
		if !done { // f panicked
			t.undo()
		}
	}()
	err = f(t)
	done = true
	switch {
	case err != nil:
		t.undo()
		if code := fault.CodeOf(t.cause); code == fault.Conflict || code == fault.SchemaChanged {
			return false, t.cause // whatever f made of it
		}
		return t.broken, err
	case t.cause != nil:
		t.undo()
		guard.wanted = guard.wanted || t.refused
		return t.broken, t.cause
	case t.committed:
		return false, nil
	case t.first != nil:
		return false, t.nothing(ctx)
	}
	return false, t.commit(ctx)
}

// nothing ends a transaction that no statement has begun.
func (t *tx) nothing(ctx context.Context) error {
	if t.first.mode.Epoch == 0 {
		return nil
	}
	_, err := t.write(ctx, readEpoch, nil, nil)
	t.undo()
	if err != nil {
		return result.Classify(ctx, err)
	}
	return nil
}

// commit makes the writes durable. Where the answer is lost, nobody knows
// whether they are.
func (t *tx) commit(ctx context.Context) error {
	// A caller who goes away now gets an answer all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.d.patience())
	defer cancel()
	results, err := t.s.pg.Exec(ctx, "COMMIT").ReadAll()
	switch {
	case err != nil && result.State(err) == "" || err != nil && result.Broken(err):
		return fault.Wrap(fault.Unknown, err, "the connection broke while the transaction was committed: it is unknown whether it was").
			WithHint("look whether the change was made before you try again")
	case err != nil:
		return result.Classify(ctx, err)
	case len(results) == 1 && results[0].CommandTag.String() != "COMMIT":
		return fault.New(fault.Internal, "the transaction was undone by the database")
	}
	return nil
}

// undo ends the transaction; where that fails, the connection ends with it.
func (t *tx) undo() {
	if t.s.pg.IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.d.patience())
	defer cancel()
	if t.s.pg.TxStatus() != 'I' {
		if _, err := t.s.pg.Exec(ctx, "ROLLBACK").ReadAll(); err != nil {
			_ = t.s.pg.Close(ctx)
		}
	}
}

func (t *tx) usable() error {
	if t.over {
		return fault.New(fault.Internal, "a transaction was used after it ended")
	}
	if t.committed {
		return fault.New(fault.Internal, "a transaction of one insertion goes on")
	}
	t.guard.wanted = t.guard.wanted || t.refused
	return t.cause
}

// failed notes an error that ended the transaction, or kept it from beginning.
func (t *tx) failed(err error) error {
	if t.cause == nil && (t.s.pg.IsClosed() || t.s.pg.TxStatus() != 'T') {
		t.cause, t.broken = err, result.Broken(err) && fault.CodeOf(err) != fault.Unknown
	}
	return err
}

// sent tells that the transaction has begun.
func (t *tx) sent() *beginning {
	first := t.first
	t.first = nil
	return first
}

func (t *tx) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	if err := t.usable(); err != nil {
		return err
	}
	ready, err := own(p)
	if err != nil {
		return err
	}
	bounded, cancel := context.WithTimeout(ctx, t.d.patience())
	defer cancel()
	out := t.s.read(bounded, ready.forArguments(args), args, visit, t.sent().lead())
	switch {
	case out.visited != nil:
		_ = t.failed(out.visited)
		return out.visited
	case out.err != nil:
		return t.failed(t.classified(ctx, out.err))
	}
	return nil
}

// classified is an error within a transaction: a statement that is not what it
// was can only be prepared again in another one.
func (t *tx) classified(ctx context.Context, err error) error {
	f := result.Classify(ctx, err)
	if stale(err) {
		f = fault.Wrap(fault.Conflict, err, "the tables changed while the transaction ran")
	}
	return f
}

func (t *tx) Insert(ctx context.Context, in *plan.Insert, values []value.Value) ([]value.Value, error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	if len(values) != len(in.Fields) {
		return nil, fault.New(fault.Internal, "a row has %d values for %d fields", len(values), len(in.Fields))
	}
	s, err := t.d.writes.compile(in, func() (*sqlgen.Statement, error) { return sqlgen.Insert(in, dialect.Postgres{}) })
	if err != nil {
		return nil, err
	}
	var returned []value.Value
	whole := t.whole()
	if whole {
		ctx = kept(ctx)
	}
	_, err = t.write(ctx, s, values, func(r *row) {
		for _, v := range r.Values {
			returned = append(returned, v.Clone())
		}
	})
	if whole {
		err = t.finished(err)
	}
	if err != nil {
		return nil, t.rejected(writeFault(in.Into, in.Fields, false, t.classified(ctx, err)))
	}
	return returned, nil
}

func (t *tx) Update(ctx context.Context, up *plan.Update, args []value.Value) (bool, error) {
	if err := t.usable(); err != nil {
		return false, err
	}
	if len(up.Fields) == 0 {
		return false, fault.New(fault.Internal, "an update without fields")
	}
	if want := len(up.Fields) + len(up.Of.Key); len(args) != want {
		return false, fault.New(fault.Internal, "a write has %d values instead of %d", len(args), want)
	}
	s, err := t.d.writes.compile(up, func() (*sqlgen.Statement, error) { return sqlgen.Update(up, t.d.dialect()) })
	if err != nil {
		return false, err
	}
	n, err := t.write(ctx, s, args, nil)
	if err != nil {
		return false, t.rejected(writeFault(up.Of, up.Fields, false, t.classified(ctx, err)))
	}
	return n > 0, nil
}

func (t *tx) Delete(ctx context.Context, del *plan.Delete, key []value.Value) (bool, error) {
	if err := t.usable(); err != nil {
		return false, err
	}
	if want := len(del.From.Key); len(key) != want {
		return false, fault.New(fault.Internal, "a write has %d values instead of %d", len(key), want)
	}
	s, err := t.d.writes.compile(del, func() (*sqlgen.Statement, error) { return sqlgen.Delete(del, t.d.dialect()) })
	if err != nil {
		return false, err
	}
	n, err := t.write(ctx, s, key, nil)
	if err != nil {
		return false, t.rejected(writeFault(del.From, nil, true, t.classified(ctx, err)))
	}
	return n > 0, nil
}

// write runs a statement to its end, and tells how many records it was about.
func (t *tx) write(ctx context.Context, s *sqlgen.Statement, args []value.Value, came func(*row)) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, t.d.patience())
	defer cancel()
	return t.ask(ctx, s, args, came)
}

func (t *tx) ask(ctx context.Context, s *sqlgen.Statement, args []value.Value, came func(*row)) (int64, error) {
	st, reader, err := t.s.run(ctx, s, args, t.guard.before(t.sent()).lead())
	if err != nil {
		return 0, err
	}
	top := t.s.rows.level(0)
	top.begin(&t.s.rows, s.Columns, nil, 0, 0)
	var bad error
	for reader.NextRow() {
		if err := top.load(st.columns, reader.Values()); err != nil {
			bad = err
		} else if came != nil {
			came(top)
		}
	}
	tag, err := reader.Close()
	if err == nil {
		err = bad
	}
	t.s.forgetStale(ctx, s, err)
	return tag.RowsAffected(), err
}

// keptWrites is how many compiled writes a driver remembers.
const keptWrites = 512

// writes remembers the statements of writes, by their plans.
type writes struct {
	sync.Mutex
	kept *simplelru.LRU[any, *sqlgen.Statement]
}

func (w *writes) compile(p any, make func() (*sqlgen.Statement, error)) (*sqlgen.Statement, error) {
	w.Lock()
	defer w.Unlock()
	if w.kept == nil {
		w.kept, _ = simplelru.NewLRU[any, *sqlgen.Statement](keptWrites, nil)
	}
	if s, ok := w.kept.Get(p); ok {
		return s, nil
	}
	s, err := make()
	if err == nil {
		w.kept.Add(p, s)
	}
	return s, err
}
