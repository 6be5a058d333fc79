package engine_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// TestNothingDeniedReachesALaterOperation holds what a caller carries from one
// operation to the next to what there is to carry in a world in which there is
// nothing but what the caller may see.
func TestNothingDeniedReachesALaterOperation(t *testing.T) {
	forEachWorld(t, func(t *testing.T, r *rand.Rand, w *world, e *engine.Engine, _ *[]engine.Change) {
		collections := []string{"people", "posts", "comments"}
		left := make([]*engine.Engine, len(callers))
		for i, p := range callers {
			left[i] = loosely(t, w.seenBy(p))
		}
		carried := 0
		for range 2 * requestsPerWorld {
			c := carrying{from: newAsking(r, oneOf(r, collections), 0), into: oneOf(r, collections)}
			c.field = oneOf(r, fieldNames[c.from.collection])
			c.equals = oneOf(r, fieldNames[c.into])
			if r.IntN(2) == 0 { // mostly the only one
				c.from.limit = 1
			}
			if c.from.groups != nil || w.schema.Collection(c.from.collection).Field(c.field).Type != w.schema.Collection(c.into).Field(c.equals).Type {
				continue
			}
			for i, p := range callers {
				if c.compare(t, w, p, e, left[i]) {
					carried++
				}
			}
		}
		if carried == 0 {
			t.Error("nothing was carried over")
		}
	})
}

// carrying reads a record, and then those of another collection in which a
// field equals one of it.
type carrying struct {
	from                *asking
	into, field, equals string
}

// compare tells whether the caller was answered with rows.
func (c *carrying) compare(t *testing.T, w *world, p *query.Principal, e, left *engine.Engine) bool {
	t.Helper()
	hidden := func(f *schema.Field) bool { return !sees(p, f) }
	named := hidden(w.schema.Collection(c.from.collection).Field(c.field)) || hidden(w.schema.Collection(c.into).Field(c.equals))
	c.from.names(w.schema, func(f *schema.Field) { named = named || hidden(f) })
	got, err := c.run(e, p, func(*schema.Field) bool { return false })
	if named {
		if code := fault.CodeOf(err); code != fault.UnknownField && code != fault.UnknownRelation {
			t.Fatalf("%v carries what is hidden and gets %v %s\n%s\n%+v", p, err, got, w.files, c)
		}
		return false
	}
	want, wanted := c.run(left, service, hidden)
	if got != want || fault.CodeOf(err) != fault.CodeOf(wanted) {
		t.Fatalf("%v gets\n%s %v\nand may see\n%s %v\n%s\n%+v %+v", p, got, err, want, wanted, w.files, c, c.from)
	}
	return err == nil
}

// run gives the rows of both operations.
func (c *carrying) run(e *engine.Engine, p *query.Principal, hidden func(*schema.Field) bool) (string, error) {
	first, err := c.from.build(e.Schema(), hidden)
	if err != nil {
		return "", err
	}
	into := e.Schema().Collection(c.into)
	id, equals := into.Field("id"), into.Field(c.equals)
	second := &query.Select{Collection: into, Limit: query.Unlimited,
		Outputs: []query.Output{{Name: "id", Expr: expr.FieldOf(expr.Self, id.Index, id.Name, id.Type)}},
		Where:   expr.TestOf(expr.Eq, expr.FieldOf(expr.Self, equals.Index, equals.Name, equals.Type), expr.ParamOf(0, equals.Type))}
	rows := &pages{}
	_, err = e.Do(context.Background(), p, &query.Request{Schema: e.Schema(), Params: make([]value.Value, 1), Ops: []query.Operation{
		{Kind: query.Read, Collection: first.Collection, Select: first},
		{Kind: query.Read, Collection: into, Select: second,
			Uses: []query.Use{{Param: true, Op: 0, Field: first.Collection.Field(c.field).Index}}},
	}}, rows)
	if err != nil {
		return "", err
	}
	return strings.Join(rows.rows, "\n"), nil
}
