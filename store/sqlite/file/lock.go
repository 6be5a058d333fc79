package file

import (
	"fmt"
	"io"
	"os"
	"strings"

	"bedplate/fault"
)

// Lock is held by the one server of a database. The system releases it
// when the process ends, however that is; the file itself stays.
type Lock struct{ file *os.File }

// TakeLock takes the lock, or says who has it.
func TakeLock(path string) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the lock file %s cannot be opened", path)
	}
	held, err := tryLock(f)
	if err != nil {
		f.Close()
		return nil, fault.Wrap(fault.Unavailable, err, "the lock file %s cannot be locked", path)
	}
	if held {
		holder, _ := io.ReadAll(io.LimitReader(f, 64))
		f.Close()
		return nil, fault.New(fault.Unavailable, "another process serves this database").
			WithDetail("process %s holds %s", strings.TrimSpace(string(holder)), path).
			WithHint("stop that process first; commands reach a running server by themselves")
	}
	if err := f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(fmt.Sprintf("%d\n", os.Getpid())), 0)
		_ = err // the number is for people; the lock holds without it
	}
	return &Lock{file: f}, nil
}

// Release lets the lock go; a nil lock was never taken.
func (l *Lock) Release() {
	if l != nil {
		l.file.Close()
	}
}
