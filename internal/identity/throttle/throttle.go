// Package throttle counts tries at one server, in memory, and tells which of them
// all servers of an app are to count together. Who is asking, what for, and where
// servers count together is the business of who uses it.
package throttle

import (
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Limit is how often something may be tried.
type Limit struct {
	Key    string
	Most   int
	Window time.Duration // how long a try is remembered
}

// Of makes a Limit.
func Of(key string, most int, window time.Duration) Limit { return Limit{key, most, window} }

// own is how often a server lets it be tried without asking what others let: a
// tenth, and once at least, which is what people need who make no mistakes.
func (l Limit) own() int { return max(1, l.Most/10) }

// Attempt is a try that was counted: under which limits here, and under which of
// them everywhere too.
type Attempt struct{ Here, Everywhere []Limit }

// remembered is how many counters are kept; the oldest go first.
const remembered = 1 << 16

// Throttle counts tries.
type Throttle struct {
	now func() time.Time
	off bool

	mu     sync.Mutex
	counts *lru.Cache[string, *count]
}

type count struct {
	until time.Time
	n     int
}

// New makes a Throttle, which lets everything be where it is off.
func New(now func() time.Time, off bool) *Throttle {
	counts, _ := lru.New[string, *count](remembered) // the size is positive
	return &Throttle{now: now, off: off, counts: counts}
}

// Take counts a try under each limit, and tells whether none was reached.
func (t *Throttle) Take(limits []Limit) (a Attempt, ok bool) {
	if t.off {
		return Attempt{}, true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now, ok := t.now(), true
	a.Here = limits
	for _, l := range limits {
		c, known := t.counts.Get(l.Key)
		if !known || !now.Before(c.until) {
			c = &count{until: now.Add(l.Window)}
			t.counts.Add(l.Key, c)
		}
		c.n++
		ok = ok && c.n <= l.Most
		if c.n > l.own() {
			a.Everywhere = append(a.Everywhere, l)
		}
	}
	return a, ok
}

// Forgive takes a try back that was good.
func (t *Throttle) Forgive(a Attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range a.Here {
		if c, known := t.counts.Get(l.Key); known && c.n > 0 {
			c.n--
		}
	}
}
