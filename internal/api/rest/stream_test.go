package rest

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/api/apitest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// rows answers every read with as many rows as it says, and then fails where
// it has an error.
type rows struct {
	query.Doer // of which it is asked no more than it has
	schema     *schema.Schema
	count      int
	err        error
	ended      chan error // what the sink said, where anyone waits for it
}

func (d *rows) Schema() *schema.Schema { return d.schema }

func (d *rows) Do(_ context.Context, _ *query.Principal, _ *query.Request, sink query.Sink) ([]query.Result, error) {
	shape := query.NewShape([]query.Member{{Name: "id", Type: value.Type{Kind: value.Int}}})
	err := sink.Begin(0, shape)
	for i := 0; i < d.count && err == nil; i++ {
		err = sink.Row(0, number(i))
	}
	if err == nil {
		err = d.err
	}
	if d.ended != nil {
		d.ended <- err
	}
	return []query.Result{{Affected: int64(d.count), Total: -1}}, err
}

// TestPageIsBounded refuses an answer that would fill the memory, before any
// of it is sent.
func TestPageIsBounded(t *testing.T) {
	t.Parallel()
	d := &rows{schema: apitest.Schema(t), count: 1000}
	h := New(func() query.Doer { return d }, Options{MaxPage: 1000})
	if res := ask(h, "GET /posts"); res.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", res.Code)
	}
}

// number is a row of one member.
type number int

func (n number) Value(int) value.Value                   { return value.OfInt(int64(n)) }
func (n number) Nested(int, func(query.Row) error) error { return nil }

func serveRows(t *testing.T, d *rows) *httptest.Server {
	d.schema = apitest.Schema(t)
	s := httptest.NewServer(New(func() query.Doer { return d }, Options{Log: slog.New(slog.DiscardHandler), Stall: 200 * time.Millisecond}))
	t.Cleanup(s.Close)
	return s
}

func getLines(t *testing.T, s *httptest.Server) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/rest/v1/posts", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "application/x-ndjson")
	res, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res, body, err
}

// TestStream gives every row of a result far beyond any page.
func TestStream(t *testing.T) {
	t.Parallel()
	s := serveRows(t, &rows{count: 100_000})
	_, body, err := getLines(t, s)
	if got := strings.Count(string(body), "\n"); err != nil || got != 100_000 {
		t.Errorf("%d lines, %v", got, err)
	}
}

// TestStreamBreaks ends the connection where rows are missing, so that no
// caller takes a part for the whole.
func TestStreamBreaks(t *testing.T) {
	t.Parallel()
	s := serveRows(t, &rows{count: 100_000, err: fault.New(fault.Unavailable, "gone")})
	if _, _, err := getLines(t, s); err == nil {
		t.Error("a stream that failed looks complete")
	}
}

// TestStreamRefuses answers an error before the first bytes as any other.
func TestStreamRefuses(t *testing.T) {
	t.Parallel()
	s := serveRows(t, &rows{count: 3, err: fault.New(fault.Unavailable, "gone")})
	if res, _, err := getLines(t, s); err != nil || res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%d, %v", res.StatusCode, err)
	}
}

// TestStreamStalls ends the read of a client who takes nothing.
func TestStreamStalls(t *testing.T) {
	t.Parallel()
	d := &rows{count: 20_000_000, ended: make(chan error, 1)}
	s := serveRows(t, d)
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET /rest/v1/posts HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\n\r\n")
	if _, err := bufio.NewReaderSize(conn, 16).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-d.ended:
		if err == nil {
			t.Error("the stream went on without a reader")
		}
	case <-time.After(20 * time.Second):
		t.Error("the stream hangs")
	}
}
