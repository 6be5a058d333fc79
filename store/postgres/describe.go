package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/result"
)

// Describe tells what a collection's table does by itself.
func (d *Driver) Describe(ctx context.Context, of *schema.Collection) (driver.Facts, error) {
	var facts driver.Facts
	if !of.Managed {
		if err := d.learn(ctx, of.Table); err != nil {
			return facts, err
		}
	}
	var changed []string
	var deferred, rounds bool
	found := true
	err := d.ask(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		err := conn.QueryRow(ctx, described, pgx.QueryExecModeExec, of.Table).Scan(&facts.Reread, &changed, &deferred, &rounds)
		if err == pgx.ErrNoRows {
			found, err = false, nil
		}
		return err
	})
	if err != nil || !found {
		return facts, err
	}
	facts.Alone = facts.Reread || deferred
	facts.Reread = facts.Reread || rounds && !of.Managed
	for _, column := range changed {
		facts.Reread = facts.Reread || !leftover(of, column)
	}
	return facts, nil
}

// ask asks the server for what it knows of its tables: once more, over another
// connection, where the first turns out to be broken.
func (d *Driver) ask(ctx context.Context, f func(context.Context, *pgx.Conn) error) error {
	for again := true; ; again = false {
		c, _, err := d.take(ctx)
		if err != nil {
			return err
		}
		bounded, cancel := context.WithTimeout(ctx, d.patience())
		err = f(bounded, c.Conn())
		cancel()
		c.Release()
		switch {
		case err == nil:
			return nil
		case !again || !result.Broken(err) || ctx.Err() != nil:
			return result.Classify(ctx, err)
		}
		d.pool.Reset() // the others are likely to be broken as well
	}
}

// described finds triggers of users', columns that the database makes, constraints
// that wait for the end of a transaction, and columns that keep less than is
// written.
const described = `SELECT
	EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
	ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.atthasdef OR a.attgenerated <> '' OR a.attidentity <> '')),
	EXISTS (SELECT 1 FROM pg_constraint o WHERE (o.conrelid = c.oid OR o.confrelid = c.oid) AND o.condeferrable AND o.condeferred),
	EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND
		(a.atttypid IN ('float4'::regtype, 'bpchar'::regtype) OR a.atttypid IN ('timestamp'::regtype, 'timestamptz'::regtype) AND a.atttypmod BETWEEN 0 AND 5))
FROM pg_class c WHERE c.oid = to_regclass(quote_ident($1))`

// leftover tells that a column's default is only what a migration gave the
// rows that were there, where every new record has a value for the field; or
// that it makes a key, which is asked for anyway.
func leftover(of *schema.Collection, column string) bool {
	for _, f := range of.Stored() {
		if f.Column == column {
			return f.Identity || of.Managed && f.Required && (f.Default == nil || f.Default.Database == "")
		}
	}
	return false
}
