package mysql

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/store/mysql/result"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// mostTries is how often a transaction is begun that loses to others.
const mostTries = 12

// Transact runs f in a transaction. Those that are not serializable see what is
// committed at each statement, and lock what they read to write. One that lost to
// another is run again, those that are serializable one after the other: two of
// them that read the same and then write always lose to each other.
func (d *Driver) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	if d.options.ReadOnly {
		return fault.New(fault.ReadOnly, "the database is opened for reading alone")
	}
	pause := time.Millisecond
	for try := 1; ; try++ {
		err := d.transact(ctx, mode, f)
		if try == mostTries || fault.CodeOf(err) != fault.Conflict {
			return err
		}
		if try == 1 && mode.Serializable {
			d.losers.Lock()
			defer d.losers.Unlock()
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause/2 + rand.N(pause)):
		}
		pause = min(2*pause, 100*time.Millisecond)
	}
}

// transact tries once. A transaction that could not begin because its connection was
// broken begins over another.
func (d *Driver) transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return result.Classify(err)
	}
	for again := false; ; again = true {
		c, err := d.pool.take(ctx, again)
		if err != nil {
			return err
		}
		if err := begin(ctx, c, mode); err != nil {
			lost := c.broken
			d.pool.give(c)
			if again || !lost || ctx.Err() != nil {
				return outcome(ctx, err)
			}
			continue
		}
		return d.within(ctx, c, mode, f)
	}
}

func begin(ctx context.Context, c *conn, mode driver.Mode) error {
	if mode.Serializable {
		if err := c.exec(ctx, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"); err != nil {
			return err
		}
	}
	return c.exec(ctx, "START TRANSACTION")
}

// within runs f in the transaction that has begun on a connection.
func (d *Driver) within(ctx context.Context, c *conn, mode driver.Mode, f func(driver.Tx) error) (err error) {
	t := &tx{conn: c, driver: d}
	done := false
	defer func() {
		t.over = true
		if !done { // f panicked, or it failed
			t.rollback()
		}
		d.pool.give(c)
	}()
	if err := checkEpoch(ctx, c, mode.Epoch); err != nil {
		return outcome(ctx, err)
	}
	if err := f(t); err != nil {
		return err
	}
	if t.lost != nil {
		return t.lost
	}
	if err := ctx.Err(); err != nil {
		return result.Classify(err)
	}
	done = true
	// Nobody would know what became of a commit that is given up halfway.
	err = c.exec(context.WithoutCancel(ctx), "COMMIT")
	if err != nil && c.broken {
		return fault.Wrap(fault.Unknown, err, "the database did not say whether it kept the changes").
			WithHint("look whether they are there before you send them again")
	}
	if err != nil {
		t.rollback()
	}
	return err
}

// checkEpoch refuses, as SchemaChanged, work of another epoch; 0 is of any. What it
// reads is kept until the transaction ends, so that no migration comes between.
func checkEpoch(ctx context.Context, c *conn, want int64) error {
	if want == 0 {
		return nil
	}
	rows, err := c.ask(ctx, "SELECT epoch FROM _bedplate_meta")
	if err != nil {
		return err
	}
	if len(rows) != 1 || rows[0][0] != strconv.FormatInt(want, 10) {
		return fault.New(fault.SchemaChanged, "the database has been migrated to another version of the schema").
			WithHint("restart this server with the schema files of that version")
	}
	return nil
}

// tx is a running transaction.
type tx struct {
	conn   *conn
	driver *Driver
	over   bool
	// lost is the error that ended the transaction, whatever f makes of it:
	// statements would be transactions of their own.
	lost error
}

var _ driver.Tx = (*tx)(nil)

func (t *tx) rollback() {
	if t.conn.broken {
		return
	}
	if t.conn.exec(context.Background(), "ROLLBACK") != nil {
		t.conn.broken = true
	}
}

func (t *tx) usable() error {
	if t.over {
		return fault.New(fault.Internal, "a transaction was used after it ended")
	}
	return t.lost
}

// check notes an error that ended the transaction, or part of what it did.
func (t *tx) check(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	err = outcome(ctx, err)
	switch fault.CodeOf(err) {
	case fault.Conflict, fault.Timeout, fault.Canceled, fault.Unavailable, fault.Full, fault.Internal:
		if t.lost == nil {
			t.lost = err
		}
	}
	return err
}

func (t *tx) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	if err := t.usable(); err != nil {
		return err
	}
	ready, err := own(p)
	if err != nil {
		return err
	}
	var visiting error
	_, err = t.conn.read(ctx, ready.statement, args, func(r query.Row) error {
		visiting = visit(r)
		return visiting
	})
	if visiting != nil {
		return visiting
	}
	return t.check(ctx, err)
}

func (t *tx) Insert(ctx context.Context, in *plan.Insert, row []value.Value) (returned []value.Value, err error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	if len(row) != len(in.Fields) {
		return nil, fault.New(fault.Internal, "a row has %d values for %d fields", len(row), len(in.Fields))
	}
	w, err := t.driver.writes.insert(in, t.driver.server)
	if err != nil {
		return nil, err
	}
	if len(in.Return) > 0 && t.driver.server.returning {
		_, err = t.conn.read(ctx, w.statement, row, func(r query.Row) error {
			returned = copied(r.(*cursor).values)
			return nil
		})
		return returned, t.refused(ctx, in.Into, w, row, err)
	}
	_, id, err := t.conn.write(ctx, w.statement, row)
	if err != nil || len(in.Return) == 0 {
		return nil, t.refused(ctx, in.Into, w, row, err)
	}
	return t.reread(ctx, in, w, row, id)
}

func copied(values []value.Value) []value.Value {
	out := make([]value.Value, len(values))
	for i, v := range values {
		out[i] = v.Clone()
	}
	return out
}

// reread reads what the database made of a new row: by its key, of which the
// server has told the number that it chose.
func (t *tx) reread(ctx context.Context, in *plan.Insert, w *write, row []value.Value, id int64) (returned []value.Value, err error) {
	key := make([]value.Value, len(in.Into.Key))
	for i, k := range in.Into.Key {
		key[i] = value.OfInt(id)
		for at, field := range in.Fields {
			if field == k {
				key[i] = row[at]
			}
		}
	}
	_, err = t.conn.read(ctx, w.again, key, func(r query.Row) error {
		returned = copied(r.(*cursor).values)
		return nil
	})
	if err == nil && returned == nil {
		err = fault.New(fault.Internal, "the database does not find the record that it has just been given")
	}
	return returned, t.check(ctx, err)
}

func (t *tx) Update(ctx context.Context, up *plan.Update, args []value.Value) (bool, error) {
	if err := t.usable(); err != nil {
		return false, err
	}
	if len(up.Fields) == 0 {
		return false, fault.New(fault.Internal, "an update without fields")
	}
	w, err := t.driver.writes.update(up, t.driver.server)
	if err != nil {
		return false, err
	}
	if want := len(up.Fields) + len(up.Of.Key); len(args) != want {
		return false, fault.New(fault.Internal, "a write has %d values instead of %d", len(args), want)
	}
	found, _, err := t.conn.write(ctx, w.statement, args)
	return found > 0, t.refused(ctx, up.Of, w, args, err)
}

func (t *tx) Delete(ctx context.Context, del *plan.Delete, key []value.Value) (bool, error) {
	if err := t.usable(); err != nil {
		return false, err
	}
	w, err := t.driver.writes.delete(del, t.driver.server)
	if err != nil {
		return false, err
	}
	if len(key) != len(del.From.Key) {
		return false, fault.New(fault.Internal, "a deletion has %d values instead of %d", len(key), len(del.From.Key))
	}
	found, _, err := t.conn.write(ctx, w.statement, key)
	if err != nil && refersToItself(del.From, err) {
		if deleted, problem := t.deleteItself(ctx, del.From, w, key); deleted || problem != nil {
			return deleted, t.refused(ctx, del.From, w, key, problem)
		}
	}
	return found > 0, t.refused(ctx, del.From, w, key, err)
}

// keptWrites is how many compiled writes are remembered.
const keptWrites = 512

// write is a write in SQL.
type write struct {
	statement *sqlgen.Statement
	again     *sqlgen.Statement // reads back what an insertion should return
}

// writes remembers compiled writes by their plans.
type writes struct {
	mu   sync.Mutex
	kept map[any]*write
}

func newWrites() *writes { return &writes{kept: map[any]*write{}} }

func (w *writes) of(p any, compile func() (*write, error)) (*write, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if have, ok := w.kept[p]; ok {
		return have, nil
	}
	made, err := compile()
	if err != nil {
		return nil, err
	}
	if len(w.kept) >= keptWrites {
		for old := range w.kept {
			delete(w.kept, old)
			break
		}
	}
	w.kept[p] = made
	return made, nil
}

func (w *writes) insert(in *plan.Insert, s server) (*write, error) {
	return w.of(in, func() (*write, error) {
		if s.returning || len(in.Return) == 0 {
			made, err := sqlgen.Insert(in, s.dialect)
			return &write{statement: made}, err
		}
		made, err := sqlgen.Insert(&plan.Insert{Into: in.Into, Fields: in.Fields}, s.dialect)
		if err != nil {
			return nil, err
		}
		again, err := sqlgen.Read(byKey(in), s.dialect)
		return &write{statement: made, again: again}, err
	})
}

func (w *writes) update(up *plan.Update, s server) (*write, error) {
	return w.of(up, func() (*write, error) {
		made, err := sqlgen.Update(up, s.dialect)
		return &write{statement: made}, err
	})
}

func (w *writes) delete(del *plan.Delete, s server) (*write, error) {
	return w.of(del, func() (*write, error) {
		made, err := sqlgen.Delete(del, s.dialect)
		return &write{statement: made}, err
	})
}
