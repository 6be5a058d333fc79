package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// TestAnswersAreWhole asks for answers of many lengths over one connection:
// those that are sent at once, and those that are not.
func TestAnswersAreWhole(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{
		Log: slog.New(slog.DiscardHandler), InFlight: 4, Handler: time.Minute,
		Doors: map[string]http.Handler{"/d": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			n, _ := strconv.Atoi(r.URL.RawQuery)
			w.Header().Set("Content-Length", strconv.Itoa(n))
			if _, err := w.Write(body(n)); err != nil {
				t.Error(err)
			}
		})},
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, ln) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	for _, n := range []int{0, 1, 4 << 10, 8 << 10, 8<<10 + 1, 12_000, 8 << 10, 100_000, 1, 3 << 20} {
		resp, err := http.Get("http://" + ln.Addr().String() + "/d?" + strconv.Itoa(n))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || !bytes.Equal(got, body(n)) {
			t.Errorf("of %d bytes %d came: %v", n, len(got), err)
		}
	}
}

// body is n bytes, no two parts of which are alike.
func body(n int) []byte {
	var b []byte
	for i := 0; len(b) < n; i++ {
		b = strconv.AppendInt(b, int64(i), 36)
	}
	return b[:n]
}

// TestHeldBack holds back what is written first, until more comes or nothing
// more does. Nobody reads meanwhile: a write that is not held back waits.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]string{"more comes": "second", "nothing more comes": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			here, there := net.Pipe()
			defer there.Close()
			c := &gathered{Conn: here}
			c.hold()
			if n, err := c.Write([]byte("first")); n != 5 || err != nil {
				t.Fatalf("%d bytes, %v", n, err)
			}
			got := make(chan string)
			go func() {
				all, _ := io.ReadAll(there)
				got <- string(all)
			}()
			if second != "" {
				if n, err := c.Write([]byte(second)); n != len(second) || err != nil {
					t.Errorf("%d bytes, %v", n, err)
				}
			}
			if err := c.release(); err != nil {
				t.Error(err)
			}
			if n, err := c.Write([]byte(", last")); n != 6 || err != nil {
				t.Errorf("%d bytes, %v", n, err)
			}
			c.Close()
			if all := <-got; all != "first"+second+", last" {
				t.Errorf("%q came", all)
			}
		})
	}
}

// TestHeldBackAndGone finds at the next write that the caller is gone.
func TestHeldBackAndGone(t *testing.T) {
	t.Parallel()
	here, there := net.Pipe()
	c := &gathered{Conn: here}
	c.hold()
	c.Write([]byte("first"))
	there.Close()
	if n, err := c.Write([]byte("second")); n != 0 || err == nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	if c.held != nil {
		t.Error("it is still held back")
	}
}
