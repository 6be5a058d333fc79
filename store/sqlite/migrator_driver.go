package sqlite

import (
	"context"

	"bedplate/schema"
	"bedplate/store/driver"
)

var (
	_ driver.Migrator = (*Driver)(nil)
	_ driver.Epoched  = (*Driver)(nil)
)

// Stamp reads which schema the database was last brought to.
func (d *Driver) Stamp(ctx context.Context) (driver.Stamp, error) {
	return NewMigrator(d.path).Stamp(ctx)
}

// Format is that of DDL.
func (d *Driver) Format() int { return Format }

// Look runs f in a read transaction on a connection of its own.
func (d *Driver) Look(ctx context.Context, f func(driver.Session) error) error {
	return NewMigrator(d.path).Look(ctx, f)
}

// Migrate runs f in a write transaction on a connection of its own. Writers of
// this process wait for it as those of others do.
func (d *Driver) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return NewMigrator(d.path).Migrate(ctx, f)
}

// SetEpoch sets the epoch that each transaction must find in the database.
func (d *Driver) SetEpoch(epoch int64) {
	if d.writer != nil {
		d.writer.epoch.want.Store(epoch)
	}
}

// leftover tells that a column's default is only what a migration gave the
// rows that were there: every new record has a value for the field.
func leftover(of *schema.Collection, column string) bool {
	for _, f := range of.Fields {
		if f.Column == column {
			return of.Managed && f.Required && (f.Default == nil || f.Default.Database == "")
		}
	}
	return false
}
