package migration

import (
	"slices"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
	"bedplate/store/sqlgen"
)

// planner turns steps into statements. It holds the tables as they stand and
// moves them on with each step, so that what a plan shows is what is run.
type planner struct {
	dialect sqlgen.Dialect
	tables  map[string]*table
	// reform tells that what is ours was made in another format than ddl's.
	reform bool
	// wait are references that are added when all tables are as they are to be.
	wait []waiting
	// functions tells that those of full-text indexes are made.
	functions   bool
	conversions int
	first       map[string]*table // as they stood before the first step
}

// waiting is a reference that will be added.
type waiting struct {
	collection  string // whose step shows it
	table, name string
	sql         string
}

// action is one thing that a step does.
type action struct {
	sql string
	// run does more than sql alone; nil just runs it.
	run func(*session) error
	// explain tells why sql failed; nil leaves the error as it is.
	explain func(*session, error) error
	// index is set where sql makes an index that could as well be there before.
	index *readyIndex
}

// readyIndex is an index of a table that stands, over what stands in it.
type readyIndex struct {
	table, name, sql string
	search           bool // a full-text index, which needs functions
	explain          func(*session, error) error
}

func statement(sql string) action { return action{sql: sql} }

func (s *session) newPlanner() (*planner, error) {
	db, format, err := s.ledger()
	if err != nil {
		return nil, err
	}
	p := &planner{dialect: s.dialect, reform: format != ddl.Format}
	if p.tables, err = s.catalog(db.Owned); err != nil {
		return nil, err
	}
	p.first = copied(p.tables)
	for i := range db.Ledger {
		if t := p.tables[db.Ledger[i].Name]; t != nil {
			t.claim(&db.Ledger[i])
		}
	}
	return p, nil
}

// step plans one step.
func (p *planner) step(step driver.Step) ([]action, error) {
	switch step.Kind {
	case driver.CreateTable:
		return p.createTable(step.Collection)
	case driver.RenameTable:
		return p.renameTable(step.Table, step.To)
	case driver.RenameColumn:
		return p.renameColumn(step.Table, step.Column, step.To)
	case driver.AlterTable:
		return p.alter(step)
	case driver.DropTable:
		return p.dropTable(step.Table)
	case driver.DropSearch:
		return p.dropSearch(step.Table), nil
	case driver.CreateView:
		return p.createView(step.Collection)
	case driver.DropView:
		delete(p.tables, step.Table)
		return []action{statement("DROP VIEW " + ddl.Quote(step.Table))}, nil
	}
	return nil, fault.New(fault.Unsupported, "the step %s is not known", step.Kind)
}

// finish plans what had to wait.
func (p *planner) finish() []waiting {
	wait := p.wait
	p.wait = nil
	return wait
}

func (p *planner) createTable(c *schema.Collection) ([]action, error) {
	statements, err := ddl.Table(c, p.dialect)
	if err != nil {
		return nil, err
	}
	t := &table{name: c.Table, kind: "r"}
	for _, f := range c.Stored() {
		t.columns = append(t.columns, &column{name: f.Column, kind: ddl.ColumnType(f), notNull: ddl.NotNull(c, f), identity: f.Identity})
		if f.Values != nil && f.SQLType == "" {
			t.constraints = append(t.constraints, &constraint{name: ddl.CheckName(c, f), kind: "c", columns: []string{f.Column}, ours: true, named: true})
		}
	}
	if len(c.Key) > 0 {
		t.constraints = append(t.constraints, &constraint{name: c.KeyName(), kind: "p", columns: columnsOf(c, c.Key), via: c.KeyName(), ours: true, named: true})
		t.indexes = append(t.indexes, &index{name: c.KeyName(), columns: columnsOf(c, c.Key), valid: true, constraint: c.KeyName(), ours: true})
	}
	p.tables[c.Table] = t
	out := []action{statement(statements[0])}
	for i, ix := range c.Indexes {
		t.indexes = append(t.indexes, &index{name: ix.Name, columns: indexColumns(c, ix), valid: true, partial: ix.Where != nil, ours: true})
		out = append(out, statement(statements[i+1]))
	}
	for _, ref := range c.Refs {
		if !ref.Unchecked {
			p.refer(c, ref)
		}
	}
	return append(out, p.makeSearch(c, t)...), nil
}

// refer notes a reference that is to be added.
func (p *planner) refer(c *schema.Collection, ref *schema.Ref) {
	p.wait = append(p.wait, waiting{collection: c.Name, table: c.Table, name: ref.Name, sql: ddl.AddReference(c, ref)})
	p.tables[c.Table].constraints = append(p.tables[c.Table].constraints, &constraint{
		name: ref.Name, kind: "f", columns: columnsOf(c, ref.Columns), to: ref.To.Table, target: columnsOf(ref.To, ref.Target), ours: true, named: true})
}

// waits tells whether a reference is not there yet.
func (p *planner) waits(table, name string) bool {
	return slices.ContainsFunc(p.wait, func(w waiting) bool { return w.table == table && w.name == name })
}

func (p *planner) renameTable(from, to string) ([]action, error) {
	t := p.tables[from]
	if t == nil {
		return nil, gone(from)
	}
	delete(p.tables, from)
	t.name, p.tables[to] = to, t
	for _, other := range p.tables {
		for _, k := range other.constraints {
			if k.to == from {
				k.to = to
			}
		}
	}
	return []action{statement("ALTER TABLE " + ddl.Quote(from) + " RENAME TO " + ddl.Quote(to))}, nil
}

func (p *planner) renameColumn(name, from, to string) ([]action, error) {
	t := p.tables[name]
	if t == nil || t.column(from) == nil {
		return nil, gone(name)
	}
	t.column(from).name = to
	swap := func(columns []string) []string {
		columns = slices.Clone(columns) // an index shares them with its constraint
		for i, c := range columns {
			if c == from {
				columns[i] = to
			}
		}
		return columns
	}
	for _, i := range t.indexes {
		i.columns = swap(i.columns)
	}
	for _, k := range t.constraints {
		k.columns = swap(k.columns)
	}
	for _, other := range p.tables {
		for _, k := range other.constraints {
			if k.to == name {
				k.target = swap(k.target)
			}
		}
	}
	return []action{statement("ALTER TABLE " + ddl.Quote(name) + " RENAME COLUMN " + ddl.Quote(from) + " TO " + ddl.Quote(to))}, nil
}

func gone(table string) error {
	return fault.New(fault.Conflict, "table %s is not there any more, or not as it was", table)
}

// dropTable drops a table. References of ours that lead to it go first; their
// tables no longer want them.
func (p *planner) dropTable(name string) ([]action, error) {
	if p.tables[name] == nil {
		return nil, gone(name)
	}
	var out []action
	for _, other := range sorted(p.tables) {
		for _, k := range slices.Clone(other.constraints) {
			if k.kind == "f" && k.to == name && other.name != name && k.ours {
				out = append(out, p.dropConstraint(other, k)...)
			}
		}
	}
	delete(p.tables, name)
	return append(out, statement("DROP TABLE "+ddl.Quote(name))), nil
}

// dropConstraint drops a constraint and its index.
func (p *planner) dropConstraint(t *table, k *constraint) []action {
	t.constraints = slices.DeleteFunc(t.constraints, func(o *constraint) bool { return o == k })
	if k.kind != "f" {
		t.indexes = slices.DeleteFunc(t.indexes, func(i *index) bool { return i.constraint == k.name })
	}
	if p.waits(t.name, k.name) {
		p.wait = slices.DeleteFunc(p.wait, func(w waiting) bool { return w.table == t.name && w.name == k.name })
		return nil
	}
	return []action{statement("ALTER TABLE " + ddl.Quote(t.name) + " DROP CONSTRAINT " + ddl.Quote(k.name))}
}

// copied copies tables with all that they have.
func copied(tables map[string]*table) map[string]*table {
	out := make(map[string]*table, len(tables))
	for name, t := range tables {
		c := *t
		c.columns, c.constraints, c.indexes = clones(t.columns), clones(t.constraints), clones(t.indexes)
		out[name] = &c
	}
	return out
}

func clones[T any](all []*T) []*T {
	out := make([]*T, len(all))
	for i, one := range all {
		c := *one
		out[i] = &c
	}
	return out
}

// sorted gives tables in the order of their names.
func sorted(tables map[string]*table) []*table {
	out := make([]*table, 0, len(tables))
	for _, t := range tables {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b *table) int {
		if a.name < b.name {
			return -1
		}
		return 1
	})
	return out
}

func columnsOf(c *schema.Collection, fields []int) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = c.Fields[f].Column
	}
	return out
}
