// Package postgres keeps collections in a PostgreSQL database, or in one of
// another server that speaks its protocol. It answers what the driver contract
// asks and decides nothing; what a table looks like is said once, by package
// ddl.
//
// It uses pgx's connections, not database/sql, in the binary protocol with
// statements that are prepared once a connection, so that rows reach their
// encoder without a map or an allocation a value.
package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/postgres/result"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Options say how a database is opened. The zero Options are for a server.
type Options struct {
	// MaxConns is the most connections; 0 is by the processors, or what the
	// address says as pool_max_conns.
	MaxConns int
	// StatementTimeout ends a statement that runs for so long; 0 is 5 s.
	StatementTimeout time.Duration
	// AcquireTimeout is how long a free connection is waited for; 0 is 5 s.
	AcquireTimeout time.Duration
	// ConnectTimeout is how long connecting may take; 0 is 5 s, or what the
	// address says as connect_timeout.
	ConnectTimeout time.Duration
	// IdleTimeout ends a transaction in which nothing is done; 0 is 60 s.
	IdleTimeout time.Duration
}

func (o Options) withDefaults() Options {
	o.StatementTimeout = cmp.Or(o.StatementTimeout, 5*time.Second)
	o.AcquireTimeout = cmp.Or(o.AcquireTimeout, 5*time.Second)
	o.ConnectTimeout = cmp.Or(o.ConnectTimeout, 5*time.Second)
	o.IdleTimeout = cmp.Or(o.IdleTimeout, time.Minute)
	return o
}

// Driver is one open database.
type Driver struct {
	pool    *pgxpool.Pool
	options Options
	name    string
	writes  writes
	demand  demand
	types   columnTypes
}

var (
	_ driver.Driver    = (*Driver)(nil)
	_ driver.Explainer = (*Driver)(nil)
	_ driver.Describer = (*Driver)(nil)
)

// Open connects to the database at an address, postgres://user:password@host/name.
// A server that is not up, or full, is Unavailable, and nothing else is: whoever
// wants to wait for it tries again.
func Open(ctx context.Context, address string, o Options) (*Driver, error) {
	o = o.withDefaults()
	conf, err := pgxpool.ParseConfig(address)
	if err != nil {
		// What pgx says repeats the address, which may hold a password.
		return nil, fault.New(fault.Value, "the address of the database cannot be read").
			WithHint("write postgres://user:password@host:5432/database")
	}
	configure(conf, o)
	pool, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, result.Connecting(ctx, err)
	}
	d := &Driver{pool: pool, options: o}
	bounded, cancel := context.WithTimeout(ctx, 2*conf.ConnConfig.ConnectTimeout)
	defer cancel()
	if err := d.look(bounded); err != nil {
		pool.Close()
		return nil, result.Connecting(bounded, err)
	}
	return d, nil
}

// configure sets what every connection has.
func configure(conf *pgxpool.Config, o Options) {
	if o.MaxConns > 0 {
		conf.MaxConns = int32(o.MaxConns)
	} else if !strings.Contains(conf.ConnString(), "pool_max_conns") { // pgx's own default is smaller
		conf.MaxConns = max(16, int32(4*runtime.GOMAXPROCS(0)))
	}
	// A connection that broke while it was idle is found out by what is asked next,
	// which is asked again on another.
	conf.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false }
	c := conf.ConnConfig
	c.StatementCacheCapacity, c.DescriptionCacheCapacity = 0, 0
	c.ConnectTimeout = cmp.Or(c.ConnectTimeout, o.ConnectTimeout)
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "bedplate"
	}
	c.RuntimeParams["timezone"] = "UTC"
	conf.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		pg := conn.PgConn()
		settings := fmt.Sprintf("SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d; SET bytea_output = 'hex'; SET standard_conforming_strings = on; SET default_transaction_isolation = 'read committed'",
			o.StatementTimeout.Milliseconds(), o.IdleTimeout.Milliseconds())
		if _, err := pg.Exec(ctx, settings).ReadAll(); err != nil {
			return err
		}
		// Compiling costs more than it saves for statements as short as ours. Other
		// servers do not know the setting.
		_, _ = pg.Exec(ctx, "SET jit = off").ReadAll()
		pg.CustomData()[sessionKey] = newSession(pg)
		return nil
	}
}

const sessionKey = "bedplate"

// leastVersion is 14: earlier ones tell the time only as doubles.
const leastVersion = 140000

// look finds out what the server is.
func (d *Driver) look(ctx context.Context) error {
	return d.pool.AcquireFunc(ctx, func(c *pgxpool.Conn) error {
		pg := c.Conn().PgConn()
		if encoding := pg.ParameterStatus("server_encoding"); encoding != "UTF8" && encoding != "" {
			return fault.New(fault.Unsupported, "the database keeps texts in %s, which cannot hold every text", encoding).
				WithHint("make it with ENCODING 'UTF8'")
		}
		var version int
		if err := c.QueryRow(ctx, "SELECT current_setting('server_version_num')::int", pgx.QueryExecModeSimpleProtocol).Scan(&version); err != nil {
			return err
		}
		if version < leastVersion {
			return fault.New(fault.Unsupported, "the server is PostgreSQL %s; 14 or later is needed", pg.ParameterStatus("server_version"))
		}
		d.name = "PostgreSQL " + pg.ParameterStatus("server_version")
		return nil
	})
}

// Pool gives the connections, for migrations.
func (d *Driver) Pool() *pgxpool.Pool { return d.pool }

// Capabilities of a PostgreSQL database: everything.
func (d *Driver) Capabilities() driver.Capabilities {
	return driver.Capabilities{Name: d.name, Transactions: true, Serializable: true,
		Relations: true, Aggregates: true, Order: true, Matches: true, Search: true}
}

// prepared is a plan in SQL. Connections prepare it when they first run it.
type prepared struct {
	statement *sqlgen.Statement // for any arguments
	pages     pages
}

// Statement gives the SQL.
func (p *prepared) Statement() string { return p.statement.SQL }

// Prepare compiles the plan.
func (d *Driver) Prepare(r *plan.Read) (driver.Prepared, error) {
	s, err := d.compile(r)
	if err != nil {
		return nil, err
	}
	p := &prepared{statement: s}
	if p.pages.of, err = d.pagesOf(r); err != nil {
		return nil, err
	}
	return p, nil
}

func (d *Driver) compile(r *plan.Read) (*sqlgen.Statement, error) {
	asking, failed := d.asking()
	s, err := sqlgen.Read(r, asking)
	if err == nil {
		err = *failed
	}
	return s, err
}

func own(p driver.Prepared) (*prepared, error) {
	if ours, ok := p.(*prepared); ok {
		return ours, nil
	}
	return nil, fault.New(fault.Internal, "a plan was prepared by another driver")
}

// take gives a connection of the pool, which the caller releases. A server that
// has none left may have one in a while, or one of ours becomes free.
func (d *Driver) take(ctx context.Context) (*pgxpool.Conn, *session, error) {
	wait, cancel := context.WithTimeout(ctx, d.options.AcquireTimeout)
	defer cancel()
	c, err := d.pool.Acquire(wait)
	for result.State(err) == result.TooManyConnections && wait.Err() == nil {
		select {
		case <-wait.Done():
		case <-time.After(10*time.Millisecond + rand.N(20*time.Millisecond)):
			last := err
			if c, err = d.pool.Acquire(wait); err != nil && wait.Err() != nil {
				err = last
			}
		}
	}
	if err != nil {
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			return nil, nil, fault.Wrap(fault.Unavailable, err, "no connection to the database became free in time")
		}
		return nil, nil, result.Classify(ctx, err)
	}
	s, ok := c.Conn().PgConn().CustomData()[sessionKey].(*session)
	if !ok {
		c.Release()
		return nil, nil, fault.New(fault.Internal, "a connection has no session")
	}
	return c, s, nil
}

// Read runs a plan as one statement, which sees one moment. A connection that
// turns out to be broken before the first row came is replaced once.
func (d *Driver) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	return d.readBehind(ctx, nil, p, args, visit)
}

// readBehind is Read behind a lead, nil where there is none.
func (d *Driver) readBehind(ctx context.Context, first lead, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	ready, err := own(p)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return result.OfContext(err)
	}
	for again := true; ; again = false {
		c, s, err := d.take(ctx)
		if err != nil {
			return err
		}
		bounded, cancel := context.WithTimeout(ctx, d.patience())
		out := s.read(bounded, ready.forArguments(args), args, visit, first)
		cancel()
		c.Release()
		broken := result.Broken(out.err)
		switch {
		case out.visited != nil:
			return out.visited
		case out.err == nil:
			return nil
		case again && !out.came && ctx.Err() == nil && (broken || stale(out.err)):
			if broken {
				d.pool.Reset() // the others are likely to be broken as well
			}
		default:
			return result.Classify(ctx, out.err)
		}
	}
}

// patience bounds what a server that has stopped answering may take; one that
// answers ends statements by itself, before that.
func (d *Driver) patience() time.Duration { return d.options.StatementTimeout + 2*time.Second }

// stale tells that a prepared statement is not what it was: the tables were
// altered, or somebody else has thrown it away.
func stale(err error) bool {
	var own *pgconn.PgError
	return errors.As(err, &own) && (own.Code == "0A000" && own.Routine == "RevalidateCachedQuery" || own.Code == "26000")
}

// Ping asks the server for nothing.
func (d *Driver) Ping(ctx context.Context) error {
	wait, cancel := context.WithTimeout(ctx, d.options.AcquireTimeout)
	defer cancel()
	if err := d.pool.Ping(wait); err != nil {
		return result.Classify(ctx, err)
	}
	return nil
}

// Close waits for what runs, and closes the connections. A second Close does
// nothing.
func (d *Driver) Close() error {
	d.pool.Close()
	return nil
}
