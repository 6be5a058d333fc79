package storetest

import (
	"slices"
	"strconv"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// eval gives what expr's own evaluator says of a record of the model.
func (m model) eval(args []value.Value, c *schema.Collection, row []value.Value, n *expr.Node) value.Value {
	v, err := expr.Eval(n, &expr.Scope{Record: modelRecord{m, c, row}, Binds: args, Facts: facts(args)})
	if err != nil {
		panic(err) // modelRecord gives no errors
	}
	return v
}

// asWritten puts facts about the caller in the place of the arguments, as rules
// have them before the planner binds them.
func asWritten(n *expr.Node) *expr.Node {
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op != expr.Bind {
			return n
		}
		return &expr.Node{Op: expr.Auth, Type: n.Type, Name: "claims", Path: []string{strconv.Itoa(n.Index)}}
	})
}

// facts are a caller with numbered claims; a null one is absent.
type facts []value.Value

func (f facts) Auth(_ string, path []string, _ value.Type) (value.Value, bool) {
	i, err := strconv.Atoi(path[0])
	return f[i], err == nil && !f[i].IsNull()
}

func (facts) Now() value.Value { return value.Value{} }

func (facts) Request(string, []string) (value.Value, bool) { return value.Value{}, false }

// modelRecord is a record of the model as expressions see it.
type modelRecord struct {
	model model
	of    *schema.Collection
	row   []value.Value
}

func (r modelRecord) Field(i int) value.Value { return r.row[i] }

func (r modelRecord) One(rel *expr.Relation) (expr.Rec, error) {
	targets := r.targets(rel)
	if len(targets) == 0 {
		return nil, nil
	}
	return targets[0], nil
}

func (r modelRecord) Each(rel *expr.Relation, f func(expr.Rec) (bool, error)) error {
	for _, target := range r.targets(rel) {
		if more, err := f(target); err != nil || !more {
			return err
		}
	}
	return nil
}

func (r modelRecord) targets(rel *expr.Relation) []modelRecord {
	key := valuesAt(r.row, rel.Local)
	if slices.ContainsFunc(key, value.Value.IsNull) {
		return nil
	}
	to := schema.Of(rel)
	var out []modelRecord
	for _, row := range r.model[to] {
		if slices.EqualFunc(valuesAt(row, rel.Remote), key, value.Equal) {
			out = append(out, modelRecord{r.model, to, row})
		}
	}
	return out
}
