package postgres

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"

	"bedplate/store/postgres/dialect"
)

// columnTypes remembers the types of adopted tables' texts, which decide what their
// indexes serve. A table whose columns are altered while it is served keeps what it had.
type columnTypes struct{ tables sync.Map } // name -> map[string]columnType

// columnType is the type of a column of texts, beneath its domains.
type columnType struct {
	name string // as SQL spells it
	enum bool
}

// of gives a column's type, "" where it is not known.
func (k *columnTypes) of(table, column string) (name string, enum bool) {
	columns, ok := k.tables.Load(table)
	if !ok {
		return "", false
	}
	t := columns.(map[string]columnType)[column]
	return t.name, t.enum
}

// columnTypesQuery finds columns whose types compare texts, each by the innermost type of
// its domains. What is padded compares as another type than text does, and is left out.
const columnTypesQuery = `WITH RECURSIVE beneath AS (
	SELECT a.attname::text AS name, a.atttypid AS id FROM pg_attribute a
	WHERE a.attrelid = to_regclass(quote_ident($1)) AND a.attnum > 0 AND NOT a.attisdropped
	UNION ALL SELECT b.name, t.typbasetype FROM beneath b JOIN pg_type t ON t.oid = b.id AND t.typtype = 'd')
SELECT b.name, format_type(b.id, NULL), t.typtype = 'e' FROM beneath b JOIN pg_type t ON t.oid = b.id
WHERE t.typtype = 'e' OR t.typtype = 'b' AND (t.oid IN ('text'::regtype, 'varchar'::regtype) OR t.typname = 'citext')`

// learn asks for those of a table.
func (d *Driver) learn(ctx context.Context, table string) error {
	if _, known := d.types.tables.Load(table); known {
		return nil
	}
	columns := map[string]columnType{}
	err := d.ask(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, columnTypesQuery, pgx.QueryExecModeExec, table)
		if err != nil {
			return err
		}
		var column string
		var t columnType
		_, err = pgx.ForEachRow(rows, []any{&column, &t.name, &t.enum}, func() error {
			columns[column] = t
			return nil
		})
		return err
	})
	if err != nil {
		return err
	}
	d.types.tables.Store(table, columns)
	return nil
}

// dialect is how the server spells what is known of its tables.
func (d *Driver) dialect() dialect.Postgres { return dialect.Postgres{Types: d.types.of} }

// asking is the dialect for a plan, which asks for what is not known yet; failed tells why
// it could not.
func (d *Driver) asking() (asking dialect.Postgres, failed *error) {
	failed = new(error)
	asking.Types = func(table, column string) (string, bool) {
		ctx, cancel := context.WithTimeout(context.Background(), d.options.AcquireTimeout)
		defer cancel()
		if err := d.learn(ctx, table); err != nil {
			*failed = err
		}
		return d.types.of(table, column)
	}
	return asking, failed
}
