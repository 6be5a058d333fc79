package engine

import (
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
)

const (
	// probedRows is how many rows of a filter are looked at to find what rules
	// hide.
	probedRows = 10_000
	// probedKeys is how many hidden rows are named for a rule.
	probedKeys = 5
)

// rows tells what each rule hides of the rows that an operation's filter alone
// would choose.
func (x *explanation) rows(in *query.Operation, granted *access.Op) (*query.ExplainedRows, error) {
	alone, by := access.Chosen(x.principal, &x.caller, in)
	var tests []*expr.Node
	for i := range by {
		tests = append(tests, by[i].Passes)
	}
	// All rules together, as they stand in the request.
	whole := expr.AndOf(granted.Chosen, granted.May)
	if in.Kind == query.Read {
		whole = granted.Select.Where
	}
	if whole == nil {
		whole = expr.True
	}
	tests = append(tests, whole)
	// A condition may be true because a rule hides what it looks at.
	where, matched := alone, expr.True
	if walks(alone) {
		where, matched = expr.OrOf(alone, whole), alone
	}
	tests = append(tests, matched)
	read, err := planner.Probe(planner.Target{Capabilities: x.store.Capabilities(), Prepare: x.store.Prepare}, in.Collection, where, tests)
	if err != nil {
		return nil, err
	}
	kept := x.limits
	x.limits = []limits{{limit: probedRows + 1}}
	args, err := x.bind(read.Binds, nil)
	x.limits = kept
	if err != nil {
		return nil, err
	}
	out := &query.ExplainedRows{Hidden: make([]query.HiddenRows, len(by))}
	for i, h := range by {
		out.Hidden[i] = query.HiddenRows{Rule: ruleOf(h.Collection, nil, h.Rule, h.Rules, false), Keys: []string{}}
	}
	seen := 0
	err = x.store.Read(x.ctx, read.Prepared, args, func(row query.Row) error {
		if seen++; seen > probedRows {
			out.Bounded = true
			return nil
		}
		if row.Value(len(by)).Bool() {
			out.Visible++
		}
		if !row.Value(len(by) + 1).Bool() {
			return nil
		}
		out.Matched++
		for i := range by {
			if row.Value(i).Bool() {
				continue
			}
			hidden := &out.Hidden[i]
			if hidden.Rows++; hidden.Rows <= probedKeys {
				hidden.Keys = append(hidden.Keys, keyText(row, len(tests), in.Collection))
			}
		}
		return nil
	})
	return out, err
}

// walks tells a condition that looks at other records.
func walks(n *expr.Node) bool {
	return !expr.Visit(n, func(n *expr.Node) bool { return n.Rel == nil })
}

func keyText(row query.Row, from int, c *schema.Collection) string {
	parts := make([]string, len(c.Key))
	for i := range parts {
		parts[i] = row.Value(from + i).String()
	}
	return strings.Join(parts, ",")
}

// try runs the writes of the request in a transaction and undoes them, to tell
// whether they would be done and which rule would refuse them. Rows of a source
// are not tried: there may be a million of them.
func (x *explanation) try() error {
	if sourced(x.req) {
		return nil
	}
	var told *judged
	mode := x.plan.Mode
	mode.Epoch, mode.Alone = x.engine.epochs[x.req.Ops[0].Collection.Store], true
	var done *writer
	err := x.store.Transact(x.ctx, mode, func(tx driver.Tx) error {
		budget := x.engine.rows
		told = &judged{}
		done = &writer{run: x.run, ctx: x.ctx, tx: tx, budget: &budget, results: make([]query.Result, len(x.req.Ops)), refused: told}
		if err := done.all(); err != nil {
			return err
		}
		return errRollback
	})
	if err == errRollback {
		for i := range x.out.Operations {
			if x.req.Ops[i].Kind != query.Read {
				x.out.Operations[i].Outcome = &query.Outcome{Affected: done.results[i].Affected}
			}
		}
		return nil
	}
	err = x.discreet(err)
	if f := fault.As(err); f.Code == fault.Internal || f.Code == fault.Timeout || f.Code == fault.Canceled || f.Code == fault.Unavailable {
		return err
	}
	x.out.Operations[min(done.at, len(x.out.Operations)-1)].Outcome = &query.Outcome{Refused: refusal(err, told.explained())}
	return nil
}

// judged is the test that refused a write.
type judged struct {
	c     *schema.Collection
	node  *expr.Node
	field *schema.Field // of a check
	rule  string        // where node does not tell it
}

// explained describes the rule that refused; nil where none did.
func (j *judged) explained() *query.ExplainedRule {
	if j.c == nil {
		return nil
	}
	if j.field != nil {
		return &query.ExplainedRule{Collection: j.c.Name, Field: j.field.Name, Rule: "check", Text: j.field.CheckText,
			Place: j.c.FieldPlace(j.field.Index, "check").String(), Effect: query.Judges}
	}
	name, rule := "create", j.c.Rules.Create
	switch {
	case j.rule == "delete":
		name, rule = j.rule, j.c.Rules.Delete
	case j.rule != "" || !partOf(rule, j.node):
		name, rule = "update", j.c.Rules.Update
	}
	out := ruleOf(j.c, nil, name, rule, false)
	if j.node != nil && j.rule == "" {
		out.Text, out.Place = expr.Format(j.node), j.c.RulePlace(name, j.node.Pos).String()
	}
	return &out
}

// partOf tells whether a node is a whole expression or a conjunct of it.
func partOf(whole, n *expr.Node) bool {
	return whole == n || !expr.Visit(whole, func(have *expr.Node) bool { return have != n })
}
