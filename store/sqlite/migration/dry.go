package migration

import (
	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/store/driver"
)

// Statements runs the steps on an empty copy of the database in memory, and
// tells what was executed: exactly what Run would do here.
func (s *session) Statements(steps []driver.Step) ([][]string, error) {
	if len(steps) == 0 {
		return nil, nil
	}
	var schema []string
	err := s.query(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY type = 'trigger', type = 'view', type = 'index', rowid`, func(stmt *zombiezen.Stmt) error {
		schema = append(schema, stmt.ColumnText(0))
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([][]string, len(steps))
	err = openSession(s.ctx, inMemory, zombiezen.OpenReadWrite|zombiezen.OpenCreate, "BEGIN", func(dry *session) error {
		if err := dry.exec("PRAGMA trusted_schema = ON"); err != nil { // as where it is done
			return err
		}
		for _, sql := range schema {
			// What the copy cannot hold (a virtual table's shadow tables are
			// made with it, a module may be missing) is none of our tables.
			if stmt, _, err := dry.conn.PrepareTransient(sql); err == nil {
				_, _ = stmt.Step()
				_ = stmt.Finalize()
			}
		}
		err := dry.change(func() error {
			for i, step := range steps {
				dry.log = &out[i]
				if err := dry.Run(step); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return dry.exec("ROLLBACK")
	})
	return out, err
}
