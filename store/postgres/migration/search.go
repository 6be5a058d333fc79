package migration

import (
	"slices"

	"bedplate/schema"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/fulltext"
)

// isSearch tells the full-text index of the alteration's table.
func (a *alteration) isSearch(i *index) bool { return searchOf(a.t) == i }

// searchOf finds a table's full-text index of ours.
func searchOf(t *table) *index {
	return find(t.indexes, func(i *index) bool { return i.search })
}

// makeSearch makes a collection's full-text index, if it is to have one.
func (p *planner) makeSearch(c *schema.Collection, t *table) []action {
	sql := ddl.Search(c)
	if sql == "" {
		return nil
	}
	t.indexes = append(t.indexes, searchIndex(c))
	return append(p.makeFunctions(), statement(sql))
}

func searchIndex(c *schema.Collection) *index {
	return &index{name: ddl.SearchIndex(c), columns: columnsOf(c, c.Search), valid: true, ours: true, search: true}
}

// makeFunctions makes the functions of full-text indexes, once.
func (p *planner) makeFunctions() []action {
	if p.functions {
		return nil
	}
	p.functions = true
	return []action{{run: func(s *session) error { return s.makeFunctions() }}}
}

func (s *session) makeFunctions() error {
	for _, sql := range fulltext.Functions() {
		if err := s.exec(sql); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) dropSearch(name string) []action {
	t := p.tables[name]
	if t == nil {
		return nil
	}
	i := searchOf(t)
	if i == nil {
		return nil
	}
	t.indexes = slices.DeleteFunc(t.indexes, func(o *index) bool { return o == i })
	return []action{statement("DROP INDEX " + ddl.Quote(i.name))}
}

// keepSearch drops the full-text index where it is not wanted as it is.
func (a *alteration) keepSearch(moving []string) error {
	i := searchOf(a.t)
	if i == nil {
		return nil
	}
	if a.reform || !slices.Equal(a.before.Search, columnsOf(a.c, a.c.Search)) || overlap(i.columns, moving) {
		a.out = append(a.out, a.planner.dropSearch(a.t.name)...)
	} else if name := ddl.SearchIndex(a.c); name != i.name {
		a.do("ALTER INDEX " + ddl.Quote(i.name) + " RENAME TO " + ddl.Quote(name))
		i.name = name
	}
	return nil
}

func (a *alteration) addSearch() error {
	sql := ddl.Search(a.c)
	if sql == "" || searchOf(a.t) != nil {
		return nil
	}
	a.out = append(a.out, a.makeFunctions()...)
	ready := readyIndex{table: a.t.name, name: ddl.SearchIndex(a.c), sql: sql, search: true}
	a.make(ready, columnsOf(a.c, a.c.Search), false)
	return nil
}
