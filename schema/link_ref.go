package schema

import (
	"slices"
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

func itoa(n int) string { return strconv.Itoa(n) }

// draftRef is a reference on the way.
type draftRef struct {
	decl  *FieldDecl
	field int // of the collection, or -1 where it has several columns
	ref   *Ref
	state uint8 // see resolving
}

// A reference's type is its target's, which may be a reference itself.
const (
	unresolved uint8 = iota
	resolving
	resolved
	unresolvable
)

func (d *draft) addRefs() {
	for _, r := range d.refs {
		d.resolve(r)
	}
}

// resolve finds what a reference refers to, and its type.
func (d *draft) resolve(r *draftRef) bool {
	switch r.state {
	case resolving:
		d.fail(r.decl, "to", fault.Reference, "the reference leads in a circle and never to a value", "give one of these keys a type of its own")
		r.state = unresolvable
	case unresolved:
		r.state = resolving
		if ok := d.target(r); !ok || r.state == unresolvable {
			r.state, d.broken = unresolvable, true
		} else {
			r.state = resolved
		}
	}
	return r.state == resolved
}

func (d *draft) target(r *draftRef) bool {
	fd := r.decl
	if fd.To == "" {
		d.fail(fd, "type", fault.Required, "a reference says what it refers to", "write {type: ref, to: users}")
		return false
	}
	name, field, single := strings.Cut(fd.To, ".")
	to := d.l.byName[name]
	if to == nil {
		if !d.l.partial {
			hint := expr.Suggest(name, d.l.names())
			if strings.HasPrefix(name, "auth_") {
				hint = "users come with `auth: {users: true}` in bedplate.yaml"
			}
			d.fail(fd, "to", fault.UnknownCollection, "there is no collection "+show(name), hint)
		}
		return false
	}
	if to.c.View && d.c.Managed {
		d.fail(fd, "to", fault.Unsupported, name+" is a view: no foreign key can hold a reference to it", "refer to what the view is made of; a view may refer to a view")
		return false
	}
	ref := &Ref{From: d.c, To: to.c, Unchecked: d.c.Store != to.c.Store}
	var ok bool
	if ref.Columns, ok = d.refColumns(r); !ok {
		return false
	}
	if ref.Target, ok = d.refTarget(r, to, field, single); !ok {
		return false
	}
	if len(ref.Columns) != len(ref.Target) {
		d.failCount(r, to, ref)
		return false
	}
	for i, target := range ref.Target {
		if !to.resolveField(target) {
			return false
		}
		d.adopt(r, ref, i)
	}
	if !d.onDelete(r, ref) {
		return false
	}
	r.ref = ref
	ref.Name = fd.Constraint
	if r.field >= 0 {
		d.c.Fields[r.field].Ref = ref
	}
	d.c.Refs = append(d.c.Refs, ref)
	to.c.Referrers = append(to.c.Referrers, ref)
	return true
}

// resolveField makes sure that a field's type is known.
func (d *draft) resolveField(field int) bool {
	for _, r := range d.refs {
		if r.field == field {
			return d.resolve(r)
		}
	}
	return true
}

func (d *draft) refColumns(r *draftRef) ([]int, bool) {
	if r.field >= 0 {
		return []int{r.field}, true
	}
	if len(r.decl.Columns) == 0 {
		d.fail(r.decl, "columns", fault.Value, "the reference has no columns", "leave columns: out where the field itself refers")
		return nil, false
	}
	return d.findAll(r.decl, "columns", r.decl.Columns)
}

func (d *draft) findAll(fd *FieldDecl, path string, names []string) ([]int, bool) {
	var out []int
	for n, name := range names {
		i, ok := d.find(fd, path+"."+itoa(n), name)
		if !ok {
			return nil, false
		}
		out = append(out, i)
	}
	return out, true
}

func (d *draft) refTarget(r *draftRef, to *draft, field string, single bool) ([]int, bool) {
	names := r.decl.Target
	switch {
	case single && names != nil:
		d.fail(r.decl, "target", fault.Value, "the reference names its target twice", "write to: "+to.c.Name)
		return nil, false
	case single:
		names = []string{field}
	case names == nil:
		if len(to.c.Key) == 0 && to.decl.Key == nil && !to.missing[defaultKey] {
			d.fail(r.decl, "to", fault.Reference, to.c.Name+" has no key to refer to", "")
		}
		return to.c.Key, len(to.c.Key) > 0
	}
	var out []int
	for n, name := range names {
		i, ok := to.c.columns[name]
		if ok && i >= to.c.firstComputed() {
			d.fail(r.decl, "to", fault.Unsupported, show(name)+" is computed: it cannot be referred to", "")
			return nil, false
		}
		if !ok {
			if !to.missing[name] {
				path := "to"
				if !single {
					path = "target." + itoa(n)
				}
				d.fail(r.decl, path, fault.UnknownField, to.c.Name+" has no field "+show(name), expr.Suggest(name, to.fieldNames()))
			}
			return nil, false
		}
		out = append(out, i)
	}
	return out, true
}

func (d *draft) failCount(r *draftRef, to *draft, ref *Ref) {
	var names []string
	for _, t := range ref.Target {
		names = append(names, to.c.Fields[t].Name)
	}
	hint := "write columns: with one field for each of " + strings.Join(names, ", ")
	d.fail(r.decl, "to", fault.Reference, to.c.Name+" is referred to by "+itoa(len(ref.Target))+" fields, not by "+itoa(len(ref.Columns)), hint)
}

// adopt gives a referring field its target's type, or compares them where it
// has one of its own.
func (d *draft) adopt(r *draftRef, ref *Ref, i int) {
	from, target := d.c.Fields[ref.Columns[i]], ref.To.Fields[ref.Target[i]]
	if r.field >= 0 {
		from.Type = target.Type
		from.Max = target.Max
		return
	}
	if !d.resolveField(from.Index) {
		return
	}
	if from.Type != target.Type {
		d.fail(r.decl, "columns."+itoa(i), fault.Type, from.Name+" is "+typeText(from.Type)+", but "+
			ref.To.Name+"."+target.Name+" is "+typeText(target.Type), "give both the same type")
	}
}

func (d *draft) onDelete(r *draftRef, ref *Ref) bool {
	switch r.decl.OnDelete {
	case "", "restrict":
		ref.OnDelete = Restrict
	case "cascade":
		ref.OnDelete = Cascade
	case "set_null":
		ref.OnDelete = SetNull
	default:
		d.fail(r.decl, "on_delete", fault.Value, show(r.decl.OnDelete)+" is nothing that can be done", "write restrict, cascade or set_null")
		return false
	}
	if ref.Unchecked && r.decl.OnDelete != "" {
		d.fail(r.decl, "on_delete", fault.Unsupported, "nothing follows a reference to another store", "leave on_delete: out")
	}
	if d.c.View && r.decl.OnDelete != "" {
		d.fail(r.decl, "on_delete", fault.Unsupported, "a view has no records of its own to delete or to keep", "leave on_delete: out")
	}
	if ref.OnDelete == SetNull {
		for _, i := range ref.Columns {
			if f := d.c.Fields[i]; f.Required || d.c.IsKey(i) {
				d.fail(r.decl, "on_delete", fault.Value, show(f.Name)+" is required: it cannot become null", "write cascade or restrict, or drop required: true")
			}
		}
	}
	return true
}

// typeText gives a type as the files spell it.
func typeText(t value.Type) string {
	switch t.Kind {
	case value.Decimal:
		return "decimal(" + itoa(int(t.Precision)) + ", " + itoa(int(t.Scale)) + ")"
	case value.List:
		return "list of " + typeText(t.Element())
	}
	return t.Kind.String()
}

// addRelations makes the ways there and back.
func (d *draft) addRelations() {
	slices.SortStableFunc(d.c.Referrers, func(a, b *Ref) int { return strings.Compare(a.From.Name, b.From.Name) })
	for _, r := range d.refs {
		ref := r.ref
		if ref == nil {
			continue
		}
		if !ref.Unchecked && ref.To.UniqueName(ref.Target) == "" && !d.l.byName[ref.To.Name].broken {
			d.fail(r.decl, "to", fault.Reference, "what is referred to is not unique in "+ref.To.Name, "refer to its key, or make it unique: true")
		}
		if ref.Name == "" {
			ref.Name = unused(constraintName(d.c.Table, d.c.columnNames(ref.Columns), "fkey"), d.taken)
		}
		there := &expr.Relation{Name: r.decl.Name, Base: d.c, Target: ref.To, Local: ref.Columns, Remote: ref.Target, Constraint: ref.Name}
		back := &expr.Relation{Name: d.c.Name, Base: ref.To, Target: d.c, Many: d.c.UniqueName(ref.Columns) == "",
			Local: ref.Target, Remote: ref.Columns, Constraint: ref.Name, Inverse: there}
		ref.Forward, ref.reverse = there, back
		d.relate(r, d, there)
		if r.decl.Back != "" {
			back.Name = r.decl.Back
			there.Inverse, ref.Back = back, back
			d.relateBack(r, back)
		}
	}
}

func (d *draft) relate(r *draftRef, base *draft, rel *expr.Relation) {
	if other := base.c.relations[rel.Name]; other != nil {
		path := ""
		if base != d {
			path = "back"
		}
		d.fail(r.decl, path, fault.Value, base.c.Name+" has a relation "+show(rel.Name)+" already",
			"the other one is "+other.Constraint)
		return
	}
	base.c.relations[rel.Name] = rel
	base.c.Relations = append(base.c.Relations, rel)
}

func (d *draft) relateBack(r *draftRef, back *expr.Relation) {
	base := d.l.byName[r.ref.To.Name]
	switch {
	case isReserved(back.Name) || !isName(back.Name):
		d.fail(r.decl, "back", fault.Value, show(back.Name)+" cannot name the way back", "use letters, digits and _")
	case base.c.Field(back.Name) != nil:
		d.fail(r.decl, "back", fault.Value, base.c.Name+" has a field "+show(back.Name)+" already", "choose another name for the way back")
	default:
		d.relate(r, base, back)
	}
}

func (c *Collection) columnNames(fields []int) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = c.Fields[f].Column
	}
	return out
}
