package rest

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"bedplate/fault"
	"bedplate/internal/api/rest/body"
	"bedplate/query"
)

// run reads the operations of a batch, has them done and answers.
func (b *batch) run(given []body.Step) error {
	c := b.outer
	defer b.release()
	for i := range given {
		s := &step{of: b, given: given[i], op: -1}
		b.steps = append(b.steps, s)
		if err := b.named(i); err != nil {
			return fault.InOperation(err, i)
		}
		if err := b.begin(s); err != nil {
			return fault.InOperation(err, i)
		}
	}
	if len(b.ops) == 0 && c.media.plan != planNone {
		return explainedNothing()
	}
	if len(b.ops) == 0 {
		return b.answer(nil)
	}
	c.asked = query.Request{Schema: c.parser.Cat.Schema, Ops: b.ops, Params: c.parser.Params,
		Rollback: c.prefer.rollback, Source: c.source()}
	b.asked = true
	return c.send(&c.asked, b, b.answer)
}

// add takes the operation of a step, whose rows go to a page, and how it is
// answered once it is done.
func (b *batch) add(s *step, op query.Operation, rows *page, answer func(*query.Result) error) error {
	if rows != nil {
		b.pages = append(b.pages, rows)
		if rows.format.streams() {
			return notJSON()
		}
	} else {
		b.pages = append(b.pages, nil)
	}
	if err := s.take(&op); err != nil {
		return err
	}
	s.op, s.answer = len(b.ops), answer
	b.ops = append(b.ops, op)
	b.stepOf = append(b.stepOf, len(b.steps)-1)
	return nil
}

// notJSON refuses the forms that no part of a batch's answer can have.
func notJSON() error {
	return fault.Of(fault.Media, "Accept", "an operation of a batch is answered in JSON").
		WithHint("accept application/json or application/vnd.pgrst.object+json")
}

// Begin begins the rows of an operation (query.Sink).
func (b *batch) Begin(op int, shape *query.Shape) error {
	b.size -= len(b.pages[op].buf)
	err := b.pages[op].Begin(0, shape)
	b.size += len(b.pages[op].buf)
	return err
}

// Row takes a row of an operation (query.Sink).
func (b *batch) Row(op int, row query.Row) error {
	p := b.pages[op]
	b.size -= len(p.buf)
	err := p.Row(0, row)
	b.size += len(p.buf)
	if most := b.outer.door.options.MaxPage; err == nil && b.size > most {
		return fault.New(fault.TooLarge, "the answer is longer than %d bytes", most).
			WithHint("ask for fewer rows, or in several requests")
	}
	return err
}

// answer answers the batch: a list of its operations' answers, in their order.
func (b *batch) answer(results []query.Result) error {
	c := b.outer
	out := []byte{'['}
	for i, s := range b.steps {
		done := s.done
		if s.op >= 0 {
			done = s.call.record(func() error { return s.answer(&results[s.op]) })
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, `{"status":`...)
		out = strconv.AppendInt(out, int64(done.Status), 10)
		out = appendHeaders(append(out, `,"headers":`...), done.Head)
		out = append(out, `,"body":`...)
		if len(done.body) == 0 {
			out = append(out, "null"...)
		}
		out = append(append(out, done.body...), '}')
	}
	h := c.w.Header()
	vary(h)
	if applied := c.prefer.applied(true, false, false); applied != "" {
		h.Set("Preference-Applied", applied)
	}
	return c.write(http.StatusOK, contentJSON, append(out, ']'))
}

// appendHeaders appends the headers of an answer as an object; those that are
// about its bytes are not of a part.
func appendHeaders(dst []byte, h http.Header) []byte {
	dst = append(dst, '{')
	for _, name := range slices.Sorted(maps.Keys(h)) {
		if name == "Content-Length" || name == "Vary" || len(h[name]) == 0 {
			continue
		}
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ',')
		}
		if name == "Etag" {
			name = "ETag" // as everyone writes it
		}
		dst = appendText(append(appendText(dst, name), ':'), h[http.CanonicalHeaderKey(name)][0])
	}
	return append(dst, '}')
}

// titled says in an error's details which operation it is about.
func (b *batch) titled(f *fault.Error) *fault.Error {
	at := f.Operation - 1
	switch {
	case f.Code == fault.Internal || f.Field == keyHeader:
		return f
	case b.asked && at < 0 && len(b.ops) == 1: // the engine counts several
		at = b.stepOf[0]
	case b.asked && at >= 0:
		at = b.stepOf[at]
	}
	if at < 0 {
		return f
	}
	said := *f
	switch title := b.title(at); {
	case f.Code == fault.AmbiguousRelation: // its details are a list of choices
		said.Message = title + ": " + f.Message
	case f.Detail == "":
		said.Detail = title
	default:
		said.Detail = title + ": " + f.Detail
	}
	return &said
}

// release gives the pages back.
func (b *batch) release() {
	for _, p := range b.pages {
		if p != nil {
			b.outer.release(p)
		}
	}
}
