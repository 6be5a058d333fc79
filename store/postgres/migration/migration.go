// Package migration inspects and alters a PostgreSQL database for
// internal/migrate, and describes one that was made elsewhere. What to change,
// and whether it may be, is decided above; here it is done, in one transaction,
// since PostgreSQL undoes what it has made and altered as it undoes rows.
//
// What is ours stands in the schema that the connection makes things in (the
// first of its search_path), the books included: tables whose names begin with
// _bedplate_. Nothing outside of that schema is looked at.
package migration

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/result"
	"bedplate/store/sqlgen"
)

// Migrator inspects and migrates a database, on connections of its own. It
// implements driver.Migrator.
type Migrator struct {
	address string
	dialect sqlgen.Dialect
	// large is the size in bytes from which a table's indexes are made while
	// others write to it.
	large int64
	alone bool // see Alone
	// wait is how long a statement waits for a table that others use: while it
	// waits, so does everybody who wants the table after it. Others then have it
	// to themselves for pause. The migration gives up after patience.
	wait, pause, patience time.Duration
}

var (
	_ driver.Migrator = (*Migrator)(nil)
	_ driver.Adopter  = (*Migrator)(nil)
)

// New makes a Migrator of the database at an address, postgres://..., whose
// conditions d writes; nothing is opened yet.
func New(address string, d sqlgen.Dialect) *Migrator {
	return &Migrator{address: address, dialect: d, large: 16 << 20,
		wait: 2 * time.Second, pause: time.Second, patience: 2 * time.Minute}
}

// Alone makes a Migrator of a database that nobody else uses, such as one that is
// being filled: indexes are made the fast way.
func (m *Migrator) Alone() *Migrator {
	own := *m
	own.large, own.alone = math.MaxInt64, true
	return &own
}

// Format is that of package ddl.
func (m *Migrator) Format() int { return ddl.Format }

// Atomic is true: a migration is one transaction, but for indexes that are built
// before it and that nothing uses until then.
func (m *Migrator) Atomic() bool { return true }

// Stamp reads which schema the database was last brought to.
func (m *Migrator) Stamp(ctx context.Context) (driver.Stamp, error) {
	var stamp driver.Stamp
	err := m.connect(ctx, func(s *session) (err error) {
		stamp, err = s.stamp()
		return err
	})
	return stamp, err
}

// Look runs f in a transaction that sees one state of the database and cannot
// change it.
func (m *Migrator) Look(ctx context.Context, f func(driver.Session) error) error {
	return m.connect(ctx, func(s *session) error {
		return s.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", func() error { return f(s) })
	})
}

// Migrate runs f alone, in a transaction. It is run again where a lock that it
// needs is not to be had at once, for waiting for one lets all who come later
// wait too; and after indexes were made which it needs and which are better
// made outside of it.
func (m *Migrator) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return m.connect(ctx, func(s *session) error {
		if err := s.alone(); err != nil {
			return err
		}
		giveUp := time.Now().Add(m.patience)
		for {
			err := s.migrate(m.wait, f)
			var building *building
			switch {
			case errors.As(err, &building):
				err = s.build(building.indexes)
			case fault.CodeOf(err) == fault.Conflict && busy(err) && time.Now().Before(giveUp):
				err = s.pause(m.pause)
			default:
				return err
			}
			if err != nil {
				return err
			}
		}
	})
}

// migrate runs f once. What runs in the transaction is noted in the session and
// forgotten with it.
func (s *session) migrate(wait time.Duration, f func(driver.Session) error) error {
	s.work = &work{}
	defer func() { s.work = nil }()
	err := s.transaction("BEGIN ISOLATION LEVEL READ COMMITTED", func() error {
		if err := s.exec(fmt.Sprintf("SET LOCAL lock_timeout = %d", wait.Milliseconds())); err != nil {
			return err
		}
		if err := s.stopWriters(); err != nil {
			return err
		}
		return f(s)
	})
	if err != nil {
		return err
	}
	// The migration stands. What is left to do changes no meaning, and the next
	// one does it where this one cannot.
	_ = s.forgetBuilt()
	_ = s.validate()
	return nil
}

// settings are what statements of a migration rely on.
const settings = `SET standard_conforming_strings = on; SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 1;
SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET client_min_messages = warning`

// aloneSettings let indexes be made with more memory than servers give by themselves.
const aloneSettings = `SET maintenance_work_mem = '256MB'`

// connect opens a connection and runs f on it.
func (m *Migrator) connect(ctx context.Context, f func(*session) error) error {
	config, err := pgx.ParseConfig(m.address)
	if err != nil {
		return fault.New(fault.Value, "the address of the database cannot be read").
			WithHint("write postgres://user:password@host:5432/database")
	}
	// Tables change between statements, so none is kept prepared.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return result.Connecting(ctx, err)
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = conn.Close(ending)
	}()
	if m.alone {
		if _, err := conn.PgConn().Exec(ctx, aloneSettings).ReadAll(); err != nil {
			return err
		}
	}
	s := &session{ctx: ctx, conn: conn, dialect: m.dialect, large: m.large}
	if _, err := conn.PgConn().Exec(ctx, settings).ReadAll(); err != nil {
		return s.classify(err, "SET")
	}
	if err := s.usable(); err != nil {
		return err
	}
	return f(s)
}

// usable refuses a database that cannot hold what is ours.
func (s *session) usable() error {
	var encoding string
	var space *string
	if err := s.row("SELECT current_setting('server_encoding'), current_schema()", &encoding, &space); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fault.New(fault.Unsupported, "the database keeps text in %s", encoding).WithHint("make one WITH ENCODING 'UTF8'")
	}
	if space == nil {
		return fault.New(fault.Unavailable, "no schema of the search_path is there").WithHint("make it, or set another search_path")
	}
	s.space = *space
	return nil
}
