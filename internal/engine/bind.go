package engine

import (
	"context"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/value"
)

// reader is Store.Read, Tx.Read or Away.Read.
type reader func(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error

// at is the record that arguments may speak of.
type at struct {
	key []value.Value
	old []value.Value // the outputs of Write.Choose: fields, then parts; nil where there is no old record
	// parts is the first of old's parts.
	parts int
	row   []value.Value // every field of the row at hand
}

// bind gives a plan's arguments. They are valid until the next bind.
func (r *run) bind(binds []planner.Bind, a *at) ([]value.Value, error) {
	args := r.args[:0]
	for i := range binds {
		v, err := r.argument(&binds[i], a)
		if err != nil {
			return nil, err
		}
		args = append(args, v)
	}
	r.args = args
	return args, nil
}

func (r *run) argument(b *planner.Bind, a *at) (value.Value, error) {
	switch b.Source {
	case planner.FromParam:
		if b.Index >= len(r.params) {
			return value.Value{}, fault.New(fault.Internal, "parameter %d is missing", b.Index)
		}
		return r.params[b.Index], nil
	case planner.FromExpr:
		return expr.Argument(b.Node, &r.scope)
	case planner.FromLimit:
		return value.OfInt(r.limits[b.Index].limit), nil
	case planner.FromOffset:
		return value.OfInt(r.limits[b.Index].offset), nil
	case planner.FromWithin:
		return value.OfInt(r.limits[b.Index].within), nil
	case planner.FromBehind:
		return value.OfInt(r.limits[b.Index].behind), nil
	case planner.FromAfter:
		return r.after[b.Index], nil
	case planner.FromKey:
		return a.key[b.Index], nil
	case planner.FromRow:
		return a.row[b.Index], nil
	}
	switch b.Source {
	case planner.FromPart:
		return a.old[a.parts+b.Index], nil
	case planner.FromVerdict:
		holds, fails := a.old[a.parts+b.Index].Bool(), a.old[a.parts+b.Index+1].Bool()
		if holds == fails {
			return value.Value{}, nil
		}
		return value.OfBool(holds), nil
	}
	return a.old[b.Index], nil
}

// callerOf is what expressions know of the caller and the request.
func callerOf(p *query.Principal, src *query.Source, now int64) expr.Caller {
	return expr.Caller{
		ID: p.ID, Role: p.Role, Email: p.Email, Tenant: p.Tenant, Roles: p.Roles,
		AAL: p.AAL, Claims: p.Claims, Time: now,
		Method: src.Method, IP: src.IP, Header: src.Header,
	}
}
