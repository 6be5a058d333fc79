package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
)

var errTaken = errors.New("there is one already")

// testConcurrency races writers and readers.
func testConcurrency(t *testing.T, h Harness) {
	t.Run("fewer than one row exists", func(t *testing.T) { testRace(t, h) })
	t.Run("increments are not lost", func(t *testing.T) { testIncrements(t, h) })
	t.Run("an answer is seen by who asks after it", func(t *testing.T) { testReadYourWrites(t, h) })
	t.Run("a read is one moment", func(t *testing.T) { testSnapshot(t, h) })
	t.Run("one failure leaves its neighbours alone", func(t *testing.T) { testNeighbours(t, h) })
	t.Run("a read within a read", func(t *testing.T) { testReadWithinRead(t, h) })
}

// testRace lets writers look whether there is a row and, where there is none,
// add one: never both.
func testRace(t *testing.T, h Harness) {
	f := open(t, h, counters)
	f.need(f.Capabilities().Serializable, "serializable transactions")
	var work sync.WaitGroup
	for round := range 20 {
		errs := make([]error, 4)
		for i := range errs {
			work.Go(func() {
				errs[i] = f.Transact(t.Context(), driver.Mode{Serializable: true}, func(tx driver.Tx) error {
					rows, err := f.try(tx, ask{from: "log", get: []string{"id"}, where: fmt.Sprintf(`line == "%d"`, round)})
					if err != nil {
						return err
					}
					if len(rows) > 0 {
						return errTaken
					}
					return f.insert(tx, "log", fmt.Sprintf(`{"id":%d,"line":"%d"}`, round*10+i, round))
				})
			})
		}
		work.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, errTaken) && fault.CodeOf(err) != fault.Conflict:
				t.Errorf("a loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("round %d: %d writers won", round, won)
		}
		f.count(ask{from: "log", where: fmt.Sprintf(`line == "%d"`, round)}, 1)
	}
}

// testIncrements reads a number and writes one more, many times at once.
func testIncrements(t *testing.T, h Harness) {
	f := open(t, h, counters)
	f.need(f.Capabilities().Serializable, "serializable transactions")
	f.add("counters", `{"id":1,"n":0}`)
	const writers, times = 8, 10
	var work sync.WaitGroup
	for range writers {
		work.Go(func() {
			for range times {
				err := f.Transact(t.Context(), driver.Mode{Serializable: true}, func(tx driver.Tx) error {
					rows, err := f.try(tx, ask{from: "counters", get: []string{"n"}})
					if err != nil {
						return err
					}
					var n int
					if _, err := fmt.Sscanf(rows[0], "[%d]", &n); err != nil {
						return err
					}
					_, err = f.update(tx, "counters", "1", fmt.Sprintf(`{"n":%d}`, n+1))
					return err
				})
				if err != nil {
					t.Errorf("increment: %v", err)
				}
			}
		})
	}
	work.Wait()
	f.expect(ask{from: "counters", get: []string{"n"}}, fmt.Sprintf("[%d]", writers*times))
}

// testReadYourWrites reads, after every answer, what was answered for.
func testReadYourWrites(t *testing.T, h Harness) {
	f := open(t, h, counters)
	var work sync.WaitGroup
	for w := range 4 {
		work.Go(func() {
			for i := range 15 {
				id := w*100 + i
				f.add("counters", fmt.Sprintf(`{"id":%d,"n":%d}`, id, i))
				f.expect(ask{from: "counters", get: []string{"n"}, where: fmt.Sprintf("id == %d", id)}, fmt.Sprintf("[%d]", i))
			}
		})
	}
	work.Wait()
	f.count(ask{from: "counters"}, 60)
}

// testSnapshot writes two records that always add up to nothing, and reads
// them while they change: as rows, and as a row with rows within.
func testSnapshot(t *testing.T, h Harness) {
	f := open(t, h, counters+`
---
collection: halves
key: [id]
fields:
  id: {type: int, required: true}
  n: {type: int, required: true}
  other: {type: ref, to: counters, back: halves}
`)
	f.need(f.Capabilities().Transactions, "transactions")
	f.add("counters", `{"id":1,"n":0}`)
	f.add("halves", `{"id":1,"n":0,"other":1}`)
	stop := make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() {
		for i := 1; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			err := f.do(func(tx driver.Tx) error {
				if _, err := f.update(tx, "counters", "1", fmt.Sprintf(`{"n":%d}`, i)); err != nil {
					return err
				}
				_, err := f.update(tx, "halves", "1", fmt.Sprintf(`{"n":%d}`, -i))
				return err
			})
			if err != nil {
				t.Errorf("write: %v", err)
				return
			}
		}
	})
	for range 200 {
		rows := f.rows(ask{from: "counters", get: []string{"n"}, nested: map[string]ask{"halves": {get: []string{"n"}}}})
		var whole, half int
		if _, err := fmt.Sscanf(rows[0], "[%d,[[%d]]]", &whole, &half); err != nil || whole+half != 0 {
			t.Errorf("read %s of two moments (%v)", rows[0], err)
			break
		}
	}
	close(stop)
	work.Wait()
}

// testNeighbours runs good and bad transactions at once, which a driver may
// commit as one group.
func testNeighbours(t *testing.T, h Harness) {
	f := open(t, h, counters)
	f.need(f.Capabilities().Transactions, "transactions")
	f.add("counters", `{"id":0,"n":0}`)
	var work sync.WaitGroup
	errs := make([]error, 60)
	for i := range errs {
		work.Go(func() {
			errs[i] = f.do(func(tx driver.Tx) error {
				if err := f.insert(tx, "log", fmt.Sprintf(`{"id":%d,"line":"x"}`, i)); err != nil {
					return err
				}
				if i%3 == 0 {
					return f.insert(tx, "counters", `{"id":0,"n":0}`)
				}
				return f.insert(tx, "counters", fmt.Sprintf(`{"id":%d,"n":1}`, i))
			})
		})
	}
	work.Wait()
	for i, err := range errs {
		if want := map[bool]fault.Code{true: fault.Unique}[i%3 == 0]; fault.CodeOf(err) != want {
			t.Errorf("transaction %d: %v", i, err)
		}
	}
	f.count(ask{from: "log"}, 40)
	f.count(ask{from: "counters"}, 41)
}

// testReadWithinRead reads and writes while rows are coming.
func testReadWithinRead(t *testing.T, h Harness) {
	f := open(t, h, counters)
	f.add("counters", `{"id":1,"n":1}`, `{"id":2,"n":2}`, `{"id":3,"n":3}`)
	p, args := f.plan(ask{from: "counters", get: []string{"n"}, order: []string{"id"}})
	prepared, err := f.Prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	var seen []int64
	err = f.Read(t.Context(), prepared, args, func(r query.Row) error {
		n := r.Value(0).Int()
		seen = append(seen, n)
		f.expect(ask{from: "counters", get: []string{"n"}, where: fmt.Sprintf("id == %d", n)}, fmt.Sprintf("[%d]", n))
		return f.do(func(tx driver.Tx) error { return f.insert(tx, "counters", fmt.Sprintf(`{"id":%d,"n":0}`, n+10)) })
	})
	if err != nil || fmt.Sprint(seen) != "[1 2 3]" {
		t.Errorf("saw %v: %v", seen, err)
	}
	f.count(ask{from: "counters"}, 6)
}
