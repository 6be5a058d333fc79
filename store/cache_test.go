package store_test

import (
	"fmt"
	"strings"
	"testing"

	"bedplate/store"
)

func TestCacheIsBoundedByNumberAndSize(t *testing.T) {
	t.Parallel()
	c := store.NewCache[int](10, 100)
	for i := range 1000 {
		c.Add(fmt.Appendf(nil, "k%d", i), i)
	}
	if c.Len() != 10 {
		t.Errorf("%d entries, want 10", c.Len())
	}
	if v, ok := c.Get([]byte("k999")); !ok || v != 999 {
		t.Errorf("the last entry is %v, %v", v, ok)
	}
	long := strings.Repeat("x", 60)
	c.Add([]byte(long+"1"), 1)
	c.Add([]byte(long+"2"), 2)
	if _, ok := c.Get([]byte(long + "1")); ok {
		t.Error("both long keys are kept, which are larger together than the cache")
	}
	c.Add([]byte(strings.Repeat("x", 101)), 3)
	if _, ok := c.Get([]byte(long + "2")); !ok {
		t.Error("a key that can never be kept drove out others")
	}
	c.Add([]byte(long+"2"), 4)
	c.Add([]byte(long+"2"), 4)
	if v, ok := c.Get([]byte(long + "2")); !ok || v != 2 {
		t.Errorf("an entry that is there stays: %v, %v", v, ok)
	}
}

// TestCacheSparesWhatIsUsed floods a cache with keys that are asked for once.
func TestCacheSparesWhatIsUsed(t *testing.T) {
	t.Parallel()
	c := store.NewCache[int](10, 100)
	c.Add([]byte("used"), 7)
	for i := range 1000 {
		if v, ok := c.Get([]byte("used")); !ok || v != 7 {
			t.Fatalf("what is used is gone after %d others: %v, %v", i, v, ok)
		}
		c.Add(fmt.Appendf(nil, "k%d", i), i)
	}
	for i := range 20 {
		c.Add(fmt.Appendf(nil, "n%d", i), i)
	}
	if _, ok := c.Get([]byte("used")); ok {
		t.Error("what is not used any more stays")
	}
	if hits, misses := c.Counts(); hits != 1000 || misses != 1 {
		t.Errorf("%d hits and %d misses were counted", hits, misses)
	}
}

func TestCacheFindsWithoutAllocating(t *testing.T) {
	c := store.NewCache[int](10, 100)
	key := []byte("key")
	c.Add(key, 1)
	if n := testing.AllocsPerRun(100, func() { c.Get(key) }); n != 0 {
		t.Errorf("it allocates %v times", n)
	}
}
