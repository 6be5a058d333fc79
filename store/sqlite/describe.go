package sqlite

import (
	"context"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/script"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// Describe tells what a collection's table does by itself.
func (d *Driver) Describe(ctx context.Context, of *schema.Collection) (driver.Facts, error) {
	c, err := d.readers.take(ctx)
	if err != nil {
		return driver.Facts{}, err
	}
	defer d.readers.give(c)
	var facts driver.Facts
	read := func(sql string, f func(*zombiezen.Stmt)) {
		if err == nil {
			err = script.Ask(c.db, sql, f, of.Table)
		}
	}
	read("SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = lower(?1)", func(*zombiezen.Stmt) {
		facts.Reread, facts.Alone = true, true
	})
	read("SELECT name, hidden FROM pragma_table_xinfo(?1) WHERE hidden IN (2, 3) OR dflt_value IS NOT NULL", func(stmt *zombiezen.Stmt) {
		facts.Reread = facts.Reread || stmt.ColumnInt(1) != 0 || !leftover(of, stmt.ColumnText(0))
	})
	// A table's own text tells of its foreign keys; those of tables that refer
	// to it can fail at commit too.
	read("SELECT sql FROM sqlite_schema AS t WHERE type = 'table' AND (lower(name) = lower(?1) OR EXISTS "+
		"(SELECT 1 FROM pragma_foreign_key_list(t.name) WHERE lower(\"table\") = lower(?1)))", func(stmt *zombiezen.Stmt) {
		text := strings.Join(strings.Fields(strings.ToUpper(stmt.ColumnText(0))), " ")
		if strings.Contains(text, "INITIALLY DEFERRED") || strings.Contains(text, "ON CONFLICT ROLLBACK") {
			facts.Alone = true
		}
	})
	if err != nil {
		return driver.Facts{}, result.Classify(err)
	}
	return facts, nil
}

// rowWith tells whether a collection has a record with the values; none of them
// is found where one is null.
func (c *conn) rowWith(of *schema.Collection, fields []int, values []value.Value) bool {
	parts := make([]string, len(fields))
	for i, field := range fields {
		parts[i] = script.Quote(of.Fields[field].Column) + " = ?"
	}
	stmt, _, err := c.db.PrepareTransient("SELECT 1 FROM " + script.Quote(of.Table) + " WHERE " + strings.Join(parts, " AND "))
	if err != nil {
		return false
	}
	defer stmt.Finalize()
	for i, field := range fields {
		f := of.Fields[field]
		b := &sqlgen.Bind{Type: f.Type, Form: sqlgen.Stored, Of: of, Field: f}
		if storage.Bind(c.db, stmt, i+1, b, values[i]) != nil {
			return false
		}
	}
	found, err := stmt.Step()
	return found && err == nil
}

// Exec runs statements in one transaction of their own, through the writer:
// for migrations. Prepared statements notice a changed schema by themselves.
func (d *Driver) Exec(ctx context.Context, statements ...string) error {
	if d.writer == nil {
		return fault.New(fault.ReadOnly, "the database is opened for reading alone")
	}
	return d.writer.do(ctx, driver.Mode{Alone: true}, func(driver.Tx) error {
		for i, sql := range statements {
			if err := script.Run(d.writer.conn.db, sql); err != nil {
				f := *result.Classify(err)
				if f.Code == fault.Internal {
					f.Message = "statement " + sprint(i+1) + " failed: " + err.Error()
				}
				return d.writer.tx.check(&f)
			}
		}
		return nil
	})
}
