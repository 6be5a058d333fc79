package schema

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// The lengths of texts in keys, uniques, indexes and references, in code
// points: what every store can index.
const (
	keyLength    = 255
	maxKeyLength = 768
)

// condition is the text of a partial index's condition, parsed once members
// are known.
type condition struct{ text, path string }

// addIndexes makes the declared indexes and uniques.
func (d *draft) addIndexes() {
	for n, x := range d.decl.Indexes {
		if x.Name != "" {
			if d.taken[x.Name] {
				d.fail(nil, "indexes."+itoa(n)+".name", fault.Value, "the name "+show(x.Name)+" is taken", "")
			}
			d.taken[x.Name] = true
		}
	}
	for i, f := range d.c.Fields {
		if f.Unique {
			d.indexable(d.fields[i], "unique", f)
			d.index("key", &Index{Unique: true, Parts: []Part{{Field: i}}})
		}
		if d.c.IsKey(i) {
			d.indexable(d.fields[i], "type", f)
			if f.Type.Kind == value.Float {
				d.fail(d.fields[i], "type", fault.Value, "a float cannot be part of a key", "use a decimal, an int or a text")
			}
		}
	}
	for n, x := range d.decl.Indexes {
		d.declaredIndex(x, "indexes."+itoa(n))
	}
	d.addSearch()
}

func (d *draft) declaredIndex(x *IndexDecl, path string) {
	if len(x.On) == 0 {
		d.fail(nil, path, fault.Required, "the index has no fields", "write [author, -created], or {on: [author], where: ...}")
		return
	}
	index, unknown := &Index{Name: x.Name, Unique: x.Unique}, false
	for n, written := range x.On {
		at := path + ".on." + itoa(n)
		name, desc := strings.CutPrefix(written, "-")
		i, ok := d.find(nil, at, name)
		if !ok {
			unknown = true
			continue
		}
		if slices.ContainsFunc(index.Parts, func(p Part) bool { return p.Field == i }) {
			d.fail(nil, at, fault.Value, show(name)+" stands in the index twice", "")
			continue
		}
		if k := d.c.Fields[i].Type.Kind; k == value.JSON || k == value.List {
			d.fail(nil, at, fault.Value, show(name)+" is "+k.String()+": it cannot be indexed", "")
		}
		index.Parts = append(index.Parts, Part{Field: i, Desc: desc})
	}
	if unknown {
		return
	}
	suffix := "idx"
	if x.Unique && x.Where == "" {
		suffix = "key"
	}
	if x.Where != "" {
		d.conditions[index] = condition{text: x.Where, path: path + ".where"}
	}
	d.index(suffix, index)
}

func (d *draft) indexable(fd *FieldDecl, path string, f *Field) {
	if k := f.Type.Kind; k == value.JSON || k == value.List {
		d.fail(fd, path, fault.Value, "a field of type "+k.String()+" cannot be unique or part of a key", "")
	}
}

func (d *draft) index(suffix string, x *Index) {
	if x.Name == "" {
		fields := make([]int, len(x.Parts))
		for i, p := range x.Parts {
			fields[i] = p.Field
		}
		x.Name = unused(constraintName(d.c.Table, d.c.columnNames(fields), suffix), d.taken)
	}
	d.c.Indexes = append(d.c.Indexes, x)
}

// addRefIndexes indexes references that nothing else does: a deletion looks
// for referring records. An adopted table has the indexes it has.
func (d *draft) addRefIndexes() {
	if d.c.View || !d.c.Managed {
		return
	}
	for _, r := range d.refs {
		if r.ref == nil || d.covered(r.ref.Columns) {
			continue
		}
		x := &Index{}
		for _, i := range r.ref.Columns {
			x.Parts = append(x.Parts, Part{Field: i})
		}
		d.index("idx", x)
	}
}

// covered tells whether the key or an index begins with these fields.
func (d *draft) covered(fields []int) bool {
	begins := func(on []int) bool {
		return len(on) >= len(fields) && sameFields(on[:len(fields)], fields)
	}
	if begins(d.c.Key) {
		return true
	}
	return slices.ContainsFunc(d.c.Indexes, func(x *Index) bool {
		var on []int
		for _, p := range x.Parts {
			on = append(on, p.Field)
		}
		_, partial := d.conditions[x]
		return !partial && begins(on)
	})
}

// boundTexts gives texts that are indexed their longest length.
func (d *draft) boundTexts() {
	if !d.c.Managed {
		return
	}
	indexed := map[int]bool{}
	for _, i := range d.c.Key {
		indexed[i] = true
	}
	for _, x := range d.c.Indexes {
		for _, p := range x.Parts {
			indexed[p.Field] = true
		}
	}
	for _, r := range d.c.Referrers {
		for _, i := range r.Target {
			indexed[i] = true
		}
	}
	for i, f := range d.c.Fields {
		fd := d.fields[i]
		if !indexed[i] || fd.Type != "text" && fd.Type != "bytes" {
			continue
		}
		if f.Max == 0 {
			f.Max = keyLength
		}
		if f.Max > maxKeyLength {
			d.fail(fd, "max", fault.OutOfRange, "an indexed text has at most 768 characters", "lower max:, or index another field")
		}
	}
}

// addMembers makes what expressions can name.
func (d *draft) addMembers() {
	c := d.c
	for i, f := range c.Fields {
		m := expr.Member{Field: i, Type: f.Type, Nullable: !f.Required || d.c.View && !d.c.IsKey(i), Values: f.Values}
		if f.Ref != nil {
			f.Max = f.Ref.To.Fields[f.Ref.Target[0]].Max
			if !f.Ref.Unchecked {
				m.Relation = f.Ref.Forward
			}
		}
		c.members[f.Name] = m
	}
	for _, rel := range c.Relations {
		unchecked := slices.ContainsFunc(append(slices.Clone(c.Refs), c.Referrers...), func(r *Ref) bool {
			return r.Unchecked && (r.Forward == rel || r.Back == rel)
		})
		if _, isField := c.members[rel.Name]; !isField && !unchecked {
			c.members[rel.Name] = expr.Member{Field: -1, Relation: rel}
		}
	}
	for name := range c.members {
		c.names = append(c.names, name)
	}
	slices.Sort(c.names)
	slices.SortFunc(c.Relations, func(a, b *expr.Relation) int { return strings.Compare(a.Name, b.Name) })
}
