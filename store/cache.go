package store

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Cache keeps the most recently used values, up to a number of them and a
// total size of their keys: what a client can fill is bounded both ways, since
// a longer key stands for a larger value. It is safe for concurrent use.
type Cache[V any] struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[string, V]
	bytes int // of all keys
	most  int
	// hits and misses are counted under the lock that Get has anyway.
	hits, misses uint64
}

// NewCache makes a cache of at most size entries, at least one, whose keys have
// at most bytes bytes together.
func NewCache[V any](size, bytes int) *Cache[V] {
	c := &Cache[V]{most: bytes}
	c.lru, _ = simplelru.NewLRU(max(size, 1), func(key string, _ V) { c.bytes -= len(key) })
	return c
}

// Get finds a value by its key.
func (c *Cache[V]) Get(key []byte) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.lru.Get(string(key))
	if ok {
		c.hits++
	} else {
		c.misses++
	}
	return v, ok
}

// Counts tell how often Get found what it was asked for, and how often not.
func (c *Cache[V]) Counts() (hits, misses uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hits, c.misses
}

// Add keeps a value, and drops those that were not used for longest. A key
// that alone is too large is not kept.
func (c *Cache[V]) Add(key []byte, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(key) > c.most || c.lru.Contains(string(key)) {
		return
	}
	c.bytes += len(key)
	c.lru.Add(string(key), v)
	for c.bytes > c.most {
		c.lru.RemoveOldest()
	}
}

// Len is the number of entries.
func (c *Cache[V]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lru.Len()
}
