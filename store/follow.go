package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/store/driver"
)

// How databases are asked how far they have come.
const (
	askEvery = time.Second           // when nobody wants to know
	askPause = 20 * time.Millisecond // at least, however many want to
	askTime  = 2 * time.Second       // how long an answer is waited for
	openTime = 10 * time.Second      // how long a replica may take to open
	// pastParts is how many positions of home are kept of the time of a lag.
	pastParts = 16
	// defaultLag is Options.Lag where it is 0.
	defaultLag = 10 * time.Second
)

// copies are a store's replicas, each with a goroutine that asks how far it has
// come, and what is known of the database that they follow.
type copies struct {
	home  driver.Replicated
	all   []*replica
	turn  atomic.Uint64 // whose it is to be read
	lag   time.Duration
	heard func(replica string, err error)

	known atomic.Pointer[string] // as far as home was seen to have come
	// floor is what a replica must hold to be read at all: how far home had come
	// when it was altered, and some time ago. nil where that is not known.
	floor atomic.Pointer[string]

	asked   atomic.Uint64 // how often home was asked
	mu      sync.Mutex    // guards what follows, and the order of changes of what is above
	latest  moment        // of home, when that was asked last
	past    []moment      // of home, since floor
	renewed int           // how often renew was called
	nudge   chan struct{}

	end   context.CancelFunc
	loops sync.WaitGroup
}

// moment is how far a database had come.
type moment struct {
	position string
	at       time.Time // of home, when it was asked
	number   uint64    // how often home had been asked then
}

// follow begins to observe a database and its replicas.
func follow(home driver.Replicated, o *Options) *copies {
	ctx, end := context.WithCancel(context.Background())
	c := &copies{home: home, lag: o.Lag, heard: o.Heard, nudge: make(chan struct{}, 1), end: end}
	if c.lag == 0 {
		c.lag = defaultLag
	}
	if c.heard == nil {
		c.heard = func(string, error) {}
	}
	for _, one := range o.Replicas {
		r := &replica{Replica: one, of: c, nudge: make(chan struct{}, 1)}
		c.all = append(c.all, r)
		c.loops.Go(func() { r.follow(ctx) })
	}
	c.loops.Go(func() { c.watch(ctx) })
	return c
}

// close ends the observation, and closes the replicas.
func (c *copies) close() {
	c.end()
	c.loops.Wait()
	for _, r := range c.all {
		if r.driver != nil {
			_ = r.driver.Close() // nothing of it is lost
		}
	}
}

// hold tells whether a database that has come to a position holds everything up
// to others.
func (c *copies) hold(reached string, positions []string) bool {
	for _, p := range positions {
		if c.home.Compare(reached, p) != driver.Holds {
			return false
		}
	}
	return true
}

// watch asks home how far it has come, until ctx ends.
func (c *copies) watch(ctx context.Context) {
	last, told := "", false
	for {
		c.mu.Lock()
		renewed := c.renewed
		c.mu.Unlock()
		bounded, cancel := context.WithTimeout(ctx, askTime)
		now := moment{at: time.Now(), number: c.asked.Add(1)}
		at, err := c.home.Position(bounded)
		cancel()
		if now.position = at; err == nil {
			c.watched(now, last, renewed)
			last = at
		} else if last == "" && !told && ctx.Err() == nil {
			told = true
			c.heard("", err)
		}
		if !pause(ctx, c.nudge) {
			return
		}
	}
}

// watched takes note of a position of home, the one before, and how often home was
// known to have been altered when it was asked.
func (c *copies) watched(now moment, last string, renewed int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := now.position
	c.latest = now
	for _, r := range c.all {
		if !r.trusted.Load() {
			nudge(r.nudge)
		}
	}
	if last != "" && c.home.Compare(at, last) != driver.Holds {
		// Another database stands in home's place, or it has gone back to what it
		// was. What is known of the one before says nothing of this one.
		c.known.Store(nil)
		c.floor.Store(nil)
		c.past = nil
	}
	c.learnLocked(at)
	if renewed != c.renewed {
		return // it may have been altered after that
	}
	if c.floor.Load() == nil {
		c.floor.Store(&at)
		for _, r := range c.all {
			nudge(r.nudge)
		}
	}
	if n := len(c.past); n == 0 || now.at.Sub(c.past[n-1].at) >= c.lag/pastParts {
		c.past = append(c.past, now)
	}
	for len(c.past) > 0 && now.at.Sub(c.past[0].at) >= c.lag {
		c.floor.Store(&c.past[0].position)
		c.past = c.past[1:]
	}
}

// learn takes note that home has come to a position.
func (c *copies) learn(at string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.learnLocked(at)
}

func (c *copies) learnLocked(at string) {
	if known := c.known.Load(); known == nil || c.home.Compare(at, *known) == driver.Holds {
		c.known.Store(&at)
	}
}

func (c *copies) renew() {
	c.mu.Lock()
	c.renewed++
	c.floor.Store(nil)
	c.past = nil
	c.mu.Unlock()
	nudge(c.nudge)
}

// pause waits until it is time to ask again, and is false when ctx has ended.
func pause(ctx context.Context, nudge <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(askPause):
	}
	select {
	case <-ctx.Done():
		return false
	case <-nudge:
	case <-time.After(askEvery - askPause):
	}
	return true
}

// follow asks a replica how far it has come, until ctx ends, and tells when that
// changes whether it is read.
func (r *replica) follow(ctx context.Context) {
	told := "nothing yet"
	for {
		err := r.look(ctx)
		if ctx.Err() != nil {
			return
		}
		said := ""
		if err != nil {
			said = fault.As(err).Message
		}
		if said != told && err != errHomeUnknown && err != errNotTrusted {
			told = said
			r.of.heard(r.Name, err)
		}
		if !pause(ctx, r.nudge) {
			return
		}
		if left := time.Until(time.Unix(0, r.pause.Load())); left > 0 {
			select {
			case <-ctx.Done():
				return
			case <-time.After(left):
			}
		}
	}
}

// look finds out whether the replica can be read, or why not.
func (r *replica) look(ctx context.Context) error {
	known, err := r.open(ctx)
	if err != nil {
		return err
	}
	answered, began := r.answered.Load(), time.Now()
	bounded, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	at, err := known.Position(bounded)
	switch {
	case err != nil && r.well.Load() != nil && bounded.Err() != nil && r.answered.Load() != answered:
		return nil // it is busy: it answers reads
	case err != nil:
		if r.well.Store(nil); r.die != nil {
			r.die()
			r.die = nil
		}
		r.before = moment{} // another server may stand there when it comes back
		r.trusted.Store(false)
		return err
	}
	if err := r.trust(at); err != nil {
		r.well.Store(nil)
		return err
	}
	if err := r.fit(at); err != nil {
		r.well.Store(nil)
		return err
	}
	if r.die == nil {
		r.life, r.die = context.WithCancel(ctx)
	}
	if r.well.Store(&well{known, at, r.life}); r.pause.Load() > began.UnixNano() {
		r.well.Store(nil) // a read failed meanwhile
	}
	return nil
}

// open gives the replica's driver.
func (r *replica) open(ctx context.Context) (driver.Replicated, error) {
	if r.driver == nil {
		bounded, cancel := context.WithTimeout(ctx, openTime)
		defer cancel()
		d, err := r.Open(bounded)
		if err != nil {
			return nil, err
		}
		r.driver = d
	}
	known, ok := r.driver.(driver.Replicated)
	if !ok {
		return nil, fault.New(fault.Unsupported, "%s cannot be a replica", r.driver.Capabilities().Name)
	}
	return known, nil
}

// errNotTrusted is why a replica is not read at first.
var errNotTrusted = fault.New(fault.Unavailable, "it is not known whether the replica follows the database")

// trust tells why a replica that has come to a position is not believed to follow
// home, nil where it is: what it held, home must hold when it is asked later.
func (r *replica) trust(at string) error {
	r.of.mu.Lock()
	home := r.of.latest
	r.of.mu.Unlock()
	before := r.before
	r.before = moment{position: at, number: r.of.asked.Load()}
	if before.position != "" && home.number > before.number {
		relation := r.of.home.Compare(home.position, before.position)
		r.trusted.Store(relation == driver.Holds)
		switch relation {
		case driver.Apart:
			return errApart
		case driver.Lags:
			return fault.New(fault.Unavailable, "the replica holds what the store's database does not").
				WithHint("look whether its address is right, which server it replicates, and who writes to it")
		}
	}
	if !r.trusted.Load() {
		nudge(r.of.nudge)
		return errNotTrusted
	}
	return nil
}

// errApart is why what is no replica of the database is not read.
var errApart = fault.New(fault.Unavailable, "the replica does not follow the store's database").
	WithHint("look whether its address is right, and which server it replicates")

// errHomeUnknown is why no replica is read before the database itself was asked.
var errHomeUnknown = fault.New(fault.Unavailable, "it is not known how far the database itself has come")

// fit tells why a replica that has come to a position is not read at all, nil where
// it may be.
func (r *replica) fit(at string) error {
	floor := r.of.floor.Load()
	if floor == nil {
		return errHomeUnknown
	}
	switch r.of.home.Compare(at, *floor) {
	case driver.Holds:
		return nil
	case driver.Lags:
		return fault.New(fault.Unavailable, "the replica lags too far behind")
	}
	return errApart
}
