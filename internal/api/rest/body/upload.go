package body

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"syscall"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// Upload is a large body: validated while it came and kept in a file, so that
// a transaction never waits for whoever sent it. It is the source of an
// operation's rows.
type Upload struct {
	file    *os.File
	open    func(io.Reader) records
	Layout  *Layout
	Rows    int
	records records
	spooled *atomic.Int64 // bytes of all uploads, and
	size    int64         // of this one
}

// UploadsAtOnce is how many uploads of the largest size may be kept at a time:
// many callers together shall not fill the disk.
const UploadsAtOnce = 4

var _ query.RowSource = (*Upload)(nil)

// Limits are the bounds of an upload, and where it is kept.
type Limits struct {
	Longest int64         // bytes of a line or record
	Most    int64         // bytes of the whole
	Dir     string        // of the file; "" is the system's own
	Spooled *atomic.Int64 // bytes of all that are kept now
}

// Receive takes a body of CSV or NDJSON in: records of a collection, of the
// fields only where that is not nil. The caller closes it.
func Receive(r *http.Request, form Form, c *schema.Collection, s *grammar.Sight, only []int, in Limits) (*Upload, error) {
	if err := plain(r.Header); err != nil {
		return nil, err
	}
	if r.ContentLength > in.Most {
		return nil, tooLarge(in.Most, "upload")
	}
	longest := int(in.Longest)
	u := &Upload{Layout: newLayout(c, s, only), spooled: in.Spooled}
	u.open = func(from io.Reader) records { return &csvRecords{in: newCSVReader(from, longest)} }
	if form == Lines {
		u.open = func(from io.Reader) records { return newJSONRecords(from, longest) }
	}
	if err := u.create(in.Dir); err != nil {
		return nil, err
	}
	if err := u.take(r, in.Most); err != nil {
		u.Close()
		return nil, err
	}
	return u, nil
}

// create makes the file. It has no name any more where the system allows that,
// so that a process that is killed leaves nothing.
func (u *Upload) create(dir string) error {
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return spoolFault(err)
		}
	}
	file, err := os.CreateTemp(dir, "upload-*.tmp")
	if err != nil {
		return spoolFault(err)
	}
	u.file = file
	_ = os.Remove(file.Name())
	return nil
}

// Close removes the file.
func (u *Upload) Close() {
	u.spooled.Add(-u.size)
	u.file.Close()
	_ = os.Remove(u.file.Name()) // where it could not go while it was open
}

// take reads the body once, finds its mistakes, and keeps it.
func (u *Upload) take(r *http.Request, most int64) error {
	kept := &keeper{from: r.Body, to: bufio.NewWriterSize(u.file, readAhead), most: most, upload: u}
	in := u.open(kept)
	var faults []*fault.Error
	for {
		_, _, wrong, err := in.next(u.Layout)
		if err == io.EOF {
			break
		}
		var said *fault.Error
		if err != nil && !errors.As(err, &said) {
			return readFailure(err)
		}
		if err != nil {
			faults = append(faults, said)
		}
		if faults = append(faults, wrong...); err != nil || len(faults) >= maxFaults {
			break
		}
		u.Rows++
	}
	if len(faults) > 0 {
		return fault.Join(faults)
	}
	if err := kept.to.Flush(); err != nil {
		return spoolFault(err)
	}
	return nil
}

// Rewind goes before the first row (query.RowSource).
func (u *Upload) Rewind() error {
	if _, err := u.file.Seek(0, io.SeekStart); err != nil {
		return spoolFault(err)
	}
	u.records = u.open(u.file)
	return nil
}

// Next gives a row (query.RowSource).
func (u *Upload) Next() (row []value.Value, absent []bool, ok bool, err error) {
	row, absent, faults, err := u.records.next(u.Layout)
	switch {
	case err == io.EOF:
		return nil, nil, false, nil
	case err != nil:
		return nil, nil, false, spoolFault(err)
	case len(faults) > 0:
		return nil, nil, false, fault.Join(faults)
	}
	return row, absent, true, nil
}

// Line is where that row stands (query.RowSource).
func (u *Upload) Line() int { return u.records.at() }

// Len is how many rows there are (query.RowSource).
func (u *Upload) Len() int { return u.Rows }

// keeper is a body that is written down as it is read, up to a limit.
type keeper struct {
	from   io.Reader
	to     *bufio.Writer
	most   int64
	upload *Upload
}

// Read reads and keeps (io.Reader).
func (k *keeper) Read(p []byte) (int, error) {
	n, err := k.from.Read(p)
	k.upload.size += int64(n)
	all := k.upload.spooled.Add(int64(n))
	if k.upload.size > k.most {
		return 0, tooLarge(k.most, "upload")
	}
	if all/UploadsAtOnce > k.most {
		return 0, fault.New(fault.Unavailable, "too much is being sent at once").WithHint("try again in a moment")
	}
	if _, failed := k.to.Write(p[:n]); failed != nil {
		return 0, spoolFault(failed)
	}
	return n, err
}

// spoolFault classifies a failure of the file.
func spoolFault(err error) error {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return fault.Wrap(fault.Full, err, "there is no room on the disk to take the body in")
	}
	return fault.Wrap(fault.Internal, err, "the body cannot be kept: %v", err)
}
