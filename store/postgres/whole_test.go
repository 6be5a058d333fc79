package postgres_test

import (
	"testing"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest/faults"
	"bedplate/store/storetest/line"
	"bedplate/value"
)

// TestSingle writes what is a transaction by itself.
func TestSingle(t *testing.T) {
	t.Parallel()
	home := server.Database(t)
	l, address := line.Through(t, home)
	b := machine.Make(t, home, address, faults.Limits{MaxConns: 1})
	in := &plan.Insert{Into: b.Notes, Fields: []int{0, 1}}
	last := func(mode driver.Mode, id int64) (runs int, err error) {
		mode.Single = true
		err = b.Transact(t.Context(), mode, func(tx driver.Tx) error {
			runs++
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
	b.Want(2)
	b.Epoch(2)
	_, err := last(driver.Mode{Epoch: 1}, 3)
	b.Code("another epoch", err, fault.SchemaChanged)
	b.Want(2)
	must(driver.Mode{Epoch: 2}, 3)
	b.Want(3)

	_, err = last(driver.Mode{Epoch: 2}, 3)
	b.Code("a second one", err, fault.Unique)
	err = b.Transact(t.Context(), driver.Mode{Epoch: 2, Single: true}, func(tx driver.Tx) error {
		b.Code("a second one", b.Add(tx, 3), fault.Unique)
		return b.Add(tx, 4)
	})
	if err != nil {
		t.Errorf("what was refused did not leave the transaction usable: %v", err)
	}
	b.Want(4)
	b.Code("more than was said", b.Transact(t.Context(), driver.Mode{Single: true}, func(tx driver.Tx) error {
		if err := b.Add(tx, 7); err != nil {
			return err
		}
		return b.Add(tx, 8)
	}), fault.Internal)
	b.Want(5)
	t.Log("another write than an insertion is an ordinary transaction")
	b.Code("undone", b.Transact(t.Context(), driver.Mode{Single: true}, func(tx driver.Tx) error {
		if _, err := tx.Delete(t.Context(), &plan.Delete{From: b.Notes}, []value.Value{value.OfInt(7)}); err != nil {
			return err
		}
		return fault.New(fault.Denied, "no")
	}), fault.Denied)
	b.Want(5)

	t.Log("a connection that ended while nothing was asked is another one's turn")
	machine.Kill(t, home)
	must(driver.Mode{Epoch: 2}, 5)
	b.Want(6)

	t.Log("what a server ended itself, at an administrator's word, is known to be undone")
	release := machine.Lock(t, home)
	ended := make(chan error, 1)
	go func() {
		_, err := last(driver.Mode{Epoch: 2}, 9)
		ended <- err
	}()
	waits := "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
	for conn, n := server.Connect(t, home), 0; n == 0; {
		if err := conn.QueryRow(t.Context(), waits).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	release()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	b.Want(7)

	t.Log("what was sent and not answered is unknown, and not sent again")
	l.CutAt([]byte("bedplate_"))
	runs, err := last(driver.Mode{Epoch: 2}, 6)
	b.Code("a lost answer", err, fault.Unknown)
	if runs != 1 {
		t.Errorf("it was run %d times", runs)
	}
	l.Mend()
	b.Want(8)
}
