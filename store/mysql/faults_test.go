package mysql

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	machine "bedplate/store/mysql/server"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/store/storetest/line"
	"bedplate/value"
)

const notes = `
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  n: {type: int, required: true}
`

// book is a database of notes.
type book struct {
	*testing.T
	*Driver
	notes *schema.Collection
	all   driver.Prepared
}

// openBook makes the notes of a database, and opens it by another address.
func openBook(t *testing.T, address, through string, o Options) *book {
	t.Helper()
	d := reopen(t, through, o)
	s := storetest.Schema(t, notes)
	b := &book{T: t, Driver: d, notes: s.Collections[0]}
	conn := machine.Connect(t, address)
	made, err := ddl.Ask(t.Context(), conn, d.Dialect())
	if err != nil {
		t.Fatal(err)
	}
	if err := ddl.Create(t.Context(), conn, s, made); err != nil {
		t.Fatal(err)
	}
	if b.all, err = d.Prepare(&plan.Read{From: b.notes, Limit: plan.None, Offset: plan.None, Outputs: storetest.Fields(b.notes, "id", "n")}); err != nil {
		t.Fatal(err)
	}
	return b
}

func newBook(t *testing.T, o Options) *book {
	t.Helper()
	address := machine.Database(t)
	return openBook(t, address, address, o)
}

func (b *book) count() (n int, err error) {
	err = b.Read(b.Context(), b.all, nil, func(query.Row) error { n++; return nil })
	return n, err
}

func (b *book) add(tx driver.Tx, id int64) error {
	_, err := tx.Insert(b.Context(), &plan.Insert{Into: b.notes, Fields: []int{0, 1}}, []value.Value{value.OfInt(id), value.OfInt(0)})
	return err
}

func (b *book) addOne(mode driver.Mode, id int64) error {
	return b.Transact(b.Context(), mode, func(tx driver.Tx) error { return b.add(tx, id) })
}

func (b *book) want(rows int) {
	b.Helper()
	if n, err := b.count(); n != rows || err != nil {
		b.Errorf("there are %d rows, not %d: %v", n, rows, err)
	}
	if held := len(b.pool.places); held != 0 {
		b.Errorf("%d connections were not given back", held)
	}
}

// run runs a statement as a stranger to the driver, also when the test has ended.
func (b *book) run(sql string) {
	b.Helper()
	if _, err := machine.Connect(b.T, b.address).ExecContext(context.Background(), sql); err != nil {
		b.Fatal(err)
	}
}

func code(t *testing.T, what string, err error, want fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Errorf("%s gives %v, not %s", what, err, want)
	}
}

// TestServerGoesAway cuts the wire and mends it.
func TestServerGoesAway(t *testing.T) {
	t.Parallel()
	home := machine.Database(t)
	l, address := line.Through(t, home)
	b := openBook(t, home, address, Options{AcquireTimeout: time.Second})
	for id := range int64(2) {
		if err := b.addOne(driver.Mode{}, id); err != nil {
			t.Fatal(err)
		}
	}
	err := b.Read(t.Context(), b.all, nil, func(query.Row) error {
		l.Cut()
		_, err := b.count()
		return err
	})
	code(t, "a read within a read", err, fault.Unavailable)
	_, err = b.count()
	code(t, "a read", err, fault.Unavailable)
	code(t, "a write", b.addOne(driver.Mode{}, 2), fault.Unavailable)
	code(t, "a ping", b.Ping(t.Context()), fault.Unavailable)
	l.Mend()
	b.want(2)
	if err := b.addOne(driver.Mode{}, 2); err != nil {
		t.Errorf("after its return: %v", err)
	}
	b.want(3)
}

// TestConnectionsAreEnded has the server end connections that are idle, as a
// restart does: nobody notices.
func TestConnectionsAreEnded(t *testing.T) {
	t.Parallel()
	b := newBook(t, Options{})
	admin := machine.Connect(t, b.address)
	kill := func() {
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
	b.want(0)
	kill()
	b.want(0)
	kill()
	if err := b.addOne(driver.Mode{Serializable: true}, 1); err != nil {
		t.Error(err)
	}
	runs := 0
	err := b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		if err := b.add(tx, 2); err != nil {
			return err
		}
		if runs++; runs == 1 {
			kill()
		}
		return b.add(tx, 3)
	})
	if err != nil || runs != 2 {
		t.Errorf("a transaction that lost its connection ran %d times: %v", runs, err)
	}
	b.want(3)
}

// TestUnknownOutcome loses the answer to COMMIT.
func TestUnknownOutcome(t *testing.T) {
	t.Parallel()
	home := machine.Database(t)
	l, address := line.Through(t, home)
	b := openBook(t, home, address, Options{})
	runs := 0
	err := b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		runs++
		err := b.add(tx, 1)
		l.CutAt([]byte("COMMIT"))
		return err
	})
	code(t, "a lost answer", err, fault.Unknown)
	if runs != 1 {
		t.Errorf("the transaction was run %d times", runs)
	}
	l.Mend()
	b.want(1)
	const id = 0x1122334455667788 // whose bytes stand in the argument alone
	l.CutAt(binary.LittleEndian.AppendUint64(nil, id))
	code(t, "a lost answer to an insertion alone", b.addOne(driver.Mode{Single: true}, id), fault.Unknown)
	l.Mend()
	b.want(2)
}

// TestSingle inserts where that is all of the transaction, and is refused.
func TestSingle(t *testing.T) {
	t.Parallel()
	b := newBook(t, Options{MaxConns: 1})
	b.run("CREATE TABLE _bedplate_meta (epoch BIGINT)")
	b.run("INSERT INTO _bedplate_meta VALUES (2)")
	for id := range int64(3) {
		if err := b.addOne(driver.Mode{Epoch: 2, Single: true}, id); err != nil {
			t.Fatal(err)
		}
	}
	code(t, "the same again", b.addOne(driver.Mode{Epoch: 2, Single: true}, 1), fault.Unique)
	code(t, "another epoch", b.addOne(driver.Mode{Epoch: 1, Single: true}, 3), fault.SchemaChanged)
	before := asked(t, b.Driver)
	if err := b.addOne(driver.Mode{Epoch: 2, Single: true}, 3); err != nil {
		t.Fatal(err)
	}
	if n := asked(t, b.Driver) - before - 1; n != 1 {
		t.Errorf("an insertion alone took %d statements", n)
	}
	code(t, "more than was said", b.Transact(t.Context(), driver.Mode{Single: true}, func(tx driver.Tx) error {
		if err := b.add(tx, 4); err != nil {
			return err
		}
		return b.add(tx, 5)
	}), fault.Internal)
	if err := b.Transact(t.Context(), driver.Mode{Single: true}, func(tx driver.Tx) error {
		_, err := tx.Update(t.Context(), &plan.Update{Of: b.notes, Fields: []int{1}}, []value.Value{value.OfInt(9), value.OfInt(1)})
		return err
	}); err != nil {
		t.Error(err)
	}
	b.want(5)
}

// TestEpoch refuses work that was planned for another schema.
func TestEpoch(t *testing.T) {
	t.Parallel()
	b := newBook(t, Options{})
	b.run("CREATE TABLE _bedplate_meta (epoch BIGINT)")
	b.run("INSERT INTO _bedplate_meta VALUES (2)")
	for _, serializable := range []bool{false, true} {
		code(t, "another epoch", b.addOne(driver.Mode{Epoch: 1, Serializable: serializable}, 1), fault.SchemaChanged)
		code(t, "and nothing to do", b.Transact(t.Context(), driver.Mode{Epoch: 1}, func(driver.Tx) error { return nil }), fault.SchemaChanged)
	}
	b.want(0)
	if err := b.addOne(driver.Mode{Epoch: 2}, 1); err != nil {
		t.Error(err)
	}
	b.want(1)
}

// TestDeadlock lets two transactions wait for each other: one is run again.
func TestDeadlock(t *testing.T) {
	t.Parallel()
	b := newBook(t, Options{})
	for id := range int64(2) {
		if err := b.addOne(driver.Mode{}, id); err != nil {
			t.Fatal(err)
		}
	}
	up := &plan.Update{Of: b.notes, Fields: []int{1}}
	var met, work sync.WaitGroup
	met.Add(2)
	runs := make([]int, 2)
	for i := range int64(2) {
		work.Go(func() {
			err := b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
				if _, err := tx.Update(t.Context(), up, []value.Value{value.OfInt(1), value.OfInt(i)}); err != nil {
					return err
				}
				if runs[i]++; runs[i] == 1 {
					met.Done()
					met.Wait()
				}
				_, err := tx.Update(t.Context(), up, []value.Value{value.OfInt(1), value.OfInt(1 - i)})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	if runs[0]+runs[1] < 3 {
		t.Errorf("the transactions were run %v times", runs)
	}
}

// TestTablesChange alters a table under statements that are prepared.
func TestTablesChange(t *testing.T) {
	t.Parallel()
	b := newBook(t, Options{MaxConns: 1})
	in := &plan.Insert{Into: b.notes, Fields: []int{0, 1}, Return: []int{1}}
	add := func(id int64) error {
		return b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
			back, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(id), value.OfInt(7)})
			if err == nil && back[0].Int() != 7 {
				t.Errorf("gave back %v", back)
			}
			return err
		})
	}
	for id := range int64(3) {
		if err := add(id); err != nil {
			t.Fatal(err)
		}
		b.want(int(id) + 1)
	}
	b.run("ALTER TABLE notes MODIFY n INT NOT NULL")
	b.want(3)
	if err := add(3); err != nil {
		t.Error(err)
	}
	b.want(4)
	code(t, "a number that is too large now", b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		_, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(4), value.OfInt(1 << 40)})
		return err
	}), fault.OutOfRange)
	b.run("DROP TABLE notes")
	_, err := b.count()
	code(t, "a table that is gone", err, fault.SchemaChanged)
}
