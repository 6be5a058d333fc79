package storetest

import (
	"errors"
	"fmt"
	"testing"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

const counters = `
collection: counters
key: [id]
fields:
  id: {type: int, required: true}
  n: {type: int, required: true}
---
collection: log
key: [id]
fields:
  id: {type: int, required: true}
  line: text
`

// testTransactions holds Transact to all or nothing, and to what is seen when. Each
// part leaves the one counter that there is.
func testTransactions(t *testing.T, h Harness) {
	f := open(t, h, counters)
	f.add("counters", `{"id":1,"n":0}`)
	for _, part := range []struct {
		name string
		test func(*fixture)
	}{
		{"own writes are visible inside and not outside", testVisible},
		{"an error undoes everything and comes back", testUndone},
		{"a failed statement undoes everything", testFailed},
		{"a refused write leaves the transaction as it was", testRefused},
		{"a panic wedges nothing and undoes everything", testPanic},
		{"nothing is written by a transaction that does nothing", testIdle},
		{"modes", testModes},
		{"a single insertion", testSingle},
		{"returned", testReturned},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(&fixture{t, f.Driver, f.schema}) })
	}
	t.Run("reopened", func(t *testing.T) { testReopened(t, h) })
}

// everyCounter reads all counters.
var everyCounter = ask{from: "counters", get: []string{"id", "n"}, order: []string{"id"}}

// testVisible looks at a transaction's writes from inside and from outside.
func testVisible(f *fixture) {
	sees := func(where string, from reader, want string) {
		if got, err := f.try(from, everyCounter); err != nil || fmt.Sprint(got) != want {
			f.Errorf("%s: %v, %v", where, got, err)
		}
	}
	err := f.do(func(tx driver.Tx) error {
		if err := f.insert(tx, "counters", `{"id":2,"n":7}`); err != nil {
			return err
		}
		if _, err := f.update(tx, "counters", "1", `{"n":5}`); err != nil {
			return err
		}
		sees("inside", tx, "[[1,5] [2,7]]")
		if _, err := f.delete(tx, "counters", "2"); err != nil {
			return err
		}
		sees("after the deletion", tx, "[[1,5]]")
		sees("outside", f.Driver, "[[1,0]]")
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	f.expect(everyCounter, `[1,5]`)
}

// testUndone ends a transaction by an error of its own.
func testUndone(f *fixture) {
	f.need(f.Capabilities().Transactions, "transactions")
	own := errors.New("the closure's own")
	err := f.do(func(tx driver.Tx) error {
		if err := f.insert(tx, "counters", `{"id":3,"n":1}`); err != nil {
			return err
		}
		if _, err := f.delete(tx, "counters", "1"); err != nil {
			return err
		}
		return own
	})
	if err != own {
		f.Errorf("came back as %v", err)
	}
	f.expect(everyCounter, `[1,5]`)
}

// testFailed ends a transaction by what the database says.
func testFailed(f *fixture) {
	f.need(f.Capabilities().Transactions, "transactions")
	f.refuse(fault.Unique, "counters_pkey", func(tx driver.Tx) error {
		if err := f.insert(tx, "counters", `{"id":4,"n":1}`); err != nil {
			return err
		}
		return f.insert(tx, "counters", `{"id":1,"n":1}`)
	})
	f.expect(everyCounter, `[1,5]`)
}

// testIdle does nothing in a transaction.
func testIdle(f *fixture) {
	if err := f.do(func(driver.Tx) error { return nil }); err != nil {
		f.Error(err)
	}
}

// testRefused goes on after writes that were refused, and commits.
func testRefused(f *fixture) {
	f.need(f.Capabilities().Transactions, "transactions")
	err := f.do(func(tx driver.Tx) error {
		for id := 20; id < 23; id++ {
			if err := f.insert(tx, "counters", fmt.Sprintf(`{"id":%d,"n":1}`, id)); err != nil {
				return err
			}
			if err := f.insert(tx, "counters", `{"id":1,"n":1}`); fault.CodeOf(err) != fault.Unique {
				f.Errorf("a second one came to %v", err)
			}
			if _, err := f.update(tx, "counters", "20", `{"id":1}`); fault.CodeOf(err) != fault.Unique {
				f.Errorf("an update to it came to %v", err)
			}
		}
		got, err := f.try(tx, everyCounter)
		if err == nil && fmt.Sprint(got) != "[[1,5] [20,1] [21,1] [22,1]]" {
			f.Errorf("inside: %v", got)
		}
		return err
	})
	if err != nil {
		f.Error(err)
	}
	f.expect(everyCounter, `[1,5]`, `[20,1]`, `[21,1]`, `[22,1]`)
	err = f.do(func(tx driver.Tx) error {
		for id := 20; id < 23; id++ {
			if _, err := f.delete(tx, "counters", fmt.Sprint(id)); err != nil {
				return err
			}
		}
		_ = f.insert(tx, "counters", `{"id":1,"n":1}`) // the last thing it does
		return nil
	})
	if err != nil {
		f.Error(err)
	}
	f.expect(everyCounter, `[1,5]`)
}

// testPanic lets a closure panic. Whether the panic reaches the caller or is an
// internal error is the driver's choice.
func testPanic(f *fixture) {
	before := f.rows(everyCounter)
	func() {
		defer func() { _ = recover() }()
		err := f.do(func(tx driver.Tx) error {
			if err := f.insert(tx, "counters", `{"id":9,"n":1}`); err != nil {
				return err
			}
			panic("a closure of the test")
		})
		if fault.CodeOf(err) != fault.Internal {
			f.Errorf("the panic became %v", err)
		}
	}()
	if f.Capabilities().Transactions {
		f.expect(everyCounter, before...)
	}
	if err := f.do(func(tx driver.Tx) error { _, err := f.update(tx, "counters", "1", `{"n":6}`); return err }); err != nil {
		f.Errorf("after the panic: %v", err)
	}
	f.expect(ask{from: "counters", get: []string{"n"}, where: "id == 1"}, `[6]`)
}

// testModes runs the same writes in every mode.
func testModes(f *fixture) {
	for i, mode := range []driver.Mode{{}, {Serializable: true}, {Alone: true}, {Serializable: true, Alone: true}} {
		err := f.Transact(f.Context(), mode, func(tx driver.Tx) error {
			return f.insert(tx, "log", fmt.Sprintf(`{"id":%d,"line":"mode"}`, i))
		})
		if err != nil {
			f.Errorf("%+v: %v", mode, err)
		}
	}
	f.count(ask{from: "log"}, 4)
}

// testSingle inserts where that is all that a transaction does.
func testSingle(f *fixture) {
	all := ask{from: "log", get: []string{"id", "line"}, order: []string{"id"}, where: "id > 200"}
	add := func(object string) error {
		return f.Transact(f.Context(), driver.Mode{Single: true}, func(tx driver.Tx) error { return f.insert(tx, "log", object) })
	}
	for _, object := range []string{`{"id":201,"line":"a"}`, `{"id":202,"line":null}`} {
		if err := add(object); err != nil {
			f.Fatal(err)
		}
	}
	if err := add(`{"id":201,"line":"b"}`); fault.CodeOf(err) != fault.Unique {
		f.Errorf("the same key again: %v", err)
	}
	f.expect(all, `[201,"a"]`, `[202,null]`)
}

// testReturned expects an insertion to give back what was asked for, in memory
// that lives on.
func testReturned(f *fixture) {
	c := f.collection("log")
	in := &plan.Insert{Into: c, Fields: []int{0, 1}, Return: []int{1, 0}}
	var kept [][]value.Value
	err := f.do(func(tx driver.Tx) error {
		kept = nil
		for i := range 10 {
			line := value.OfText(fmt.Sprintf("line number %d", i))
			back, err := tx.Insert(f.Context(), in, []value.Value{value.OfInt(int64(100 + i)), line})
			if err != nil {
				return err
			}
			kept = append(kept, back)
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	for i, back := range kept {
		if len(back) != 2 || back[0].Raw() != fmt.Sprintf("line number %d", i) || back[1].Int() != int64(100+i) {
			f.Errorf("insertion %d gave back %v", i, back)
		}
	}
}

// testReopened expects what was acknowledged to be there for who comes later.
func testReopened(t *testing.T, h Harness) {
	if h.Reopen == nil {
		t.Skipf("%s keeps nothing when it is closed", h.Name)
	}
	f := open(t, h, counters)
	f.add("counters", `{"id":1,"n":1}`, `{"id":2,"n":2}`)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again := &fixture{t, h.Reopen(t, f.Driver, f.schema), f.schema}
	again.expect(ask{from: "counters", get: []string{"id", "n"}, order: []string{"id"}}, `[1,1]`, `[2,2]`)
}
