//go:build !unix

package postgres

import "net"

// quiet is not known here.
func quiet(net.Conn) bool { return false }
