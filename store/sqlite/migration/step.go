package migration

import (
	"maps"
	"slices"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/sqlite/definition"
	"bedplate/store/sqlite/script"
)

// Begin has nothing to do: the transaction has begun.
func (s *session) Begin(driver.Beginning) error { return nil }

// Run does one step.
func (s *session) Run(step driver.Step) error {
	switch step.Kind {
	case driver.CreateTable:
		statements, err := ddl.Statements(step.Collection)
		if err != nil {
			return err
		}
		for _, sql := range statements {
			if err := s.do(sql); err != nil {
				return err
			}
		}
		return nil
	case driver.RenameTable:
		return s.rename("ALTER TABLE " + script.Quote(step.Table) + " RENAME TO " + script.Quote(step.To))
	case driver.RenameColumn:
		return s.rename("ALTER TABLE " + script.Quote(step.Table) +
			" RENAME COLUMN " + script.Quote(step.Column) + " TO " + script.Quote(step.To))
	case driver.DropSearch:
		return s.dropSearch(step.Owned)
	case driver.DropTable:
		if err := s.dropSearch(step.Owned); err != nil {
			return err
		}
		return s.do("DROP TABLE " + script.Quote(step.Table))
	case driver.AlterTable:
		return s.alter(step)
	case driver.DropView:
		return s.do("DROP VIEW " + script.Quote(step.Table))
	case driver.CreateView:
		return s.createView(step.Collection)
	}
	return fault.New(fault.Unsupported, "the step %s is not known", step.Kind)
}

// rename runs a renaming. SQLite looks into every view and trigger then, and
// refuses where one could not be run anyhow: those are set aside meanwhile.
func (s *session) rename(sql string) error {
	aside := slices.SortedFunc(maps.Keys(s.broken), func(a, b object) int {
		return strings.Compare(a.kind+a.name, b.kind+b.name) // triggers first
	})
	var views, triggers []string
	for _, o := range aside {
		found, err := s.texts("SELECT sql FROM sqlite_schema WHERE name = ? OR tbl_name = ? AND type = 'trigger'", o.name, o.name)
		if err != nil {
			return err
		}
		for _, sql := range found {
			if kind, _ := objectOf(sql); kind == "view" {
				views = append(views, sql)
			} else {
				triggers = append(triggers, sql)
			}
		}
		if err := s.do("DROP " + strings.ToUpper(o.kind) + " IF EXISTS " + script.Quote(o.name)); err != nil {
			return err
		}
	}
	for _, sql := range slices.Concat([]string{sql}, views, triggers) {
		if err := s.do(sql); err != nil {
			return err
		}
	}
	return nil
}

// Objects names what a collection has here. It refuses an index that SQLite
// cannot keep.
func (s *session) Objects(c *schema.Collection) ([]driver.Object, error) {
	statements, err := ddl.Statements(c)
	if err != nil {
		return nil, err
	}
	var out []driver.Object
	for _, sql := range statements {
		kind, name := objectOf(sql)
		if ddl.IsSearch(name) && kind == "table" {
			kind = driver.SearchKind
		}
		out = append(out, driver.Object{Kind: kind, Table: c.Table, Name: name})
	}
	return out, nil
}

// objectOf gives the kind and name of what a CREATE statement makes.
func objectOf(sql string) (kind, name string) {
	ts := definition.Tokens(sql)
	for i, t := range ts {
		for _, k := range []string{"table", "index", "trigger", "view"} {
			if !t.Is(k) {
				continue
			}
			if i+3 < len(ts) && ts[i+1].Is("if") { // IF NOT EXISTS
				i += 3
			}
			if i+1 < len(ts) {
				return k, ts[i+1].Text
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
	ts := slices.DeleteFunc(definition.Tokens(sql), func(t definition.Token) bool { return t.Is(";") })
	return strings.Replace(definition.Normal(ts), " if not exists ", " ", 1)
}

// dropObjects drops our indexes and triggers that are not wanted as they are.
func (s *session) dropObjects(a *alteration) error {
	wanted := map[string]string{}
	for _, sql := range a.wantSQL {
		_, name := objectOf(sql)
		wanted[name] = normalObject(sql)
	}
	var drop []object
	err := s.query("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
		func(stmt *zombiezen.Stmt) error {
			o := object{kind: stmt.ColumnText(0), name: stmt.ColumnText(1)}
			if a.owned(o.name) && !ddl.IsSearch(o.name) && wanted[o.name] != normalObject(stmt.ColumnText(2)) {
				drop = append(drop, o)
			}
			return nil
		}, a.step.Table)
	if err != nil {
		return err
	}
	for _, o := range drop {
		if err := s.do("DROP " + strings.ToUpper(o.kind) + " " + script.Quote(o.name)); err != nil {
			return err
		}
	}
	return nil
}

// duplicated shows values that keep a unique index from being made.
func (s *session) duplicated(c *schema.Collection, name string, err error) error {
	at := slices.IndexFunc(c.Indexes, func(ix *schema.Index) bool { return ix.Name == name })
	if at < 0 {
		return err
	}
	ix := c.Indexes[at]
	p := driver.Probe{Kind: driver.Duplicates, Table: c.Table, Collection: c, Where: ix.Where}
	for _, part := range ix.Parts {
		p.Columns = append(p.Columns, c.Fields[part.Field].Column)
	}
	found, probing := s.Probe(p)
	if probing != nil || found.Count == 0 {
		return err
	}
	return fault.Wrap(fault.Unique, err, "%s of table %s are there more than once, such as %s, and index %s is to be unique",
		strings.Join(p.Columns, ", "), c.Table, found.Example, name).WithHint("change the rows or the index")
}

// makeObjects makes those of our indexes and triggers that are not there.
func (s *session) makeObjects(a *alteration) error {
	for _, sql := range a.wantSQL {
		_, name := objectOf(sql)
		n, err := s.single("SELECT count(*) FROM sqlite_schema WHERE name = ?", name)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if err := s.do(sql); fault.CodeOf(err) == fault.Unique {
			return s.duplicated(a.step.Collection, name, err)
		} else if err != nil {
			return err
		}
	}
	return nil
}
