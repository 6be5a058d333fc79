//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// ordersApp makes the ids itself, so that what is done twice stands twice.
var ordersApp = map[string]string{
	"bedplate.yaml": "name: orders\nserver: {grace: 0s}\n",
	"schema/orders.yaml": `collection: orders
fields:
  note: {type: text, required: true, max: 40}
  count: {type: int, default: 0}
indexes:
  - [note]
`,
}

// TestKilledServersAnswerOnce ends servers with SIGKILL while clients write
// with keys. What nobody answered is sent again to the next server: of every
// order there is one in the end, and it is the one that was answered with.
func TestKilledServersAnswerOnce(t *testing.T) {
	t.Parallel()
	lives := 24
	if testing.Short() {
		lives = 6
	}
	dir := t.TempDir()
	layOut(t, dir, ordersApp)
	s := &shop{rand: rand.New(rand.NewPCG(1, 8)), answered: map[string]string{}, token: tokenOf(t, dir)}
	for range lives {
		p := launch(t, nil, "serve", dir, "--addr", "127.0.0.1:0", "--log-level", "error")
		s.url = p.ready(t) + "/rest/v1"
		s.life++
		s.sendAgain(t)
		var clients sync.WaitGroup
		for c := range 4 {
			clients.Go(func() { s.order(c) })
		}
		time.Sleep(time.Duration(2+s.rand.IntN(30)) * time.Millisecond) // any moment of its work
		p.kill()
		clients.Wait()
	}
	p := launch(t, nil, "serve", dir, "--addr", "127.0.0.1:0", "--log-level", "error")
	s.url = p.ready(t) + "/rest/v1"
	s.sendAgain(t)
	s.audit(t)
	if s.again == 0 {
		t.Error("no server was killed before it answered")
	}
	t.Logf("%d orders, %d of them sent again, %d of those done before", len(s.answered), s.again, s.replayed)
}

// tokenOf mints a token of the service role.
func tokenOf(t *testing.T, dir string) string {
	t.Helper()
	self, err := exec.LookPath("bedplate")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(self, "token", dir, "--role", "service").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// shop is an app with what its clients know of it.
type shop struct {
	url, token string
	life       int
	rand       *rand.Rand

	mu              sync.Mutex
	answered        map[string]string // an order's id by its name
	waiting         []string          // those that were sent and not answered
	again, replayed int
}

// order sends orders until the server is gone.
func (s *shop) order(client int) {
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	for n := 0; ; n++ {
		name := fmt.Sprintf("%d-%d-%d", s.life, client, n)
		id, _, err := s.send(transport, name)
		s.mu.Lock()
		if err != nil {
			s.waiting = append(s.waiting, name)
			s.mu.Unlock()
			return
		}
		s.answered[name] = id
		s.mu.Unlock()
	}
}

// sendAgain sends what was not answered, and must be now.
func (s *shop) sendAgain(t *testing.T) {
	t.Helper()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	for _, name := range s.waiting {
		id, replayed, err := s.send(transport, name)
		if err != nil {
			t.Fatalf("order %s, sent again: %v", name, err)
		}
		s.answered[name] = id
		if s.again++; replayed {
			s.replayed++
		}
	}
	s.waiting = nil
}

// send sends an order, every third one within a batch, and gives its id.
func (s *shop) send(transport http.RoundTripper, name string) (id string, replayed bool, err error) {
	path, body := "/orders?select=id", fmt.Sprintf(`{"note":%q}`, name)
	if strings.HasSuffix(name, "2") {
		path = "/"
		body = fmt.Sprintf(`[{"method":"POST","path":"orders?select=id","body":{"note":%q}},`+
			`{"method":"PATCH","path":"orders/{0.id}?select=id","body":{"count":1}}]`, name)
	}
	req, err := http.NewRequest("POST", s.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return "", false, err
	}
	req.Header = http.Header{"Authorization": {"Bearer " + s.token}, "Content-Type": {"application/json"},
		"Prefer": {"return=representation"}, "Idempotency-Key": {name}}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return "", false, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", false, err
	}
	if resp.StatusCode >= 300 {
		return "", false, fmt.Errorf("%d %s", resp.StatusCode, text)
	}
	_, rest, found := strings.Cut(string(text), `"id":"`)
	if id, _, _ = strings.Cut(rest, `"`); !found {
		return "", false, fmt.Errorf("no id in %s", text)
	}
	return id, resp.Header.Get("Idempotent-Replayed") == "true", nil
}

// audit compares what stands with what was answered.
func (s *shop) audit(t *testing.T) {
	t.Helper()
	req, err := http.NewRequest("GET", s.url+"/orders?select=id,note,count", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Authorization": {"Bearer " + s.token}, "Accept": {"application/x-ndjson"}}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	stand := map[string]int{}
	for lines := json.NewDecoder(resp.Body); lines.More(); {
		var row struct {
			ID, Note string
			Count    int
		}
		if err := lines.Decode(&row); err != nil {
			t.Fatal(err)
		}
		if stand[row.Note]++; s.answered[row.Note] != row.ID {
			t.Errorf("order %s is %s, and was answered with %q", row.Note, row.ID, s.answered[row.Note])
		}
		if whole := strings.HasSuffix(row.Note, "2"); (row.Count == 1) != whole {
			t.Errorf("of the batch of order %s only a part was done", row.Note)
		}
	}
	for name := range s.answered {
		if stand[name] != 1 {
			t.Errorf("order %s stands %d times", name, stand[name])
		}
	}
}
