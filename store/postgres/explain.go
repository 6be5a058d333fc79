package postgres

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/result"
	"bedplate/store/postgres/wire"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Explain gives PostgreSQL's plan: for the arguments where all are known, for
// any of them otherwise.
func (d *Driver) Explain(ctx context.Context, p driver.Prepared, args []value.Value) (*driver.Explanation, error) {
	ready, err := own(p)
	if err != nil {
		return nil, err
	}
	c, s, err := d.take(ctx)
	if err != nil {
		return nil, err
	}
	defer c.Release()
	e := &explainer{ctx: ctx, s: s, of: ready.forArguments(args)}
	out := &driver.Explanation{Plan: e.of.Plan, Statement: e.of.SQL, Arguments: e.of.Arguments(args)}
	lines, err := e.lines(out.Arguments, args)
	if err != nil {
		return nil, result.Classify(ctx, err)
	}
	for _, text := range lines {
		out.Lines = append(out.Lines, e.line(text))
	}
	for i := range out.Lines {
		if out.Lines[i].Rows, err = e.size(out.Lines[i].Scans); err != nil {
			return nil, result.Classify(ctx, err)
		}
	}
	if out.Statistics, err = e.statistics(); err != nil {
		return nil, result.Classify(ctx, err)
	}
	return out, nil
}

// explainer explains one statement.
type explainer struct {
	ctx context.Context
	s   *session
	of  *sqlgen.Statement
}

// lines asks for the plan. A plan for any arguments is made as the server makes
// those of prepared statements that were run often.
func (e *explainer) lines(known []driver.Argument, args []value.Value) ([]string, error) {
	unknown := slices.ContainsFunc(known, func(a driver.Argument) bool { return a.Index >= 0 && a.Value.IsNull() })
	st, err := e.s.statement(e.ctx, e.of)
	if err != nil {
		return nil, err
	}
	if !unknown {
		if err := e.s.bind(st, args); err != nil {
			return nil, err
		}
		return texts(e.s.pg.ExecParams(e.ctx, "EXPLAIN "+e.of.SQL, e.s.values, st.params, e.s.formats, nil).Read())
	}
	nulls := strings.TrimSuffix(strings.Repeat("NULL, ", len(st.params)), ", ")
	if _, err := e.s.pg.Exec(e.ctx, "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan").ReadAll(); err != nil {
		return nil, err
	}
	out, err := texts(e.s.pg.ExecParams(e.ctx, "EXPLAIN EXECUTE "+st.made.Name+"("+nulls+")", nil, nil, nil, nil).Read())
	bounded, cancel := context.WithTimeout(context.WithoutCancel(e.ctx), time.Second)
	defer cancel()
	if _, end := e.s.pg.Exec(bounded, "ROLLBACK").ReadAll(); err == nil {
		err = end
	}
	return out, err
}

func texts(r *pgconn.Result) ([]string, error) {
	out := make([]string, len(r.Rows))
	for i, row := range r.Rows {
		out[i] = string(row[0])
	}
	return out, r.Err
}

// line reads a line: "        ->  Seq Scan on posts t0  (cost=...)".
func (e *explainer) line(text string) driver.Line {
	trimmed := strings.TrimLeft(text, " ")
	l := driver.Line{Depth: (len(text) - len(trimmed)) / 6, Text: strings.TrimPrefix(trimmed, "->  ")}
	node, _, _ := strings.Cut(l.Text, "  (")
	l.Sorts = node == "Sort" || node == "Incremental Sort"
	for _, scan := range []string{"Seq Scan on ", "Parallel Seq Scan on "} {
		if rest, ok := strings.CutPrefix(node, scan); ok {
			l.Scans = e.of.Tables[rest[strings.LastIndexByte(rest, ' ')+1:]]
		}
	}
	return l
}

// size counts a table's rows, as far as that matters.
func (e *explainer) size(c *schema.Collection) (int64, error) {
	if c == nil {
		return 0, nil
	}
	r := e.s.pg.ExecParams(e.ctx, "SELECT count(*) FROM (SELECT 1 FROM "+dialect.Postgres{}.Quote(c.Table)+" LIMIT "+strconv.Itoa(driver.ManyRows)+") AS t", nil, nil, nil, nil).Read()
	if r.Err != nil {
		return 0, r.Err
	}
	return strconv.ParseInt(string(r.Rows[0][0]), 10, 64)
}

// statistics gives what the server remembers of the tables and their indexes.
func (e *explainer) statistics() ([]driver.Statistic, error) {
	var out []driver.Statistic
	for _, c := range e.of.Collections() {
		r := e.s.pg.ExecParams(e.ctx, `SELECT t.relname, coalesce(i.relname, ''), coalesce(i.reltuples, t.reltuples)::bigint, coalesce(i.relpages, t.relpages)
FROM pg_class t LEFT JOIN (VALUES (0), (1)) AS k(n) ON TRUE LEFT JOIN pg_index x ON n = 1 AND x.indrelid = t.oid LEFT JOIN pg_class i ON i.oid = x.indexrelid
WHERE t.oid = to_regclass(quote_ident($1)) AND (n = 0 OR i.oid IS NOT NULL) ORDER BY 2`, [][]byte{[]byte(c.Table)}, []uint32{wire.Text}, nil, nil).Read()
		if r.Err != nil {
			return nil, r.Err
		}
		for _, row := range r.Rows {
			if string(row[2]) != "-1" { // never looked at
				out = append(out, driver.Statistic{Table: string(row[0]), Index: string(row[1]), Text: string(row[2]) + " rows in " + string(row[3]) + " pages"})
			}
		}
	}
	return out, nil
}
