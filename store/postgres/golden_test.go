package postgres_test

import (
	"testing"

	"bedplate/store/postgres/dialect"
	"bedplate/store/storetest/golden"
)

func TestConditions(t *testing.T) {
	t.Parallel()
	golden.Conditions(t, dialect.Postgres{})
}

func TestReads(t *testing.T) {
	t.Parallel()
	golden.Reads(t, true, golden.Dialect{SQL: dialect.Postgres{}})
}
