// Package statistics keeps SQLite's statistics of its indexes up to date.
//
// SQLite chooses between indexes by statistics that somebody has to ask for.
// Without them it takes every equality for a rare one, and answers a list
// under a rule such as status == "published" || author == auth.id by
// collecting and sorting half of the table. SQLite keeps them in the database,
// so they are made only in one whose tables are ours: one with a ledger.
package statistics

import (
	"strconv"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/store/sqlite/script"
)

// Every is how often statistics are looked at while records change.
const Every = time.Minute

// Refresh counts anew in tables that have become ten times as large
// or small as when they were counted last. It looks at 100,000 entries of an
// index at most, which takes some tens of milliseconds; of fewer it would think
// that no value is in more rows than it has looked at. It waits for nobody, and
// without new statistics everything works as before, so a failure is nobody's.
func Refresh(db *zombiezen.Conn, busy time.Duration) {
	db.SetBusyTimeout(0)
	defer db.SetBusyTimeout(busy)
	ours, err := script.Number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_bedplate_ledger'")
	if err != nil || ours == 0 {
		return
	}
	// 0x10000: every table, 1: only tell, 2: count.
	due := false
	if err := script.Ask(db, "PRAGMA optimize = 0x10003", func(*zombiezen.Stmt) { due = true }); err != nil || !due {
		return
	}
	for _, sql := range []string{"PRAGMA analysis_limit = 100000", "PRAGMA optimize = 0x10002"} {
		if script.Run(db, sql) != nil {
			return
		}
	}
	announce(db)
}

// announce has the other connections read the statistics, which they do when
// the schema's number is another one.
func announce(db *zombiezen.Conn) {
	if script.Run(db, "BEGIN IMMEDIATE") != nil {
		return
	}
	if version, err := script.Number(db, "PRAGMA schema_version"); err == nil {
		_ = script.Run(db, "PRAGMA schema_version = "+strconv.FormatInt(version+1, 10))
	}
	_ = script.Run(db, "COMMIT")
}
