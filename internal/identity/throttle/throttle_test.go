package throttle

import (
	"fmt"
	"testing"
	"time"
)

// A limit holds for its window, and what is beyond a tenth of it is for all
// servers.
func TestTake(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	counter := New(func() time.Time { return now }, false)
	ten, one := Limit{"ten", 10, time.Minute}, Limit{"one", 1, time.Hour}
	for n := 1; n <= 12; n++ {
		a, ok := counter.Take([]Limit{ten})
		if ok != (n <= 10) || (len(a.Everywhere) > 0) != (n > 1) || len(a.Here) != 1 {
			t.Errorf("try %d: %v, %v", n, ok, a)
		}
	}
	for n, want := range []bool{true, false} {
		if a, ok := counter.Take([]Limit{one}); ok != want || (len(a.Everywhere) > 0) == want {
			t.Errorf("try %d of one: %v, %v", n+1, ok, a)
		}
	}
	if _, ok := counter.Take([]Limit{{"another", 10, time.Minute}, one}); ok {
		t.Error("one limit of two is not enough to refuse")
	}
	now = now.Add(time.Minute)
	if _, ok := counter.Take([]Limit{ten}); !ok {
		t.Error("a window has no end")
	}
	if _, ok := counter.Take([]Limit{one}); ok {
		t.Error("a longer window ended too")
	}
}

// What was good is taken back, and no more than that.
func TestForgive(t *testing.T) {
	t.Parallel()
	counter := New(time.Now, false)
	two := []Limit{{"two", 2, time.Hour}}
	for range 20 {
		a, ok := counter.Take(two)
		if !ok {
			t.Fatal("a good try is counted")
		}
		counter.Forgive(a)
		counter.Forgive(a)
	}
	for n, want := range []bool{true, true, false} {
		if _, ok := counter.Take(two); ok != want {
			t.Errorf("try %d: %v", n+1, ok)
		}
	}
}

// Counters are bounded, and none are kept where it is off.
func TestBounds(t *testing.T) {
	t.Parallel()
	counter := New(time.Now, false)
	for n := range remembered + 100 {
		counter.Take([]Limit{{fmt.Sprint(n), 1, time.Hour}})
	}
	if n := counter.counts.Len(); n != remembered {
		t.Errorf("%d counters are kept", n)
	}
	off := New(time.Now, true)
	for range 5 {
		if a, ok := off.Take([]Limit{{"x", 1, time.Hour}}); !ok || len(a.Here)+len(a.Everywhere)+off.counts.Len() > 0 {
			t.Errorf("it counts: %v", a)
		}
	}
}
