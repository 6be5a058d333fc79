package body

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/value"
)

// jsonRecords are the records of an NDJSON body: an object a line. Lines of
// nothing are passed over.
type jsonRecords struct {
	in       *bufio.Reader
	most     int // bytes of a line
	line     int
	text     []byte
	splitter splitter
}

func newJSONRecords(in io.Reader, most int) *jsonRecords {
	r := &jsonRecords{in: bufio.NewReaderSize(in, readAhead), most: most, splitter: splitter{names: map[string]string{}}}
	if head, _ := r.in.Peek(len(byteOrderMark)); bytes.Equal(head, byteOrderMark) {
		r.in.Discard(len(byteOrderMark))
	}
	return r
}

func (r *jsonRecords) at() int { return r.line }

// read reads the next line that holds something.
func (r *jsonRecords) read() error {
	for {
		r.text = r.text[:0]
		r.line++
		for {
			part, err := r.in.ReadSlice('\n')
			if r.text = append(r.text, part...); len(r.text) > r.most {
				return InLine(fault.New(fault.TooLarge, "a line is longer than %d bytes", r.most), r.line)
			}
			if err == nil || err == io.EOF && len(r.text) > 0 {
				break
			}
			if err != bufio.ErrBufferFull {
				return err
			}
		}
		if r.text = bytes.TrimSpace(r.text); len(r.text) > 0 {
			return nil
		}
	}
}

func (r *jsonRecords) next(l *Layout) ([]value.Value, []bool, []*fault.Error, error) {
	if err := r.read(); err != nil {
		return nil, nil, nil, err
	}
	members, err := r.members()
	if err != nil {
		return nil, nil, nil, InLine(err, r.line)
	}
	var faults []*fault.Error
	given := 0
	values := make([]value.Value, len(l.Fields), len(l.Fields)+len(members))
	absent := make([]bool, len(l.Fields), len(l.Fields)+len(members))
	for i := range absent {
		absent[i] = true
	}
	for _, m := range members {
		place, unknown := l.place(m.name)
		if unknown != nil {
			faults = append(faults, InLine(unknown, r.line))
			continue
		}
		if place < 0 {
			continue
		}
		if place == len(values) {
			values, absent = append(values, value.Value{}), append(absent, true)
		}
		f := l.c.Fields[l.Fields[place]]
		v, err := m.value(f.Type)
		if err != nil {
			faults = append(faults, InLine(grammar.About(f.Name, err), r.line))
		}
		values[place], absent[place] = v, false
		given++
	}
	if given == len(values) {
		absent = nil
	}
	return values, absent, faults, nil
}

// members takes the line's object apart.
func (r *jsonRecords) members() ([]Member, error) {
	if err := checkDepth(r.text); err != nil {
		return nil, err
	}
	if !json.Valid(r.text) {
		return nil, invalidJSON(r.text)
	}
	if r.text[0] != '{' {
		return nil, fault.New(fault.Body, "the line is not a JSON object")
	}
	r.splitter.raw, r.splitter.pos, r.splitter.members = r.text, 0, 0
	return r.splitter.object()
}
