package migration

import (
	"strconv"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/dialect"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

// Probe asks the rows of a table whether they could take a change.
func (s *session) Probe(p driver.Probe) (driver.Finding, error) {
	table := script.Quote(p.Table)
	columns := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		columns[i] = script.Quote(c)
	}
	var condition string
	args := []any{}
	switch p.Kind {
	case driver.Rows:
		n, err := s.single("SELECT count(*) FROM (SELECT 1 FROM "+table+" LIMIT ?)", p.Limit)
		return driver.Finding{Count: n}, err
	case driver.Duplicates:
		return s.duplicates(p)
	case driver.Nulls:
		condition = columns[0] + " IS NULL"
	case driver.Unconvertible:
		condition = "NOT bp_converts(" + columns[0] + ", ?, ?)"
		args = append(args, typeWord(p.Was), typeWord(p.Is))
	case driver.TooLong:
		condition = "length(" + columns[0] + ") > ?"
		args = append(args, p.Limit)
	case driver.Outside:
		condition = columns[0] + " NOT IN (" + strings.TrimSuffix(strings.Repeat("?, ", len(p.Values)), ", ") + ")"
		for _, v := range p.Values {
			args = append(args, v)
		}
		return s.count(table, condition, columns[:1], args)
	case driver.Dangling:
		condition = sqlgen.Dangling(p, dialect.SQLite{}, "")
	default:
		return driver.Finding{}, fault.New(fault.Unsupported, "the probe %d is not known", p.Kind)
	}
	key := make([]string, len(p.Key))
	for i, c := range p.Key {
		key[i] = script.Quote(c)
	}
	return s.count(table, condition, key, args)
}

// count counts the rows under a condition, and shows columns of the first.
func (s *session) count(table, condition string, show []string, args []any) (driver.Finding, error) {
	var f driver.Finding
	var err error
	f.Count, err = s.single("SELECT count(*) FROM "+table+" WHERE "+condition, args...)
	if err != nil || f.Count == 0 || len(show) == 0 {
		return f, err
	}
	columns := strings.Join(show, ", ")
	err = s.query("SELECT "+columns+" FROM "+table+" WHERE "+condition+" ORDER BY "+columns+" LIMIT 1", func(stmt *zombiezen.Stmt) error {
		f.Example = example(stmt, len(show))
		return nil
	}, args...)
	return f, err
}

// duplicates counts the groups of rows that have equal values, none null.
func (s *session) duplicates(p driver.Probe) (driver.Finding, error) {
	var f driver.Finding
	columns, groups, ok := sqlgen.Duplicates(p, dialect.SQLite{})
	if !ok {
		return f, nil // Objects refuses the index, by name
	}
	list := strings.Join(columns, ", ")
	var err error
	f.Count, err = s.single("SELECT count(*) FROM (SELECT 1" + groups + ")")
	if err != nil || f.Count == 0 {
		return f, err
	}
	err = s.query("SELECT "+list+groups+" ORDER BY "+list+" LIMIT 1", func(stmt *zombiezen.Stmt) error {
		f.Example = example(stmt, len(columns))
		return nil
	})
	return f, err
}

// example shows the first columns of a row to a person.
func example(stmt *zombiezen.Stmt, columns int) string {
	var parts []string
	for i := range columns {
		switch stmt.ColumnType(i) {
		case zombiezen.TypeNull:
			parts = append(parts, "null")
		case zombiezen.TypeBlob:
			raw := make([]byte, stmt.ColumnLen(i))
			stmt.ColumnBytes(i, raw)
			if len(raw) == 16 {
				parts = append(parts, value.OfRawUUID(string(raw)).String())
			} else {
				parts = append(parts, value.OfBytes(string(raw[:min(len(raw), 32)])).String())
			}
		case zombiezen.TypeText:
			text := []rune(stmt.ColumnText(i))
			parts = append(parts, strconv.Quote(string(text[:min(len(text), 60)])))
		default:
			parts = append(parts, stmt.ColumnText(i))
		}
	}
	return strings.Join(parts, ", ")
}
