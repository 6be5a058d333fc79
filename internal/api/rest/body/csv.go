package body

import (
	"bufio"
	"bytes"
	"io"

	"bedplate/fault"
)

// csvReader takes CSV apart, strictly as RFC 4180 has it, in memory bounded by
// the longest record it allows. Lines may end in CRLF or LF, and a byte order
// mark is passed over.
type csvReader struct {
	in   *bufio.Reader
	most int // bytes of a record

	line  int // where the record at hand begins, from 1
	next  int // the line that is read next
	text  []byte
	cells []cell
}

// cell is one value of a record: the text from, to, and whether it was quoted.
type cell struct {
	from, to int
	quoted   bool
}

// byteOrderMark begins files that some programs write.
var byteOrderMark = []byte("\uFEFF")

func newCSVReader(in io.Reader, most int) *csvReader {
	r := &csvReader{in: bufio.NewReaderSize(in, readAhead), most: most, next: 1}
	if head, _ := r.in.Peek(len(byteOrderMark)); bytes.Equal(head, byteOrderMark) {
		r.in.Discard(len(byteOrderMark))
	}
	return r
}

// readAhead is how much of a body is read at a time.
const readAhead = 64 << 10

// get gives cell i of the record at hand.
func (r *csvReader) get(i int) []byte { return r.text[r.cells[i].from:r.cells[i].to] }

// record reads the next record; io.EOF comes after the last one.
func (r *csvReader) record() error {
	r.text, r.cells, r.line = r.text[:0], r.cells[:0], r.next
	if _, err := r.in.ReadByte(); err != nil {
		return err
	}
	r.in.UnreadByte()
	for {
		last, err := r.cell()
		if err != nil || last {
			return err
		}
	}
}

// blank tells a line of nothing.
func (r *csvReader) blank() bool {
	return len(r.cells) == 1 && len(r.text) == 0 && !r.cells[0].quoted
}

// cell reads a cell and what ends it, and tells whether it ends the record.
func (r *csvReader) cell() (last bool, err error) {
	from := len(r.text)
	c, err := r.in.ReadByte()
	quoted := err == nil && c == '"'
	if quoted {
		if err := r.quoted(); err != nil {
			return true, err
		}
		c, err = r.in.ReadByte()
	}
	for ; ; c, err = r.in.ReadByte() {
		switch {
		case err == io.EOF:
			r.cells = append(r.cells, cell{from, len(r.text), quoted})
			return true, nil
		case err != nil:
			return true, err
		case c == ',':
			r.cells = append(r.cells, cell{from, len(r.text), quoted})
			if len(r.cells) > maxMembers {
				return true, r.mistake("a line has more than %d values", maxMembers)
			}
			return false, nil
		case c == '\n':
			r.next++
			r.cells = append(r.cells, cell{from, len(r.text), quoted})
			return true, nil
		case c == '\r':
			if after, _ := r.in.Peek(1); len(after) == 0 || after[0] != '\n' {
				return true, r.mistake("a carriage return stands alone; put the value in quotes")
			}
		case quoted:
			return true, r.mistake("value %d goes on after its closing quote; within quotes, write a quote twice", len(r.cells)+1)
		case c == '"':
			return true, r.mistake("value %d holds a quote and is not in quotes", len(r.cells)+1)
		default:
			if r.text = append(r.text, c); len(r.text) > r.most {
				return true, r.tooLong()
			}
		}
	}
}

// quoted reads a quoted text after its opening quote, up to the closing one.
func (r *csvReader) quoted() error {
	opened := r.next
	for {
		c, err := r.in.ReadByte()
		if err == io.EOF {
			f := r.mistake("a quote that is opened in line %d is never closed", opened)
			f.Line = opened
			return f
		}
		if err != nil {
			return err
		}
		if c == '\n' {
			r.next++
		}
		if c == '"' {
			if after, _ := r.in.Peek(1); len(after) == 0 || after[0] != '"' {
				return nil
			}
			r.in.Discard(1)
		}
		if r.text = append(r.text, c); len(r.text) > r.most {
			return r.tooLong()
		}
	}
}

func (r *csvReader) mistake(format string, args ...any) *fault.Error {
	f := fault.New(fault.Body, format, args...)
	f.Line = r.next
	return f
}

func (r *csvReader) tooLong() error {
	f := fault.New(fault.TooLarge, "a record is longer than %d bytes", r.most)
	f.Line = r.line
	return f
}
