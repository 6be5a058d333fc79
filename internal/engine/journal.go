package engine

import (
	"encoding/binary"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// journal remembers the records that a large operation wrote, in order and in
// little memory: their keys, their lines, and which of the tested fields are
// null.
type journal struct {
	c      *schema.Collection
	kept   bool  // anything is asked of it later
	tested []int // fields of which it matters whether they are null
	chunks [][]byte
}

// The journal's chunks, and how large it may become.
const (
	journalChunk = 1 << 20
	journalMost  = 128 << 20
)

// add notes a record.
func (j *journal) add(d *draft) error {
	if !j.kept {
		return nil
	}
	if n := len(j.chunks); n == 0 || len(j.chunks[n-1]) > journalChunk-journalChunk/8 {
		if n*journalChunk >= journalMost {
			return fault.Of(fault.TooComplex, j.c.Name, "there are more records than can be judged at once").
				WithHint("send them in several requests")
		}
		j.chunks = append(j.chunks, make([]byte, 0, journalChunk))
	}
	last := len(j.chunks) - 1
	buf := binary.AppendUvarint(j.chunks[last], uint64(d.line))
	for _, f := range j.tested {
		buf = append(buf, flags(d.fresh[f].IsNull()))
	}
	for _, f := range j.c.Key {
		buf = appendKept(buf, d.fresh[f])
	}
	j.chunks[last] = buf
	return nil
}

// each gives the records again, as drafts that hold no more than was kept.
func (j *journal) each(visit func(*draft) error) error {
	d := draft{fresh: make([]value.Value, len(j.c.Stored()))}
	for _, rest := range j.chunks {
		for len(rest) > 0 {
			line, n := binary.Uvarint(rest)
			rest = rest[n:]
			d.line = int(line)
			for _, f := range j.tested {
				d.fresh[f] = standIn
				if rest[0] != 0 {
					d.fresh[f] = value.Value{}
				}
				rest = rest[1:]
			}
			for _, f := range j.c.Key {
				var err error
				if d.fresh[f], rest, err = cutKept(j.c.Fields[f].Type, rest); err != nil {
					return err
				}
			}
			if err := visit(&d); err != nil {
				return err
			}
		}
	}
	return nil
}

// standIn stands for a value of which only is known that it is not null.
var standIn = value.OfBool(true)

// appendKept appends a value of a key; most keys are UUIDs, whose bytes are
// shorter than their text.
func appendKept(buf []byte, v value.Value) []byte {
	if v.Kind() == value.UUID {
		return append(buf, v.Raw()...)
	}
	text := v.AppendJSON(nil)
	buf = binary.AppendUvarint(buf, uint64(len(text)))
	return append(buf, text...)
}

// cutKept takes a value off that appendKept appended.
func cutKept(t value.Type, buf []byte) (value.Value, []byte, error) {
	if t.Kind == value.UUID {
		return value.OfRawUUID(string(buf[:16])), buf[16:], nil
	}
	size, n := binary.Uvarint(buf)
	end := n + int(size)
	v, err := value.ParseJSON(t, buf[n:end])
	if err != nil {
		return v, nil, fault.Wrap(fault.Internal, err, "a key could not be read back")
	}
	return v, buf[end:], nil
}
