//go:build linux

package load

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestAnswer(t *testing.T) {
	t.Parallel()
	const inChunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
	const whole = "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 3\r\n\r\nabc"
	for text, want := range map[string]struct {
		status, length int
		done, fails    bool
	}{
		whole:                      {status: 200, length: 3, done: true},
		whole[:len(whole)-1]:       {status: 200, length: 3},
		whole[:20]:                 {},
		strings.ToLower(whole[8:]): {fails: true},
		"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc":              {status: 200, length: 3, done: true},
		"HTTP/1.1 204 No Content\r\n\r\n":                              {status: 204, done: true},
		"HTTP/1.1 200 OK\r\nX: y\r\n\r\nabc":                           {status: 200, fails: true},
		"HTTP/2.0 200 OK\r\n\r\n":                                      {fails: true},
		inChunks:                                                       {status: 200, length: 19, done: true},
		inChunks[:len(inChunks)-1]:                                     {status: 200, length: 19},
		inChunks[:len(inChunks)-10]:                                    {status: 200, length: 19},
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n": {status: 200, fails: true},
		"HTTP/1.1 200 OK\r\nContent-Length: x":                         {},
		"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n":                 {status: 200, fails: true},
	} {
		status, length, done, err := answer([]byte(text))
		if status != want.status || length != want.length || done != want.done || (err != nil) != want.fails {
			t.Errorf("%q: %d, %d, %v, %v", text, status, length, done, err)
		}
	}
}

// server answers with the path, and tells each.
func server(t *testing.T, paths chan<- string) netip.AddrPort {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths <- r.URL.Path
		w.Write([]byte(r.URL.Path))
	}))
	t.Cleanup(s.Close)
	return netip.MustParseAddrPort(s.Listener.Addr().String())
}

func get(path string, length int) Request {
	return Request{Bytes: []byte("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"), Status: 200, Length: length}
}

func TestRunCountsEveryAnswer(t *testing.T) {
	t.Parallel()
	paths := make(chan string, 1<<20)
	numbered := get("/n/000000", 9)
	numbered.Serial, numbered.Digits = strings.Index(string(numbered.Bytes), "000000"), 6
	res, err := Run(server(t, paths), 3, 50*time.Millisecond, &Work{Requests: []Request{get("/a", 2), numbered}})
	if err != nil {
		t.Fatal(err)
	}
	if res.Requests < 3 || res.Requests != len(paths) {
		t.Errorf("%d answers to %d requests", res.Requests, len(paths))
	}
	close(paths)
	seen := map[string]bool{}
	for path := range paths {
		if path != "/a" && seen[path] {
			t.Fatalf("%s was sent twice", path)
		}
		seen[path] = true
	}
	if !seen["/a"] || !seen["/n/000001"] {
		t.Error("the requests do not take turns")
	}
}

func TestRunRefusesWrongAnswers(t *testing.T) {
	t.Parallel()
	paths := make(chan string, 1<<20)
	_, err := Run(server(t, paths), 2, time.Second, &Work{Requests: []Request{get("/abc", 3)}})
	var wrong *Wrong
	if !errors.As(err, &wrong) || wrong.Length != 4 || wrong.Status != 200 {
		t.Errorf("got %v", err)
	}
}
