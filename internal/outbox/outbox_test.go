package outbox

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"bedplate/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// logged keeps what a logger was told.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) lost() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), "level=ERROR")
}

func newBox() (*Box, *logged) {
	l := &logged{}
	return New(slog.New(slog.NewTextHandler(l, nil))), l
}

// What may go better later is tried again, later and later and not for ever;
// anything else is lost at once. Both are told.
func TestTries(t *testing.T) {
	t.Parallel()
	later := fault.New(fault.Unavailable, "busy")
	for name, tc := range map[string]struct {
		errs        []error // of the tries; after them it succeeds
		tries, lost int
	}{
		"at once":    {nil, 1, 0},
		"the third":  {[]error{later, later}, 3, 0},
		"never":      {[]error{later, later, later, later, later, later, later}, 1 + len(pauses), 1},
		"refused":    {[]error{fault.New(fault.Value, "no such address")}, 1, 1},
		"of another": {[]error{errors.New("anything")}, 1, 1},
		"panics":     {[]error{nil}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b, l := newBox()
				tries, begun := 0, time.Now()
				if err := b.Put("a letter", func(context.Context) error {
					if tries++; tries > len(tc.errs) {
						return nil
					}
					if tc.errs[tries-1] == nil {
						panic("a mistake")
					}
					return tc.errs[tries-1]
				}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				if tries != tc.tries || l.lost() != tc.lost {
					t.Errorf("%d tries, %d lost", tries, l.lost())
				}
				b.Close(t.Context())
				if name == "never" && time.Since(begun) < time.Hour {
					t.Error("the clock stood still")
				}
			})
		})
	}
}

// At the end all that waits is sent, what rests between two tries too.
func TestClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, l := newBox()
		var sent atomic.Int32
		for n := range 50 {
			var tried bool
			if err := b.Put("a letter", func(context.Context) error {
				time.Sleep(100 * time.Millisecond)
				if n%2 == 0 && !tried {
					tried = true
					return fault.New(fault.Unavailable, "busy")
				}
				sent.Add(1)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(300 * time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		b.Close(ctx)
		// Those that had no try before have their only one now.
		if got := int(sent.Load()) + l.lost(); got != 50 || sent.Load() < 25 {
			t.Errorf("%d sent, %d lost", sent.Load(), l.lost())
		}
		if err := b.Put("late", func(context.Context) error { return nil }); fault.CodeOf(err) != fault.Unavailable {
			t.Error(err)
		}
	})
}

// A server that hangs holds the end up no longer than there is time, and what
// is lost by that is told.
func TestCloseInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, l := newBox()
		for range 20 {
			if err := b.Put("a letter", func(ctx context.Context) error {
				<-ctx.Done()
				return fault.Wrap(fault.Unavailable, ctx.Err(), "it hangs")
			}); err != nil {
				t.Fatal(err)
			}
		}
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		b.Close(ctx)
		if took := time.Since(begun); took != 5*time.Second || l.lost() != 20 {
			t.Errorf("after %s %d are lost", took, l.lost())
		}
	})
}

// What waits is bounded, and who comes too late is told.
func TestFull(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, _ := newBox()
		release := make(chan struct{})
		refused := 0
		for range most + 10 {
			if err := b.Put("a letter", func(context.Context) error { <-release; return nil }); err != nil {
				refused++
			}
		}
		if refused != 10 {
			t.Errorf("%d were refused", refused)
		}
		close(release)
		b.Close(t.Context())
	})
}
