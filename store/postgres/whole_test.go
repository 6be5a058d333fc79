package postgres_test

import (
	"testing"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest/line"
	"bedplate/value"
)

// TestFinish writes what is a transaction by itself.
func TestFinish(t *testing.T) {
	t.Parallel()
	l, address := line.Through(t, server.Database(t))
	b := openBook(t, address, postgres.Options{MaxConns: 1})
	in := &plan.Insert{Into: b.notes, Fields: []int{0, 1}}
	last := func(mode driver.Mode, id int64) (runs int, err error) {
		err = b.Transact(t.Context(), mode, func(tx driver.Tx) error {
			runs++
			tx.(driver.Finisher).Finish()
			_, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(id), value.OfInt(0)})
			return err
		})
		return runs, err
	}
	must := func(mode driver.Mode, id int64) {
		t.Helper()
		if _, err := last(mode, id); err != nil {
			t.Error(err)
		}
	}
	must(driver.Mode{}, 1)
	must(driver.Mode{Serializable: true}, 2)
	b.want(2)
	if _, err := b.Pool().Exec(t.Context(), "CREATE TABLE _bedplate_meta (epoch bigint); INSERT INTO _bedplate_meta VALUES (2)"); err != nil {
		t.Fatal(err)
	}
	_, err := last(driver.Mode{Epoch: 1}, 3)
	code(t, "another epoch", err, fault.SchemaChanged)
	b.want(2)
	must(driver.Mode{Epoch: 2}, 3)
	b.want(3)

	_, err = last(driver.Mode{Epoch: 2}, 3)
	code(t, "a second one", err, fault.Unique)
	err = b.Transact(t.Context(), driver.Mode{Epoch: 2}, func(tx driver.Tx) error {
		tx.(driver.Finisher).Finish()
		code(t, "a second one", b.add(tx, 3), fault.Unique)
		return b.add(tx, 4)
	})
	if err != nil {
		t.Errorf("what was refused did not leave the transaction usable: %v", err)
	}
	b.want(4)

	t.Log("a connection that ended while nothing was asked is another one's turn")
	admin := server.Connect(t, address)
	if _, err := admin.Exec(t.Context(), "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
	must(driver.Mode{Epoch: 2}, 5)
	b.want(5)

	t.Log("what was sent and not answered is unknown, and not sent again")
	l.CutAt([]byte("bedplate_"))
	runs, err := last(driver.Mode{Epoch: 2}, 6)
	code(t, "a lost answer", err, fault.Unknown)
	if runs != 1 {
		t.Errorf("it was run %d times", runs)
	}
	l.Mend()
	b.want(6)
}
