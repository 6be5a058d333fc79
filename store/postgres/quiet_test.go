//go:build unix

package postgres

import (
	"net"
	"testing"
	"time"
)

// TestQuiet: a connection is looked at without waiting for whoever reads from it.
func TestQuiet(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	server, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if !quiet(conn) {
		t.Error("a connection on which nothing was said is not quiet")
	}
	read := make(chan struct{})
	go func() { // as pgx leaves one behind
		defer close(read)
		_, _ = conn.Read(make([]byte, 1))
	}()
	looked := make(chan bool)
	go func() {
		for range 100_000 { // before long the other one reads
			if !quiet(conn) {
				looked <- false
				return
			}
		}
		looked <- true
	}()
	select {
	case ok := <-looked:
		if !ok {
			t.Error("a connection that is read from is not quiet")
		}
	case <-time.After(time.Minute):
		t.Fatal("it waits for the reader")
	}
	if _, err := server.Write([]byte("ab")); err != nil {
		t.Fatal(err)
	}
	<-read
	for began := time.Now(); quiet(conn); {
		if time.Since(began) > time.Minute {
			t.Fatal("a connection on which something was said is quiet")
		}
	}
	_, _ = conn.Read(make([]byte, 1))
	_ = server.Close()
	for began := time.Now(); quiet(conn); {
		if time.Since(began) > time.Minute {
			t.Fatal("a connection that was ended is quiet")
		}
	}
}
