package sqlite

import (
	"context"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/sqlite/migration"
)

var (
	_ driver.Migrator = (*Driver)(nil)
)

// NewMigrator makes a migrator of the database file at path, on connections of
// its own; nothing is opened yet.
func NewMigrator(path string) *migration.Migrator { return migration.New(path) }

// DDL gives the statements that make a collection's table and indexes; see
// package ddl.
func DDL(c *schema.Collection) ([]string, error) { return ddl.Statements(c) }

// Stamp reads which schema the database was last brought to.
func (d *Driver) Stamp(ctx context.Context) (driver.Stamp, error) {
	return migration.New(d.path).Stamp(ctx)
}

// Format is that of package ddl.
func (d *Driver) Format() int { return ddl.Format }

// Atomic is true: a migration is one transaction.
func (d *Driver) Atomic() bool { return true }

// Look runs f in a read transaction on a connection of its own.
func (d *Driver) Look(ctx context.Context, f func(driver.Session) error) error {
	return migration.New(d.path).Look(ctx, f)
}

// Migrate runs f in a write transaction on a connection of its own. Writers of
// this process wait for it as those of others do.
func (d *Driver) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return migration.New(d.path).Migrate(ctx, f)
}

// leftover tells that a column's default is only what a migration gave the
// rows that were there: every new record has a value for the field.
func leftover(of *schema.Collection, column string) bool {
	for _, f := range of.Stored() {
		if f.Column == column {
			return of.Managed && f.Required && (f.Default == nil || f.Default.Database == "")
		}
	}
	return false
}
