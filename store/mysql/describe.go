package mysql

import (
	"context"
	"strings"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
)

// Describe tells what a collection's table does by itself.
func (d *Driver) Describe(ctx context.Context, of *schema.Collection) (driver.Facts, error) {
	var facts driver.Facts
	if !of.Managed {
		if err := d.learn(ctx, of.Table); err != nil {
			return facts, err
		}
	}
	where := " WHERE table_schema = DATABASE() AND table_name = " + ddl.Literal(of.Table)
	triggers, err := d.ask(ctx, "SELECT trigger_name FROM information_schema.triggers WHERE event_object_schema = DATABASE() AND event_object_table = "+ddl.Literal(of.Table))
	if err != nil {
		return facts, err
	}
	facts.Alone = len(triggers) > 0
	facts.Reread = facts.Alone
	columns, err := d.ask(ctx, "SELECT column_name, IFNULL(column_default, 'NULL'), extra, "+rounds+" FROM information_schema.columns"+where)
	if err != nil {
		return facts, err
	}
	for _, row := range columns {
		name, initial, extra := row[0], row[1], strings.ToUpper(row[2])
		switch {
		case row[3] == "1" && !of.Managed, strings.Contains(extra, "AUTO_INCREMENT") && !isIdentity(of, name):
			facts.Reread = true
		case ddl.IsConditionColumn(name):
		case strings.Contains(extra, "GENERATED"), strings.Contains(extra, "ON UPDATE"):
			facts.Reread = true
		case initial != "NULL":
			facts.Reread = facts.Reread || !leftover(of, name)
		}
	}
	return facts, nil
}

// ask asks the server for what it knows of its tables: once more, over another
// connection, where the first turns out to be broken.
func (d *Driver) ask(ctx context.Context, sql string) (rows [][]string, err error) {
	for again := false; ; again = true {
		c, err := d.pool.take(ctx, alone, again)
		if err != nil {
			return nil, err
		}
		rows, err = c.ask(ctx, sql)
		broken := c.broken
		d.pool.give(c)
		if err == nil || again || !broken || ctx.Err() != nil {
			return rows, err
		}
	}
}

// rounds tells columns that keep less than is written: fewer digits, or without
// spaces at the end, or filled up.
const rounds = "data_type IN ('float', 'char', 'binary') OR IFNULL(datetime_precision, 6) < 6"

// isIdentity tells whether a column is the collection's key that is counted up,
// which is asked for anyway.
func isIdentity(of *schema.Collection, column string) bool {
	for _, f := range of.Stored() {
		if f.Column == column {
			return f.Identity
		}
	}
	return false
}

// leftover tells that a column's default is only what a migration gave the rows
// that were there: every new record has a value for the field.
func leftover(of *schema.Collection, column string) bool {
	for _, f := range of.Stored() {
		if f.Column == column {
			return of.Managed && f.Required && (f.Default == nil || f.Default.Database == "")
		}
	}
	return false
}
