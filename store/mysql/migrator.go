package mysql

import (
	"context"

	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/migration"
)

var _ driver.Migrator = (*Driver)(nil)

// NewMigrator makes a migrator of the database at an address, on connections of
// its own; nothing is opened yet.
func NewMigrator(address string) (*migration.Migrator, error) {
	config, err := ParseAddress(address)
	if err != nil {
		return nil, err
	}
	return migration.New(config), nil
}

func (d *Driver) migrator() *migration.Migrator {
	config, _ := ParseAddress(d.address) // which it was opened by
	return migration.New(config)
}

// Stamp reads which schema the database was last brought to.
func (d *Driver) Stamp(ctx context.Context) (driver.Stamp, error) { return d.migrator().Stamp(ctx) }

// Format is that of package ddl.
func (d *Driver) Format() int { return ddl.Format }

// Atomic is false: the servers commit each definition by itself.
func (d *Driver) Atomic() bool { return false }

// Look runs f on one state of the rows, on a connection of its own.
func (d *Driver) Look(ctx context.Context, f func(driver.Session) error) error {
	return d.migrator().Look(ctx, f)
}

// Migrate runs f on a connection of its own while no other migration runs.
func (d *Driver) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return d.migrator().Migrate(ctx, f)
}
