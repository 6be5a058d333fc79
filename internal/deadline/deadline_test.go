package deadline_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"bedplate/internal/deadline"
)

// A context ends at its time, with the one around it and when it is done with, whether
// somebody waited for its end before or not, and so do those that are derived of it.
func TestContext(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		end  func(cancel func(), inner *deadline.Context)
		want error
	}{
		"its time":         {func(func(), *deadline.Context) { time.Sleep(time.Minute) }, context.DeadlineExceeded},
		"the one around":   {func(cancel func(), _ *deadline.Context) { cancel() }, context.Canceled},
		"it is done with":  {func(_ func(), inner *deadline.Context) { inner.End() }, context.Canceled},
		"an earlier time":  {func(func(), *deadline.Context) { time.Sleep(time.Hour) }, context.DeadlineExceeded},
		"both at one time": {func(cancel func(), inner *deadline.Context) { inner.End(); cancel() }, context.Canceled},
	} {
		for _, waited := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				base, cancel := context.WithCancel(t.Context())
				defer cancel()
				var outer, inner deadline.Context
				outer.Begin(base, time.Now().Add(time.Hour))
				defer outer.End()
				inner.Begin(&outer, time.Now().Add(time.Minute))
				defer inner.End()
				var derived context.Context
				if waited {
					var stop context.CancelFunc
					derived, stop = context.WithTimeout(&inner, 2*time.Hour)
					defer stop()
				}
				if err := inner.Err(); err != nil {
					t.Fatal(err)
				}
				tc.end(cancel, &inner)
				synctest.Wait()
				<-inner.Done()
				if err := inner.Err(); !errors.Is(err, tc.want) {
					t.Errorf("%s, waited for %v: it ends with %v", name, waited, err)
				}
				if !waited {
					var stop context.CancelFunc
					derived, stop = context.WithTimeout(&inner, 2*time.Hour)
					defer stop()
				}
				synctest.Wait()
				if err := derived.Err(); !errors.Is(err, tc.want) {
					t.Errorf("%s, waited for %v: the derived one ends with %v", name, waited, err)
				}
			})
		}
	}
}

// The earlier of two times counts.
func TestTheEarlierTimeCounts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var outer, inner deadline.Context
		outer.Begin(t.Context(), time.Now().Add(time.Second))
		defer outer.End()
		inner.Begin(&outer, time.Now().Add(time.Minute))
		defer inner.End()
		if at, _ := inner.Deadline(); time.Until(at) != time.Second {
			t.Errorf("it ends at %s", at)
		}
		begun := time.Now()
		<-inner.Done()
		if took := time.Since(begun); took != time.Second || inner.Err() != context.DeadlineExceeded {
			t.Errorf("it ended after %s with %v", took, inner.Err())
		}
	})
}
