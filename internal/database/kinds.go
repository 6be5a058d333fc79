package database

import (
	"context"
	"os"
	"path/filepath"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlite"
)

// kinds are the kinds of stores that there are. A new one is added here, and its
// addresses to package config.
var kinds = map[string]kind{
	schema.SQLite:   {openFile, fileMigrator},
	schema.Postgres: {openPostgres, postgresMigrator},
	schema.MySQL:    {openMySQL, mysqlMigrator},
}

// openFile opens a database file and makes the directory that it lies in.
func openFile(_ context.Context, s config.Store, o Options) (driver.Driver, error) {
	for _, path := range []string{s.Path, o.Lock} {
		if path == "" || o.ReadOnly {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fault.Wrap(fault.Path, err, "the directory of %s cannot be made: %v", path, err)
		}
	}
	d, err := sqlite.Open(s.Path, sqlite.Options{Adopted: o.Adopted, Lock: o.Lock, StatementTimeout: o.Statement,
		Loading: o.Loading, ReadOnly: o.ReadOnly})
	if err != nil {
		return nil, err // and no driver: a nil one within the interface would not be nil
	}
	return d, nil
}

func fileMigrator(s config.Store, _ Options) (Migrator, error) {
	return sqlite.NewMigrator(s.Path), nil
}
