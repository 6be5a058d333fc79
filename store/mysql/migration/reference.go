package migration

import (
	"database/sql"
	"slices"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// pendingReference is a reference that a table is to have when the migration
// ends: what it leads to may be altered until then. Its table counts as halfway.
type pendingReference struct{ table, text string }

func (p pendingReference) sql() string { return "ALTER TABLE " + ddl.Quote(p.table) + " ADD " + p.text }

// addReferences adds what waited. The server would look at every row while it
// keeps writers out; we add the reference first, which new rows then keep to, and
// look at the rows that are there afterwards.
func (s *session) addReferences() error {
	for _, p := range s.references {
		t, err := s.define(p.table)
		if err != nil {
			return err
		}
		ref := definition.Parse("CREATE TABLE `x` (\n  " + p.text + "\n)").References[0]
		if t == nil || slices.ContainsFunc(t.References, func(r definition.Reference) bool { return r.Name == ref.Name && r.Same(ref) }) {
			continue
		}
		if err := s.unchecked(func() error { return s.alter(p.sql()) }); err != nil {
			return err
		}
		s.moved = true
		found, err := s.Probe(driver.Probe{
			Kind: driver.Dangling, Table: p.table, Key: t.KeyColumns(), Columns: ref.Columns, To: ref.To, Target: ref.Target,
		})
		if err == nil && found.Count > 0 {
			err = fault.New(fault.Reference, "%s of table %s would refer to nothing in %s after this migration, the first of key %s",
				count(found.Count), p.table, ref.To, found.Example)
		}
		if err != nil {
			_ = s.alter("ALTER TABLE " + ddl.Quote(p.table) + " DROP FOREIGN KEY " + ddl.Quote(ref.Name))
			return err
		}
	}
	s.references = nil
	return nil
}

// referrer is a reference, and the table that it leaves.
type referrer struct {
	table string
	definition.Reference
}

// referrers gives the references that lead to a table, but for its own.
func (s *session) referrers(table string) ([]referrer, error) {
	if s.dry != nil {
		var out []referrer
		s.dry.eachReference(s, func(*definition.Reference) {}, table)
		for name, t := range s.dry.tables {
			for i := 0; t != nil && name != table && i < len(t.References); i++ {
				if r := t.References[i]; r.To == table && r.Schema == "" {
					out = append(out, referrer{name, r})
				}
			}
		}
		return out, nil
	}
	var tables []string
	err := s.query(`SELECT DISTINCT table_name FROM information_schema.key_column_usage WHERE table_schema = DATABASE()
		AND referenced_table_schema = DATABASE() AND referenced_table_name = ? AND table_name <> ?`, func(v []sql.RawBytes) error {
		tables = append(tables, string(v[0]))
		return nil
	}, table, table)
	if err != nil {
		return nil, err
	}
	var out []referrer
	for _, name := range tables {
		t, err := s.define(name)
		if err != nil {
			return nil, err
		}
		for i := 0; t != nil && i < len(t.References); i++ {
			if r := t.References[i]; r.To == table && r.Schema == "" {
				out = append(out, referrer{name, r})
			}
		}
	}
	return out, nil
}
