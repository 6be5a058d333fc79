package graphql

import (
	"context"
	"net/http"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/fault"
	"bedplate/query"
)

// conversation is one request being answered.
type conversation struct {
	door       *Door
	doer       query.Doer
	principal  *query.Principal
	source     query.Source
	relay, get bool
	media      string // of the answer
	request    *http.Request
	mutates    bool
	translator *translator    // once it is at work
	session    *query.Session // what the caller carries from its last writes; nil of one who carries nothing
}

// errWriteByGet is the fault of a mutation that is sent by GET.
var errWriteByGet = fault.New(fault.Method, "a mutation is sent by POST")

// placeOf says of which root field an operation of the request is.
func (c *conversation) placeOf(op int, field string) (path, name string) {
	if c.translator == nil {
		return "$", field
	}
	return c.translator.placeOf(op, field)
}

// open tells whether the caller may see the schema.
func (c *conversation) open() bool { return c.door.options.Developer || c.principal.Unbounded() }

// answer gives the body of the answer.
func (c *conversation) answer(ctx context.Context, in asked) ([]byte, error) {
	var carried query.Session
	if joined, err := c.door.positions.Carried(c.request.Header, &carried); err != nil {
		return nil, err
	} else if joined {
		c.session = &carried
	}
	text, err := c.door.text(in)
	if err != nil {
		return nil, err
	}
	book, t, err := c.door.typedFor(c.doer, c.principal, c.source, c.relay)
	if err != nil {
		return nil, err
	}
	doc, err := c.document(book, t, text)
	if err != nil {
		if c.get && c.door.writes(text, in.operation) { // of a caller who may not write as well
			return nil, errWriteByGet
		}
		return nil, err
	}
	if in.digest != "" && in.query != "" {
		c.door.keep(in.digest, in.query)
	}
	op, err := chosen(doc.QueryDocument, in.operation)
	if err != nil {
		return nil, err
	}
	if c.get && op.Operation != ast.Query {
		return nil, errWriteByGet
	}
	tr := &translator{typed: t, limits: &c.door.options.Limits, page: c.door.options.Page, doc: doc.QueryDocument, conversation: c}
	c.mutates, tr.said = op.Operation == ast.Mutation, text
	pieces, err := c.translate(book, doc, tr, op, in)
	if err != nil {
		return nil, err
	}
	once, err := c.retried(in, tr)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, tr, pieces, once)
}

// translate has an operation translated, unless what it became before still fits.
func (c *conversation) translate(b *book, doc *keptDocument, tr *translator, op *ast.OperationDefinition, in asked) ([]piece, error) {
	if pieces, ok := tr.recall(doc, op, in.variables); ok {
		c.translator = tr
		return pieces, nil
	}
	var err error
	if tr.vars, err = tr.coerce(op, in.variables); err != nil {
		return nil, err
	}
	c.translator = tr
	if !c.mutates {
		tr.observe(op)
	}
	pieces, err := tr.operation(op)
	if err == nil && !c.mutates {
		b.documents.prepare(doc, tr.prepare(op, in.variables, pieces))
	}
	return pieces, err
}

// document gives a document that is read, from what is kept where it can.
func (c *conversation) document(b *book, t *typed, text string) (*keptDocument, error) {
	if err := c.door.allowed(c.principal, text); err != nil {
		return nil, err
	}
	key := documentKey{t, c.open(), text}
	if doc := b.documents.get(key); doc != nil {
		return doc, nil
	}
	read, err := t.read(text, &c.door.options.Limits, c.open())
	if err != nil {
		return nil, err
	}
	doc := &keptDocument{QueryDocument: read}
	if len(text) <= maxKept {
		b.documents.add(key, doc)
	}
	return doc, nil
}

// run has the request done and writes its data.
func (c *conversation) run(ctx context.Context, t *translator, pieces []piece, once *query.Idempotency) ([]byte, error) {
	o := &c.door.options
	req := &query.Request{Schema: t.cat.schema, Ops: t.ops, Params: t.params, Source: c.source, Session: c.session}
	if err := c.calls(ctx, t, req); err != nil {
		return nil, err
	}
	a := newAnswer(t.layouts, encoder{numbersAsText: o.NumbersAsText, most: o.Limits.Rows, size: o.MaxAnswer})
	a.buf = c.door.borrow()
	defer func() { c.door.giveBack(a.buf) }()
	success := func(results []query.Result) ([]byte, error) {
		t.acted(results)
		body := slices.Grow(c.door.borrow(), len(a.buf)+256)
		body = a.data(append(body, `{"data":`...), pieces, results)
		return append(body, '}'), nil
	}
	if len(req.Ops) == 0 {
		return success(nil)
	}
	if req.Idempotency = once; once != nil {
		return c.once(ctx, req, a, success)
	}
	results, err := c.doer.Do(ctx, c.principal, req, a)
	if err != nil {
		return nil, err
	}
	return success(results)
}

// statusOf is the status that an answer with errors has in its form.
func (c *conversation) statusOf(list refusals) int {
	if c.media == mediaResponse {
		return statusOf(list[0])
	}
	return http.StatusOK
}

// borrow gives a buffer, and giveBack takes it again unless it has grown large.
func (d *Door) borrow() []byte {
	if b, ok := d.buffers.Get().(*[]byte); ok {
		return (*b)[:0]
	}
	return make([]byte, 0, 16<<10)
}

func (d *Door) giveBack(b []byte) {
	if cap(b) <= 1<<20 {
		d.buffers.Put(&b)
	}
}
