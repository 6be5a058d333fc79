package mysql

import (
	"context"
	"strings"
	"sync"

	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/dialect"
)

// columnCollations remembers the collations of adopted tables' columns, which decide what
// their indexes serve. A table whose columns are altered while it is served keeps
// what it had.
type columnCollations struct{ tables sync.Map } // name -> map[string]string, by column in lower case

// of gives a column's collation, "" where it is not known or its texts are not in utf8mb4.
func (k *columnCollations) of(table, column string) string {
	columns, ok := k.tables.Load(table)
	if !ok {
		return ""
	}
	return columns.(map[string]string)[strings.ToLower(column)]
}

// learn asks for those of a table.
func (d *Driver) learn(ctx context.Context, table string) error {
	if _, known := d.collations.tables.Load(table); known {
		return nil
	}
	rows, err := d.ask(ctx, "SELECT column_name, collation_name FROM information_schema.columns WHERE table_schema = DATABASE()"+
		" AND character_set_name = 'utf8mb4' AND table_name = "+ddl.Literal(table))
	if err != nil {
		return err
	}
	columns := map[string]string{}
	for _, row := range rows {
		columns[strings.ToLower(row[0])] = row[1]
	}
	d.collations.tables.Store(table, columns)
	return nil
}

// asking is the dialect for a plan, which asks for what is not known yet; failed tells why
// it could not.
func (d *Driver) asking() (asking dialect.MySQL, failed *error) {
	failed = new(error)
	asking = d.server.dialect
	asking.Collations = func(table, column string) string {
		ctx, cancel := context.WithTimeout(context.Background(), d.options.AcquireTimeout)
		defer cancel()
		if err := d.learn(ctx, table); err != nil {
			*failed = err
		}
		return d.collations.of(table, column)
	}
	return asking, failed
}
