package mem

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// newRow lays the values out by field. What is not given is null, but for an
// identity, which is the next integer: defaults are made above the driver.
func newRow(t *table, fields []int, values []value.Value) (row, error) {
	fresh := make(row, len(t.of.Stored()))
	for i, f := range fields {
		v, err := accept(t.of.Fields[f], values[i])
		if err != nil {
			return nil, err
		}
		fresh[f] = v
	}
	for i, f := range t.of.Stored() {
		if f.Identity && fresh[i].IsNull() {
			next, err := t.nextIdentity(i)
			if err != nil {
				return nil, err
			}
			fresh[i] = next
		}
	}
	return fresh, nil
}

// nextIdentity is one more than the highest there is.
func (t *table) nextIdentity(field int) (value.Value, error) {
	highest := int64(0)
	for _, r := range t.rows {
		highest = max(highest, r[field].Int())
	}
	if highest == 1<<63-1 {
		return value.Value{}, fault.Of(fault.Full, t.of.Fields[field].Name, "no integer is left for a new key of %s", t.of.Name)
	}
	return value.OfInt(highest + 1), nil
}

// accept gives the value as it is kept. What is above the driver has checked
// it, so what is refused here is a mistake of ours.
func accept(f *schema.Field, v value.Value) (value.Value, error) {
	if v.IsNull() {
		return v, nil
	}
	if v.Kind() != f.Type.Kind {
		return v, fault.Of(fault.Value, f.Name, "a %s cannot be kept in %s, which is %s", v.Kind(), f.Name, f.Type.Kind)
	}
	if v.Kind() == value.Decimal {
		kept, ok := v.Rescale(f.Type.Scale)
		if !ok {
			return v, fault.Of(fault.OutOfRange, f.Name, "%s keeps %d digits after the point", f.Name, f.Type.Scale)
		}
		return kept, nil
	}
	return v.Clone(), nil
}

// checkRow enforces what the row at position at (-1 for a new one) must meet
// by itself and beside the other rows of its table.
func checkRow(t *table, fresh row, at int) error {
	c := t.of
	for i, f := range c.Stored() {
		if fresh[i].IsNull() && (f.Required || c.IsKey(i)) {
			return fault.Of(fault.Required, f.Name, "%s is required", f.Name)
		}
	}
	for i, f := range c.Stored() {
		if f.Values != nil && !fresh[i].IsNull() && !slices.Contains(f.Values, fresh[i].Raw()) {
			err := fault.Of(fault.Check, f.Name, "%s has a value that is not in its list", f.Name)
			err.Constraint = checkName(c, f)
			return err
		}
	}
	for _, u := range uniques(c) {
		if err := u.check(t, fresh, at); err != nil {
			return err
		}
	}
	return nil
}

// unique is a key, a unique field or a unique index.
type unique struct {
	name   string
	fields []int
	where  *expr.Node // of a partial index, nil for all rows
}

// covers tells whether the row must be unique here. The condition speaks of
// the row alone.
func (u unique) covers(r row) (bool, error) { return expr.Test(u.where, in(nil, nil, r)) }

// check looks for another row with the same values.
func (u unique) check(t *table, fresh row, at int) error {
	if covered, err := u.covers(fresh); err != nil || !covered {
		return err
	}
	values := fresh.pick(u.fields)
	for i, other := range t.rows {
		if i == at || !other.holds(u.fields, values) {
			continue
		}
		covered, err := u.covers(other)
		if err != nil {
			return err
		}
		if covered {
			err := fault.Of(fault.Unique, fieldNames(t.of, u.fields), "another record of %s has the same value", t.of.Name)
			err.Constraint = u.name
			return err
		}
	}
	return nil
}

// uniques lists what must be unique in a collection, each once.
func uniques(c *schema.Collection) []unique {
	var out []unique
	if len(c.Key) > 0 {
		out = append(out, unique{name: c.KeyName(), fields: c.Key})
	}
	for _, ix := range c.Indexes {
		if !ix.Unique {
			continue
		}
		u := unique{name: ix.Name, where: ix.Where}
		for _, p := range ix.Parts {
			u.fields = append(u.fields, p.Field)
		}
		out = append(out, u)
	}
	for i, f := range c.Stored() {
		name := c.Table + "_" + f.Column + "_key"
		if f.Unique && !slices.ContainsFunc(out, func(u unique) bool { return u.name == name }) {
			out = append(out, unique{name: name, fields: []int{i}})
		}
	}
	return out
}

// checkReferences holds a statement that put fresh in the place of old to the
// references: fresh must refer to what exists, and nothing may refer to what
// old was. Either is nil for an insert or a deletion. It looks at the tables
// after the statement, so a record may refer to itself.
func checkReferences(st state, c *schema.Collection, fresh, old row) error {
	for _, ref := range c.Refs {
		if ref.Unchecked || fresh == nil {
			continue
		}
		values := fresh.pick(ref.Columns)
		if !anyNull(values) && st[ref.To.Name].find(ref.Target, values) < 0 {
			return broken(ref, fieldNames(c, ref.Columns), "%s refers to a record of %s that does not exist",
				fieldNames(c, ref.Columns), ref.To.Name)
		}
	}
	for _, ref := range c.Referrers {
		if ref.Unchecked || ref.From.View || old == nil {
			continue
		}
		values := old.pick(ref.Target)
		if anyNull(values) || st[c.Name].find(ref.Target, values) >= 0 {
			continue
		}
		if st[ref.From.Name].find(ref.Columns, values) >= 0 {
			return broken(ref, "", "a record of %s still refers to this one", ref.From.Name)
		}
	}
	return nil
}

func broken(ref *schema.Ref, field, format string, args ...any) error {
	err := fault.Of(fault.Reference, field, format, args...)
	err.Constraint = ref.Name
	return err
}

func fieldNames(c *schema.Collection, fields []int) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = c.Fields[f].Name
	}
	return strings.Join(names, ", ")
}

func checkName(c *schema.Collection, f *schema.Field) string {
	return c.Table + "_" + f.Column + "_check"
}
