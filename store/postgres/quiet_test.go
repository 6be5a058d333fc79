//go:build unix

package postgres

import (
	"net"
	"testing"
	"time"
)

// TestQuiet looks at connections on which somebody waits for the server's next word,
// as pgx does behind a write that took long, and which stand, or do not.
func TestQuiet(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	far, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = far.Close() }()
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = conn.Read(make([]byte, 1))
	}()
	looked := func() bool {
		t.Helper()
		said := make(chan bool, 1)
		go func() { said <- quiet(conn) }()
		select {
		case is := <-said:
			return is
		case <-time.After(30 * time.Second):
			t.Fatal("it waits for the reader")
			return false
		}
	}
	for range 1000 { // until the reader waits, and then
		if !looked() {
			t.Fatal("a connection that stands is taken for one that does not")
		}
	}
	if err := far.Close(); err != nil {
		t.Fatal(err)
	}
	<-read
	if looked() {
		t.Error("a connection that was ended is taken for one that stands")
	}
}
