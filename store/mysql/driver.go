// Package mysql keeps collections in a MySQL or MariaDB database: a few connections
// over which each read is one statement. It answers what the driver contract asks
// and decides nothing; what a table looks like is said once, by package ddl.
//
// What a server can do is asked of it when it is opened, never concluded from its
// name. It uses the library's own connections, not database/sql, which would copy
// every value once more.
package mysql

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/dialect"
	"bedplate/store/mysql/result"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Options say how a database is used. The zero Options are for a server.
type Options struct {
	// MaxConns is the most connections; 0 is 32.
	MaxConns int
	// AcquireTimeout is how long a connection is waited for when all are in use, or the
	// server does not answer; 0 is 5 s.
	AcquireTimeout time.Duration
	// StatementTimeout ends a statement; 0 is 5 s.
	StatementTimeout time.Duration
	// ReadOnly refuses every write.
	ReadOnly bool
}

func (o Options) withDefaults() Options {
	o.MaxConns = cmp.Or(o.MaxConns, 32)
	o.AcquireTimeout = cmp.Or(o.AcquireTimeout, 5*time.Second)
	o.StatementTimeout = cmp.Or(o.StatementTimeout, 5*time.Second)
	return o
}

// Driver is one open database.
type Driver struct {
	address    string
	options    Options
	pool       *pool
	server     server
	writes     *writes
	losers     sync.Mutex // held by the serializable transaction that lost and tries again
	collations columnCollations
	// unfenced is an epoch at which the database has no fence (see migration.Fence).
	unfenced atomic.Int64
}

var (
	_ driver.Driver    = (*Driver)(nil)
	_ driver.Explainer = (*Driver)(nil)
	_ driver.Describer = (*Driver)(nil)
)

// Open opens the database at an address (see ParseAddress), which must answer.
func Open(ctx context.Context, address string, o Options) (*Driver, error) {
	o = o.withDefaults()
	config, err := ParseAddress(address)
	if err != nil {
		return nil, err
	}
	if config.DBName == "" {
		return nil, fault.New(fault.Value, "the address names no database").WithHint("write mysql://user@host/database")
	}
	d := &Driver{address: address, options: o, writes: newWrites()}
	if d.pool, err = newPool(config, o, &d.server); err != nil {
		return nil, err
	}
	if err := d.look(ctx); err != nil {
		return nil, result.Refused(err)
	}
	return d, nil
}

// look asks the server what it can do.
func (d *Driver) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*d.options.AcquireTimeout)
	defer cancel()
	c, err := d.pool.open(ctx, nil)
	if err != nil {
		return err
	}
	defer c.close()
	d.server, err = probe(ctx, c)
	d.server.dialect.Collations = d.collations.of
	return err
}

// Capabilities of the server.
func (d *Driver) Capabilities() driver.Capabilities {
	return driver.Capabilities{Name: d.server.name, Transactions: true, Serializable: true, NullsLow: true,
		Relations: true, Aggregates: true, Order: true, Matches: true, Search: true}
}

// Dialect is how the server spells what sqlgen asks for.
func (d *Driver) Dialect() dialect.MySQL { return d.server.dialect }

// prepared is a plan in SQL. Connections prepare it when they run it.
type prepared struct{ statement *sqlgen.Statement }

// Statement gives the SQL.
func (p *prepared) Statement() string { return p.statement.SQL }

// asWritten stands before a statement of which no EXISTS may become an IN.
const asWritten = "SET STATEMENT optimizer_switch = 'exists_to_in=off' FOR "

// maxStatement bounds the text of a statement.
const maxStatement = 1 << 20

// Prepare compiles the plan.
func (d *Driver) Prepare(r *plan.Read) (driver.Prepared, error) {
	asking, failed := d.asking()
	s, err := sqlgen.Read(r, asking)
	if err == nil {
		err = *failed
	}
	if err != nil {
		return nil, err
	}
	if what := dialect.Refusal(s.SQL); what != "" {
		return nil, fault.New(fault.Unsupported, "the database has no form for %s", what)
	}
	if len(s.SQL) > maxStatement {
		return nil, fault.New(fault.TooComplex, "the request makes too large a statement")
	}
	if d.server.rewrites && dialect.Scalar(s.SQL) {
		s.SQL = asWritten + s.SQL
	}
	return &prepared{statement: s}, nil
}

func own(p driver.Prepared) (*prepared, error) {
	if ours, ok := p.(*prepared); ok {
		return ours, nil
	}
	return nil, fault.New(fault.Internal, "a plan was prepared by another driver")
}

// Read runs a plan as one statement, which sees one moment. One that found its
// connection broken before any row came is run again over another.
func (d *Driver) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	return d.read(ctx, nil, p, args, visit)
}

// late tells that so much time has gone that a server was silent, not away: another
// connection would wait as long.
func (d *Driver) late(began time.Time) bool { return time.Since(began) >= d.options.StatementTimeout }

// outcome is what a read ended with: of a caller who has gone, that.
func outcome(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return result.Classify(ctx.Err())
	}
	return err
}

// Ping asks the server for nothing.
func (d *Driver) Ping(ctx context.Context) error {
	c, err := d.pool.take(ctx, alone, false)
	if err != nil {
		return err
	}
	defer d.pool.give(c)
	return c.exec(ctx, "DO 0")
}

// Close waits for what runs and closes the connections. A second Close does nothing.
func (d *Driver) Close() error {
	d.pool.close()
	return nil
}
