package migration

import (
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// lockNumbers are those of the lock that one migration of a schema holds, as
	// SQL: one for all of them ("Bedp") and the schema's own.
	lockNumbers = "1113941104, hashtext(current_schema())"

	lockNotAvailable = "55P03"
)

// busy tells that somebody else had what was needed.
func busy(err error) bool {
	var said *pgconn.PgError
	return errors.As(err, &said)
}

// alone waits until no other migration of this schema runs, and keeps others
// waiting until the connection ends. It asks again and again: a statement that
// waits would keep an index from being made, which waits for all statements
// that began before.
func (s *session) alone() error {
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, 500*time.Millisecond) {
		var got bool
		err := s.row("SELECT pg_try_advisory_lock("+lockNumbers+")", &got)
		if err != nil || got {
			return err
		}
		if err := s.pause(wait); err != nil {
			return err
		}
	}
}

// stopWriters waits until no write transaction of a node runs, each of which has
// read the epoch, and keeps new ones waiting until the transaction ends. Reads
// go on.
func (s *session) stopWriters() error {
	kept, err := s.kept()
	if err != nil || !kept {
		return err
	}
	return s.exec("LOCK TABLE " + metaTable + " IN ACCESS EXCLUSIVE MODE")
}

// EpochQuery reads the epoch. A write transaction that asks it, and finds the
// epoch that it was planned for, runs beside no migration: its lock on the table
// is what a migration waits for, and what it waits for while one runs.
const EpochQuery = "SELECT epoch FROM " + metaTable
