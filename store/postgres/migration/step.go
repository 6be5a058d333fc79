package migration

import (
	"slices"

	"github.com/jackc/pgx/v5"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
	"bedplate/store/sqlgen"
)

// Statements tells what Run would execute.
func (s *session) Statements(steps []driver.Step) ([][]string, error) {
	if s.work != nil {
		s.work.steps = steps
	}
	if len(steps) == 0 {
		return nil, nil
	}
	p, err := s.newPlanner()
	if err != nil {
		return nil, err
	}
	out := make([][]string, len(steps))
	for i, step := range steps {
		actions, err := p.step(step)
		if err != nil {
			return nil, err
		}
		for _, a := range actions {
			if a.sql != "" {
				out[i] = append(out[i], a.sql)
			}
		}
	}
	for _, w := range p.finish() {
		at := len(steps) - 1
		for i, step := range steps {
			if step.Collection != nil && step.Collection.Name == w.collection {
				at = i
			}
		}
		out[at] = append(out[at], w.sql)
	}
	return out, nil
}

// Begin has nothing to do: the transaction has begun.
func (s *session) Begin(driver.Beginning) error { return nil }

// Run does one step.
func (s *session) Run(step driver.Step) error {
	if err := s.readOnly(); err != nil {
		return err
	}
	if s.work.planner == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	actions, err := s.work.planner.step(step)
	if err != nil {
		return err
	}
	for _, a := range actions {
		if err := s.do(a); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) do(a action) error {
	var err error
	if a.run != nil {
		err = a.run(s)
	} else {
		err = s.exec(a.sql)
	}
	if err != nil && a.explain != nil {
		return a.explain(s, err)
	}
	return err
}

// begin prepares for the first step: it locks the tables that will be altered
// against everybody's writes, so that no row changes after it was looked at, and
// sees to it that large indexes are made first.
func (s *session) begin() error {
	p, err := s.newPlanner()
	if err != nil {
		return err
	}
	var names []string
	for _, step := range s.work.steps {
		t := p.tables[step.Table]
		if t != nil && !t.isView() && t.kind != "f" && !slices.Contains(names, step.Table) {
			names = append(names, step.Table)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if err := s.exec("LOCK TABLE " + ddl.Quote(name) + " IN SHARE ROW EXCLUSIVE MODE"); err != nil {
			return err
		}
	}
	if err := s.buildFirst(); err != nil {
		return err
	}
	s.work.planner = p
	return nil
}

// finish does what had to wait until all tables were as they are to be.
func (s *session) finish() error {
	if s.work.planner == nil {
		return nil
	}
	for _, w := range s.work.planner.finish() {
		if err := s.exec(w.sql); err != nil {
			return err
		}
	}
	return nil
}

// validate looks through the rows for checks that took the place of stricter
// ones: all of them pass, and PostgreSQL is told so while others read and write.
func (s *session) validate() error {
	type check struct{ table, name string }
	var todo []check
	err := s.query("SELECT c.relname::text, k.conname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN "+ledgerTable+
		` l ON l.kind = 'constraint' AND l."table" = c.relname AND l.name = k.conname WHERE NOT k.convalidated AND k.contype = 'c' AND `+inSpace,
		func(r pgx.Rows) error {
			var k check
			err := r.Scan(&k.table, &k.name)
			todo = append(todo, k)
			return err
		})
	for _, k := range todo {
		if err == nil {
			err = s.exec("ALTER TABLE " + ddl.Quote(k.table) + " VALIDATE CONSTRAINT " + ddl.Quote(k.name))
		}
	}
	return err
}

// objects names what a collection has.
func objects(c *schema.Collection, d sqlgen.Dialect) ([]driver.Object, error) {
	if c.Query != nil {
		if _, err := ddl.CreateView(c); err != nil {
			return nil, err
		}
		return []driver.Object{{Kind: "view", Table: c.Table, Name: c.Table}}, nil
	}
	if _, err := ddl.Table(c, d); err != nil {
		return nil, err
	}
	out := []driver.Object{{Kind: "table", Table: c.Table, Name: c.Table}}
	add := func(kind, name string) { out = append(out, driver.Object{Kind: kind, Table: c.Table, Name: name}) }
	if len(c.Key) > 0 {
		add(constraintKind, c.KeyName())
	}
	for _, f := range c.Stored() {
		if f.Values != nil && f.SQLType == "" {
			add(constraintKind, ddl.CheckName(c, f))
		}
	}
	for _, ref := range c.Refs {
		if !ref.Unchecked {
			add(constraintKind, ref.Name)
		}
	}
	for _, ix := range c.Indexes {
		add("index", ix.Name)
	}
	if len(c.Search) > 0 {
		add(driver.SearchKind, ddl.SearchIndex(c))
	}
	return out, nil
}
