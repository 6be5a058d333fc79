package store_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"bedplate/store"
	"bedplate/store/mem"
	"bedplate/store/storetest"
)

// following runs a test over a database with replicas, in time that is not waited for.
func following(t *testing.T, replicas int, test func(t *testing.T, c *cluster)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(storetest.Schema(t, records), replicas, 5*time.Second)
		defer func() { _ = c.store.Close() }()
		time.Sleep(3 * time.Second)
		test(t, c)
	})
}

// A replica that takes a read and gives nothing is given up soon, and then asked
// no more until it answers again.
func TestReplicaHangs(t *testing.T) {
	following(t, 1, func(t *testing.T, c *cluster) {
		if _, away, err := c.read(t.Context()); !away || err != nil {
			t.Fatalf("by a replica %v: %v", away, err)
		}
		c.replicas[0].set(func() { c.replicas[0].hung = true })
		for _, most := range []time.Duration{4 * time.Second, 0} {
			began := time.Now()
			if _, away, err := c.read(t.Context()); away || err != nil || time.Since(began) > most {
				t.Fatalf("after %s by a replica %v: %v", time.Since(began), away, err)
			}
		}
		c.replicas[0].set(func() { c.replicas[0].hung = false })
		time.Sleep(5 * time.Second)
		if _, away, err := c.read(t.Context()); !away || err != nil {
			t.Errorf("after its return by a replica %v: %v", away, err)
		}
	})
}

// What was written is read by a replica soon after it is there, not at the next of
// the regular questions; nobody asks more often for that.
func TestReplicaIsAskedWhenItMatters(t *testing.T) {
	following(t, 1, func(t *testing.T, c *cluster) {
		at, err := c.write(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n, away, err := c.read(t.Context(), at); n != 1 || away || err != nil {
			t.Fatalf("%d records, by a replica %v: %v", n, away, err)
		}
		c.replicas[0].become("a", 1)
		if _, away, _ := c.read(t.Context(), at); away {
			t.Error("a replica is read that was not asked")
		}
		time.Sleep(50 * time.Millisecond)
		if n, away, err := c.read(t.Context(), at); n != 1 || !away || err != nil {
			t.Errorf("%d records, by a replica %v: %v", n, away, err)
		}
	})
}

// A schema that has changed is waited for, also by those who have written nothing.
func TestReplicaIsBehindAMigration(t *testing.T) {
	following(t, 1, func(t *testing.T, c *cluster) {
		c.home.become("a", 7)
		c.store.Renew()
		for range 3 {
			if _, away, err := c.read(t.Context()); away || err != nil {
				t.Fatalf("by a replica %v: %v", away, err)
			}
			time.Sleep(time.Second)
		}
		c.replicas[0].become("a", 7)
		time.Sleep(2 * time.Second)
		if n, away, err := c.read(t.Context()); n != 7 || !away || err != nil {
			t.Errorf("%d records, by a replica %v: %v", n, away, err)
		}
	})
}

// A server that is ahead of the database does not follow it, however alike they are.
func TestReplicaIsAhead(t *testing.T) {
	following(t, 1, func(t *testing.T, c *cluster) {
		c.replicas[0].become("a", 3)
		time.Sleep(5 * time.Second)
		for range 5 {
			if n, away, err := c.read(t.Context()); n != 0 || away || err != nil {
				t.Fatalf("%d records, by a replica %v: %v", n, away, err)
			}
			time.Sleep(300 * time.Millisecond)
		}
		c.home.become("a", 3)
		time.Sleep(5 * time.Second)
		if n, away, err := c.read(t.Context()); n != 3 || !away || err != nil {
			t.Fatalf("%d records, by a replica %v: %v", n, away, err)
		}
	})
}

// What happens to replicas is told once.
func TestReplicasAreToldOf(t *testing.T) {
	following(t, 1, func(t *testing.T, c *cluster) {
		r := c.replicas[0]
		var told []string
		hear := func(f func()) {
			f()
			time.Sleep(20 * time.Second)
			for len(c.told) > 0 {
				told = append(told, <-c.told)
			}
			told = append(told, "-")
		}
		hear(func() {})
		hear(func() { c.home.become("a", 9) })
		hear(func() { r.become("a", 9) })
		hear(func() { r.set(func() { r.down = true }) })
		hear(func() { r.set(func() { r.down = false }) })
		hear(func() { r.become("b", 9) })
		want := []string{"0 ", "-", "0 unavailable", "-", "0 ", "-", "0 unavailable", "-", "0 ", "-", "0 unavailable", "-"}
		if !slices.Equal(told, want) {
			t.Errorf("told of %q, not %q", told, want)
		}
	})
}

// Without replicas there is nothing to know, and nothing is asked.
func TestNoReplicas(t *testing.T) {
	t.Parallel()
	s := store.New(mem.New(storetest.Schema(t, records)), store.Options{})
	defer func() { _ = s.Close() }()
	at, err := s.Position(t.Context())
	if s.Replicated() || s.Away(nil) != nil || !s.Knows([]string{"x"}) || at != "" || err != nil {
		t.Errorf("a store without replicas is at %q: %v", at, err)
	}
	s.Renew()
}
