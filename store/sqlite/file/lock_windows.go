package file

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockAt is a byte far behind the file's text, since Windows keeps others from
// reading what is locked.
const lockAt = 1 << 20

// tryLock takes an exclusive lock, or tells that somebody holds it.
func tryLock(f *os.File) (held bool, err error) {
	at := &windows.Overlapped{Offset: lockAt}
	err = windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, at)
	if err == windows.ERROR_LOCK_VIOLATION || err == windows.ERROR_IO_PENDING {
		return true, nil
	}
	return false, err
}
