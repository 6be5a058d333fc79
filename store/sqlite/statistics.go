package sqlite

import (
	"time"

	zombiezen "zombiezen.com/go/sqlite"
)

// SQLite chooses between indexes by statistics that somebody has to ask for.
// Without them it takes every equality for a rare one, and answers a list
// under a rule such as status == "published" || author == auth.id by
// collecting and sorting half of the table. SQLite keeps them in the database,
// so they are made only in one whose tables are ours: one with a ledger.

// refreshEvery is how often statistics are looked at while records change.
const refreshEvery = time.Minute

// refreshStatistics counts anew in tables that have become ten times as large
// or small as when they were counted last. It looks at 100,000 entries of an
// index at most, which takes some tens of milliseconds; of fewer it would think
// that no value is in more rows than it has looked at. It waits for nobody, and
// without new statistics everything works as before, so a failure is nobody's.
func refreshStatistics(db *zombiezen.Conn, busy time.Duration) {
	db.SetBusyTimeout(0)
	defer db.SetBusyTimeout(busy)
	ours, err := number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_bedplate_ledger'")
	if err != nil || ours == 0 {
		return
	}
	// 0x10000: every table, 1: only tell, 2: count.
	due := false
	if err := ask(db, "PRAGMA optimize = 0x10003", func(*zombiezen.Stmt) { due = true }); err != nil || !due {
		return
	}
	for _, sql := range []string{"PRAGMA analysis_limit = 100000", "PRAGMA optimize = 0x10002"} {
		if run(db, sql) != nil {
			return
		}
	}
	announce(db)
}

// announce has the other connections read the statistics, which they do when
// the schema's number is another one.
func announce(db *zombiezen.Conn) {
	if run(db, "BEGIN IMMEDIATE") != nil {
		return
	}
	if version, err := number(db, "PRAGMA schema_version"); err == nil {
		_ = run(db, "PRAGMA schema_version = "+sprint(version+1))
	}
	_ = run(db, "COMMIT")
}
