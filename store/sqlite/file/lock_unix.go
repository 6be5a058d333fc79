//go:build unix

package file

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes an exclusive lock, or tells that somebody holds it.
func tryLock(f *os.File) (held bool, err error) {
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == unix.EWOULDBLOCK {
		return true, nil
	}
	return false, err
}
