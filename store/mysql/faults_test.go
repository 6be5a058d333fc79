package mysql

import (
	"context"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	machine "bedplate/store/mysql/server"
	"bedplate/store/plan"
	"bedplate/store/storetest/faults"
	"bedplate/store/storetest/line"
	"bedplate/value"
)

// notebook is the server of the tests of faults.
var notebook = faults.Server{
	Database: machine.Database,
	Create:   func(t testing.TB, address string, s *schema.Schema) { t.Helper(); machine.Create(t, address, s, nil) },
	Open: func(ctx context.Context, address string, l faults.Limits) (driver.Driver, error) {
		return opened(ctx, address, Options{MaxConns: l.MaxConns, StatementTimeout: l.StatementTimeout, AcquireTimeout: l.AcquireTimeout})
	},
	Held: func(d driver.Driver) int { return len(d.(*Driver).pool.places) },
	Run:  run,
	Kill: kill,
	Lock: func(t testing.TB, address string) func() {
		t.Helper()
		other := machine.Connect(t, address)
		if _, err := other.ExecContext(t.Context(), "LOCK TABLES notes WRITE"); err != nil {
			t.Fatal(err)
		}
		return func() {
			if _, err := other.ExecContext(t.Context(), "UNLOCK TABLES"); err != nil {
				t.Fatal(err)
			}
		}
	},
	Commit: []byte("COMMIT"),
	Narrow: "ALTER TABLE notes MODIFY n INT NOT NULL",
}

// run runs a statement as a stranger to the driver, also when the test has ended.
func run(t testing.TB, address, sql string) {
	t.Helper()
	if _, err := machine.Connect(t, address).ExecContext(context.Background(), sql); err != nil {
		t.Fatal(err)
	}
}

// kill ends all connections to a database.
func kill(t testing.TB, address string) {
	t.Helper()
	admin := machine.Connect(t, address)
	rows, err := admin.QueryContext(t.Context(), "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	for _, id := range ids { // one may have gone by itself
		_, _ = admin.ExecContext(t.Context(), fmt.Sprintf("KILL CONNECTION %d", id))
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	faults.Run(t, notebook)
}

// TestUnknownInsertion loses the answer to an insertion that is all of a transaction.
func TestUnknownInsertion(t *testing.T) {
	t.Parallel()
	home := machine.Database(t)
	l, address := line.Through(t, home)
	b := notebook.Make(t, home, address, faults.Limits{})
	const id = 0x1122334455667788 // whose bytes stand in the argument alone
	l.CutAt(binary.LittleEndian.AppendUint64(nil, id))
	b.Code("a lost answer", b.AddOne(driver.Mode{Single: true}, id), fault.Unknown)
	l.Mend()
	b.Want(1)
}

// TestSingle inserts where that is all of the transaction, and is refused: by the fence
// of the epoch, and where a database has none, by the row.
func TestSingle(t *testing.T) {
	t.Parallel()
	for _, fenced := range []bool{false, true} {
		t.Run(map[bool]string{false: "row", true: "fence"}[fenced], func(t *testing.T) {
			t.Parallel()
			testSingle(t, fenced)
		})
	}
}

func testSingle(t *testing.T, fenced bool) {
	b := notebook.Book(t, faults.Limits{MaxConns: 1})
	b.Epoch(2)
	if fenced {
		b.Run("ALTER TABLE _bedplate_meta ADD COLUMN at_2 TINYINT")
	}
	for id := range int64(3) {
		if err := b.AddOne(driver.Mode{Epoch: 2, Single: true}, id); err != nil {
			t.Fatal(err)
		}
	}
	b.Code("the same again", b.AddOne(driver.Mode{Epoch: 2, Single: true}, 1), fault.Unique)
	b.Code("another epoch", b.AddOne(driver.Mode{Epoch: 1, Single: true}, 3), fault.SchemaChanged)
	before := asked(t, b.Driver.(*Driver))
	if err := b.AddOne(driver.Mode{Epoch: 2, Single: true}, 3); err != nil {
		t.Fatal(err)
	}
	if n := asked(t, b.Driver.(*Driver)) - before - 1; n != 1 {
		t.Errorf("an insertion alone took %d statements", n)
	}
	b.Code("more than was said", b.Transact(t.Context(), driver.Mode{Single: true}, func(tx driver.Tx) error {
		if err := b.Add(tx, 4); err != nil {
			return err
		}
		return b.Add(tx, 5)
	}), fault.Internal)
	if err := b.Transact(t.Context(), driver.Mode{Single: true}, func(tx driver.Tx) error {
		_, err := tx.Update(t.Context(), &plan.Update{Of: b.Notes, Fields: []int{1}}, []value.Value{value.OfInt(9), value.OfInt(1)})
		return err
	}); err != nil {
		t.Error(err)
	}
	b.Want(5)
	if !fenced {
		return
	}
	// The statement that is kept is refused as soon as the fence goes on.
	b.Run("ALTER TABLE _bedplate_meta RENAME COLUMN at_2 TO at_3")
	if err := b.AddOne(driver.Mode{Epoch: 2, Single: true}, 6); err != nil {
		t.Errorf("an epoch without a fence: %v", err)
	}
	b.Run("UPDATE _bedplate_meta SET epoch = 3")
	b.Code("an epoch that has passed", b.AddOne(driver.Mode{Epoch: 2, Single: true}, 7), fault.SchemaChanged)
	b.Want(6)
}

// TestLostLate loses to another transaction when more time has gone than a statement
// may take: that is no reason to give it up.
func TestLostLate(t *testing.T) {
	t.Parallel()
	limit := time.Second
	b := notebook.Book(t, faults.Limits{StatementTimeout: limit})
	runs := 0
	err := b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		if runs++; runs == 1 {
			<-time.After(limit)
			return fault.New(fault.Conflict, "lost")
		}
		return b.Add(tx, 1)
	})
	if err != nil || runs != 2 {
		t.Errorf("it ran %d times: %v", runs, err)
	}
	b.Want(1)
}
