// Package migration inspects and alters a MySQL or MariaDB database for
// internal/migrate, and describes one that was made elsewhere. What to change,
// and whether it may be, is decided above; here it is done.
//
// The servers commit each statement that defines something by itself, so a
// migration cannot be undone as one. Instead, the books always say what stands:
// the ledger follows each step, and a journal names the one that is under way, in
// words by which the next session can tell whether it was done. A migration that
// is ended midway, even by a kill, is gone on with from there.
package migration

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"github.com/go-sql-driver/mysql"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/dialect"
	"bedplate/store/mysql/result"
)

// Migrator inspects and migrates a database, on connections of its own. It
// implements driver.Migrator.
type Migrator struct {
	config *mysql.Config
	// patience is how long a statement tries to get a table, between others who
	// hold it for long.
	patience time.Duration
}

var _ driver.Migrator = (*Migrator)(nil)

// New makes a Migrator of the database that a configuration leads to; nothing is
// opened yet.
func New(config *mysql.Config) *Migrator {
	config = config.Clone()
	config.ParseTime = false // values are read as they are written
	config.MultiStatements = false
	config.ReadTimeout, config.WriteTimeout = 0, 0 // a table may be large
	config.ClientFoundRows = true
	config.Logger = &mysql.NopLogger{} // what goes wrong is told by errors
	return &Migrator{config: config, patience: 2 * time.Minute}
}

// Format is that of package ddl.
func (m *Migrator) Format() int { return ddl.Format }

// Atomic is false: see the package.
func (m *Migrator) Atomic() bool { return false }

// Stamp reads which schema the database was last brought to.
func (m *Migrator) Stamp(ctx context.Context) (driver.Stamp, error) {
	var stamp driver.Stamp
	err := m.connect(ctx, func(s *session) error {
		b, err := s.books()
		stamp = b.stamp()
		return err
	})
	return stamp, err
}

// Look runs f on one state of the rows, while no migration runs: the servers' own
// books of tables have no past, so that half of what a migration does would be
// seen, and taken for somebody else's tables.
func (m *Migrator) Look(ctx context.Context, f func(driver.Session) error) error {
	return m.connect(ctx, func(s *session) error {
		if err := s.alone(); err != nil {
			return err
		}
		if err := s.exec("START TRANSACTION WITH CONSISTENT SNAPSHOT"); err != nil {
			return err
		}
		if err := f(s); err != nil {
			return err
		}
		return s.exec("ROLLBACK")
	})
}

// Migrate runs f while no other migration runs. Other writers go on; those that
// a step would disturb are refused by the epoch, which rises before it.
func (m *Migrator) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return m.connect(ctx, func(s *session) error {
		if err := s.alone(); err != nil {
			return err
		}
		if err := s.settle(); err != nil {
			return err
		}
		s.writes = true
		err := f(s)
		if err == nil {
			return nil
		}
		// What failed is put away now if the connection still stands, and by
		// the next session if not.
		after := s.withContext(context.WithoutCancel(ctx))
		if settling := after.retreat(); settling != nil {
			return err
		}
		return err
	})
}

// settings are what statements of a migration rely on.
func settings() []string {
	return []string{
		"SET NAMES utf8mb4",
		"SET sql_mode = '" + ddl.Modes + "'",
		"SET time_zone = '+00:00'",
		"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
		"SET lock_wait_timeout = " + strconv.Itoa(lockTimeout),
		"SET innodb_lock_wait_timeout = " + strconv.Itoa(lockTimeout),
	}
}

// connect opens a connection and runs f on it.
func (m *Migrator) connect(ctx context.Context, f func(*session) error) (err error) {
	if m.config.DBName == "" {
		return fault.New(fault.Value, "the address names no database").WithHint("write mysql://user@host/database")
	}
	connector, err := mysql.NewConnector(m.config)
	if err != nil {
		return fault.Wrap(fault.Value, err, "the database cannot be connected to")
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	conn, err := db.Conn(ctx)
	if refused := result.Refused(err); err != nil && ctx.Err() == nil && result.Number(err) != 0 {
		return refused
	}
	if err != nil {
		return classify(ctx, err, "connect")
	}
	defer conn.Close()
	s := &session{ctx: ctx, conn: conn, patience: m.patience}
	for _, set := range settings() {
		if err := s.exec(set); err != nil {
			return err
		}
	}
	if s.server, err = ddl.Ask(ctx, conn, nil); err != nil {
		return err
	}
	// Conditions compare fields with constants, which every server can.
	s.server.Dialect = dialect.MySQL{Collation: s.server.Collation, MostScale: 30}
	stop, err := m.endWith(ctx, s)
	if err != nil {
		return err
	}
	defer stop()
	return f(s)
}

// endWith ends what the server does for a session when the context ends: it
// would otherwise go on, and hold the lock, until it is done.
func (m *Migrator) endWith(ctx context.Context, s *session) (stop func() bool, err error) {
	id, err := s.single("SELECT CONNECTION_ID()")
	if err != nil {
		return nil, err
	}
	return context.AfterFunc(ctx, func() {
		connector, err := mysql.NewConnector(m.config)
		if err != nil {
			return
		}
		db := sql.OpenDB(connector)
		defer db.Close()
		brief, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		// Where this fails, the server notices by itself, later.
		_, _ = db.ExecContext(brief, "KILL "+strconv.FormatInt(id, 10))
	}), nil
}
