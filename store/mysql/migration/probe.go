package migration

import (
	"database/sql"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/rows"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Probe asks the rows of a table whether they could take a change.
func (s *session) Probe(p driver.Probe) (driver.Finding, error) {
	table := ddl.Quote(p.Table)
	columns := quoted(p.Columns)
	var condition string
	switch p.Kind {
	case driver.Rows:
		n, err := s.single("SELECT count(*) FROM (SELECT 1 FROM " + table + " LIMIT " + strconv.FormatInt(p.Limit, 10) + ") AS r")
		return driver.Finding{Count: n}, err
	case driver.Duplicates:
		return s.duplicates(p)
	case driver.Unconvertible:
		return s.unconvertible(p, columns[0])
	case driver.Nulls:
		condition = columns[0] + " IS NULL"
	case driver.TooLong:
		size := "CHAR_LENGTH("
		if p.Is.Kind == value.Bytes {
			size = "LENGTH("
		}
		condition = size + columns[0] + ") > " + strconv.FormatInt(p.Limit, 10)
	case driver.Outside:
		values := make([]string, len(p.Values))
		for i, v := range p.Values {
			values[i] = ddl.Literal(v)
		}
		condition = "CONVERT(" + columns[0] + " USING utf8mb4) COLLATE " + s.server.Collation + " NOT IN (" + strings.Join(values, ", ") + ")"
		return s.count(table, condition, columns[:1])
	case driver.Dangling:
		condition = sqlgen.Dangling(p, s.server.Dialect, "")
	default:
		return driver.Finding{}, fault.New(fault.Unsupported, "the probe %d is not known", p.Kind)
	}
	return s.count(table, condition, quoted(p.Key))
}

func quoted(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = ddl.Quote(n)
	}
	return out
}

// count counts the rows under a condition, and shows columns of the first.
func (s *session) count(table, condition string, columns []string) (driver.Finding, error) {
	var f driver.Finding
	var err error
	f.Count, err = s.single("SELECT count(*) FROM " + table + " WHERE " + condition)
	if err != nil || f.Count == 0 || len(columns) == 0 {
		return f, err
	}
	list := strings.Join(columns, ", ")
	err = s.query("SELECT "+list+" FROM "+table+" WHERE "+condition+" ORDER BY "+list+" LIMIT 1", func(v []sql.RawBytes) error {
		f.Example = showRow(v)
		return nil
	})
	return f, err
}

func showRow(values []sql.RawBytes) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = show(v)
	}
	return strings.Join(parts, ", ")
}

// duplicates counts the groups of rows that have equal values, none null.
func (s *session) duplicates(p driver.Probe) (driver.Finding, error) {
	var f driver.Finding
	columns, groups, ok := sqlgen.Duplicates(p, s.server.Dialect)
	if !ok {
		return f, nil // Objects refuses the index, by name
	}
	list := strings.Join(columns, ", ")
	var err error
	f.Count, err = s.single("SELECT count(*) FROM (SELECT 1" + groups + ") AS g")
	if err != nil || f.Count == 0 {
		return f, err
	}
	return f, s.query("SELECT "+list+groups+" ORDER BY "+list+" LIMIT 1", func(v []sql.RawBytes) error {
		f.Example = showRow(v)
		return nil
	})
}

// unconvertible reads every value, since what can be converted is said by package
// rows and not by the server.
func (s *session) unconvertible(p driver.Probe, column string) (driver.Finding, error) {
	var f driver.Finding
	if exact(p.Was, p.Is) {
		return f, nil
	}
	columns := append(quoted(p.Key), column)
	err := s.query("SELECT "+strings.Join(columns, ", ")+" FROM "+ddl.Quote(p.Table)+" WHERE "+column+" IS NOT NULL", func(v []sql.RawBytes) error {
		given, err := decode(p.Was, v[len(p.Key)])
		if err == nil {
			_, err = rows.Convert(given, p.Was, p.Is)
		}
		if err != nil {
			if example := showRow(v[:len(p.Key)]); f.Count == 0 || example < f.Example {
				f.Example = example
			}
			f.Count++
		}
		return nil
	})
	return f, err
}

// exact tells conversions that always are.
func exact(was, is value.Type) bool {
	return is.Kind == value.Text && (was.Kind == value.Int || was.Kind == value.Bool || was.Kind == value.Date) ||
		was.Kind == value.Bool && is.Kind == value.Int
}
