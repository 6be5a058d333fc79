package migration

import (
	"strings"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// explained says which values keep a unique index from being made.
func (s *session) explained(table string, clauses []string, err error) error {
	if number(err) != errDuplicate {
		return err
	}
	for _, clause := range clauses {
		if !strings.HasPrefix(clause, "ADD UNIQUE KEY ") {
			continue
		}
		t := definition.Parse("CREATE TABLE `x` (\n  " + strings.TrimPrefix(clause, "ADD ") + "\n)")
		ix := t.Indexes[0]
		found, probing := s.Probe(driver.Probe{Kind: driver.Duplicates, Table: table, Columns: ix.Columns})
		if probing == nil && found.Count > 0 {
			return fault.Wrap(fault.Unique, err, "%s of table %s are there more than once, such as %s, and index %s is to be unique",
				strings.Join(ix.Columns, ", "), table, found.Example, ix.Name).WithHint("change the rows or the index")
		}
	}
	return fault.Wrap(fault.Unique, err, "rows of table %s are not as unique as they are to be (%s)", ddl.Quote(table), err).
		WithHint("change the rows or the index")
}
