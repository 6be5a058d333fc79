//go:build unix

package postgres

import (
	"crypto/tls"
	"errors"
	"net"
	"syscall"
)

// quiet tells whether a connection on which nothing is asked stands, as far as this
// machine knows: its server has neither ended it nor said anything.
func quiet(conn net.Conn) bool {
	if over, ok := conn.(*tls.Conn); ok {
		conn = over.NetConn()
	}
	below, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := below.SyscallConn()
	if err != nil {
		return false
	}
	// Not by Read: pgx may have left a reader behind that waits for the next answer, and
	// Read would wait for it to end.
	waits := false
	err = raw.Control(func(fd uintptr) {
		var one [1]byte
		_, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		waits = errors.Is(err, syscall.EAGAIN)
	})
	return err == nil && waits
}
