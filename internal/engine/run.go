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
	"bedplate/value"
)

// run is one request under way. Runs are pooled: a read of a known shape
// allocates next to nothing.
type run struct {
	engine    *Engine
	store     *store.Store
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
}

// limits are a select's, as the engine caps them.
type limits struct{ limit, offset int64 }

var runs = sync.Pool{New: func() any { return new(run) }}

func (e *Engine) begin(p *query.Principal, req *query.Request, sink query.Sink) *run {
	r := runs.Get().(*run)
	r.engine, r.principal, r.req, r.sink = e, p, req, sink
	now := e.clock().UnixMicro()
	r.now = value.OfTime(now)
	r.caller = callerOf(p, &req.Source, now)
	r.scope = expr.Scope{Params: req.Params, Facts: &r.caller}
	if c := req.Ops[0].Collection; c != nil {
		r.store = e.stores[c.Store]
	}
	return r
}

func (r *run) end() {
	clear(r.args[:cap(r.args)])
	*r = run{shape: r.shape[:0], limits: r.limits[:0], args: r.args[:0]}
	runs.Put(r)
}

// read runs a request of reads alone.
func (r *run) read(ctx context.Context) ([]query.Result, error) {
	results := make([]query.Result, len(r.plan.Ops))
	for i := range r.plan.Ops {
		err := r.readOp(ctx, i, r.store.Read, &results[i])
		if err != nil {
			return nil, err
		}
	}
	return results, nil
}

// readOp runs a Read.
func (r *run) readOp(ctx context.Context, i int, read reader, res *query.Result) error {
	op, in := &r.plan.Ops[i], &r.req.Ops[i]
	r.collectLimits(in.Select)
	args, err := r.bind(op.Read.Binds, nil)
	if err != nil {
		return err
	}
	if r.sink != nil {
		if err := r.sink.Begin(i, op.Read.Shape); err != nil {
			return err
		}
	}
	rows := int64(0)
	err = read(ctx, op.Read.Prepared, args, func(row query.Row) error {
		rows++
		if r.sink == nil {
			return nil
		}
		return r.sink.Row(i, row)
	})
	if err != nil {
		return err
	}
	if in.ByKey && rows == 0 {
		return notFound(in)
	}
	if in.Single && rows != 1 {
		return notSingle(rows)
	}
	own := r.limits[0]
	*res = query.Result{Affected: rows, Total: -1, Limit: int(min(own.limit, math.MaxInt32))}
	if op.Count == nil {
		return nil
	}
	if rows < own.limit && (rows > 0 || own.offset == 0) {
		res.Total = own.offset + rows // the last page: there is nothing left to count
		return nil
	}
	res.Total, err = r.count(ctx, op.Count, read)
	return err
}

func (r *run) count(ctx context.Context, c *planner.Read, read reader) (total int64, err error) {
	args, err := r.bind(c.Binds, nil)
	if err != nil {
		return 0, err
	}
	err = read(ctx, c.Prepared, args, func(row query.Row) error {
		total = row.Value(0).Int()
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
	r.limits = append(r.limits, limits{limit, int64(s.Offset)})
	for i := range s.Outputs {
		if e := s.Outputs[i].Embed; e != nil {
			r.addLimits(&e.Select, false)
		}
	}
}
