package engine

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// tagger makes the tags of records: a record has another tag as soon as any of
// its stored fields has another value that the caller may know. Tags are keyed, so
// that one tells nothing of what it was made of. A tagger serves one request at a
// time.
type tagger struct {
	mac  hash.Hash
	text []byte
	sum  [sha256.Size]byte
}

// tagSize is how much of an HMAC makes a tag.
const tagSize = 15

func (e *Engine) newTagger() any { return &tagger{mac: hmac.New(sha256.New, e.tagKey)} }

// tagOf gives the tag of a record of c for the caller; field gives its stored values.
func (r *run) tagOf(c *schema.Collection, field func(int) value.Value) string {
	rights := access.RightsOf(r.principal, &r.caller)
	t := r.engine.taggers.Get().(*tagger)
	defer r.engine.taggers.Put(t)
	t.text = append(t.text[:0], c.Name...)
	all := true
	for i := range c.Stored() {
		if !rights.Sees(c, i) {
			t.text, all = append(t.text, hidden), false
			continue
		}
		t.add(field(i))
	}
	if !all {
		t.computed(rights, c, field)
	}
	t.mac.Reset()
	t.mac.Write(t.text)
	sum := t.mac.Sum(t.sum[:0])
	var out [tagSize * 4 / 3]byte
	base64.RawURLEncoding.Encode(out[:], sum[:tagSize])
	return string(out[:])
}

// hidden stands in the place of a value that the caller may not know.
const hidden = 1

// computed adds what the caller knows of hidden fields by those that are computed of
// them. What looks at other records is no part of a tag.
func (t *tagger) computed(rights *access.Rights, c *schema.Collection, field func(int) value.Value) {
	var rec record
	for _, f := range c.Computed() {
		if !rights.Sees(c, f.Index) || rights.Knows(c, f.Value) {
			continue
		}
		if rec == nil {
			rec = make(record, len(c.Stored()))
			for i := range rec {
				rec[i] = field(i)
			}
		}
		if v, err := expr.Eval(f.Value, &expr.Scope{Record: rec}); err == nil {
			t.add(v)
		}
	}
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
	return r.tagOf(c, func(i int) value.Value { return row.Value(outputs[i]) })
}

// demand refuses a write whose record is not as its caller wants it to be; nil
// is no record.
func (o *operation) demand(rec []value.Value) error {
	if o.in.Precondition == nil {
		return nil
	}
	tag := ""
	if rec != nil {
		tag = o.tagOf(o.c, func(i int) value.Value { return rec[i] })
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
