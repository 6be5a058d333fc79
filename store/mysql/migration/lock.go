package migration

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"bedplate/fault"
	"bedplate/store/mysql/ddl"
)

const (
	// lockTimeout is how many seconds a statement waits for a table that others
	// use. While it waits, so does everybody who wants the table after it.
	lockTimeout = 2
	// lockPause is how long those others then have it to themselves.
	lockPause = 500 * time.Millisecond
)

// alone waits until no other migration of this database runs, as long as the
// context allows, and keeps others waiting until the connection ends.
func (s *session) alone() error {
	names, err := s.texts("SELECT DATABASE()")
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(names[0]))
	name := "bedplate_" + hex.EncodeToString(sum[:12]) // of at most 64 characters, for the whole server
	for {
		got, err := s.single("SELECT GET_LOCK(?, 1)", name)
		if err != nil || got == 1 {
			return err
		}
		if err := s.ctx.Err(); err != nil {
			return fault.Wrap(fault.Timeout, err, "another migration of this database went on for too long")
		}
	}
}

// patiently runs a statement that needs a table, again where it is in use.
func (s *session) patiently(run func() error) error {
	giveUp := time.Now().Add(s.patience)
	for {
		err := run()
		if n := number(err); n != errLockTimeout && n != errDeadlock {
			return err
		}
		if time.Now().After(giveUp) {
			return err
		}
		if err := s.pause(lockPause); err != nil {
			return err
		}
	}
}

// alter runs an ALTER TABLE in the way that keeps others waiting the least, of
// those that the server knows for it.
func (s *session) alter(sql string) error {
	for _, how := range []string{", ALGORITHM=INSTANT", ", ALGORITHM=INPLACE, LOCK=NONE", ", ALGORITHM=COPY, LOCK=NONE"} {
		err := s.patiently(func() error { return s.exec(sql + how) })
		if n := number(err); n != errNotInPlace && n != errNotInPlaceWhy && n != errNotOnline && n != 1064 && n != 1235 {
			return err
		}
	}
	return s.patiently(func() error { return s.exec(sql) })
}

// unchecked runs f while references are not enforced for this session.
func (s *session) unchecked(f func() error) error {
	if err := s.exec("SET foreign_key_checks = 0"); err != nil {
		return err
	}
	err := f()
	return errors.Join(err, s.exec("SET foreign_key_checks = 1"))
}

// locked runs f while nobody else writes to or reads a table.
func (s *session) locked(table string, f func() error) error {
	lock := "LOCK TABLES " + ddl.Quote(table) + " WRITE"
	if err := s.patiently(func() error { return s.exec(lock) }); err != nil {
		return err
	}
	err := f()
	return errors.Join(err, s.exec("UNLOCK TABLES"))
}
