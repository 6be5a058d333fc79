package main

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// humble is what a program runs under so that permissions bind it, also where
// the tests run as root; ok is false where there is no such thing.
var humble = sync.OnceValues(func() (under []string, ok bool) {
	if os.Getuid() != 0 {
		return nil, runtime.GOOS != "windows"
	}
	under = []string{"setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"}
	return under, exec.Command(under[0], under[1], "true").Run() == nil
})

// humbly ARG... runs bedplate as somebody whom permissions bind: see the
// condition humble.
func humbly(ts *testscript.TestScript, neg bool, args []string) {
	under, _ := humble()
	line := append(append(slices.Clone(under), "bedplate"), args...)
	if failed := ts.Exec(line[0], line[1:]...) != nil; failed != neg {
		ts.Fatalf("bedplate %q: that it failed is %t", args, failed)
	}
}

type holdKey struct{}

// hold FILE locks a database as another program would, until it is said again
// or the script ends.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold FILE")
	}
	path := ts.MkAbs(args[0])
	held := ts.Value(holdKey{}).(map[string]*zombiezen.Conn)
	if conn := held[path]; conn != nil {
		delete(held, path)
		ts.Check(conn.Close())
		return
	}
	conn, err := zombiezen.OpenConn(path, zombiezen.OpenReadWrite)
	ts.Check(err)
	held[path] = conn
	ts.Defer(func() {
		if conn := held[path]; conn != nil {
			_ = conn.Close()
		}
	})
	ts.Check(sqlitex.ExecuteTransient(conn, "BEGIN IMMEDIATE", nil))
}

// damage FILE OFFSET [LENGTH] writes rubbish over a part of a file; without
// LENGTH it cuts the file off there.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: damage FILE OFFSET [LENGTH]")
	}
	path := ts.MkAbs(args[0])
	offset, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	if len(args) == 2 {
		ts.Check(os.Truncate(path, offset))
		return
	}
	length, err := strconv.Atoi(args[2])
	ts.Check(err)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	ts.Check(err)
	defer f.Close()
	_, err = f.WriteAt(bytes.Repeat([]byte{0xA5}, length), offset)
	ts.Check(err)
}
