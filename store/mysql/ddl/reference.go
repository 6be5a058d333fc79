package ddl

import (
	"slices"

	"bedplate/expr"
	"bedplate/schema"
)

// addReference adds a reference, and the index for it where none begins with its fields.
//
// MySQL 9.7 looks at references by the first index that begins with their fields, unique
// ones before others, and takes a row for one without a reference where anything else in
// that index is null. There such a reference has an index of its own that is first: it
// ends with the key and is unique.
func (s Server) addReference(t *Table, c *schema.Collection, ref *schema.Ref) {
	t.References = append(t.References, reference(c, ref))
	if s.Guarded && misled(c, ref.Columns) {
		if own := guard(c, ref.Columns); own != nil {
			text := "UNIQUE KEY " + Quote(ref.Name) + " (" + columnList(c, own) + ")"
			t.Indexes = slices.Insert(t.Indexes, 0, Part{ref.Name, text})
			return
		}
	}
	if !leads(c, ref.Columns) {
		t.Indexes = append(t.Indexes, Part{ref.Name, "KEY " + Quote(ref.Name) + " (" + columnList(c, ref.Columns) + ")"})
	}
}

// guard gives the fields of a reference's own index, none where the server keeps no
// index of that length.
func guard(c *schema.Collection, fields []int) []int {
	own := slices.Clone(fields)
	for _, k := range c.Key {
		if !slices.Contains(own, k) {
			own = append(own, k)
		}
	}
	bytes := 0
	for _, f := range own {
		bytes += width(c.Fields[f])
	}
	if len(own) > maxIndexParts || bytes > maxIndexBytes {
		return nil
	}
	return own
}

// misled tells whether an index that begins with these fields may have nulls behind them.
func misled(c *schema.Collection, fields []int) bool {
	if begins(c.Key, fields) {
		return false // the first of all
	}
	for _, ix := range c.Indexes {
		on := ascending(ix)
		if !begins(on, fields) {
			continue
		}
		if conditional(ix) || slices.ContainsFunc(ix.Parts[len(fields):], func(p schema.Part) bool { return !NotNull(c, c.Fields[p.Field]) }) {
			return true
		}
	}
	return false
}

// conditional tells a unique index that has a column for its condition.
func conditional(ix *schema.Index) bool {
	return ix.Unique && ix.Where != nil && !expr.IsTrue(ix.Where)
}

// reference says what a reference does: nothing but refuse, since the engine does
// the rest.
func reference(c *schema.Collection, ref *schema.Ref) Part {
	return Part{ref.Name, "CONSTRAINT " + Quote(ref.Name) + " FOREIGN KEY (" + columnList(c, ref.Columns) + ") REFERENCES " +
		Quote(ref.To.Table) + " (" + columnList(ref.To, ref.Target) + ")"}
}

// leads tells whether the key or an index begins with these fields in this
// order, as the server wants it of a reference.
func leads(c *schema.Collection, fields []int) bool {
	return begins(c.Key, fields) ||
		slices.ContainsFunc(c.Indexes, func(ix *schema.Index) bool { return begins(ascending(ix), fields) })
}

func begins(on, fields []int) bool {
	return len(on) >= len(fields) && slices.Equal(on[:len(fields)], fields)
}

// ascending are the fields that an index begins with, up to the first descending one.
func ascending(ix *schema.Index) []int {
	var on []int
	for _, p := range ix.Parts {
		if p.Desc {
			break
		}
		on = append(on, p.Field)
	}
	return on
}
