package store

import (
	"slices"
	"sync"
	"sync/atomic"
)

// Cache keeps values that are used, up to a number of them and a total size of
// their keys: what a client can fill is bounded both ways, since a longer key
// stands for a larger value. It is safe for concurrent use; finding a value
// waits for nobody who finds another, and allocates nothing.
//
// What goes when it is full is what was not used since it was last looked at:
// a hand goes round the entries, spares those that were used, once, and takes
// the first that was not.
type Cache[V any] struct {
	hits, misses atomic.Uint64
	mu           sync.RWMutex
	entries      map[string]*entry[V]
	ring         []*entry[V]
	hand         int
	bytes        int // of all keys
	size, most   int
}

type entry[V any] struct {
	key   string
	value V
	used  atomic.Bool // since the hand was here
}

// NewCache makes a cache of at most size entries, at least one, whose keys have
// at most bytes bytes together.
func NewCache[V any](size, bytes int) *Cache[V] {
	return &Cache[V]{entries: map[string]*entry[V]{}, size: max(size, 1), most: bytes}
}

// Get finds a value by its key.
func (c *Cache[V]) Get(key []byte) (v V, ok bool) {
	c.mu.RLock()
	e := c.entries[string(key)]
	c.mu.RUnlock()
	if e == nil {
		c.misses.Add(1)
		return v, false
	}
	c.hits.Add(1)
	if !e.used.Load() {
		e.used.Store(true)
	}
	return e.value, true
}

// Add keeps a value. A key that is there keeps the value that it has, and one
// that alone is too large is not kept.
func (c *Cache[V]) Add(key []byte, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(key) > c.most || c.entries[string(key)] != nil {
		return
	}
	for len(c.ring) == c.size || c.bytes+len(key) > c.most {
		c.evict()
	}
	e := &entry[V]{key: string(key), value: v}
	c.entries[e.key] = e
	c.ring = slices.Insert(c.ring, c.hand, e) // behind the hand, which comes to it last
	c.hand++
	c.bytes += len(key)
}

// evict takes one entry away; there must be one.
func (c *Cache[V]) evict() {
	for {
		c.hand %= len(c.ring)
		e := c.ring[c.hand]
		if e.used.Swap(false) {
			c.hand++
			continue
		}
		c.ring = slices.Delete(c.ring, c.hand, c.hand+1)
		delete(c.entries, e.key)
		c.bytes -= len(e.key)
		return
	}
}

// Len is the number of entries.
func (c *Cache[V]) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.ring)
}

// Counts tell how often Get found what it was asked for, and how often not.
func (c *Cache[V]) Counts() (hits, misses uint64) { return c.hits.Load(), c.misses.Load() }
