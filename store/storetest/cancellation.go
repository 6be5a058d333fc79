package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// testCancellation ends work whose caller has gone or whose time is up, and
// closes a database that is busy.
func testCancellation(t *testing.T, h Harness) {
	f := open(t, h, counters)
	f.add("counters", `{"id":1,"n":1}`, `{"id":2,"n":2}`)
	p, args := f.plan(ask{from: "counters", get: []string{"n"}})
	prepared, err := f.Prepare(p)
	if err != nil {
		t.Fatal(err)
	}

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancelLate()
	for _, c := range []struct {
		name string
		ctx  context.Context
		code fault.Code
	}{{"the caller is gone", gone, fault.Canceled}, {"the time is up", late, fault.Timeout}} {
		t.Run(c.name, func(t *testing.T) {
			err := f.Read(c.ctx, prepared, args, func(query.Row) error {
				t.Error("a row was read")
				return nil
			})
			if fault.CodeOf(err) != c.code {
				t.Errorf("the read gave %v, not %s", err, c.code)
			}
			err = f.Transact(c.ctx, driver.Mode{}, func(tx driver.Tx) error { return f.insert(tx, "counters", `{"id":3,"n":3}`) })
			if fault.CodeOf(err) != c.code {
				t.Errorf("the transaction gave %v, not %s", err, c.code)
			}
		})
	}
	f.count(ask{from: "counters"}, 2)

	t.Run("while rows come", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		rows := 0
		err := f.Read(ctx, prepared, args, func(query.Row) error {
			rows++
			cancel()
			return nil
		})
		if rows != 1 || fault.CodeOf(err) != fault.Canceled {
			t.Errorf("%d rows and %v", rows, err)
		}
	})
	t.Run("in a transaction", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		err := f.Transact(ctx, driver.Mode{}, func(tx driver.Tx) error {
			if err := f.insert(tx, "counters", `{"id":4,"n":4}`); err != nil {
				return err
			}
			cancel()
			_, err := tx.Update(ctx, &plan.Update{Of: f.collection("counters"), Fields: []int{1}}, []value.Value{value.OfInt(9), value.OfInt(1)})
			if err == nil {
				return context.Canceled
			}
			return err
		})
		if err == nil {
			t.Error("the transaction was committed though its caller had gone")
		}
	})
	f.count(ask{from: "counters"}, 2)
	t.Run("close", func(t *testing.T) { testClose(t, h) })
}

// testClose closes while readers and writers run: each of them ends well or as
// unavailable, and everything after is unavailable.
func testClose(t *testing.T, h Harness) {
	f := open(t, h, counters)
	f.add("counters", `{"id":0,"n":0}`)
	p, args := f.plan(ask{from: "counters", get: []string{"n"}})
	prepared, err := f.Prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	started := make(chan struct{}, 8)
	allowed := func(what string, err error) bool {
		if code := fault.CodeOf(err); err != nil && code != fault.Unavailable {
			t.Errorf("%s ended with %v", what, err)
		}
		return err == nil
	}
	for w := range 8 {
		work.Go(func() {
			started <- struct{}{}
			for i := range 100_000 {
				var err error
				if w%2 == 0 {
					err = f.Read(t.Context(), prepared, args, func(query.Row) error { return nil })
				} else {
					object := fmt.Sprintf(`{"id":%d,"line":"x"}`, w*100_000+i)
					err = f.do(func(tx driver.Tx) error { return f.insert(tx, "log", object) })
				}
				if !allowed("a call", err) {
					return
				}
			}
		})
	}
	for range 8 {
		<-started
	}
	if err := f.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	work.Wait()
	if err := f.Read(t.Context(), prepared, args, func(query.Row) error { return nil }); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a read after the end gave %v", err)
	}
	if err := f.do(func(driver.Tx) error { return nil }); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a transaction after the end gave %v", err)
	}
	if err := f.Ping(t.Context()); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a ping after the end gave %v", err)
	}
}
