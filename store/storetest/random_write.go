package storetest

import (
	"context"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// write is one statement of a random transaction.
type write struct {
	insert *plan.Insert
	update *plan.Update
	delete *plan.Delete
	args   []value.Value
}

// run does the write and tells what became of it in one word.
func (w write) run(ctx context.Context, tx driver.Tx) (string, error) {
	var found bool
	var err error
	switch {
	case w.insert != nil:
		found = true
		_, err = tx.Insert(ctx, w.insert, w.args)
	case w.update != nil:
		found, err = tx.Update(ctx, w.update, w.args)
	default:
		found, err = tx.Delete(ctx, w.delete, w.args)
	}
	if err != nil {
		// Where several constraints are broken, which one is named is left
		// to the store: constraints.go breaks them one by one.
		return string(fault.CodeOf(err)), err
	}
	if !found {
		return "none", nil
	}
	return "done", nil
}

func (w write) String() string {
	c, what := w.of(), "delete"
	var fields []int
	switch {
	case w.insert != nil:
		what, fields = "insert", w.insert.Fields
	case w.update != nil:
		what, fields = "update", append(slices.Clone(w.update.Fields), c.Key...)
	default:
		fields = c.Key
	}
	parts := []string{what, c.Name}
	for i, f := range fields {
		parts = append(parts, c.Fields[f].Name+"="+showValue(w.args[i]))
	}
	return strings.Join(parts, " ")
}

func (w write) of() *schema.Collection {
	switch {
	case w.insert != nil:
		return w.insert.Into
	case w.update != nil:
		return w.update.Of
	}
	return w.delete.From
}

// model is what the tables should hold: the third opinion beside the drivers.
type model map[*schema.Collection][][]value.Value

func (m model) clone() model {
	out := model{}
	for c, rows := range m {
		out[c] = slices.Clone(rows)
	}
	return out
}

// apply does a write that succeeded.
func (m model) apply(w write) {
	c := w.of()
	switch {
	case w.insert != nil:
		fresh := make([]value.Value, len(c.Fields))
		for i, f := range w.insert.Fields {
			fresh[f] = w.args[i]
		}
		m[c] = append(m[c], fresh)
	case w.update != nil:
		if at := m.find(c, w.args[len(w.update.Fields):]); at >= 0 {
			fresh := slices.Clone(m[c][at])
			for i, f := range w.update.Fields {
				fresh[f] = w.args[i]
			}
			m[c][at] = fresh
		}
	default:
		if at := m.find(c, w.args); at >= 0 {
			m[c] = slices.Delete(slices.Clone(m[c]), at, at+1)
		}
	}
}

func (m model) find(c *schema.Collection, key []value.Value) int {
	return slices.IndexFunc(m[c], func(r []value.Value) bool {
		return slices.EqualFunc(valuesAt(r, c.Key), key, value.Equal)
	})
}

func valuesAt(r []value.Value, fields []int) []value.Value {
	out := make([]value.Value, len(fields))
	for i, f := range fields {
		out[i] = r[f]
	}
	return out
}

// insertion makes a new record: mostly a valid one.
func (g *grower) insertion(m model, c *schema.Collection) write {
	fresh := make([]value.Value, len(c.Fields))
	fields := make([]int, len(c.Fields))
	for i, f := range c.Fields {
		fields[i] = i
		fresh[i] = g.fieldValue(c, f)
	}
	for _, ref := range c.Refs {
		g.refer(m, ref, fresh)
	}
	return write{insert: &plan.Insert{Into: c, Fields: fields}, args: fresh}
}

// fieldValue draws a value for a field, null now and then.
func (g *grower) fieldValue(c *schema.Collection, f *schema.Field) value.Value {
	nullable := !f.Required && !c.IsKey(f.Index)
	if nullable && g.chance(25) || !c.IsKey(f.Index) && g.chance(1) {
		return value.Value{}
	}
	if f.Values != nil && !g.chance(3) {
		return value.OfText(pick(g, f.Values))
	}
	return g.corpus.one(g.Rand, f.Type)
}

// refer fills a reference: with an existing record's, none, or a broken one.
func (g *grower) refer(m model, ref *schema.Ref, fresh []value.Value) {
	targets := m[ref.To]
	if g.chance(4) {
		return
	}
	null := len(targets) == 0 || g.chance(15)
	var values []value.Value
	if !null {
		values = valuesAt(pick(g, targets), ref.Target)
	}
	for i, f := range ref.Columns {
		fresh[f] = value.Value{}
		if !null {
			fresh[f] = values[i]
		}
	}
}

// change makes an update or deletion of an existing record, mostly.
func (g *grower) change(m model, c *schema.Collection) write {
	rows := m[c]
	if len(rows) == 0 {
		return g.insertion(m, c)
	}
	old := pick(g, rows)
	key := valuesAt(old, c.Key)
	if g.chance(30) {
		return write{delete: &plan.Delete{From: c}, args: key}
	}
	fresh := slices.Clone(old)
	changed := map[int]bool{}
	for range 1 + g.IntN(3) {
		f := c.Fields[g.IntN(len(c.Fields))]
		fresh[f.Index], changed[f.Index] = g.fieldValue(c, f), true
	}
	for _, ref := range c.Refs {
		for _, f := range ref.Columns {
			fresh[f], changed[f] = old[f], true
		}
		if g.chance(50) {
			g.refer(m, ref, fresh)
		}
	}
	up := &plan.Update{Of: c}
	for f := range c.Fields {
		if changed[f] {
			up.Fields = append(up.Fields, f)
		}
	}
	return write{update: up, args: append(valuesAt(fresh, up.Fields), key...)}
}
