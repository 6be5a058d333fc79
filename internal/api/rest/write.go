package rest

import (
	"io"
	"net/http"
	"net/url"

	"bedplate/fault"
	"bedplate/internal/api/rest/body"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// arguments reads the URL of a write.
func (c *call) arguments(col *schema.Collection) ([]grammar.Argument, *grammar.Level, error) {
	args, err := grammar.SplitQuery(c.r.URL.RawQuery, nil)
	if err != nil {
		return nil, nil, err
	}
	root, err := c.parser.Read(col, args)
	return args, root, err
}

// writing begins a write's operation: what it answers with, and its bounds.
func (c *call) writing(kind query.Kind, col *schema.Collection, root *grammar.Level) query.Operation {
	op := query.Operation{Kind: kind, Collection: col, Single: c.media.format == formatObject}
	if c.prefer.strict {
		op.MaxAffected = c.prefer.maxAffected
	}
	if c.prefer.returning == returnRows {
		sel := root.Build(&c.parser)
		sel.Where, sel.Limit, sel.Offset = nil, query.Unlimited, 0
		op.Select = &sel
	}
	return op
}

// create answers POST: new records, or an upsert where the caller says how
// duplicates are resolved.
func (c *call) create(col *schema.Collection) error {
	if err := c.unconditional(); err != nil {
		return err
	}
	args, root, err := c.arguments(col)
	if err != nil {
		return err
	}
	form, err := body.ContentType(c.r.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	op := c.writing(query.Create, col, root)
	if form == body.CSV || form == body.Lines {
		return c.load(&op, args, form)
	}
	sent, err := c.body()
	if err != nil {
		return err
	}
	only, err := c.chosenColumns(col, args)
	if err != nil {
		return err
	}
	rows, err := body.Tabulate(&c.parser.Sight, col, sent, only)
	if err != nil {
		return err
	}
	op.Fields, op.Rows, op.Absent = rows.Fields, rows.Rows, rows.Absent
	if !c.prefer.missingDefault && (sent.Array || only != nil) {
		op.Missing = query.MissingNull
	}
	if err := c.resolve(&op, args); err != nil {
		return err
	}
	return c.make(outcome{op: &op, method: http.MethodPost, rows: len(op.Rows)})
}

// load answers a POST of CSV or NDJSON.
func (c *call) load(op *query.Operation, args []grammar.Argument, form body.Form) error {
	only, err := c.chosenColumns(op.Collection, args)
	if err != nil {
		return err
	}
	if err := c.resolve(op, args); err != nil {
		return err
	}
	if op.Select != nil && len(op.Select.Order) > 0 {
		return fault.Of(fault.Unsupported, "order", "records of CSV and NDJSON are answered in the order they were sent").
			WithHint("leave order out")
	}
	if c.Rights().Barred(op.Collection, op.Kind) {
		return fault.Of(fault.Denied, op.Collection.Name, "not allowed to create %s", op.Collection.Name)
	}
	o := &c.door.options
	if c.retry != nil {
		c.r.Body = tee{c.r.Body, io.TeeReader(c.r.Body, c.retry.body())}
	}
	u, err := body.Receive(c.r, form, op.Collection, &c.parser.Sight, only,
		body.Limits{Longest: o.MaxObject, Most: o.MaxImport, Dir: o.Spool, Spooled: &c.door.spooled})
	if err != nil {
		return err
	}
	defer u.Close()
	op.Fields, op.Source = u.Layout.Fields, u
	if !c.prefer.missingDefault {
		op.Missing = query.MissingNull
	}
	return c.make(outcome{op: op, method: http.MethodPost, rows: u.Rows})
}

// make runs a create of some rows, or of none.
func (c *call) make(out outcome) error {
	if out.rows == 0 {
		return c.nothing(out)
	}
	return c.do(out)
}

// chosenColumns reads columns=, nil where it is not there.
func (c *call) chosenColumns(col *schema.Collection, args []grammar.Argument) ([]int, error) {
	val, ok := grammar.Find(args, "columns")
	if !ok || val == "" {
		return nil, nil
	}
	return grammar.Columns(col, c.parser.Sight.Input, "columns", val)
}

// update answers PATCH.
func (c *call) update(col *schema.Collection, at grammar.Address) error {
	args, root, err := c.arguments(col)
	if err != nil {
		return err
	}
	sent, err := c.body()
	if err != nil {
		return err
	}
	if len(sent.Rows) > 1 {
		return fault.New(fault.Body, "a PATCH takes one object, and the body is an array of %d", len(sent.Rows))
	}
	only, err := c.chosenColumns(col, args)
	if err != nil {
		return err
	}
	rows, err := body.Tabulate(&c.parser.Sight, col, sent, only)
	if err != nil {
		return err
	}
	if rows.Absent != nil && c.prefer.missingDefault {
		return fault.Of(fault.Unsupported, "columns", "missing=default is not available for a PATCH")
	}
	key, err := c.choose(col, at, root)
	if err != nil {
		return err
	}
	op := c.writing(query.Update, col, root)
	op.Where, op.ByKey = grammar.Conjunction(root.Where), at.Keyed
	if at.Keyed {
		c.tag(&op, root, args, c.writeCondition())
	}
	if len(rows.Rows) == 1 {
		for i, f := range rows.Fields {
			op.Changes = append(op.Changes, query.Change{Field: f, Op: query.Set, Value: rows.Rows[0][i]})
		}
	}
	out := outcome{op: &op, method: http.MethodPatch, key: key, keyed: at.Keyed}
	if len(op.Changes) > 0 {
		return c.do(out)
	}
	if !at.Keyed {
		return c.nothing(out)
	}
	// Nothing changes, but the record must be there, and may be asked for.
	sel := root.Build(&c.parser)
	sel.Limit, sel.Offset = query.Unlimited, 0
	op = query.Operation{Kind: query.Read, Collection: col, ByKey: true, Select: &sel}
	c.tag(&op, root, args, c.writeCondition())
	return c.do(out)
}

// remove answers DELETE.
func (c *call) remove(col *schema.Collection, at grammar.Address) error {
	args, root, err := c.arguments(col)
	if err != nil {
		return err
	}
	key, err := c.choose(col, at, root)
	if err != nil {
		return err
	}
	op := c.writing(query.Delete, col, root)
	op.Where, op.ByKey = grammar.Conjunction(root.Where), at.Keyed
	if at.Keyed {
		c.tag(&op, root, args, c.writeCondition())
	}
	return c.do(outcome{op: &op, method: http.MethodDelete, key: key, keyed: at.Keyed})
}

// choose adds an address's key to the conditions of a write, and refuses a
// limit, which would be passed over otherwise and leave nothing standing.
func (c *call) choose(col *schema.Collection, at grammar.Address, root *grammar.Level) ([]value.Value, error) {
	if root.Limit != query.Unlimited || root.Offset != 0 {
		return nil, fault.Of(fault.Unsupported, "limit", "limit and offset on a change or deletion are not available").
			WithHint("choose the records by filters, or bound them by Prefer: handling=strict, max-affected=1")
	}
	if root.Paged {
		return nil, badCursor("a change or deletion has no pages")
	}
	if !at.Keyed {
		return nil, c.unconditional()
	}
	key, err := c.parser.KeyValues(col, at)
	if err != nil {
		return nil, err
	}
	root.Where = append(root.Where, c.parser.Keyed(col, key))
	return key, nil
}

// outcome is a write that is to be answered.
type outcome struct {
	op     *query.Operation
	method string
	rows   int // of a POST: those that were sent
	key    []value.Value
	keyed  bool // the address has the key: one object is answered
}

// do runs a write and answers it.
func (c *call) do(out outcome) error {
	var sink query.Sink
	var rows *page
	if c.prefer.returning == returnRows || out.op.Select != nil {
		rows = c.newPage()
		if out.keyed && rows.format == formatArray {
			rows.format = formatObject
		}
		sink = rows
	}
	if c.step != nil {
		return c.step.of.add(c.step, *out.op, rows, func(res *query.Result) error { return c.wrote(out, res, rows) })
	}
	if rows != nil {
		defer c.release(rows)
	}
	return c.send(c.request(*out.op), sink, func(results []query.Result) error { return c.wrote(out, &results[0], rows) })
}

// nothing answers a write that has nothing to do.
func (c *call) nothing(out outcome) error {
	if c.media.plan != planNone {
		return explainedNothing()
	}
	if c.prefer.returning != returnRows {
		return c.wrote(out, &query.Result{}, nil)
	}
	rows := c.newPage()
	defer c.release(rows)
	if rows.format == formatObject {
		return fault.New(fault.NotSingle, "Cannot coerce the result to a single JSON object").
			WithDetail("The result contains 0 rows")
	}
	return c.wrote(out, &query.Result{}, rows)
}

// wrote answers a write that is done.
func (c *call) wrote(out outcome, res *query.Result, rows *page) error {
	h := c.w.Header()
	create := out.method == http.MethodPost || out.method == http.MethodPatch
	if applied := c.prefer.applied(true, create, out.op.Kind == query.Upsert && out.method == http.MethodPost); applied != "" {
		h.Set("Preference-Applied", applied)
	}
	if !out.keyed {
		if said := c.wroteRange(out.method, res); said != "" {
			h["Content-Range"] = []string{said}
		}
	}
	if c.prefer.returning == returnHeaders && out.method == http.MethodPost && out.rows == 1 && res.Key != nil && len(c.parser.Sight.Key(out.op.Collection)) > 0 {
		h.Set("Location", c.location(out.op.Collection, res.Key))
	}
	status := c.wroteStatus(out, res)
	if c.prefer.returning != returnRows {
		c.w.WriteHeader(status)
		return nil
	}
	vary(h)
	if etag := c.entityTag(res.Tag, rows); etag != "" && !c.embeds && !c.prefer.rollback {
		h["Etag"] = []string{etag}
	}
	return c.write(status, c.media.header, rows.end())
}

// wroteStatus is 201 for what is new, 200 with a body and 204 without.
func (c *call) wroteStatus(out outcome, res *query.Result) int {
	rows := c.prefer.returning == returnRows
	switch {
	case out.method == http.MethodPost:
		merged := c.prefer.resolution == resolveMerge && out.op.Kind == query.Upsert
		if merged && out.rows == 1 && !res.Created {
			return http.StatusOK
		}
		return http.StatusCreated
	case !rows:
		return http.StatusNoContent
	case out.method == http.MethodPut && res.Created:
		return http.StatusCreated
	}
	return http.StatusOK
}

// wroteRange is the Content-Range of a write: only a PATCH numbers its rows.
func (c *call) wroteRange(method string, res *query.Result) string {
	total := int64(-1)
	if c.prefer.count != query.NoCount {
		total = res.Affected
	}
	switch method {
	case http.MethodPut:
		return ""
	case http.MethodPatch:
		return contentRange(0, res.Affected, total)
	}
	return contentRange(0, 0, total)
}

// location is the address of a new record, as a filter on its key.
func (c *call) location(col *schema.Collection, key []value.Value) string {
	at := c.door.options.Prefix + "/" + url.PathEscape(col.Name)
	for i, f := range col.Key {
		sep := "&"
		if i == 0 {
			sep = "?"
		}
		at += sep + url.QueryEscape(col.Fields[f].Name) + "=eq." + url.QueryEscape(key[i].String())
	}
	return at
}

// body reads and splits the request's body, which must be JSON or a form. The
// other forms are uploads.
func (c *call) body() (body.Payload, error) {
	form, err := body.ContentType(c.r.Header.Get("Content-Type"))
	if err == nil && form == body.Pairs {
		raw, err := c.raw()
		if err != nil {
			return body.Payload{}, err
		}
		return body.Fields(raw)
	}
	raw, err := c.json()
	if err != nil {
		return body.Payload{}, err
	}
	sent, err := body.Split(raw)
	if err == nil && c.step != nil {
		c.step.uses, err = sent.Resolve(c.step.of.refer)
	}
	return sent, err
}

// json reads the request's body where it is JSON.
func (c *call) json() ([]byte, error) {
	form, err := body.ContentType(c.r.Header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	if form != body.JSON {
		return nil, fault.Of(fault.Unsupported, "Content-Type", "this request takes JSON alone").
			WithHint("send JSON; CSV and NDJSON are for a POST to a collection")
	}
	return c.raw()
}

// raw reads the request's body, which is part of what makes it the same when it
// is sent again.
func (c *call) raw() ([]byte, error) {
	raw, err := body.Read(c.r, c.door.options.MaxObject, c.door.options.MaxBulk)
	if err == nil && c.retry != nil {
		c.retry.body().Write(raw)
	}
	return raw, err
}
