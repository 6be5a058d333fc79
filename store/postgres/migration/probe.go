package migration

import (
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
	"bedplate/store/rows"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Probe asks the rows of a table whether they could take a change.
func (s *session) Probe(p driver.Probe) (driver.Finding, error) {
	table := ddl.Quote(p.Table)
	columns := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		columns[i] = ddl.Quote(c)
	}
	key := make([]string, len(p.Key))
	for i, c := range p.Key {
		key[i] = ddl.Quote(c)
	}
	switch p.Kind {
	case driver.Rows:
		n, err := s.single("SELECT count(*) FROM (SELECT 1 FROM " + table + " LIMIT " + strconv.FormatInt(p.Limit, 10) + ") AS r")
		return driver.Finding{Count: n}, err
	case driver.Nulls:
		return s.count(table, columns[0]+" IS NULL", key)
	case driver.Duplicates:
		return s.duplicates(p)
	case driver.Unconvertible:
		return s.unconvertible(p, table, columns[0], key)
	case driver.TooLong:
		length := "char_length(" + columns[0] + "::text)"
		if p.Is.Kind == value.Bytes {
			length = "octet_length(" + columns[0] + ")"
		}
		return s.count(table, length+" > "+strconv.FormatInt(p.Limit, 10), key)
	case driver.Outside:
		values := make([]string, len(p.Values))
		for i, v := range p.Values {
			values[i] = ddl.Literal(v)
		}
		return s.count(table, columns[0]+"::text COLLATE \"C\" NOT IN ("+strings.Join(values, ", ")+")", columns[:1])
	case driver.Dangling:
		return s.count(table, sqlgen.Dangling(p, s.dialect, `::text COLLATE "C"`), key)
	}
	return driver.Finding{}, fault.New(fault.Unsupported, "the probe %d is not known", p.Kind)
}

// count counts the rows under a condition, and shows columns of the first.
func (s *session) count(table, condition string, show []string) (driver.Finding, error) {
	var f driver.Finding
	var err error
	f.Count, err = s.single("SELECT count(*) FROM " + table + " WHERE " + condition)
	if err != nil || f.Count == 0 || len(show) == 0 {
		return f, err
	}
	f.Example, err = s.example("SELECT " + texts(show) + " FROM " + table + " WHERE " + condition + " ORDER BY " + strings.Join(show, ", ") + " LIMIT 1")
	return f, err
}

// texts makes columns a list of texts.
func texts(columns []string) string { return strings.Join(columns, "::text, ") + "::text" }

// example shows the one row of a query of texts.
func (s *session) example(sql string) (string, error) {
	out := ""
	err := s.query(sql, func(r pgx.Rows) error {
		found := make([]*string, len(r.FieldDescriptions()))
		into := make([]any, len(found))
		for i := range found {
			into[i] = &found[i]
		}
		err := r.Scan(into...)
		out = shown(found)
		return err
	})
	return out, err
}

// duplicates counts the groups of rows that have equal values, none null.
func (s *session) duplicates(p driver.Probe) (driver.Finding, error) {
	var f driver.Finding
	columns, groups, ok := sqlgen.Duplicates(p, s.dialect)
	if !ok {
		return f, nil // Objects refuses the index, by name
	}
	var err error
	f.Count, err = s.single("SELECT count(*) FROM (SELECT 1" + groups + ") AS g")
	if err != nil || f.Count == 0 {
		return f, err
	}
	f.Example, err = s.example("SELECT " + texts(columns) + groups + " ORDER BY " + strings.Join(columns, ", ") + " LIMIT 1")
	return f, err
}

// unconvertible counts the rows whose value has no equal of another type.
func (s *session) unconvertible(p driver.Probe, table, column string, key []string) (driver.Finding, error) {
	var f driver.Finding
	columns := []string{canonical(column, p.Was)}
	for _, k := range key {
		columns = append(columns, k+"::text")
	}
	sql := "SELECT " + strings.Join(columns, ", ") + " FROM " + table + " WHERE " + column + " IS NOT NULL"
	if len(key) > 0 {
		sql += " ORDER BY " + strings.Join(key, ", ")
	}
	err := s.scan(sql, func(row []*string) error {
		v, err := read(p.Was, row[0])
		if err == nil {
			_, err = rows.Convert(v, p.Was, p.Is)
		}
		if err != nil {
			if f.Count++; f.Count == 1 {
				f.Example = shown(row[1:])
			}
		}
		return nil
	}, nil)
	return f, err
}
