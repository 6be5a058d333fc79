package mysql

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"strconv"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// An insertion that is all of its transaction is one statement, which commits itself.
// It selects its values from the table that says the epoch, so that it inserts none
// where the database has come to another one.

// single is a write that looks at the epoch.
type single struct {
	in    *plan.Insert
	epoch int64
}

func (w *writes) insertAt(in *plan.Insert, epoch int64, s server) (*write, error) {
	if epoch == 0 {
		return w.insert(in, s)
	}
	return w.of(single{in, epoch}, func() (*write, error) {
		asked := *in
		if !s.returning {
			asked.Return = nil
		}
		made, err := sqlgen.InsertFrom(&asked, s.dialect, "_bedplate_meta WHERE epoch = "+strconv.FormatInt(epoch, 10))
		if err != nil || len(in.Return) == len(asked.Return) {
			return &write{statement: made}, err
		}
		again, err := sqlgen.Read(byKey(in), s.dialect)
		return &write{statement: made, again: again}, err
	})
}

// insertOnly inserts the one row of a transaction. Where the answer is lost, nobody
// knows whether it is there.
func (t *tx) insertOnly(ctx context.Context, in *plan.Insert, row []value.Value) (returned []value.Value, err error) {
	if t.inserted {
		return nil, fault.New(fault.Internal, "a transaction of one insertion has another one")
	}
	w, err := t.driver.writes.insertAt(in, t.epoch, t.driver.server)
	if err != nil {
		return nil, err
	}
	// A caller who goes away now gets an answer all the same.
	ctx = context.WithoutCancel(ctx)
	var found, id int64
	if len(in.Return) > 0 && w.again == nil {
		_, err = t.conn.read(ctx, w.statement, row, func(r query.Row) error {
			returned, found = copied(r.(*cursor).Values), 1
			return nil
		})
	} else {
		found, id, err = t.conn.write(ctx, w.statement, row)
	}
	switch {
	case err != nil && t.conn.broken && t.conn.sent && !errors.Is(err, sqldriver.ErrBadConn):
		t.lost = unknown(err)
		return nil, t.lost
	case err != nil:
		return nil, t.refused(ctx, in.Into, w, row, err)
	case found == 0:
		t.lost = migrated()
		return nil, t.lost
	}
	t.inserted = true
	if w.again != nil {
		return t.reread(ctx, in, w, row, id)
	}
	return returned, nil
}

// ordinary begins a transaction where one insertion was expected to be all of it.
func (t *tx) ordinary(ctx context.Context) error {
	if !t.single {
		return nil
	}
	if t.inserted {
		return fault.New(fault.Internal, "a transaction of one insertion goes on")
	}
	if err := t.conn.exec(ctx, "START TRANSACTION"); err != nil {
		return t.check(ctx, err)
	}
	t.single = false
	return nil
}
