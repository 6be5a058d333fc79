package postgres

import (
	"context"
	"strconv"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/postgres/wire"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// keptStatements is how many prepared statements a connection has.
const keptStatements = 256

// session is a connection with its prepared statements, and room for the
// arguments and rows of one statement at a time.
type session struct {
	pg       *pgconn.PgConn
	prepared *simplelru.LRU[*sqlgen.Statement, *statement]
	numbers  int
	identity *identity // of the database, once it was asked for

	values  [][]byte
	formats []int16
	buf     []byte
	rows    rows
	sent    bool // the statement that was run last, or tried
}

// statement is one that the server has prepared.
type statement struct {
	made    *pgconn.StatementDescription // which the server need not send with each answer
	of      *sqlgen.Statement
	params  []uint32 // types, by placeholder
	columns []uint32
	formats []int16 // of columns
}

func newSession(pg *pgconn.PgConn) *session {
	s := &session{pg: pg}
	s.prepared, _ = simplelru.NewLRU[*sqlgen.Statement, *statement](keptStatements, nil)
	return s
}

// statement gives a prepared statement, the least used of which makes room.
func (s *session) statement(ctx context.Context, of *sqlgen.Statement) (*statement, error) {
	if st, ok := s.prepared.Get(of); ok {
		return st, nil
	}
	if s.prepared.Len() == keptStatements {
		if _, old, ok := s.prepared.RemoveOldest(); ok {
			if err := s.pg.Deallocate(ctx, old.made.Name); err != nil {
				return nil, err
			}
		}
	}
	types := make([]uint32, len(of.Binds))
	for i := range of.Binds {
		types[i] = wire.TypeOf(&of.Binds[i])
	}
	s.numbers++
	name := "bedplate_" + strconv.Itoa(s.numbers)
	made, err := s.pg.Prepare(ctx, name, of.SQL, types)
	if err != nil {
		return nil, err
	}
	st := &statement{made: made, of: of, params: made.ParamOIDs}
	for _, f := range made.Fields {
		st.columns = append(st.columns, f.DataTypeOID)
		st.formats = append(st.formats, wire.Format(f.DataTypeOID))
	}
	s.prepared.Add(of, st)
	return st, nil
}

// forgetStale throws away a statement that is not what it was.
func (s *session) forgetStale(ctx context.Context, of *sqlgen.Statement, err error) {
	if st, ok := s.prepared.Peek(of); ok && stale(err) {
		s.prepared.Remove(of)
		_ = s.pg.Deallocate(ctx, st.made.Name)
	}
}

// bind writes the arguments.
func (s *session) bind(st *statement, args []value.Value) error {
	if s.buf == nil || cap(s.buf) > 1<<16 {
		s.buf = make([]byte, 0, 512) // not nil: an empty value within it is one, and no NULL
	}
	s.values, s.formats, s.buf = s.values[:0], s.formats[:0], s.buf[:0]
	for i := range st.of.Binds {
		b := &st.of.Binds[i]
		v := b.Value
		if b.Source == sqlgen.Argument {
			if b.Index >= len(args) {
				return fault.New(fault.Internal, "a plan has %d arguments and asks for argument %d", len(args), b.Index)
			}
			v = args[b.Index]
		}
		if wire.IsNull(b, v) {
			s.values, s.formats = append(s.values, nil), append(s.formats, 1)
			continue
		}
		start := len(s.buf)
		var format int16
		var err error
		if s.buf, format, err = wire.Append(s.buf, b, st.params[i], v); err != nil {
			return err
		}
		s.values, s.formats = append(s.values, s.buf[start:len(s.buf):len(s.buf)]), append(s.formats, format)
	}
	return nil
}

// run sends a statement with its arguments, behind those that lead it where there
// are any.
func (s *session) run(ctx context.Context, of *sqlgen.Statement, args []value.Value, first lead) (*statement, results, error) {
	var leading []*statement
	var err error
	s.sent = false
	if first != nil {
		if leading, err = s.lead(ctx, first); err != nil {
			return nil, results{}, err
		}
	}
	st, err := s.statement(ctx, of)
	if err != nil {
		return nil, results{}, err
	}
	if err := s.bind(st, args); err != nil {
		return nil, results{}, err
	}
	s.sent = true
	if first == nil {
		return st, results{ResultReader: s.pg.ExecStatement(ctx, st.made, s.values, s.formats, st.formats)}, nil
	}
	var batch pgconn.Batch // in which a description tells where each answer begins, and which of them fails
	for _, l := range leading {
		batch.ExecPrepared(l.made.Name, nil, nil, l.formats)
	}
	batch.ExecPrepared(st.made.Name, s.values, s.formats, st.formats)
	all := results{all: s.pg.ExecBatch(ctx, &batch)}
	if err := first.read(all.all); err != nil {
		if err == driver.Behind {
			s.abandonAll(all.all)
		}
		s.forgetStale(ctx, of, err)
		return nil, results{}, err
	}
	all.ResultReader = all.all.ResultReader()
	return st, all, nil
}

// results are the rows of a statement, which may be the last of several.
type results struct {
	*pgconn.ResultReader
	all *pgconn.MultiResultReader
}

// Close reads to the end.
func (r results) Close() (pgconn.CommandTag, error) {
	tag, err := r.ResultReader.Close()
	if r.all != nil {
		if end := r.all.Close(); err == nil {
			err = end
		}
	}
	return tag, err
}

// most is how many rows are read to their end after a visit failed, before the
// connection is given up instead.
const most = 1000

// outcome is how a read ended.
type outcome struct {
	came    bool  // a row
	visited error // what visit said
	err     error // what went wrong otherwise
}

// read runs a plan and visits its rows.
func (s *session) read(ctx context.Context, of *sqlgen.Statement, args []value.Value, visit driver.Visit, first lead) (out outcome) {
	st, reader, err := s.run(ctx, of, args, first)
	if err != nil {
		return outcome{err: err}
	}
	over := false
	defer func() {
		if !over { // a visit failed or panicked
			s.abandon(reader)
		}
	}()
	top := s.rows.level(0)
	top.begin(&s.rows, of.Columns, of.Outputs, of.Joins, 0)
	for reader.NextRow() {
		out.came = true
		if out.err = top.load(st.columns, reader.Values()); out.err != nil {
			return out
		}
		if out.visited = visit(&top.Row); out.visited != nil {
			return out
		}
		if out.err = ctx.Err(); out.err != nil {
			return out
		}
	}
	over = true
	_, out.err = reader.Close()
	s.forgetStale(ctx, of, out.err)
	return out
}

// abandonAll abandons the rows of a statement whose lead was read.
func (s *session) abandonAll(all *pgconn.MultiResultReader) {
	if !all.NextResult() {
		_ = all.Close()
		return
	}
	s.abandon(results{ResultReader: all.ResultReader(), all: all})
}

// abandon reads rows that nobody wants, or closes the connection where there are
// too many of them.
func (s *session) abandon(reader results) {
	for range most {
		if !reader.NextRow() {
			_, _ = reader.Close()
			return
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = s.pg.Close(ctx)
}
