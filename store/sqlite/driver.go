// Package sqlite keeps collections in an SQLite file in this process: readers
// beside one writer that commits in groups, durably. It answers what the
// driver contract asks and decides nothing; what a table looks like is said
// once, by package ddl.
//
// It uses SQLite's own interface, not database/sql, so that rows reach their
// encoder without a map or an allocation a value.
package sqlite

import (
	"cmp"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/dialect"
	"bedplate/store/sqlite/file"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

// leastVersion is 3.51.3: earlier ones can corrupt a database in WAL mode.
const leastVersion = 3051003

// Options say how a database is opened. The zero Options are for a server.
type Options struct {
	// Adopted leaves the file as it was found: its journal mode stays, and no
	// statistics are kept in it. Reading changes not a byte of it.
	Adopted bool
	// Lock is the file by which two servers of one database know of each other;
	// "" is beside the database.
	Lock string
	// Loading opens it to be filled (driver.Loader): references are not checked,
	// and what was committed last may be lost when the power goes.
	Loading bool
	// ReadOnly opens it for reading alone.
	ReadOnly bool
	// Readers is the most connections that read; 0 is by the processors.
	Readers int
	// BusyTimeout is how long another process's lock is waited for; 0 is 5 s.
	BusyTimeout time.Duration
	// StallTimeout ends a read whose caller does not take its rows; 0 is 5 s.
	StallTimeout time.Duration
	// StatementTimeout ends a statement that has given no row for so long; 0 is
	// 5 s. It bounds reads, and what a transaction that runs alone reads.
	StatementTimeout time.Duration
	// MaxWAL is the size of the log, in bytes, at which the oldest read is
	// ended; 0 is 256 MiB.
	MaxWAL int64
	// MaxPages limits the database's size in pages; 0 is no limit.
	MaxPages int64
	// CacheKiB is each connection's page cache; 0 is 2048.
	CacheKiB int
	// MapBytes is how much of the file each connection maps into memory instead
	// of copying its pages; they share them. 0 is 128 MiB on Linux, and nothing
	// elsewhere, of a file that is ReadOnly or Loading, which is gone through from
	// end to end, and of an Adopted one, whose other programs might cut it short:
	// that would end this process. Less than 0 maps nothing.
	MapBytes int64
	// Fatal is called when the disk failed while a group was committed, and
	// must not return in a server: nobody can say whether the group is kept.
	// nil logs and ends the process.
	Fatal func(error)
}

func (o Options) withDefaults() Options {
	if o.Readers == 0 {
		o.Readers = max(4, 2*runtime.GOMAXPROCS(0))
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = 5 * time.Second
	}
	if o.StallTimeout == 0 {
		o.StallTimeout = 5 * time.Second
	}
	if o.StatementTimeout == 0 {
		o.StatementTimeout = 5 * time.Second
	}
	if o.MaxWAL == 0 {
		o.MaxWAL = 256 << 20
	}
	if o.CacheKiB == 0 {
		o.CacheKiB = 2048
	}
	switch {
	case o.MapBytes < 0:
		o.MapBytes = 0
	case o.MapBytes == 0 && !o.Adopted && !o.ReadOnly && !o.Loading && runtime.GOOS == "linux":
		o.MapBytes = 128 << 20
	}
	if o.Fatal == nil {
		o.Fatal = func(err error) {
			slog.Error("the disk failed while a write was committed; the server ends, and recovery on start decides what is kept", "error", err)
			os.Exit(1)
		}
	}
	return o
}

// Driver is one open database file.
type Driver struct {
	path    string
	options Options
	lock    *file.Lock
	readers *readers
	writer  *writer // nil where ReadOnly
	watcher *watcher
	closed  atomic.Bool
}

var (
	_ driver.Driver    = (*Driver)(nil)
	_ driver.Explainer = (*Driver)(nil)
	_ driver.Describer = (*Driver)(nil)
)

// Open opens the database at path, making it where there is none. Errors name
// the file and what is wrong with it.
func Open(path string, o Options) (_ *Driver, err error) {
	if zombiezen.VersionNumber < leastVersion {
		return nil, fault.New(fault.Internal, "this program was built with SQLite %s; 3.51.3 or later is needed", zombiezen.Version)
	}
	o = o.withDefaults()
	if path, err = filepath.Abs(path); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the path of the database cannot be read")
	}
	if err := file.LookAt(path, o.ReadOnly); err != nil {
		return nil, err
	}
	d := &Driver{path: path, options: o}
	if !o.ReadOnly {
		if d.lock, err = file.TakeLock(cmp.Or(o.Lock, path+"-lock")); err != nil {
			return nil, err
		}
	}
	defer func() {
		if err != nil {
			d.lock.Release()
		}
	}()
	if err := d.start(); err != nil {
		return nil, file.OpenFault(path, err)
	}
	return d, nil
}

// start opens the connections and sets the writer and the watcher going.
func (d *Driver) start() error {
	first, err := openConn(d.path, true, d.options)
	if err != nil {
		return err
	}
	if err := probe(first, d.options); err != nil {
		first.close()
		return err
	}
	d.readers = newReaders(d.options.Readers, func() (*conn, error) { return openConn(d.path, false, d.options) })
	if d.options.ReadOnly {
		first.close()
	} else {
		d.writer = newWriter(first, d.options)
		go d.writer.loop()
	}
	d.watcher = &watcher{d: d, wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go d.watcher.loop()
	return nil
}

// probe finds out at the start whether the file is a database, and can be
// written.
func probe(c *conn, o Options) error {
	if err := script.Run(c.db, "SELECT count(*) FROM sqlite_schema"); err != nil || o.ReadOnly {
		return err
	}
	if err := script.Run(c.db, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	return script.Run(c.db, "ROLLBACK")
}

// Path gives the database file's absolute path.
func (d *Driver) Path() string { return d.path }

// Capabilities of the embedded store: everything.
func (d *Driver) Capabilities() driver.Capabilities {
	return driver.Capabilities{Name: "SQLite " + zombiezen.Version, Transactions: true, Serializable: true, NullsLow: true,
		Relations: true, Aggregates: true, Order: true, Matches: true, Search: true,
		Embedded: true}
}

// prepared is a plan in SQL. Connections prepare it when they first run it.
type prepared struct{ statement *sqlgen.Statement }

// Statement gives the SQL, nested statements below their parents.
func (p *prepared) Statement() string {
	var out strings.Builder
	writeStatement(&out, p.statement, "")
	return strings.TrimSuffix(out.String(), "\n")
}

func writeStatement(out *strings.Builder, s *sqlgen.Statement, indent string) {
	out.WriteString(indent + s.SQL + "\n")
	for _, child := range s.Children() {
		writeStatement(out, child, indent+"  ")
	}
}

// Prepare compiles the plan.
func (d *Driver) Prepare(r *plan.Read) (driver.Prepared, error) {
	s, err := sqlgen.Read(r, dialect.SQLite{})
	if err != nil {
		return nil, err
	}
	return &prepared{statement: s}, nil
}

func own(p driver.Prepared) (*prepared, error) {
	if ours, ok := p.(*prepared); ok {
		return ours, nil
	}
	return nil, fault.New(fault.Internal, "a plan was prepared by another driver")
}

// Read runs a plan on a reader. The snapshot begins with the first row.
func (d *Driver) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	ready, err := own(p)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return contextFault(err)
	}
	c, err := d.readers.take(ctx)
	if err != nil {
		return err
	}
	d.readers.active.Add(1)
	if d.watcher.parked.CompareAndSwap(true, false) {
		select {
		case d.watcher.wake <- struct{}{}:
		default:
		}
	}
	c.begin(ctx)
	defer func() {
		c.end()
		d.readers.active.Add(-1)
		d.readers.give(c)
	}()
	c.run = running{ctx: ctx, conn: c, args: args, gate: &c.watch}
	return c.run.each(ready.statement, nil, false, visit)
}

// Transact runs f in the writer. Transactions there run one after the other,
// so every one is serializable.
func (d *Driver) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	if d.writer == nil {
		return fault.New(fault.ReadOnly, "the database is opened for reading alone")
	}
	err := d.writer.do(ctx, mode, f)
	for try := 1; driver.Lost(err) && try < driver.Tries && driver.Pause(ctx, try); try++ {
		err = d.writer.do(ctx, mode, f)
	}
	return err
}

// Ping reads a page.
func (d *Driver) Ping(ctx context.Context) error {
	c, err := d.readers.take(ctx)
	if err != nil {
		return err
	}
	defer d.readers.give(c)
	if err := script.Run(c.db, "SELECT 1 FROM sqlite_schema LIMIT 1"); err != nil {
		return result.Classify(err)
	}
	return nil
}

// Close finishes what runs, empties the log into the database and closes it.
// A second Close does nothing.
func (d *Driver) Close() error {
	if !d.closed.CompareAndSwap(false, true) {
		return nil
	}
	var err error
	if d.writer != nil {
		close(d.writer.quit)
		<-d.writer.done
	}
	err = d.readers.close()
	close(d.watcher.quit)
	<-d.watcher.done
	if d.writer != nil {
		d.writer.refresh()
		if closed := d.writer.conn.close(); closed != nil && err == nil {
			err = closed
		}
	}
	d.lock.Release()
	if err != nil {
		return result.Classify(err)
	}
	return nil
}
