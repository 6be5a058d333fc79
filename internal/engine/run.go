package engine

import (
	"context"
	"math"
	"sync"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/value"
)

// run is one request under way. Runs are pooled: a read of a known shape
// allocates next to nothing.
type run struct {
	engine    *Engine
	store     *store.Store
	storeName string
	principal *query.Principal
	req       *query.Request
	sink      query.Sink
	plan      *planner.Plan
	now       value.Value

	caller expr.Caller
	scope  expr.Scope // of the caller and the parameters
	shape  []byte
	limits []limits // of the selects of the operation at hand
	args   []value.Value
	after  []value.Value // Select.After of the operation at hand
	params []value.Value // the request's, with what earlier operations gave
	taken  []taken       // by operation, for Uses; nil where there are none
	list   list          // of the Read at hand
	visit  driver.Visit  // list.row, made once
}

// limits are a select's, as the engine caps them.
type limits struct {
	limit, offset  int64
	within, behind int64 // of Select.Within
}

var runs = sync.Pool{New: func() any {
	r := new(run)
	r.visit = r.list.row
	return r
}}

func (e *Engine) begin(p *query.Principal, req *query.Request, sink query.Sink) *run {
	r := runs.Get().(*run)
	r.engine, r.principal, r.req, r.sink = e, p, req, sink
	now := e.clock().UnixMicro()
	r.now = value.OfTime(now)
	r.caller = callerOf(p, &req.Source, now)
	r.params = req.Params
	r.scope = expr.Scope{Params: req.Params, Facts: &r.caller}
	if c := req.Ops[0].Collection; c != nil {
		r.storeName = c.Store
	} else if req.Ops[0].Kind == query.Act {
		r.storeName = mainStore
	}
	r.store = e.stores[r.storeName]
	return r
}

func (r *run) end() {
	clear(r.args[:cap(r.args)])
	*r = run{shape: r.shape[:0], limits: r.limits[:0], args: r.args[:0], visit: r.visit}
	runs.Put(r)
}

// read runs a request of reads alone.
func (r *run) read(ctx context.Context) ([]query.Result, error) {
	results := make([]query.Result, len(r.plan.Ops))
	copied := r.req.Session != nil && r.store.Replicated()
	if copied {
		if done, err := r.away(ctx, results); err != nil {
			return nil, err
		} else if done {
			return results, nil
		}
	}
	if err := r.readBy(ctx, r.store.Read, results); err != nil {
		return nil, err
	}
	if copied {
		renewed(ctx, r.store, r.req.Session)
	}
	return results, nil
}

// readBy runs the reads from the first on by what reads.
func (r *run) readBy(ctx context.Context, read reader, results []query.Result) error {
	r.carry()
	for i := range r.plan.Ops {
		err := r.use(i)
		if err == nil {
			err = r.readOp(ctx, i, read, &results[i])
		}
		if err != nil {
			return r.placed(err, i)
		}
	}
	return nil
}

// readOp runs a Read.
func (r *run) readOp(ctx context.Context, i int, read reader, res *query.Result) error {
	op, in := &r.plan.Ops[i], &r.req.Ops[i]
	r.collectLimits(in.Select)
	r.after = in.Select.After
	if r.after != nil && in.Select.Offset != 0 {
		return fault.Of(fault.Range, "offset", "a page that begins behind a record has no offset")
	}
	if r.sink != nil {
		if err := r.sink.Begin(i, op.Read.Shape); err != nil {
			return err
		}
	}
	r.list = list{run: r, number: i, limit: r.limits[0].limit}
	l := &r.list
	if err := l.read(ctx, op.Read, read); err != nil {
		return err
	}
	for _, rest := range op.Rest {
		if l.wants() == 0 {
			break
		}
		if err := l.read(ctx, rest, read); err != nil {
			return err
		}
	}
	if in.ByKey && l.rows == 0 {
		return notFound(in)
	}
	if in.Single && l.rows != 1 {
		return notSingle(l.rows)
	}
	if !in.Precondition.Holds(l.tag) {
		return notAsDemanded(in.Collection)
	}
	r.took(i, l.rows)
	*res = query.Result{Affected: l.rows, Total: -1, Tag: l.tag, Limit: int(min(l.limit, math.MaxInt32))}
	if l.more {
		res.Next, res.Near = l.last, l.near
	}
	if op.Count == nil {
		return nil
	}
	offset := int64(in.Select.Offset)
	if r.after == nil && l.rows < l.limit && (l.rows > 0 || offset == 0) {
		res.Total = offset + l.rows // the last page: there is nothing left to count
		return nil
	}
	var err error
	res.Total, err = r.count(ctx, op.Count, read)
	return err
}

// list is the rows of one Read on their way to the sink.
type list struct {
	*run
	number      int
	plan        *planner.Read // at hand
	limit, rows int64
	// Of a select that is Paged: the values that its last row stands at, and
	// whether another one stands behind it.
	last []value.Value
	more bool
	// The first sort key of its first row, and whether its last row's is another.
	first value.Value
	near  bool
	tag   string // of the row, of a read that is Tagged
}

// wants is how many rows are still to be read: one more than are given, where
// it matters whether there are more.
func (l *list) wants() int64 {
	wanted := l.limit - l.rows
	if l.pages() && !l.more {
		wanted++
	}
	return wanted
}

func (l *list) pages() bool {
	return l.run.plan.Ops[l.number].Read.Keys != nil && l.limit > 0 && l.limit < math.MaxInt64
}

// read runs one plan and gives on what its rows are.
func (l *list) read(ctx context.Context, p *planner.Read, read reader) error {
	l.plan, l.limits[0].limit = p, l.wants()
	args, err := l.bind(p.Binds, nil)
	if err != nil {
		return err
	}
	return read(ctx, p.Prepared, args, l.visit)
}

// row takes a row of the plan at hand.
func (l *list) row(row query.Row) error {
	if l.rows == l.limit {
		l.more = true
		return nil
	}
	p := l.plan
	if l.rows++; (l.rows == 1 || l.rows == l.limit) && l.pages() {
		l.stand(row)
	}
	if p.Taken != nil && l.rows == 1 {
		l.take(l.number, p.Plan.From, p.Taken, row)
	}
	if p.Tag != nil {
		l.tag = l.tagRow(p.Plan.From, p.Tag, row)
	}
	if l.sink == nil {
		return nil
	}
	return l.sink.Row(l.number, row)
}

// stand keeps where the first row and the last one stand in the order.
func (l *list) stand(row query.Row) {
	keys := l.plan.Keys
	if l.rows == 1 && l.plan.Apart {
		l.first = row.Value(keys[0]).Clone()
	}
	if l.rows < l.limit {
		return
	}
	l.last = make([]value.Value, len(keys))
	for i, at := range keys {
		l.last[i] = row.Value(at).Clone()
	}
	l.near = l.plan.Apart && !value.Equal(l.first, l.last[0])
}

func (r *run) count(ctx context.Context, c *planner.Read, read reader) (total int64, err error) {
	args, err := r.bind(c.Binds, nil)
	if err != nil {
		return 0, err
	}
	err = read(ctx, c.Prepared, args, func(row query.Row) error {
		if c.Groups {
			total++
		} else {
			total = row.Value(0).Int()
		}
		return nil
	})
	return total, err
}

func notFound(op *query.Operation) error {
	return fault.Of(fault.NotFound, op.Collection.Name, "there is no such record in %s", op.Collection.Name)
}

func notSingle(rows int64) error {
	return fault.New(fault.NotSingle, "Cannot coerce the result to a single JSON object").
		WithDetail("The result contains %d rows", rows)
}

// collectLimits gathers the limits of a select and everything nested in it, in
// the order the planner numbered them.
func (r *run) collectLimits(s *query.Select) {
	r.limits = r.limits[:0]
	if s != nil {
		r.addLimits(s, s.Stream)
	}
}

func (r *run) addLimits(s *query.Select, stream bool) {
	limit := int64(s.Limit)
	switch {
	case stream && limit < 0:
		limit = math.MaxInt64
	case !stream && (limit < 0 || limit > int64(r.engine.page)):
		limit = int64(r.engine.page)
	}
	l := limits{limit: limit, offset: int64(s.Offset)}
	if s.Within != nil {
		l.within, l.behind = int64(s.Within.Limit), int64(s.Within.Offset)
	}
	r.limits = append(r.limits, l)
	for i := range s.Outputs {
		if e := s.Outputs[i].Embed; e != nil {
			r.addLimits(&e.Select, false)
		}
	}
}
