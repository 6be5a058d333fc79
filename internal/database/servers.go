package database

import (
	"context"

	"bedplate/internal/config"
	"bedplate/store/driver"
	"bedplate/store/mysql"
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

func openMySQL(ctx context.Context, s config.Store, o Options) (driver.Driver, error) {
	d, err := mysql.Open(ctx, s.URL, mysql.Options{StatementTimeout: o.Statement})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func mysqlMigrator(s config.Store) (Migrator, error) {
	m, err := mysql.NewMigrator(s.URL)
	if err != nil {
		return nil, err
	}
	return m, nil
}
