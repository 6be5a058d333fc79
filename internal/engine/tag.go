package engine

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// tagger makes the tags of records: a record has another tag as soon as any of
// its stored fields has another value. Tags are keyed, so that nobody learns by
// trying what fields hold that they may not read. A tagger serves one request
// at a time.
type tagger struct {
	mac  hash.Hash
	text []byte
	sum  [sha256.Size]byte
}

// tagSize is how much of an HMAC makes a tag.
const tagSize = 15

func (e *Engine) newTagger() any { return &tagger{mac: hmac.New(sha256.New, e.tagKey)} }

// tagOf gives the tag of a record of c; field gives its stored values.
func (e *Engine) tagOf(c *schema.Collection, field func(int) value.Value) string {
	t := e.taggers.Get().(*tagger)
	defer e.taggers.Put(t)
	t.text = append(t.text[:0], c.Name...)
	for i := range c.Stored() {
		t.add(field(i))
	}
	t.mac.Reset()
	t.mac.Write(t.text)
	sum := t.mac.Sum(t.sum[:0])
	var out [tagSize * 4 / 3]byte
	base64.RawURLEncoding.Encode(out[:], sum[:tagSize])
	return string(out[:])
}

// add appends a value so that no two run into each other.
func (t *tagger) add(v value.Value) {
	t.text = append(t.text, 0, byte(v.Kind()))
	switch v.Kind() {
	case value.Null:
	case value.Bool, value.Int, value.Float, value.Time:
		t.text = binary.LittleEndian.AppendUint64(t.text, uint64(v.Int()))
	default:
		start := len(t.text)
		t.text = v.AppendText(append(t.text, 0, 0, 0, 0))
		binary.LittleEndian.PutUint32(t.text[start:], uint32(len(t.text)-start))
	}
}

// tagRow gives the tag of a read's row, whose plan says where the fields are.
func (r *run) tagRow(c *schema.Collection, outputs []int, row query.Row) string {
	return r.engine.tagOf(c, func(i int) value.Value { return row.Value(outputs[i]) })
}

// demand refuses a write whose record is not as its caller wants it to be; nil
// is no record.
func (o *operation) demand(rec []value.Value) error {
	if o.in.Precondition == nil {
		return nil
	}
	tag := ""
	if rec != nil {
		tag = o.engine.tagOf(o.c, func(i int) value.Value { return rec[i] })
	}
	if !o.in.Precondition.Holds(tag) {
		return notAsDemanded(o.c)
	}
	return nil
}

func notAsDemanded(c *schema.Collection) error {
	return fault.Of(fault.Precondition, c.Name, "the record of %s is not as it was demanded to be", c.Name).
		WithHint("read it again, and decide anew")
}

// onlyOne refuses a precondition on anything but one record.
func onlyOne(op *query.Operation) error {
	if op.Precondition == nil || op.ByKey || op.Kind == query.Upsert && len(op.Rows) == 1 {
		return nil
	}
	return fault.Of(fault.Unsupported, op.Collection.Name, "a precondition is about one record, by its key")
}
