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

func postgresMigrator(s config.Store, o Options) (Migrator, error) {
	m := postgres.NewMigrator(s.URL)
	if o.Loading {
		m = m.Alone()
	}
	return m, nil
}

func openMySQL(ctx context.Context, s config.Store, o Options) (driver.Driver, error) {
	d, err := mysql.Open(ctx, s.URL, mysql.Options{StatementTimeout: o.Statement})
	if err != nil {
		return nil, err
	}
	return d, nil
}

func mysqlMigrator(s config.Store, _ Options) (Migrator, error) {
	m, err := mysql.NewMigrator(s.URL)
	if err != nil {
		return nil, err
	}
	return m, nil
}
