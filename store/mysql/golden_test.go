package mysql

import (
	"testing"

	"bedplate/store/mysql/dialect"
	"bedplate/store/storetest/golden"
)

// The dialects are those of servers that can do different things.
var (
	mariaDB = dialect.MySQL{Collation: "utf8mb4_nopad_bin", PlainJSON: true, MostScale: 38}
	oracles = dialect.MySQL{Collation: "utf8mb4_0900_bin", Derived: true, LockOf: true, MostScale: 30}
)

func TestConditions(t *testing.T) {
	t.Parallel()
	golden.Conditions(t, mariaDB)
}

func TestReads(t *testing.T) {
	t.Parallel()
	golden.Reads(t, true, golden.Dialect{Name: "MariaDB", SQL: mariaDB}, golden.Dialect{Name: "MySQL", SQL: oracles})
}
