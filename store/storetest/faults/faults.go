// Package faults tests a driver whose database is a server that may go away, end
// connections, refuse, stop, or be altered by others.
package faults

import (
	"context"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest/line"
	"bedplate/value"
)

// Limits are what a database is opened with. One that is zero is left to the driver.
type Limits struct {
	MaxConns                         int
	StatementTimeout, AcquireTimeout time.Duration
}

// Server is a server and a driver of its kind.
type Server struct {
	// Database makes an empty database, and gives its address.
	Database func(t testing.TB) string
	// Create makes the tables of a schema in a database.
	Create func(t testing.TB, address string, s *schema.Schema)
	// Open opens a database by the driver.
	Open func(ctx context.Context, address string, limits Limits) (driver.Driver, error)
	// Held is how many connections a driver has lent to somebody.
	Held func(d driver.Driver) int

	// Run runs a statement in a database, beside the driver.
	Run func(t testing.TB, address, sql string)
	// Kill ends all connections to a database at once.
	Kill func(t testing.TB, address string)
	// Lock keeps others from the table of notes, until it is told to end that.
	Lock func(t testing.TB, address string) (unlock func())

	// Commit is what a transaction's end has in it on the wire.
	Commit []byte
	// Narrow is a statement that leaves 32 bits to the number of a note.
	Narrow string
}

// Run holds a driver to what is alike on every server.
func Run(t *testing.T, s Server) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *Server)
	}{
		{"the server goes away", testAway},
		{"the server falls silent", testSilent},
		{"connections are ended", testEnded},
		{"an unknown outcome", testUnknown},
		{"another epoch", testEpoch},
		{"a deadlock", testDeadlock},
		{"tables change", testTables},
		{"a table is locked", testLocked},
		{"no connection is free", testFull},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(t, &s)
		})
	}
}

// testAway cuts the wire and mends it.
func testAway(t *testing.T, s *Server) {
	home := s.Database(t)
	l, address := line.Through(t, home)
	b := s.Make(t, home, address, Limits{AcquireTimeout: time.Second})
	b.Must(0, 1)
	err := b.Read(t.Context(), b.All, nil, func(query.Row) error {
		l.Cut()
		_, err := b.Count()
		return err
	})
	b.Code("a read within a read", err, fault.Unavailable)
	_, err = b.Count()
	b.Code("a read", err, fault.Unavailable)
	b.Code("a write", b.AddOne(driver.Mode{}, 2), fault.Unavailable)
	b.Code("a ping", b.Ping(t.Context()), fault.Unavailable)
	l.Mend()
	b.Want(2)
	if err := b.AddOne(driver.Mode{}, 2); err != nil {
		t.Errorf("after its return: %v", err)
	}
	b.Want(3)
}

// testSilent has nothing of what the server says arrive.
func testSilent(t *testing.T, s *Server) {
	home := s.Database(t)
	l, address := line.Through(t, home)
	b := s.Make(t, home, address, Limits{StatementTimeout: time.Second, AcquireTimeout: time.Second})
	b.Want(0)
	l.Mute()
	began := time.Now()
	_, err := b.Count()
	b.Code("a read", err, fault.Unavailable)
	b.Code("a write", b.AddOne(driver.Mode{}, 1), fault.Unavailable)
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("they took %s", took)
	}
	l.Mend()
	b.Want(0)
}

// testEnded has the server end connections that are idle, as a restart does: nobody
// notices. One that ends within a transaction has that run again.
func testEnded(t *testing.T, s *Server) {
	b := s.Book(t, Limits{})
	b.Want(0)
	s.Kill(t, b.Home)
	b.Want(0)
	s.Kill(t, b.Home)
	if err := b.AddOne(driver.Mode{Serializable: true}, 1); err != nil {
		t.Error(err)
	}
	runs := 0
	err := b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		if err := b.Add(tx, 2); err != nil {
			return err
		}
		if runs++; runs == 1 {
			s.Kill(t, b.Home)
		}
		return b.Add(tx, 3)
	})
	if err != nil || runs != 2 {
		t.Errorf("a transaction that lost its connection ran %d times: %v", runs, err)
	}
	b.Want(3)
}

// testUnknown loses the answer to COMMIT.
func testUnknown(t *testing.T, s *Server) {
	home := s.Database(t)
	l, address := line.Through(t, home)
	b := s.Make(t, home, address, Limits{})
	runs := 0
	err := b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		runs++
		err := b.Add(tx, 1)
		l.CutAt(s.Commit)
		return err
	})
	b.Code("a lost answer", err, fault.Unknown)
	if runs != 1 {
		t.Errorf("the transaction was run %d times", runs)
	}
	l.Mend()
	b.Want(1)
}

// testEpoch refuses work that was planned for another schema.
func testEpoch(t *testing.T, s *Server) {
	b := s.Book(t, Limits{})
	b.Epoch(2)
	for _, serializable := range []bool{false, true} {
		b.Code("another epoch", b.AddOne(driver.Mode{Epoch: 1, Serializable: serializable}, 1), fault.SchemaChanged)
		b.Code("and nothing to do", b.Transact(t.Context(), driver.Mode{Epoch: 1}, func(driver.Tx) error { return nil }), fault.SchemaChanged)
	}
	b.Want(0)
	if err := b.AddOne(driver.Mode{Epoch: 2}, 1); err != nil {
		t.Error(err)
	}
	b.Want(1)
}

// testDeadlock lets two transactions wait for each other: one is run again.
func testDeadlock(t *testing.T, s *Server) {
	b := s.Book(t, Limits{})
	b.Must(0, 1)
	up := &plan.Update{Of: b.Notes, Fields: []int{1}}
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

// testTables alters a table under statements that are prepared.
func testTables(t *testing.T, s *Server) {
	b := s.Book(t, Limits{MaxConns: 1})
	in := &plan.Insert{Into: b.Notes, Fields: []int{0, 1}, Return: []int{1}}
	add := func(id, n int64) error {
		return b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
			back, err := tx.Insert(t.Context(), in, []value.Value{value.OfInt(id), value.OfInt(n)})
			if err == nil && back[0].Int() != n {
				t.Errorf("gave back %v", back)
			}
			return err
		})
	}
	for id := range int64(3) {
		if err := add(id, 7); err != nil {
			t.Fatal(err)
		}
		b.Want(int(id) + 1)
	}
	b.Run(s.Narrow)
	b.Want(3)
	if err := add(3, 7); err != nil {
		t.Error(err)
	}
	b.Want(4)
	b.Code("a number that is too large now", add(4, 1<<40), fault.OutOfRange)
	b.Run("DROP TABLE notes")
	_, err := b.Count()
	b.Code("a table that is gone", err, fault.SchemaChanged)
}

// testLocked waits for a table no longer than a statement may take.
func testLocked(t *testing.T, s *Server) {
	b := s.Book(t, Limits{StatementTimeout: 200 * time.Millisecond})
	unlock := s.Lock(t, b.Home)
	_, err := b.Count()
	b.Code("a read", err, fault.Timeout)
	// Some servers bound the time of reads alone, and what writes wait for. Whoever has
	// waited so long does not wait again.
	runs := 0
	err = b.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		runs++
		return b.Add(tx, 1)
	})
	if code := fault.CodeOf(err); code != fault.Timeout && code != fault.Conflict || runs != 1 {
		t.Errorf("a write ends with %v, after %d tries", err, runs)
	}
	unlock()
	b.Want(0)
}

// testFull waits for a connection where none will be free.
func testFull(t *testing.T, s *Server) {
	b := s.Book(t, Limits{MaxConns: 1, AcquireTimeout: 100 * time.Millisecond})
	b.Must(1)
	err := b.Read(t.Context(), b.All, nil, func(query.Row) error {
		_, err := b.Count()
		return err
	})
	b.Code("a second read", err, fault.Unavailable)
	b.Want(1)
}
