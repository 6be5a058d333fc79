package migration

import (
	"fmt"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/sqlite/script"
)

// examine finds the views and triggers that cannot be run as things stand.
func (s *session) examine() (broken map[object]bool, err error) {
	broken = map[object]bool{}
	type thing struct{ kind, name, table string }
	var things []thing
	err = s.query("SELECT type, name, tbl_name FROM sqlite_schema WHERE type IN ('view', 'trigger')", func(stmt *zombiezen.Stmt) error {
		things = append(things, thing{stmt.ColumnText(0), stmt.ColumnText(1), stmt.ColumnText(2)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, t := range things {
		var compiles bool
		if t.kind == "view" {
			compiles = s.compiles("SELECT * FROM " + script.Quote(t.name))
		} else if compiles, err = s.triggersCompile(t.table); err != nil {
			return nil, err
		}
		if !compiles {
			broken[object{kind: t.kind, name: t.name}] = true
		}
	}
	return broken, nil
}

// triggersCompile tells whether statements that fire a table's triggers do.
func (s *session) triggersCompile(table string) (bool, error) {
	columns, err := s.texts("SELECT name FROM pragma_table_info(?)", table)
	if err != nil { // of a view that cannot be run
		return false, s.ctx.Err()
	}
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = script.Quote(c) + " = " + script.Quote(c)
	}
	return s.compiles("INSERT INTO "+script.Quote(table)+" DEFAULT VALUES") &&
		s.compiles("DELETE FROM "+script.Quote(table)) &&
		s.compiles("UPDATE "+script.Quote(table)+" SET "+strings.Join(set, ", ")), nil
}

// compiles tells whether SQLite can prepare a statement.
func (s *session) compiles(sql string) bool {
	stmt, _, err := s.conn.PrepareTransient(sql)
	if stmt != nil {
		stmt.Finalize()
	}
	return err == nil
}

// examineReferences notes the references to nothing that are there before
// rows are touched. It is done once, and only where it is needed.
func (s *session) examineReferences() (err error) {
	if s.dangling == nil {
		s.dangling, err = s.violations()
	}
	return err
}

// violations counts the rows with references to nothing, by tables.
func (s *session) violations() (map[string]int64, error) {
	counts := map[string]int64{}
	err := s.query(`SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2`, func(stmt *zombiezen.Stmt) error {
		counts[fmt.Sprintf("from %s to %s", stmt.ColumnText(0), stmt.ColumnText(1))] = stmt.ColumnInt64(2)
		return nil
	})
	return counts, err
}

// verify makes sure that a migration left the database whole.
func (s *session) verify() error {
	now, err := s.examine()
	if err != nil {
		return err
	}
	for o := range now {
		if !s.broken[o] {
			return fault.New(fault.Check, "the %s %s would not work any more after this migration", o.kind, o.name).
				WithHint("drop it first, and make it again afterwards")
		}
	}
	if s.dangling == nil {
		return nil
	}
	after, err := s.violations()
	if err != nil {
		return err
	}
	for between, count := range after {
		if count > s.dangling[between] {
			return fault.New(fault.Reference, "%d rows would refer to nothing after this migration, %s", count, between)
		}
	}
	return nil
}
