package engine

import (
	"context"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
)

var _ query.Explainer = (*Engine)(nil)

// Explain tells how a request would be answered; see query.Explainer. Seams
// are not run: nothing happens.
func (e *Engine) Explain(ctx context.Context, p *query.Principal, req *query.Request, rows bool) (*query.Explanation, error) {
	if err := e.takes(req); err != nil {
		return nil, err
	}
	out := &query.Explanation{Caller: query.ExplainedCaller{Role: p.Role, ID: p.ID}, Operations: []query.ExplainedOperation{}}
	if len(req.Ops) == 0 {
		return out, nil
	}
	for i := range req.Ops {
		if a := req.Ops[i].Invocation; req.Ops[i].Kind == query.Act {
			return nil, fault.InOperation(fault.Of(fault.Unsupported, a.Action.Name, "a call of %s is not explained", a.Action.Name), i)
		}
	}
	st, err := e.storeOf(req)
	if err != nil {
		return nil, err
	}
	out.Store = st.Capabilities().Name
	r := e.begin(p, req, discarded{})
	defer r.end()
	x := &explanation{run: r, ctx: ctx, out: out}
	r.shape = appendShape(r.shape[:0], req)
	r.shape = access.Fingerprint(r.shape, p, &r.caller, req)
	_, out.Cached = e.plans.Get(r.shape)
	err = r.planned()
	granted, notes, _ := access.Noted(p, &r.caller, req)
	x.operations(notes)
	if fault.CodeOf(err) == fault.Denied {
		out.Refused = refusal(err, x.denial(notes))
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	ops := granted.Ops()
	for i := range req.Ops {
		if err := x.operation(i, &ops[i], rows || req.Ops[i].ByKey); err != nil {
			return nil, err
		}
	}
	if r.plan.Writes && (rows || slices.ContainsFunc(req.Ops, func(op query.Operation) bool { return op.ByKey })) {
		err = x.try()
	}
	return out, err
}

// explanation is one Explain under way.
type explanation struct {
	*run
	ctx context.Context
	out *query.Explanation
}

var kindNames = map[query.Kind]string{query.Read: "read", query.Create: "create", query.Update: "update",
	query.Delete: "delete", query.Upsert: "upsert"}

// operations begins the operations with the rules that they met.
func (x *explanation) operations(notes []access.Note) {
	for i := range x.req.Ops {
		op := query.ExplainedOperation{Kind: kindNames[x.req.Ops[i].Kind], Collection: x.req.Ops[i].Collection.Name,
			Rules: []query.ExplainedRule{}, Statements: []query.Explained{}, Warnings: []string{}}
		for _, n := range notes {
			if n.Op == i {
				op.Rules = append(op.Rules, ruleOf(n.Collection, n.Field, n.Rule, n.Node, n.Bypassed))
			}
		}
		x.out.Operations = append(x.out.Operations, op)
	}
}

// ruleOf describes a rule as it is met.
func ruleOf(c *schema.Collection, f *schema.Field, name string, rule *expr.Node, bypassed bool) query.ExplainedRule {
	out := query.ExplainedRule{Collection: c.Name, Rule: name, Effect: query.Judges}
	if rule != nil {
		out.Text = expr.Format(rule)
	}
	switch {
	case f != nil:
		out.Field, out.Effect, out.Place = f.Name, query.LeftOut, c.FieldPlace(f.Index, name).String()
		return out
	case bypassed:
		out.Effect = query.Bypassed
	case rule == nil, expr.IsFalse(rule):
		out.Effect = query.Denies
	case expr.IsTrue(rule):
		out.Effect = query.Allows
	}
	out.Place = c.RulePlace(name, expr.Pos{}).String()
	return out
}

// denial gives the rule that denied the request before anything was read.
func (x *explanation) denial(notes []access.Note) *query.ExplainedRule {
	for i := len(notes) - 1; i >= 0; i-- {
		n := notes[i]
		if rule := ruleOf(n.Collection, n.Field, n.Rule, n.Node, n.Bypassed); rule.Effect == query.Denies && n.Rule != "read" {
			return &rule
		}
	}
	return nil
}

func refusal(err error, rule *query.ExplainedRule) *query.Refusal {
	f := fault.As(err)
	return &query.Refusal{Code: f.Code, Message: f.Message, Hint: f.Hint, Rule: rule}
}

// operation explains the statements of one operation.
func (x *explanation) operation(i int, granted *access.Op, rows bool) error {
	op, in := &x.plan.Ops[i], &x.req.Ops[i]
	x.collectLimits(in.Select)
	if in.Select != nil {
		x.after = in.Select.After
	}
	for _, s := range statementsOf(op) {
		if s.read == nil {
			continue
		}
		if err := x.statement(&x.out.Operations[i], s.purpose, s.read); err != nil {
			return err
		}
	}
	if !rows || in.Kind == query.Create || in.Kind == query.Upsert || x.takes(in) {
		return nil
	}
	hidden, err := x.rows(in, granted)
	if err != nil {
		return err
	}
	x.out.Operations[i].Rows = hidden
	return nil
}

// takes tells an operation whose filter takes values from earlier ones, which
// nobody knows before those are done.
func (x *explanation) takes(in *query.Operation) bool {
	return slices.ContainsFunc(in.Uses, func(u query.Use) bool { return u.Param })
}

// later tells a parameter whose value an earlier operation gives.
func (x *explanation) later(param int) bool {
	return slices.ContainsFunc(x.req.Ops, func(op query.Operation) bool {
		return slices.ContainsFunc(op.Uses, func(u query.Use) bool { return u.Param && u.Value == param })
	})
}

type purposed struct {
	purpose string
	read    *planner.Read
}

// statementsOf gives the reads of an operation, in the order in which they run.
func statementsOf(op *planner.Op) []purposed {
	if op.Write == nil {
		list := []purposed{{"rows", op.Read}}
		for _, rest := range op.Rest {
			list = append(list, purposed{"rows that follow", rest})
		}
		return append(list, purposed{"count", op.Count})
	}
	w := op.Write
	return []purposed{{"choice", w.Choose}, {"judgement of new records", w.Create.Read},
		{"judgement of changed records", w.Update.Read}, {"representation", op.Read}}
}

// statement explains one read.
func (x *explanation) statement(op *query.ExplainedOperation, purpose string, r *planner.Read) error {
	args := x.arguments(r)
	out := query.Explained{Purpose: purpose, Plan: *planOf(r.Plan), Arguments: x.argumentsOf(r, args)}
	explainer, ok := x.store.Driver().(driver.Explainer)
	if !ok {
		out.Statement = &query.ExplainedStatement{SQL: r.Prepared.Statement(), Arguments: []query.ExplainedArgument{}, Database: []string{}}
		op.Statements = append(op.Statements, out)
		return nil
	}
	said, err := explainer.Explain(x.ctx, r.Prepared, args)
	if err != nil {
		return err
	}
	out.Statement = statementOf(said, out.Arguments)
	op.Statements = append(op.Statements, out)
	for _, s := range said.Statistics {
		if !slices.Contains(x.out.Statistics, query.Statistic(s)) {
			x.out.Statistics = append(x.out.Statistics, query.Statistic(s))
		}
	}
	for _, w := range warningsOf(said) {
		if !slices.Contains(op.Warnings, w) {
			op.Warnings = append(op.Warnings, w)
		}
	}
	return nil
}

// discarded is a sink for rows that nobody shall see.
type discarded struct{}

func (discarded) Begin(int, *query.Shape) error { return nil }
func (discarded) Row(int, query.Row) error      { return nil }

// indented writes a database's lines as a list of texts.
func indented(lines []driver.Line) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.Repeat("  ", l.Depth) + l.Text
	}
	return out
}
