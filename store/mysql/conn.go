package mysql

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/result"
	"bedplate/store/mysql/wire"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

const (
	// keptStatements is how many prepared statements a connection keeps.
	keptStatements = 128
	// seenStatements is how many it remembers to have run once.
	seenStatements = 1024
)

// conn is one connection with its prepared statements. One goroutine uses it at a
// time.
type conn struct {
	raw    sqldriver.Conn
	kept   *simplelru.LRU[string, *statement]
	seen   *simplelru.LRU[uint64, struct{}] // see the kept of other drivers: a second run keeps
	opened time.Time
	used   time.Time
	broken bool
	sent   bool // the statement that was run last may have reached the server
	within isolation
	// reached is as far as its server had come when it was asked last; "" before.
	reached string
	row     cursor
	in      *sqlgen.Statement // that is read by row; nil while none is
}

// isolation is what statements of a connection see of other transactions, and whether
// they are in one of their own.
type isolation uint8

const (
	alone        isolation = iota // each statement is a transaction
	committed                     // the first one begins it
	serializable                  // the same
)

// change lists what has to be said for another isolation.
func (i isolation) change(to isolation) string {
	var sql []string
	if (i == serializable) != (to == serializable) {
		level := "READ COMMITTED"
		if to == serializable {
			level = "SERIALIZABLE"
		}
		sql = append(sql, "SET SESSION TRANSACTION ISOLATION LEVEL "+level)
	}
	switch {
	case to == alone && i != alone:
		sql = append(sql, "SET autocommit = 1")
	case to != alone && i == alone:
		sql = append(sql, "SET autocommit = 0")
	}
	return strings.Join(sql, "; ")
}

// become changes a connection's isolation; no transaction is open.
func (c *conn) become(ctx context.Context, to isolation) error {
	if c.within == to {
		return nil
	}
	if err := c.exec(ctx, c.within.change(to)); err != nil {
		c.broken = true
		return err
	}
	c.within = to
	return nil
}

// statement is a prepared statement, with the room for its arguments.
type statement struct {
	stmt sqldriver.Stmt
	args []sqldriver.NamedValue
	kept bool
	busy bool
}

var hashSeed = maphash.MakeSeed()

// open opens a connection with our settings; without a server it is one to probe
// with.
func (p *pool) open(ctx context.Context, s *server) (*conn, error) {
	asked := ctx
	ctx, cancel := context.WithTimeout(ctx, p.options.AcquireTimeout)
	defer cancel()
	raw, err := p.connector.Connect(ctx)
	if err != nil {
		if ctx.Err() != nil && asked.Err() == nil {
			return nil, fault.Wrap(fault.Unavailable, err, "the database does not answer")
		}
		return nil, err
	}
	c := &conn{raw: raw, opened: time.Now(), used: time.Now()}
	c.kept, _ = simplelru.NewLRU(keptStatements, func(_ string, st *statement) {
		if st.kept = false; !st.busy {
			st.stmt.Close()
		}
	})
	c.seen, _ = simplelru.NewLRU[uint64, struct{}](seenStatements, nil)
	settings := []string{"SET NAMES utf8mb4"}
	if s != nil {
		settings = s.settings(p.options)
	}
	for _, set := range settings {
		if err := c.exec(ctx, set); err != nil {
			c.close()
			return nil, err
		}
	}
	return c, nil
}

// settings are what statements of ours rely on, in as few requests as can be. Where the
// server ends statements that take too long, a wait for a lock may be longer than those,
// so that it is the statement that took too long, and no conflict.
func (s *server) settings(o Options) []string {
	patience := max(1, int(o.StatementTimeout.Seconds()))
	if s.limit != unbounded {
		patience++
	}
	limit, wait := "", strconv.Itoa(patience)
	switch s.limit {
	case seconds:
		limit = fmt.Sprintf(", max_statement_time = %g", o.StatementTimeout.Seconds())
	case milliseconds:
		limit = ", max_execution_time = " + strconv.FormatInt(o.StatementTimeout.Milliseconds(), 10)
	}
	return []string{
		"SET NAMES utf8mb4 COLLATE " + s.dialect.Collation,
		"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
		"SET sql_mode = '" + ddl.Modes + "', time_zone = '+00:00', group_concat_max_len = 4294967295, " +
			"innodb_lock_wait_timeout = " + wait + ", lock_wait_timeout = " + wait + limit,
	}
}

func (c *conn) close() { c.raw.Close() }

// alive looks whether the other end has hung up, without a word to it.
func (c *conn) alive(ctx context.Context) bool {
	if r, ok := c.raw.(sqldriver.SessionResetter); ok && r.ResetSession(ctx) != nil {
		return false
	}
	return true
}

// failed notes a broken connection.
func (c *conn) failed(err error) error {
	if result.Lost(err) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		c.broken = true // the library closes it when a context ends
	}
	return err
}

// exec runs a statement without arguments.
func (c *conn) exec(ctx context.Context, sql string) error {
	if _, err := c.raw.(sqldriver.ExecerContext).ExecContext(ctx, sql, nil); err != nil {
		return result.Classify(c.failed(err))
	}
	return nil
}

// ask runs a statement without arguments, and gives the rows as texts.
func (c *conn) ask(ctx context.Context, sql string) ([][]string, error) {
	rows, err := c.raw.(sqldriver.QueryerContext).QueryContext(ctx, sql, nil)
	if err != nil {
		return nil, result.Classify(c.failed(err))
	}
	out, err := texts(rows)
	if err != nil {
		return nil, result.Classify(c.failed(err))
	}
	return out, nil
}

// texts reads all rows as texts, and closes them.
func texts(rows sqldriver.Rows) (out [][]string, err error) {
	defer rows.Close()
	dest := make([]sqldriver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(dest); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, err
		}
		row := make([]string, len(dest))
		for i, v := range dest {
			switch v := v.(type) {
			case nil:
			case []byte:
				row[i] = string(v)
			default:
				row[i] = fmt.Sprint(v)
			}
		}
		out = append(out, row)
	}
}

// rows runs a prepared statement, and gives the rows as texts by their columns.
func (c *conn) rows(ctx context.Context, st *statement) ([]map[string]string, error) {
	rows, err := st.stmt.(sqldriver.StmtQueryContext).QueryContext(ctx, st.args)
	if err != nil {
		return nil, c.failed(err)
	}
	names := rows.Columns()
	list, err := texts(rows)
	if err != nil {
		return nil, c.failed(err)
	}
	out := make([]map[string]string, len(list))
	for i, row := range list {
		out[i] = map[string]string{}
		for j, name := range names {
			out[i][name] = row[j]
		}
	}
	return out, nil
}

// prepare gives the statement, from those kept where it is free.
func (c *conn) prepare(ctx context.Context, sql string) (*statement, error) {
	if st, ok := c.kept.Get(sql); ok && !st.busy {
		st.busy = true
		return st, nil
	}
	stmt, err := c.raw.(sqldriver.ConnPrepareContext).PrepareContext(ctx, sql)
	if err != nil {
		return nil, c.failed(err)
	}
	st := &statement{stmt: stmt, busy: true}
	hash := maphash.String(hashSeed, sql)
	if _, again := c.seen.Get(hash); again && !c.kept.Contains(sql) {
		st.kept = true
		c.kept.Add(sql, st)
	} else {
		c.seen.Add(hash, struct{}{})
	}
	return st, nil
}

// release keeps the statement, or not.
func (c *conn) release(st *statement) {
	clear(st.args)
	if st.busy = false; !st.kept && !c.broken {
		st.stmt.Close()
	}
}

// bind writes the arguments of a statement.
func (st *statement) bind(binds []sqlgen.Bind, args []value.Value) error {
	if len(st.args) != len(binds) {
		st.args = make([]sqldriver.NamedValue, len(binds))
	}
	for i := range binds {
		b := &binds[i]
		v := b.Value
		if b.Source == sqlgen.Argument {
			if b.Index >= len(args) {
				return fault.New(fault.Internal, "a plan asks for argument %d of %d", b.Index, len(args))
			}
			v = args[b.Index]
		}
		given, err := wire.Bind(b, v)
		if err != nil {
			return err
		}
		st.args[i] = sqldriver.NamedValue{Ordinal: i + 1, Value: given}
	}
	return nil
}

// write runs a statement, and tells how many rows it found and the number that the
// server gave the new one.
func (c *conn) write(ctx context.Context, s *sqlgen.Statement, args []value.Value) (found, id int64, err error) {
	c.sent = false
	st, err := c.prepare(ctx, s.SQL)
	if err != nil {
		return 0, 0, err
	}
	defer c.release(st)
	if err := st.bind(s.Binds, args); err != nil {
		return 0, 0, err
	}
	c.sent = true
	done, err := st.stmt.(sqldriver.StmtExecContext).ExecContext(ctx, st.args)
	if err != nil {
		return 0, 0, c.failed(err)
	}
	found, _ = done.RowsAffected()
	id, _ = done.LastInsertId()
	return found, id, nil
}

// read runs a statement and visits its rows; begun tells whether one was visited.
func (c *conn) read(ctx context.Context, s *sqlgen.Statement, args []value.Value, visit driver.Visit) (begun bool, err error) {
	c.sent = false
	st, err := c.prepare(ctx, s.SQL)
	if err != nil {
		return false, result.Classify(err)
	}
	defer c.release(st)
	if err := st.bind(s.Binds, args); err != nil {
		return false, err
	}
	c.sent = true
	rows, err := st.stmt.(sqldriver.StmtQueryContext).QueryContext(ctx, st.args)
	if err != nil {
		return false, result.Classify(c.failed(err))
	}
	defer func() {
		if closing := rows.Close(); closing != nil {
			c.broken = true
		}
	}()
	r := c.cursor(s)
	defer c.put(r)
	for {
		switch err := rows.Next(r.raw); {
		case errors.Is(err, io.EOF):
			return begun, nil
		case err != nil:
			return begun, result.Classify(c.failed(err))
		}
		if err := r.load(); err != nil {
			return begun, err
		}
		begun = true
		if err := visit(r); err != nil {
			return begun, err
		}
		if err := ctx.Err(); err != nil {
			return begun, result.Classify(err)
		}
	}
}
