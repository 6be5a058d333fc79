package postgres_test

import (
	"context"
	"net/url"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/postgres"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/server"
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
	*postgres.Driver
	notes *schema.Collection
	all   driver.Prepared
}

func openBook(t *testing.T, address string, o postgres.Options) *book {
	t.Helper()
	d, err := postgres.Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := ddl.Create(t.Context(), d.Pool(), storetest.Schema(t, notes), dialect.Postgres{}); err != nil {
		t.Fatal(err)
	}
	return bookOf(t, d)
}

// bookOf is a database that has the notes.
func bookOf(t *testing.T, d *postgres.Driver) *book {
	t.Helper()
	b := &book{T: t, Driver: d, notes: storetest.Schema(t, notes).Collections[0]}
	var err error
	b.all, err = d.Prepare(&plan.Read{From: b.notes, Limit: plan.None, Offset: plan.None, Outputs: []plan.Output{
		{Expr: expr.FieldOf(expr.Self, 0, "id", value.Type{Kind: value.Int})}, {Expr: expr.FieldOf(expr.Self, 1, "n", value.Type{Kind: value.Int})}}})
	if err != nil {
		t.Fatal(err)
	}
	return b
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
	// The pool takes its time to part from a connection that is broken.
	held := b.Pool().Stat().AcquiredConns()
	for end := time.Now().Add(5 * time.Second); held != 0 && time.Now().Before(end); held = b.Pool().Stat().AcquiredConns() {
		runtime.Gosched()
	}
	if held != 0 {
		b.Errorf("%d connections were not given back", held)
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
	l, address := line.Through(t, server.Database(t))
	b := openBook(t, address, postgres.Options{AcquireTimeout: time.Second})
	if err := b.addOne(driver.Mode{}, 1); err != nil {
		t.Fatal(err)
	}
	l.Cut()
	_, err := b.count()
	code(t, "a read", err, fault.Unavailable)
	code(t, "a write", b.addOne(driver.Mode{}, 2), fault.Unavailable)
	code(t, "a ping", b.Ping(t.Context()), fault.Unavailable)
	l.Mend()
	b.want(1)
	if err := b.addOne(driver.Mode{}, 2); err != nil {
		t.Errorf("after its return: %v", err)
	}
	b.want(2)
}

// TestConnectionsAreEnded has the server end connections that are idle, as a
// restart does: nobody notices.
func TestConnectionsAreEnded(t *testing.T) {
	t.Parallel()
	address := server.Database(t)
	b := openBook(t, address, postgres.Options{})
	admin := server.Connect(t, address)
	kill := func() {
		if _, err := admin.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
			t.Fatal(err)
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
	l, address := line.Through(t, server.Database(t))
	b := openBook(t, address, postgres.Options{})
	runs := 0
	err := b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		runs++
		err := b.add(tx, 1)
		l.CutAt([]byte("COMMIT\x00"))
		return err
	})
	code(t, "a lost answer", err, fault.Unknown)
	if runs != 1 {
		t.Errorf("the transaction was run %d times", runs)
	}
	l.Mend()
	b.want(1)
}

// TestLimits meets what a server refuses, and what takes too long.
func TestLimits(t *testing.T) {
	t.Parallel()
	t.Run("read-only", func(t *testing.T) {
		t.Parallel()
		address := server.Database(t)
		b := openBook(t, address, postgres.Options{})
		admin := server.Connect(t, address)
		if _, err := admin.Exec(t.Context(), "ALTER DATABASE "+admin.Config().Database+" SET default_transaction_read_only = on"); err != nil {
			t.Fatal(err)
		}
		b.Pool().Reset()
		code(t, "a write", b.addOne(driver.Mode{}, 1), fault.ReadOnly)
		b.want(0)
	})
	t.Run("a slow statement", func(t *testing.T) {
		t.Parallel()
		address := server.Database(t)
		b := openBook(t, address, postgres.Options{StatementTimeout: 200 * time.Millisecond})
		other, err := server.Connect(t, address).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Exec(t.Context(), "LOCK TABLE notes"); err != nil {
			t.Fatal(err)
		}
		_, err = b.count()
		code(t, "a read", err, fault.Timeout)
		code(t, "a write", b.addOne(driver.Mode{}, 1), fault.Timeout)
		if err := other.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.want(0)
	})
	t.Run("fewer connections than the pool would open", func(t *testing.T) {
		t.Parallel()
		address := server.Database(t)
		openBook(t, address, postgres.Options{})
		admin := server.Connect(t, address)
		role := "few_" + admin.Config().Database
		if _, err := admin.Exec(t.Context(), "CREATE ROLE "+role+" LOGIN PASSWORD 'x' CONNECTION LIMIT 2; GRANT ALL ON notes TO "+role, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_, _ = admin.Exec(context.Background(), "DROP OWNED BY "+role+"; DROP ROLE "+role, pgx.QueryExecModeSimpleProtocol)
		})
		u, _ := url.Parse(address)
		u.User = url.UserPassword(role, "x")
		d, err := postgres.Open(t.Context(), u.String(), postgres.Options{MaxConns: 10})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = d.Close() }()
		b := bookOf(t, d)
		var work sync.WaitGroup
		for id := range int64(30) {
			work.Go(func() {
				if err := b.addOne(driver.Mode{}, id); err != nil {
					t.Error(err)
				}
			})
		}
		work.Wait()
		b.want(30)
	})
	t.Run("no connection is free", func(t *testing.T) {
		t.Parallel()
		b := openBook(t, server.Database(t), postgres.Options{MaxConns: 1, AcquireTimeout: 50 * time.Millisecond})
		if err := b.addOne(driver.Mode{}, 1); err != nil {
			t.Fatal(err)
		}
		err := b.Read(t.Context(), b.all, nil, func(query.Row) error {
			_, err := b.count()
			return err
		})
		code(t, "a second read", err, fault.Unavailable)
		b.want(1)
	})
}

// TestEpoch refuses work that was planned for another schema.
func TestEpoch(t *testing.T) {
	t.Parallel()
	b := openBook(t, server.Database(t), postgres.Options{})
	if _, err := b.Pool().Exec(t.Context(), "CREATE TABLE _bedplate_meta (epoch bigint); INSERT INTO _bedplate_meta VALUES (2)"); err != nil {
		t.Fatal(err)
	}
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
	b := openBook(t, server.Database(t), postgres.Options{})
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
	b := openBook(t, server.Database(t), postgres.Options{MaxConns: 1})
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
	if err := add(1); err != nil {
		t.Fatal(err)
	}
	b.want(1)
	if _, err := b.Pool().Exec(t.Context(), "ALTER TABLE notes ALTER n TYPE integer"); err != nil {
		t.Fatal(err)
	}
	b.want(1)
	if err := add(2); err != nil {
		t.Error(err)
	}
	b.want(2)
	code(t, "a number that is too large now", b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		_, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(3), value.OfInt(1 << 40)})
		return err
	}), fault.OutOfRange)
	if _, err := b.Pool().Exec(t.Context(), "DROP TABLE notes"); err != nil {
		t.Fatal(err)
	}
	_, err := b.count()
	code(t, "a table that is gone", err, fault.SchemaChanged)
}
