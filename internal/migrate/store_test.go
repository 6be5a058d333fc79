package migrate_test

import (
	"testing"

	"bedplate/store/driver"
)

// store is a kind of database that migrations are tested on. What a test says
// in SQL is said for each kind that spells it otherwise.
type store struct {
	name string
	open func(*testing.T) *database
	// stranger is what somebody else built around the tables of people.
	stranger string
	// strange makes sure that it is there still, and works.
	strange func(db *database, people string)
}

// stores are the kinds there are.
var stores = []store{
	{"sqlite", newDatabase, stranger, (*database).strangeFile},
	{"postgres", newPostgres, postgresStranger, (*database).strangePostgres},
	{"mysql", newMySQL, mysqlStranger, (*database).strangeMySQL},
}

// remote is a database that is no file: what its kind does for a test.
type remote interface {
	migrator(address string) driver.Migrator
	exec(db *database, script string)
	rows(db *database, query string) string
	dump(db *database) string
	layout(db *database) string
	// found gives the last digits of the keys of rows that a full-text index
	// finds by a word.
	found(db *database, table, word string) string
	// count counts the things of these names.
	count(db *database, names ...string) string
}

// kind names the kind of a database.
func (db *database) kind() string {
	switch db.remote.(type) {
	case *postgres:
		return "postgres"
	case *mysql:
		return "mysql"
	}
	return "sqlite"
}

// each runs a test on every kind of database.
func each(t *testing.T, test func(t *testing.T, s store, db *database)) {
	t.Helper()
	for _, s := range stores {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			test(t, s, s.open(t))
		})
	}
}

// word is what a test expects of the kinds: all of them, or one of them
// otherwise.
type word map[string]string

// on gives what is said for a kind, "" being all others.
func (w word) on(s store) string {
	if said, ok := w[s.name]; ok {
		return said
	}
	return w[""]
}
