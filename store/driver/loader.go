package driver

import (
	"context"

	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// Loader is a driver that was opened to be filled with rows that stood in
// another database, as fast as this one takes them. A driver without it is
// filled by Insert.
type Loader interface {
	// Unchecked tells that nothing asks, while rows are loaded, whether references
	// lead anywhere: tables may have them from the start, in any order.
	Unchecked() bool
	// Load adds rows in a transaction of this driver: all of them, or it gives an
	// error and the transaction is undone. Rows have the values of in.Fields;
	// in.Return is empty.
	Load(ctx context.Context, tx Tx, in *plan.Insert, rows [][]value.Value) error
	// Loaded is called when a collection has all of its rows: what the database
	// counts by itself goes on behind them.
	Loaded(ctx context.Context, c *schema.Collection) error
}

// InsertEach adds rows one by one, which a Loader does with those that its database
// takes in no other way.
func InsertEach(ctx context.Context, tx Tx, in *plan.Insert, rows [][]value.Value) error {
	for _, row := range rows {
		if _, err := tx.Insert(ctx, in, row); err != nil {
			return err
		}
	}
	return nil
}

// Snapshotter is a driver that can answer several reads from one state of the
// database while others write to it.
type Snapshotter interface {
	// Snapshot runs f, whose tx can only read, and in one state.
	Snapshot(ctx context.Context, f func(tx Tx) error) error
}
