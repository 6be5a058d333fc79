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
// or small as when they were counted last. It looks at a few hundred entries of
// an index, and takes a millisecond or so. Connections that are open see the
// first statistics of a database at once, and later ones when they are opened.
func refreshStatistics(db *zombiezen.Conn) {
	ours, err := number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_bedplate_ledger'")
	if err != nil || ours == 0 {
		return
	}
	// 0x10000: every table, 0x10: few entries, 2: count. Without new
	// statistics everything works as before, so a failure is nobody's.
	_ = run(db, "PRAGMA optimize = 0x10012")
}
