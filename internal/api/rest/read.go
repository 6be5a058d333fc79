package rest

import (
	"net/http"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
)

// read answers GET and HEAD, of rows by filter or of one by key.
func (c *call) read(col *schema.Collection, at grammar.Address) error {
	op, err := c.reading(col, at)
	if err != nil {
		return err
	}
	if c.media.format.streams() && c.r.Method == http.MethodGet && c.step == nil {
		return c.stream(op)
	}
	rows := c.newPage()
	if at.Keyed && rows.format == formatArray {
		rows.format = formatObject
	}
	if c.step != nil {
		return c.readLater(op, at, rows)
	}
	defer c.release(rows)
	results, err := c.ask(c.request(op), rows)
	if err != nil {
		return err
	}
	return c.hasRead(op.Select, &results[0], at, rows)
}

// readLater leaves a read to the batch that it is part of. It stands apart, so
// that other reads do not pay for what it keeps.
func (c *call) readLater(op query.Operation, at grammar.Address, rows *page) error {
	return c.step.of.add(c.step, op, rows, func(res *query.Result) error { return c.hasRead(op.Select, res, at, rows) })
}

// hasRead answers a read that is done.
func (c *call) hasRead(sel *query.Select, res *query.Result, at grammar.Address, rows *page) error {
	status, err := c.readHeaders(sel, res, at)
	if err != nil {
		return err
	}
	if etag := c.entityTag(res.Tag, rows); etag != "" && !c.embeds {
		c.head("Etag", etag)
		if c.unchanged(etag) {
			return c.notModified()
		}
	}
	return c.write(status, c.media.header, rows.end())
}

// reading makes the operation of a GET.
func (c *call) reading(col *schema.Collection, at grammar.Address) (query.Operation, error) {
	op := query.Operation{Kind: query.Read, Collection: col, Single: c.media.format == formatObject}
	var room [16]grammar.Argument
	args, err := grammar.SplitQuery(c.r.URL.RawQuery, room[:0])
	if err != nil {
		return op, err
	}
	root, err := c.parser.Read(col, args)
	if err != nil {
		return op, err
	}
	if at.Keyed {
		key, err := c.parser.KeyValues(col, at)
		if err != nil {
			return op, err
		}
		root.Where = append(root.Where, c.parser.Keyed(col, key))
		op.ByKey = true
		if root.Paged {
			return op, badCursor("one record has no pages")
		}
	}
	limited := root.Limit != query.Unlimited
	if !at.Keyed {
		if err := c.unmatched(); err != nil {
			return op, err
		}
		if err := root.ApplyRange(c.r.Header); err != nil {
			return op, err
		}
	}
	c.sel = root.Build(&c.parser)
	sel := &c.sel
	if sel.Stream = c.media.format.streams() && c.r.Method == http.MethodGet; sel.Stream {
		c.prefer.count = query.NoCount // its headers are gone before the rows are counted
	}
	sel.Count = c.prefer.count
	op.Select = sel
	if !at.Keyed {
		if rank := query.Rank(sel); rank != nil {
			sel.Order = rank
			return op, unpaged(root)
		}
		return op, c.seek(root, sel, args, limited)
	}
	c.tag(&op, root, args, c.readCondition())
	return op, nil
}

// readHeaders writes what a read's headers say of its rows, and gives its status.
func (c *call) readHeaders(sel *query.Select, res *query.Result, at grammar.Address) (int, error) {
	h := c.w.Header()
	vary(h)
	if applied := c.prefer.applied(false, false, false); applied != "" {
		h.Set("Preference-Applied", applied)
	}
	if at.Keyed {
		return http.StatusOK, nil
	}
	total := int64(-1)
	if sel.Count != query.NoCount {
		total = res.Total
	}
	if total >= 0 && int64(sel.Offset) > total {
		return 0, fault.Of(fault.Range, "offset", "Requested range not satisfiable").
			WithDetail("An offset of %d was requested, but there are only %d rows.", sel.Offset, total)
	}
	if sel.After == nil {
		c.head("Content-Range", contentRange(sel.Offset, res.Affected, total))
	} else {
		c.head("Content-Range", contentRange(0, 0, total)) // nobody counted the rows before
	}
	if err := c.link(sel, res); err != nil {
		return 0, err
	}
	if total >= 0 && res.Affected < total {
		return http.StatusPartialContent, nil
	}
	return http.StatusOK, nil
}
