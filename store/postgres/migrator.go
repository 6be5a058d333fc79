package postgres

import (
	"context"

	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/migration"
)

var _ driver.Migrator = (*Driver)(nil)

// NewMigrator makes a migrator of the database at an address, on connections of
// its own; nothing is opened yet.
func NewMigrator(address string) *migration.Migrator {
	return migration.New(address, dialect.Postgres{})
}

func (d *Driver) migrator() *migration.Migrator {
	return NewMigrator(d.pool.Config().ConnConfig.ConnString())
}

// Stamp reads which schema the database was last brought to.
func (d *Driver) Stamp(ctx context.Context) (driver.Stamp, error) { return d.migrator().Stamp(ctx) }

// Format is that of package ddl.
func (d *Driver) Format() int { return ddl.Format }

// Atomic is true: a migration is one transaction.
func (d *Driver) Atomic() bool { return true }

// Look runs f in a read transaction on a connection of its own.
func (d *Driver) Look(ctx context.Context, f func(driver.Session) error) error {
	return d.migrator().Look(ctx, f)
}

// Migrate runs f in a transaction on a connection of its own. Writers of every
// node wait for it.
func (d *Driver) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return d.migrator().Migrate(ctx, f)
}
