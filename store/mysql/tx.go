package mysql

import (
	"context"
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

// Transact runs f in a transaction. Those that are not serializable see what is
// committed at each statement, and lock what they read to write. One that lost to
// another is run again, those that are serializable one after the other: two of
// them that read the same and then write always lose to each other. One that waited
// for another as long as a statement may is not: it would wait as long again.
func (d *Driver) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	if d.options.ReadOnly {
		return fault.New(fault.ReadOnly, "the database is opened for reading alone")
	}
	queues := false
	began := time.Now()
	for try := 1; ; try++ {
		broken, err := d.transact(ctx, mode, try > 1, f)
		switch {
		case err == nil:
			return nil
		case broken && try == 1 && ctx.Err() == nil && !d.late(began):
			continue // the connection may have been lost before
		case !driver.Lost(err) || try >= driver.Tries || result.Waited(err):
			return err
		}
		if mode.Serializable && !queues {
			queues = true
			d.losers.Lock()
			defer d.losers.Unlock()
		}
		if !driver.Pause(ctx, try) {
			return err
		}
	}
}

// transact runs f once, over a new connection where fresh is set. broken tells that a connection was lost, and nothing was
// committed.
func (d *Driver) transact(ctx context.Context, mode driver.Mode, fresh bool, f func(driver.Tx) error) (broken bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, result.Classify(err)
	}
	isolation := committed
	switch {
	case mode.Serializable:
		isolation = serializable
	case mode.Single:
		isolation = alone
	}
	c, err := d.pool.take(ctx, isolation, fresh)
	if err != nil {
		return false, err
	}
	defer d.pool.give(c)
	t := &tx{conn: c, driver: d, epoch: mode.Epoch, single: isolation == alone}
	done := false
	defer func() {
		t.over = true
		if !done { // f panicked, or it failed
			t.rollback()
		}
	}()
	if err := f(t); err != nil {
		switch fault.CodeOf(t.lost) {
		case fault.Unknown:
			return false, t.lost
		case fault.Conflict:
			return c.broken, t.lost // whatever f made of it
		}
		if t.failed {
			done = true
			t.rollback()
			err = t.planned(ctx, err)
		}
		return c.broken, err
	}
	if t.lost != nil {
		return c.broken, t.lost
	}
	if err := ctx.Err(); err != nil {
		return false, result.Classify(err)
	}
	done = true
	return false, t.commit(ctx)
}

// commit makes the writes durable, in one request. It refuses, as SchemaChanged, work
// that was planned for another epoch than the database has come to: a server gets no
// further than to a number that has no room, and there is no transaction with a
// migration between its first statement and this one. Where the answer is lost,
// nobody knows whether the writes are kept.
func (t *tx) commit(ctx context.Context) error {
	if t.single {
		return nil
	}
	sql := "COMMIT"
	if t.epoch != 0 {
		sql = "SET @epoch = ~0 + (NOT ((SELECT epoch FROM _bedplate_meta) <=> " + strconv.FormatInt(t.epoch, 10) + ")); COMMIT"
	}
	// A caller who goes away now gets an answer all the same.
	err := t.conn.exec(context.WithoutCancel(ctx), sql)
	switch {
	case err == nil:
		return nil
	case t.conn.broken:
		return unknown(err)
	}
	t.rollback()
	if result.Number(err) == outOfRange {
		return migrated()
	}
	return err
}

func unknown(err error) error {
	return fault.Wrap(fault.Unknown, err, "the database did not say whether it kept the changes").
		WithHint("look whether they are there before you send them again")
}

// outOfRange is the number of the error of a number that has no room.
const outOfRange = 1690

func migrated() error {
	return fault.New(fault.SchemaChanged, "the database has been migrated to another version of the schema").
		WithHint("restart this server with the schema files of that version")
}

// planned gives the error of a statement, or that it was planned for another epoch,
// which may be why it failed.
func (t *tx) planned(ctx context.Context, err error) error {
	if t.epoch == 0 || t.conn.broken {
		return err
	}
	rows, asked := t.conn.ask(ctx, "SELECT epoch FROM _bedplate_meta")
	t.rollback()
	if asked == nil && (len(rows) != 1 || rows[0][0] != strconv.FormatInt(t.epoch, 10)) {
		return migrated()
	}
	return err
}

// tx is a running transaction.
type tx struct {
	conn   *conn
	driver *Driver
	epoch  int64
	single bool // the one insertion is the transaction
	// inserted tells that it is there.
	inserted bool
	over     bool
	failed   bool // a statement did
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
	err, t.failed = outcome(ctx, err), true
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
	if t.single && len(in.Fields) == 0 {
		if err := t.ordinary(ctx); err != nil {
			return nil, err
		}
	}
	if t.single {
		return t.insertOnly(ctx, in, row)
	}
	w, err := t.driver.writes.insert(in, t.driver.server)
	if err != nil {
		return nil, err
	}
	if len(in.Return) > 0 && t.driver.server.returning {
		_, err = t.conn.read(ctx, w.statement, row, func(r query.Row) error {
			returned = copied(r.(*cursor).Values)
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
		returned = copied(r.(*cursor).Values)
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
	if err := t.ordinary(ctx); err != nil {
		return false, err
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
	if err := t.ordinary(ctx); err != nil {
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
