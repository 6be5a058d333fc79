package rest

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/api/apitest"
	"bedplate/internal/api/positions"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
)

// TestPositionsSent: what a client may send as its position where there are no
// replicas, which is of no consequence.
func TestPositionsSent(t *testing.T) {
	t.Parallel()
	h := board(t)
	of := func(secret string) *door {
		return New(func() query.Doer { return nil }, Options{Secret: []byte(secret), Log: slog.New(slog.DiscardHandler)}).(*door)
	}
	own, other := of("of the tests").positions.Close("1.2.3"), of("of others").positions.Close("1.2.3")
	if again := of("of the tests").positions.Close("1.2.3"); again == own {
		t.Error("two seals of a position are the same")
	}
	if opened, ok := of("of the tests").positions.Open(own); opened != "1.2.3" || !ok {
		t.Errorf("it opens as %q", opened)
	}
	for sent, status := range map[string]int{
		"none": 200, own: 200, other: 200, own + ", " + other: 200, "none,none": 200,
		own[:len(own)-1] + "!":            400,
		"":                                400,
		"1.2.3":                           400,
		own + ",":                         400,
		"NONE":                            400,
		strings.Repeat(own+",", 16) + own: 400,
		strings.Repeat("A", 8<<10+10):     400,
	} {
		for _, request := range []string{"GET /users?limit=1", "PATCH /comments?id=eq.77&select=id"} {
			got := ask(h, request+"\nAs: service\nPrefer: return=representation\n"+positions.Header+": "+sent+"\n"+`{"votes":1}`)
			if got.Code != status || got.Header().Get(positions.Header) != "" {
				t.Errorf("%s with %.100q: %d %s", request, sent, got.Code, got.Body)
			}
		}
	}
}

// A stream that has begun cannot begin again.
func TestStreamsDoNotBeginAgain(t *testing.T) {
	t.Parallel()
	l := &lines{page: &page{format: formatLines}}
	for range 2 {
		if err := l.Begin(0, &query.Shape{}); err != nil {
			t.Error(err)
		}
	}
	l.started = true
	if err := l.Begin(0, &query.Shape{}); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a stream that has begun: %v", err)
	}
}

// copied is the board on a server with a replica.
type copied struct {
	*testing.T
	http.Handler
	pair  *server.Pair
	store *store.Store
	last  string // the position that was given last
}

func copiedBoard(t *testing.T) *copied {
	t.Helper()
	s := apitest.Schema(t)
	pair := server.NewPair(t)
	home, replica := pair.Database(t)
	d, err := postgres.Open(t.Context(), home, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server.Create(t, d.Pool(), s)
	c := &copied{T: t, pair: pair}
	c.store = store.New(d, store.Options{Lag: time.Hour, Replicas: []store.Replica{{
		Name: "replica", Open: func(ctx context.Context) (driver.Driver, error) {
			d, err := postgres.Open(ctx, replica, postgres.Options{})
			if err != nil {
				return nil, err
			}
			return d, nil
		}}}})
	e := enginetest.OverStore(t, c.store, apitest.Options(s))
	apitest.Seed(t, e)
	c.Handler = doorTo(e)
	return c
}

// say asks with a position, and keeps the one that comes back.
func (c *copied) say(request, position string) *httptest.ResponseRecorder {
	c.Helper()
	first, rest, _ := strings.Cut(request, "\n")
	res := ask(c, first+"\nAs: service\n"+positions.Header+": "+position+"\n"+rest)
	if res.Code >= 400 {
		c.Fatalf("%s: %d %s", first, res.Code, res.Body)
	}
	if at := res.Header().Get(positions.Header); at != "" {
		c.last = at
		if res.Header().Get("Cache-Control") != "no-store" {
			c.Errorf("a position may be kept by caches: %v", res.Header())
		}
	}
	return res
}

// until waits for something.
func (c *copied) until(what string, is func() bool) {
	c.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			c.Fatalf("it does not come to be that %s", what)
		}
	}
}

// TestReadYourWrites: with replication paused, who wrote sees what was written, and
// who did not sees what the replica has.
func TestReadYourWrites(t *testing.T) {
	t.Parallel()
	c := copiedBoard(t)
	const old, fresh = `[{"name":"old"}]`, `[{"name":"new"}]`
	c.say("POST /labels\n"+`{"id":77,"name":"old"}`, positions.Unwritten)
	before := c.last
	position, ok := c.door().positions.Open(before)
	if !ok || position == query.Unknown {
		t.Fatalf("a write gives the position %q", before)
	}
	c.until("the replica can be read", func() bool { return c.store.Away([]string{position}) != nil })
	c.pair.Pause(t)
	c.say("PATCH /labels?id=eq.77\n"+`{"name":"new"}`, before)
	after := c.last
	for range 20 {
		for position, want := range map[string]string{after: fresh, before + ", " + after: fresh, after + ",none": fresh} {
			if got := c.say("GET /labels?id=eq.77&select=name", position).Body.String(); got != want {
				t.Fatalf("who wrote sees %s", got)
			}
		}
		if got := ask(c, "GET /labels?id=eq.77&select=name").Body.String(); got != fresh {
			t.Fatalf("who says nothing sees %s", got)
		}
		if res := c.say("GET /labels?id=eq.77&select=name", before); res.Body.String() != old || res.Header().Get(positions.Header) != "" {
			t.Fatalf("who wrote before sees %s, with %v", res.Body, res.Header())
		}
	}
	batch := "POST /\n" + `[{"method":"PATCH","path":"labels?id=eq.77","body":{"name":"new"}},{"method":"GET","path":"labels?id=eq.77&select=name"}]`
	if got := c.say(batch, positions.Unwritten); !strings.Contains(got.Body.String(), fresh) || got.Header().Get(positions.Header) == "" {
		t.Errorf("a batch that writes sees %s", got.Body)
	}
	// A position of another secret is answered by the database, with another.
	other := New(func() query.Doer { return nil }, Options{Secret: []byte("of others"), Log: slog.New(slog.DiscardHandler)}).(*door)
	for _, foreign := range []string{other.positions.Close("1.1.1.1.1"), c.door().positions.Close("7fffffffffffffff.1.1.1.1"), c.door().positions.Close(query.Unknown)} {
		c.last = ""
		if got := c.say("GET /labels?id=eq.77&select=name", foreign).Body.String(); got != fresh || c.last == "" {
			t.Errorf("a foreign position sees %s and gives %q", got, c.last)
		}
	}
	c.pair.Continue(t)
	c.until("the replica goes on", func() bool {
		return c.say("GET /labels?id=eq.77&select=name", positions.Unwritten).Body.String() == fresh
	})
	t.Run("a replica dies while it is read", c.dies)
}

func (c *copied) door() *door { return c.Handler.(*door) }

// dies kills the replica while it is read: nothing is missing, and nothing twice.
func (c *copied) dies(t *testing.T) {
	var rows strings.Builder
	for id := range 900 {
		fmt.Fprintf(&rows, "%d,%s\n", 1000+id, strings.Repeat("x", 900))
	}
	c.say("POST /labels\nContent-Type: text/csv\nid,name\n"+rows.String(), positions.Unwritten)
	position := c.last
	read := func() string { return c.say("GET /labels?id=gte.1000&order=id&limit=100", position).Body.String() }
	want := read()
	done, stop := make(chan int), make(chan struct{})
	go func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				done <- n
				return
			default:
			}
			if got := ask(c, "GET /labels?id=gte.1000&order=id&limit=100\nAs: service\n"+positions.Header+": "+position); got.Body.String() != want {
				c.Errorf("a read gives %d %.200s", got.Code, got.Body)
			}
		}
	}()
	c.pair.KillReplica(t)
	for range 5 {
		if read() != want {
			t.Error("a read misses something")
		}
	}
	c.pair.ResumeReplica(t)
	close(stop)
	if n := <-done; n == 0 {
		t.Error("nothing was read meanwhile")
	}
}
