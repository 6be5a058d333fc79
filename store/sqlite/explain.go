package sqlite

import (
	"context"
	"slices"
	"strconv"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/script"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// Explain gives SQLite's query plans, made with the arguments as they are: it
// looks at some of them when it chooses.
func (d *Driver) Explain(ctx context.Context, p driver.Prepared, args []value.Value) (*driver.Explanation, error) {
	ready, err := own(p)
	if err != nil {
		return nil, err
	}
	c, err := d.readers.take(ctx)
	if err != nil {
		return nil, err
	}
	defer d.readers.give(c)
	// An explanation by itself would rest on the tables as they were when the
	// connection last read.
	if err := script.Run(c.db, "SELECT 1 FROM sqlite_schema LIMIT 1"); err != nil {
		return nil, result.Classify(err)
	}
	e := &explainer{conn: c, args: args, rows: map[*schema.Collection]int64{}}
	out, err := e.explain(ready.statement)
	if err == nil {
		out.Statistics, err = e.statistics()
	}
	if err != nil {
		return nil, result.Classify(err)
	}
	return out, nil
}

// explainer explains the statements of one plan.
type explainer struct {
	conn *conn
	args []value.Value
	rows map[*schema.Collection]int64 // of scanned tables, as far as they are counted
	seen []*schema.Collection
}

func (e *explainer) explain(s *sqlgen.Statement) (*driver.Explanation, error) {
	out := &driver.Explanation{Plan: s.Plan, Statement: s.SQL, Arguments: s.Arguments(e.args)}
	for _, c := range s.Collections() {
		if !slices.Contains(e.seen, c) {
			e.seen = append(e.seen, c)
		}
	}
	stmt, _, err := e.conn.db.PrepareTransient("EXPLAIN QUERY PLAN " + s.SQL)
	if err != nil {
		return nil, err
	}
	defer stmt.Finalize()
	for i := range s.Binds {
		if err := storage.Bind(e.conn.db, stmt, i+1, &s.Binds[i], out.Arguments[i].Value); err != nil {
			return nil, err
		}
	}
	depth := map[int64]int{0: 0}
	for {
		more, err := stmt.Step()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		at := depth[stmt.ColumnInt64(1)]
		depth[stmt.ColumnInt64(0)] = at + 1
		out.Lines = append(out.Lines, lineOf(s, at, stmt.ColumnText(3)))
	}
	for i := range out.Lines {
		if out.Lines[i].Rows, err = e.size(out.Lines[i].Scans); err != nil {
			return nil, err
		}
	}
	for _, child := range s.Children() {
		nested, err := e.explain(child)
		if err != nil {
			return nil, err
		}
		out.Nested = append(out.Nested, nested)
	}
	return out, nil
}

// lineOf reads a line of SQLite's: SCAN t0, SCAN t0 USING INDEX x, USE TEMP
// B-TREE FOR ORDER BY.
func lineOf(s *sqlgen.Statement, depth int, text string) driver.Line {
	l := driver.Line{Depth: depth, Text: text, Sorts: strings.HasPrefix(text, "USE TEMP B-TREE FOR") && strings.HasSuffix(text, "ORDER BY")}
	if rest, ok := strings.CutPrefix(text, "SCAN "); ok {
		alias, _, _ := strings.Cut(rest, " ")
		l.Scans = s.Tables[alias]
	}
	return l
}

// size counts the rows of a table, as far as it matters.
func (e *explainer) size(c *schema.Collection) (int64, error) {
	if c == nil {
		return 0, nil
	}
	n, ok := e.rows[c]
	if !ok {
		sql := "SELECT count(*) FROM (SELECT 1 FROM " + script.Quote(c.Table) + " LIMIT " + strconv.Itoa(driver.ManyRows) + ")"
		if err := script.Ask(e.conn.db, sql, func(stmt *zombiezen.Stmt) { n = stmt.ColumnInt64(0) }); err != nil {
			return 0, err
		}
		e.rows[c] = n
	}
	return n, nil
}

// statistics gives what SQLite remembers of the tables: of an index, how many
// entries it has and how many agree in its first part, its first two, and so on.
func (e *explainer) statistics() ([]driver.Statistic, error) {
	kept := false
	err := script.Ask(e.conn.db, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'", func(*zombiezen.Stmt) { kept = true })
	var out []driver.Statistic
	for _, c := range e.seen {
		if err != nil || !kept {
			break
		}
		err = script.Ask(e.conn.db, "SELECT idx, stat FROM sqlite_stat1 WHERE tbl = ?1 ORDER BY idx", func(stmt *zombiezen.Stmt) {
			out = append(out, driver.Statistic{Table: c.Table, Index: stmt.ColumnText(0), Text: stmt.ColumnText(1)})
		}, c.Table)
	}
	return out, err
}
