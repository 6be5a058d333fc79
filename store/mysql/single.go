package mysql

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/mysql/migration"
	"bedplate/store/mysql/result"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// An insertion that is all of its transaction is one statement, which commits itself.
// It selects its values from what there is at one epoch alone.

// single is a write that asks for an epoch: of the fence, or of the row that says it.
type single struct {
	in     *plan.Insert
	epoch  int64
	fenced bool
}

func (w *writes) insertAt(at single, s server) (*write, error) {
	if at.epoch == 0 {
		return w.insert(at.in, s)
	}
	return w.of(at, func() (*write, error) {
		asked := *at.in
		if !s.returning {
			asked.Return = nil
		}
		from := migration.AtEpoch(at.epoch)
		if at.fenced {
			from = migration.Fence(at.epoch)
		}
		made, err := sqlgen.InsertFrom(&asked, s.dialect, from)
		if err != nil || len(at.in.Return) == len(asked.Return) {
			return &write{statement: made}, err
		}
		again, err := sqlgen.Read(byKey(at.in), s.dialect)
		return &write{statement: made, again: again}, err
	})
}

// unknownColumn is the number of the error of a column that is not there.
const unknownColumn = 1054

// insertOnly inserts the one row of a transaction. Where the answer is lost, nobody
// knows whether it is there.
func (t *tx) insertOnly(ctx context.Context, in *plan.Insert, row []value.Value) (returned []value.Value, err error) {
	if t.inserted {
		return nil, fault.New(fault.Internal, "a transaction of one insertion has another one")
	}
	// A caller who goes away now gets an answer all the same.
	ctx = context.WithoutCancel(ctx)
	at := single{in, t.epoch, t.driver.unfenced.Load() != t.epoch}
	w, id, returned, err := t.insertOne(ctx, at, row)
	if at.fenced && result.Number(err) == unknownColumn {
		// The fence has gone on, or there is none yet: the row tells.
		at.fenced = false
		if w, id, returned, err = t.insertOne(ctx, at, row); err == nil {
			t.driver.unfenced.Store(t.epoch)
		}
	}
	switch {
	case w == nil:
		return nil, err
	case err != nil && t.lost != nil:
		return nil, t.lost
	case err != nil && t.conn.broken && t.conn.sent && !errors.Is(err, sqldriver.ErrBadConn):
		t.lost = unknown(err)
		return nil, t.lost
	case err != nil:
		return nil, t.refused(ctx, in.Into, w, row, err)
	}
	t.inserted = true
	if w.again != nil {
		return t.reread(ctx, in, w, row, id)
	}
	return returned, nil
}

// insertOne runs the statement; lost is set where there is another epoch.
func (t *tx) insertOne(ctx context.Context, at single, row []value.Value) (w *write, id int64, returned []value.Value, err error) {
	if w, err = t.driver.writes.insertAt(at, t.driver.server); err != nil {
		return nil, 0, nil, err
	}
	var found int64
	if len(at.in.Return) > 0 && w.again == nil {
		_, err = t.conn.read(ctx, w.statement, row, func(r query.Row) error {
			returned, found = copied(r.(*cursor).Values), 1
			return nil
		})
	} else {
		found, id, err = t.conn.write(ctx, w.statement, row)
	}
	if err == nil && found == 0 {
		t.lost = migrated()
		err = t.lost
	}
	return w, id, returned, err
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
