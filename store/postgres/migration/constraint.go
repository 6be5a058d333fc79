package migration

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
)

// claim takes for ours what a layout lists, whatever it is called: it may be
// older than Bedplate.
func (t *table) claim(layout *driver.Table) {
	for _, k := range t.constraints {
		switch k.kind {
		case "p":
			k.ours = k.ours || slices.Equal(k.columns, layout.Key)
		case "f":
			k.ours = k.ours || slices.ContainsFunc(layout.References, func(r driver.Reference) bool {
				return slices.Equal(r.Columns, k.columns) && r.To == k.to && slices.Equal(r.Target, k.target)
			})
		case "c":
			k.ours = k.ours || strings.Contains(k.text, "= ANY (ARRAY[") && slices.ContainsFunc(layout.Columns, func(c driver.Column) bool {
				return len(c.Values) > 0 && c.SQLType == "" && slices.Equal(k.columns, []string{c.Name})
			})
		}
	}
	for _, i := range t.indexes {
		i.ours = i.ours || i.constraint == "" && slices.ContainsFunc(layout.Indexes, func(ix driver.Index) bool { return ix.Name == i.name })
		if k := t.constraint(i.constraint); k != nil && k.kind == "u" {
			k.ours = k.ours || slices.ContainsFunc(layout.Indexes, func(ix driver.Index) bool { return ix.Name == i.name })
			i.ours = k.ours
		}
	}
}

// postpone drops a reference that cannot stay while what it speaks of changes,
// and adds it again at the end, unless its own table no longer wants it then.
func (p *planner) postpone(t *table, k *constraint) ([]action, error) {
	if p.waits(t.name, k.name) {
		return nil, nil
	}
	if !k.ours {
		return nil, fault.New(fault.Check, "reference %s of table %s, which is not ours, cannot be kept", k.name, t.name).
			WithHint("drop it first, and make it again afterwards")
	}
	p.wait = append(p.wait, waiting{table: t.name, name: k.name, sql: "ALTER TABLE " + ddl.Quote(t.name) + " ADD CONSTRAINT " + ddl.Quote(k.name) +
		" FOREIGN KEY (" + quoted(k.columns) + ") REFERENCES " + ddl.Quote(k.to) + " (" + quoted(k.target) + ")"})
	return []action{statement("ALTER TABLE " + ddl.Quote(t.name) + " DROP CONSTRAINT " + ddl.Quote(k.name))}, nil
}

// release postpones the references that are made possible by an index.
func (a *alteration) release(via string) error {
	return a.postponeAll(func(_ *table, k *constraint) bool { return k.via == via && via != "" })
}

func (a *alteration) postponeAll(which func(*table, *constraint) bool) error {
	for _, t := range sorted(a.tables) {
		for _, k := range t.constraints {
			if k.kind != "f" || !which(t, k) {
				continue
			}
			out, err := a.postpone(t, k)
			if err != nil {
				return err
			}
			a.out = append(a.out, out...)
		}
	}
	return nil
}

func (a *alteration) rename(k *constraint, name string) {
	if !k.named || k.name == name {
		return // one that is older than Bedplate keeps its name
	}
	a.do(a.sql + " RENAME CONSTRAINT " + ddl.Quote(k.name) + " TO " + ddl.Quote(name))
	for _, i := range a.t.indexes {
		if i.constraint == k.name {
			i.constraint, i.name = name, name
		}
	}
	k.name = name
}

// dropReferences drops references that are not wanted, and sets aside those whose
// columns change.
func (a *alteration) dropReferences() error {
	for _, k := range slices.Clone(a.t.constraints) {
		if k.kind != "f" {
			continue
		}
		ref := a.wanted(k)
		switch {
		case ref == nil && k.ours, ref != nil && k.name != ref.Name && a.waits(a.t.name, k.name):
			a.out = append(a.out, a.dropConstraint(a.t, k)...)
		case ref != nil:
			a.rename(k, ref.Name)
		}
	}
	moving := append(slices.Clone(a.converted), a.leaving()...)
	return a.postponeAll(func(t *table, k *constraint) bool {
		return t == a.t && overlap(k.columns, moving) || k.to == a.t.name && overlap(k.target, moving)
	})
}

// wanted finds the reference of the collection that a constraint is.
func (a *alteration) wanted(k *constraint) *schema.Ref {
	return find(a.c.Refs, func(r *schema.Ref) bool {
		return !r.Unchecked && slices.Equal(columnsOf(a.c, r.Columns), k.columns) && r.To.Table == k.to && slices.Equal(columnsOf(r.To, r.Target), k.target)
	})
}

func (a *alteration) addReferences() error {
	for _, ref := range a.c.Refs {
		there := slices.ContainsFunc(a.t.constraints, func(k *constraint) bool { return k.kind == "f" && a.wanted(k) == ref })
		if !there && !ref.Unchecked {
			a.refer(a.c, ref)
		}
	}
	return nil
}

func (a *alteration) key() *constraint {
	return find(a.t.constraints, func(k *constraint) bool { return k.kind == "p" })
}

func (a *alteration) dropKey() error {
	k := a.key()
	if k == nil {
		return nil
	}
	if slices.Equal(k.columns, columnsOf(a.c, a.c.Key)) {
		a.rename(k, a.c.KeyName())
		return nil
	}
	if err := a.release(k.via); err != nil {
		return err
	}
	a.out = append(a.out, a.dropConstraint(a.t, k)...)
	return nil
}

func (a *alteration) addKey() error {
	if a.key() != nil || len(a.c.Key) == 0 {
		return nil
	}
	name := a.c.KeyName()
	a.do(a.sql + " ADD " + ddl.PrimaryKey(a.c))
	a.t.constraints = append(a.t.constraints, &constraint{name: name, kind: "p", columns: columnsOf(a.c, a.c.Key), via: name, ours: true, named: true})
	a.t.indexes = append(a.t.indexes, &index{name: name, columns: columnsOf(a.c, a.c.Key), valid: true, constraint: name, ours: true})
	return nil
}

// check finds our check of a column's values.
func (a *alteration) check(column string) *constraint {
	return find(a.t.constraints, func(k *constraint) bool {
		return k.ours && k.kind == "c" && slices.Equal(k.columns, []string{column})
	})
}

// dropChecks drops checks of values that become others, or leave.
func (a *alteration) dropChecks() error {
	for _, name := range a.leaving() {
		if k := a.check(name); k != nil {
			a.out = append(a.out, a.dropConstraint(a.t, k)...)
		}
	}
	for _, f := range a.c.Stored() {
		was := a.was(f.Column)
		if was == nil {
			continue
		}
		same := slices.Equal(slices.Sorted(slices.Values(was.Values)), slices.Sorted(slices.Values(f.Values)))
		if !same && f.SQLType != "" && f.Values != nil {
			return fault.Of(fault.Unsupported, f.Name, "the values of column %s are those of its type %s", f.Column, f.SQLType).
				WithHint("change the type in the database, then run bedplate pull")
		}
		k := a.check(f.Column)
		if k != nil && len(was.Values) > 0 && !slices.ContainsFunc(was.Values, func(v string) bool { return !slices.Contains(f.Values, v) }) {
			a.wider = append(a.wider, f.Column)
		}
		switch {
		case k == nil:
		case same && !a.reform && !slices.Contains(a.converted, f.Column):
			a.rename(k, ddl.CheckName(a.c, f))
		default:
			a.out = append(a.out, a.dropConstraint(a.t, k)...)
		}
	}
	return nil
}

func (a *alteration) addChecks() error {
	for _, f := range a.c.Stored() {
		if f.Values == nil || f.SQLType != "" || a.check(f.Column) != nil {
			continue
		}
		sql := a.sql + " ADD " + ddl.ValuesCheck(a.c, f)
		if slices.Contains(a.wider, f.Column) {
			sql += " NOT VALID" // and later valid, while others read and write
		}
		a.do(sql)
		a.t.constraints = append(a.t.constraints, &constraint{name: ddl.CheckName(a.c, f), kind: "c", columns: []string{f.Column}, ours: true, named: true})
	}
	return nil
}
