package token

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bedplate/fault"
)

const (
	maxKeySet  = 64 << 10         // bytes of a JWK set
	fetchTime  = 10 * time.Second // for one fetch
	fetchPause = time.Minute      // between fetches
	keysStale  = 15 * time.Minute // after this they are fetched again
)

// source keeps the public keys of a file or an address. It fetches them when
// they are first needed, when they are old, and when a token names a key that
// is not among them; never more than once in fetchPause.
type source struct {
	fetch func(context.Context) ([]byte, error)
	now   func() time.Time

	set      atomic.Pointer[keySet]
	fetching sync.Mutex // held by the one who fetches
	last     atomic.Int64
	stop     context.Context
	cancel   context.CancelFunc
	running  sync.WaitGroup
}

// keySet is one fetched set. Its generation changes when the keys do, and what
// was verified under another generation is verified again.
type keySet struct {
	keys       []key
	raw        string
	generation uint64
	fetched    time.Time
}

func newSource(place string, now func() time.Time) (*source, error) {
	s := &source{now: now}
	s.stop, s.cancel = context.WithCancel(context.Background())
	if strings.Contains(place, "://") {
		s.fetch = fetcher(place)
		return s, nil
	}
	s.fetch = func(context.Context) ([]byte, error) { return readKeySet(place) }
	if err := s.load(s.stop); err != nil {
		e := fault.As(err)
		return nil, fault.Wrap(fault.Value, err, "the keys of %s cannot be used: %s", place, e.Message)
	}
	return s, nil
}

func (s *source) close() {
	s.cancel()
	s.running.Wait()
}

// generation tells which keys are in use; a nil source has none, always.
func (s *source) generation() uint64 {
	if s == nil {
		return 0
	}
	if set := s.set.Load(); set != nil {
		return set.generation
	}
	return 0
}

// keysFor gives the keys, fetched anew where the token's may be a new one.
func (s *source) keysFor(ctx context.Context, h header) (*keySet, error) {
	set := s.set.Load()
	if set == nil {
		return s.first(ctx)
	}
	if !set.has(h) && s.due() && s.fetching.TryLock() {
		_ = s.load(ctx) // the old keys still stand, and do not have it
		s.fetching.Unlock()
		return s.set.Load(), nil
	}
	return set, nil
}

// renew fetches old keys anew in the background, so that one that was
// withdrawn is not believed much longer. Nothing waits for it.
func (s *source) renew(now time.Time) {
	set := s.set.Load()
	if set == nil || now.Sub(set.fetched) <= keysStale || !s.due() || s.stop.Err() != nil || !s.fetching.TryLock() {
		return
	}
	s.running.Go(func() {
		defer s.fetching.Unlock()
		_ = s.load(s.stop) // tried again after the pause
	})
}

// first waits for the first fetch.
func (s *source) first(ctx context.Context) (*keySet, error) {
	s.fetching.Lock()
	defer s.fetching.Unlock()
	if set := s.set.Load(); set != nil {
		return set, nil
	}
	if !s.due() {
		return nil, fault.New(fault.Unavailable, "the keys that tokens are verified with cannot be had now")
	}
	if err := s.load(ctx); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the keys that tokens are verified with cannot be had now")
	}
	return s.set.Load(), nil
}

func (s *source) due() bool {
	last := s.last.Load()
	return last == 0 || s.now().Sub(time.Unix(0, last)) >= fetchPause
}

func (s *source) load(ctx context.Context) error {
	s.last.Store(s.now().UnixNano())
	// A caller who goes away must not spoil the fetch for the others.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTime)
	defer cancel()
	defer context.AfterFunc(s.stop, cancel)()
	raw, err := s.fetch(ctx)
	if err != nil {
		return err
	}
	keys, err := parseKeys(raw)
	if err != nil {
		return err
	}
	next := &keySet{keys: keys, raw: string(raw), generation: 1, fetched: s.now()}
	if old := s.set.Load(); old != nil {
		next.generation = old.generation
		if old.raw != next.raw {
			next.generation++
		}
	}
	s.set.Store(next)
	return nil
}

// has tells whether one of the keys could have signed such a token.
func (set *keySet) has(h header) bool {
	for _, k := range set.keys {
		if k.fits(h) {
			return true
		}
	}
	return false
}

func readKeySet(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(fault.Path, err, "the file cannot be opened")
	}
	defer f.Close()
	return readBounded(f)
}

// fetcher gets the set from an address: no redirects, a limit on everything.
func fetcher(address string) func(context.Context) ([]byte, error) {
	client := &http.Client{
		Timeout: fetchTime,
		Transport: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			MaxResponseHeaderBytes: maxKeySet,
			DisableKeepAlives:      true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(ctx context.Context) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Accept", "application/jwk-set+json, application/json")
		resp, err := client.Do(req)
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, err, "the address does not answer")
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return nil, fault.New(fault.Unavailable, "the address answers %s", resp.Status)
		}
		return readBounded(resp.Body)
	}
}

func readBounded(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxKeySet+1))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the keys cannot be read")
	}
	if len(raw) > maxKeySet {
		return nil, fault.New(fault.TooLarge, "the keys are longer than 64 KiB")
	}
	return raw, nil
}
