package sqlite

import (
	"testing"

	"bedplate/store/sqlite/dialect"
	"bedplate/store/storetest/golden"
)

func TestConditions(t *testing.T) {
	t.Parallel()
	golden.Conditions(t, dialect.SQLite{})
}

func TestReads(t *testing.T) {
	t.Parallel()
	golden.Reads(t, false, golden.Dialect{SQL: dialect.SQLite{}})
}
