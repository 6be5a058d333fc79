package sqlite

import (
	"slices"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
)

// Run does one step.
func (s *session) Run(step driver.Step) error {
	switch step.Kind {
	case driver.CreateTable:
		for _, sql := range DDL(step.Collection) {
			if err := s.change(sql); err != nil {
				return err
			}
		}
		return nil
	case driver.RenameTable:
		return s.change("ALTER TABLE " + quote(step.Table) + " RENAME TO " + quote(step.To))
	case driver.RenameColumn:
		return s.change("ALTER TABLE " + quote(step.Table) +
			" RENAME COLUMN " + quote(step.Column) + " TO " + quote(step.To))
	case driver.DropTable:
		return s.change("DROP TABLE " + quote(step.Table))
	case driver.AlterTable:
		return s.alter(step)
	}
	return fault.New(fault.Unsupported, "the step %s is not known", step.Kind)
}

// Objects names what a collection has here. It refuses an index that SQLite
// cannot keep.
func (s *session) Objects(c *schema.Collection) ([]driver.Object, error) {
	for _, ix := range IndexesOf(c) {
		if _, err := CreateIndex(c, ix); err != nil {
			return nil, err
		}
	}
	var out []driver.Object
	for _, sql := range DDL(c) {
		if kind, name := objectOf(sql); name != "" {
			out = append(out, driver.Object{Kind: kind, Table: c.Table, Name: name})
		}
	}
	return out, nil
}

// objectOf gives the kind and name of what a CREATE statement makes.
func objectOf(sql string) (kind, name string) {
	ts := tokens(sql)
	for i, t := range ts {
		for _, k := range []string{"table", "index", "trigger", "view"} {
			if !t.is(k) {
				continue
			}
			if i+3 < len(ts) && ts[i+1].is("if") { // IF NOT EXISTS
				i += 3
			}
			if i+1 < len(ts) {
				return k, ts[i+1].text
			}
		}
	}
	return "", ""
}

// owned tells whether an index or trigger is ours.
func (a *alteration) owned(name string) bool {
	return slices.ContainsFunc(a.step.Owned, func(o driver.Object) bool { return o.Name == name })
}

// normalObject writes a CREATE statement as normal does, without what SQLite
// does not keep of it.
func normalObject(sql string) string {
	ts := slices.DeleteFunc(tokens(sql), func(t token) bool { return t.is(";") })
	return strings.Replace(normal(ts), " if not exists ", " ", 1)
}

// dropObjects drops our indexes and triggers that are not wanted as they are.
func (s *session) dropObjects(a *alteration) error {
	wanted := map[string]string{}
	for _, sql := range a.wantSQL {
		_, name := objectOf(sql)
		wanted[name] = normalObject(sql)
	}
	type object struct{ kind, name string }
	var drop []object
	err := s.query("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
		func(stmt *zombiezen.Stmt) error {
			o := object{stmt.ColumnText(0), stmt.ColumnText(1)}
			if a.owned(o.name) && wanted[o.name] != normalObject(stmt.ColumnText(2)) {
				drop = append(drop, o)
			}
			return nil
		}, a.step.Table)
	if err != nil {
		return err
	}
	for _, o := range drop {
		if err := s.change("DROP " + strings.ToUpper(o.kind) + " " + quote(o.name)); err != nil {
			return err
		}
	}
	return nil
}

// makeObjects makes those of our indexes and triggers that are not there.
func (s *session) makeObjects(a *alteration) error {
	for _, sql := range a.wantSQL {
		_, name := objectOf(sql)
		n, err := s.single("SELECT count(*) FROM sqlite_schema WHERE name = ?", name)
		if err != nil {
			return err
		}
		if n == 0 {
			if err := s.change(sql); err != nil {
				return err
			}
		}
	}
	return nil
}
