package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/dialect"
	"bedplate/value"
)

// keptWrites is how many compiled writes the writer remembers.
const keptWrites = 512

// tx is the writer's transaction. Only the writer's goroutine uses it.
type tx struct {
	conn     *conn
	compiled *simplelru.LRU[any, *sqlgen.Statement] // by plan
	over     bool
	// lost is set when the database ended the transaction by itself; nothing
	// more may run then, since it would commit by itself.
	lost   bool
	cause  error
	handle txHandle
	// patience bounds the statements of reads; 0 does not.
	patience time.Duration
}

// txHandle is what a closure gets.
type txHandle struct{ *tx }

var _ driver.Tx = (*txHandle)(nil)

func newTx(c *conn) tx {
	compiled, _ := simplelru.NewLRU[any, *sqlgen.Statement](keptWrites, nil)
	return tx{conn: c, compiled: compiled}
}

func (t *tx) start(patience time.Duration) {
	t.patience = patience
	t.over, t.lost, t.cause = false, false, nil
	t.handle.tx = t
}

func (t *tx) usable() error {
	switch {
	case t.over:
		return fault.New(fault.Internal, "a transaction was used after it ended")
	case t.lost:
		return t.cause
	}
	return nil
}

// check notes an error that ended the transaction.
func (t *tx) check(err error) error {
	if err != nil && !t.lost && t.conn.db.AutocommitEnabled() {
		t.lost, t.cause = true, err
	}
	return err
}

func (t *tx) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) (err error) {
	if err := t.usable(); err != nil {
		return err
	}
	ready, err := own(p)
	if err != nil {
		return err
	}
	run := &running{ctx: ctx, conn: t.conn, args: args}
	if t.patience > 0 {
		run.alarm = newAlarm(t.conn.db, t.patience)
		defer func() {
			if run.alarm.end(t.conn.db) && err != nil && !t.lost {
				t.lost, t.cause = true, err // it must not be committed, whatever f makes of the error
			}
		}()
	}
	return t.check(run.each(ready.statement, nil, false, visit))
}

func (t *tx) Insert(_ context.Context, in *plan.Insert, row []value.Value) (returned []value.Value, err error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	s, err := t.compile(in, func() (*sqlgen.Statement, error) { return sqlgen.Insert(in, dialect.SQLite{}) })
	if err != nil {
		return nil, err
	}
	if len(row) != len(in.Fields) {
		return nil, fault.New(fault.Internal, "a row has %d values for %d fields", len(row), len(in.Fields))
	}
	err = t.write(s, row, func(c *cursor) {
		for _, v := range c.Values {
			returned = append(returned, v.Clone())
		}
	})
	if err != nil {
		return nil, t.check(t.conn.writeFault(in.Into, in.Fields, row, err))
	}
	return returned, nil
}

func (t *tx) Update(_ context.Context, up *plan.Update, args []value.Value) (bool, error) {
	if err := t.usable(); err != nil {
		return false, err
	}
	if len(up.Fields) == 0 {
		return false, fault.New(fault.Internal, "an update without fields")
	}
	s, err := t.compile(up, func() (*sqlgen.Statement, error) { return sqlgen.Update(up, dialect.SQLite{}) })
	if err != nil {
		return false, err
	}
	return t.change(s, up.Of, up.Fields, args)
}

func (t *tx) Delete(_ context.Context, del *plan.Delete, key []value.Value) (bool, error) {
	if err := t.usable(); err != nil {
		return false, err
	}
	s, err := t.compile(del, func() (*sqlgen.Statement, error) { return sqlgen.Delete(del, dialect.SQLite{}) })
	if err != nil {
		return false, err
	}
	return t.change(s, del.From, nil, key)
}

func (t *tx) change(s *sqlgen.Statement, c *schema.Collection, fields []int, args []value.Value) (bool, error) {
	if want := len(fields) + len(c.Key); len(args) != want {
		return false, fault.New(fault.Internal, "a write has %d values instead of %d", len(args), want)
	}
	if err := t.write(s, args, nil); err != nil {
		return false, t.check(t.conn.writeFault(c, fields, args, err))
	}
	return t.conn.db.Changes() > 0, nil
}

// write runs a statement to its end.
func (t *tx) write(s *sqlgen.Statement, args []value.Value, row func(*cursor)) error {
	st, err := t.conn.prepare(s)
	if err != nil {
		return err
	}
	defer func() {
		st.stmt.ClearBindings() // a kept statement must not keep large values
		t.conn.release(st)
	}()
	if err := st.bindAll(t.conn, args, nil); err != nil {
		return err
	}
	st.cursor.st = st
	for {
		more, err := t.conn.step(st)
		if err != nil || !more {
			return err
		}
		if err := st.cursor.load(); err != nil {
			return err
		}
		if row != nil {
			row(&st.cursor)
		}
	}
}

// compile remembers a write's statement by its plan.
func (t *tx) compile(p any, make func() (*sqlgen.Statement, error)) (*sqlgen.Statement, error) {
	if s, ok := t.compiled.Get(p); ok {
		return s, nil
	}
	s, err := make()
	if err != nil {
		return nil, err
	}
	t.compiled.Add(p, s)
	return s, nil
}

func sprint(v any) string { return fmt.Sprint(v) }
