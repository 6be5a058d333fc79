//go:build unix

package postgres

import (
	"net"
	"testing"
)

// TestQuiet: a connection is looked at whoever reads from it meanwhile, and is quiet for
// as long as nothing came.
func TestQuiet(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ours, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if !quiet(ours) {
		t.Error("it is not quiet")
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = ours.Read(make([]byte, 1))
	}()
	for range 100 { // in one of which the reader waits
		if !quiet(ours) {
			t.Fatal("it is not quiet while somebody reads")
		}
	}
	if err := theirs.Close(); err != nil {
		t.Fatal(err)
	}
	<-read
	if quiet(ours) {
		t.Error("it is quiet when the other side has ended it")
	}
}
