package sqlite

import (
	"context"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

var (
	_ driver.Loader      = (*Driver)(nil)
	_ driver.Snapshotter = (*Driver)(nil)
)

// Unchecked tells whether the database was opened to be filled.
func (d *Driver) Unchecked() bool { return d.options.Loading }

// Load adds rows: one prepared statement, run for each of them, is the fastest
// that SQLite has.
func (d *Driver) Load(ctx context.Context, tx driver.Tx, in *plan.Insert, rows [][]value.Value) error {
	for i, row := range rows {
		if i%1000 == 0 && ctx.Err() != nil {
			return contextFault(ctx.Err())
		}
		if _, err := tx.Insert(ctx, in, row); err != nil {
			return err
		}
	}
	return nil
}

// Loaded does nothing: a new record's number is one more than the largest there.
func (d *Driver) Loaded(context.Context, *schema.Collection) error { return nil }

// Snapshot runs f in one state of the database, on a connection that others
// cannot use meanwhile.
func (d *Driver) Snapshot(ctx context.Context, f func(driver.Tx) error) error {
	c, err := openConn(d.path, false, d.options)
	if err != nil {
		return result.Classify(err)
	}
	defer c.close()
	c.db.SetInterrupt(ctx.Done())
	if err := script.Run(c.db, "BEGIN"); err != nil {
		return result.Classify(err)
	}
	// The state is that of the first read.
	if err := script.Run(c.db, "SELECT 1 FROM sqlite_schema LIMIT 1"); err != nil {
		return result.Classify(err)
	}
	return f(&snapshot{c})
}

// snapshot is a transaction that only reads.
type snapshot struct{ conn *conn }

func (s *snapshot) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	ready, err := own(p)
	if err != nil {
		return err
	}
	run := &running{ctx: ctx, conn: s.conn, args: args}
	return run.each(ready.statement, nil, false, visit)
}

func (s *snapshot) Insert(context.Context, *plan.Insert, []value.Value) ([]value.Value, error) {
	return nil, errSnapshot()
}

func (s *snapshot) Update(context.Context, *plan.Update, []value.Value) (bool, error) {
	return false, errSnapshot()
}

func (s *snapshot) Delete(context.Context, *plan.Delete, []value.Value) (bool, error) {
	return false, errSnapshot()
}

func errSnapshot() error {
	return fault.New(fault.ReadOnly, "nothing is written in a state that is only looked at")
}
