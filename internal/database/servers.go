package database

import (
	"context"

	"bedplate/internal/config"
	"bedplate/store/driver"
	"bedplate/store/postgres"
)

func openPostgres(ctx context.Context, s config.Store, o Options) (driver.Driver, error) {
	d, err := postgres.Open(ctx, s.URL, postgres.Options{StatementTimeout: o.Statement})
	if err != nil {
		return nil, err // and no driver: a nil one within the interface would not be nil
	}
	return d, nil
}

func postgresMigrator(s config.Store) (Migrator, error) { return postgres.NewMigrator(s.URL), nil }
