package identity

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"bedplate/query"

	lru "github.com/hashicorp/golang-lru/v2"
)

// window is how long tries are remembered.
const window = 15 * time.Minute

// The tries in a window: of one account from one place, of one place, and of
// one account from anywhere, so that a guesser with many places ends too.
const (
	triesHere    = 10
	triesPlace   = 100
	triesAccount = 100
	lettersPlace = 30
	lettersTo    = 10
	letterPause  = time.Minute // between letters to one address
)

// remembered is how many counters are kept; the oldest go first.
const remembered = 1 << 16

// throttle counts tries at this server, which are those of all servers up to a
// point: see tally. No counter is kept by what a client sends alone: the place,
// which a client cannot choose, is in it or counted beside it.
type throttle struct {
	now func() time.Time
	off bool

	mu     sync.Mutex
	counts *lru.Cache[string, *count]
}

type count struct {
	until time.Time
	n     int
}

func newThrottle(clock query.Clock, off bool) *throttle {
	counts, _ := lru.New[string, *count](remembered) // the size is positive
	return &throttle{now: clock, off: off, counts: counts}
}

// take counts a try under each key, and tells whether none was at its limit, and
// what of it all servers are to count.
func (t *throttle) take(limits []limit) (a attempt, ok bool) {
	if t.off {
		return attempt{}, true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now, ok := t.now(), true
	a.here = limits
	for _, l := range limits {
		c, known := t.counts.Get(l.key)
		if !known || !now.Before(c.until) {
			c = &count{until: now.Add(l.window)}
			t.counts.Add(l.key, c)
		}
		c.n++
		ok = ok && c.n <= l.most
		if c.n > l.own() {
			a.everywhere = append(a.everywhere, l)
		}
	}
	return a, ok
}

// forgive takes tries back that were good.
func (t *throttle) forgive(limits []limit) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range limits {
		if c, known := t.counts.Get(l.key); known && c.n > 0 {
			c.n--
		}
	}
}

// attempt is a try that was counted, and where.
type attempt struct{ here, everywhere []limit }

// limit is how often something may be tried.
type limit struct {
	key    string
	most   int
	window time.Duration
}

// own is how often a server lets it be tried without asking what others let: a
// tenth, and once at least, which is what people need who make no mistakes.
func (l limit) own() int { return max(1, l.most/10) }

// place is where a call comes from: its address, of IPv6 the network.
func place(call *query.Call) string {
	addr, err := netip.ParseAddr(call.Source.IP)
	if err != nil {
		return call.Source.IP
	}
	if addr = addr.Unmap(); addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

// trying are the limits of guesses at an account's secrets.
func trying(call *query.Call, account string) []limit {
	at := place(call)
	return []limit{{"here " + at + " " + account, triesHere, window}, {"place " + at, triesPlace, window}, {"account " + account, triesAccount, window}}
}

// try counts a guess, and refuses it where there were too many.
func (s *Service) try(ctx context.Context, call *query.Call, account string) (attempt, error) {
	return s.counted(ctx, call, trying(call, account))
}

// guess counts a guess at a secret that is too long to be found, and refuses it
// where there were too many. It is of no account, so that nobody shuts everybody
// out.
func (s *Service) guess(ctx context.Context, call *query.Call, what string) (attempt, error) {
	return s.counted(ctx, call, []limit{{what + " " + place(call), triesPlace, window}})
}

func (s *Service) counted(ctx context.Context, call *query.Call, limits []limit) (attempt, error) {
	tried, ok, err := s.allow(ctx, call, limits)
	if err == nil && !ok {
		err = refuse(tooManyRequests, "request rate limit reached").WithHint("try again in a quarter of an hour")
	}
	return tried, err
}

// letterAllowed counts a letter, and refuses it where there were too many:
// whether there is somebody to write to or not.
func (s *Service) letterAllowed(ctx context.Context, call *query.Call, to address) error {
	at := place(call)
	_, ok, err := s.allow(ctx, call, []limit{{"letter " + call.Action.Name + " " + at + " " + to.key, 1, letterPause},
		{"letters to " + to.key, lettersTo, window}, {"letters " + at, lettersPlace, window}})
	if err == nil && !ok {
		err = refuse(tooManyLetters, "for security purposes, you can only request this once every 60 seconds")
	}
	return err
}

// passing counts one who goes to a provider or comes back: each server by itself,
// since there is nothing to guess.
func (s *Service) passing(call *query.Call, what string) error {
	if _, ok := s.throttle.take([]limit{{what + " " + place(call), flowsPlace, window}}); !ok {
		return refuse(tooManyRequests, "request rate limit reached").WithHint("try again in a quarter of an hour")
	}
	return nil
}
