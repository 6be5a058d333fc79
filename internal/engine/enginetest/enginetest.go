// Package enginetest opens engines for tests: over an empty store of any kind, and at
// one time that stands still. It knows no door, and makes no requests.
package enginetest

import (
	"testing"
	"time"

	"bedplate/internal/engine"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/storetest/stores"
)

// Now is the time at which engines of tests are.
var Now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Open gives an engine over an empty database of a kind (store/storetest/stores).
func Open(t testing.TB, kind string, o engine.Options) *engine.Engine {
	t.Helper()
	return Over(t, stores.Open(t, kind, o.Schema), o)
}

// Over gives an engine over a database, which is closed when the test has ended.
func Over(t testing.TB, d driver.Driver, o engine.Options) *engine.Engine {
	t.Helper()
	return OverStore(t, store.New(d, store.Options{}), o)
}

// OverStore is Over of a store. Where Options.Clock is nil, it is Now.
func OverStore(t testing.TB, st *store.Store, o engine.Options) *engine.Engine {
	t.Helper()
	t.Cleanup(func() { _ = st.Close() })
	o.Stores = map[string]*store.Store{"main": st}
	if o.Clock == nil {
		o.Clock = func() time.Time { return Now }
	}
	e, err := engine.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
