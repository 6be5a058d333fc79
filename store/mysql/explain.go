package mysql

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/result"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Explain gives the server's plan, made with the arguments as they are.
func (d *Driver) Explain(ctx context.Context, p driver.Prepared, args []value.Value) (*driver.Explanation, error) {
	ready, err := own(p)
	if err != nil {
		return nil, err
	}
	c, err := d.pool.take(ctx, false)
	if err != nil {
		return nil, err
	}
	defer d.pool.give(c)
	s := ready.statement
	out := &driver.Explanation{Plan: s.Plan, Statement: s.SQL, Arguments: arguments(s, args)}
	known := make([]value.Value, len(s.Plan.Binds)) // those that are not given are null
	copy(known, args)
	rows, err := c.explain(ctx, s, known)
	if err != nil {
		return nil, result.Classify(err)
	}
	for _, row := range rows {
		out.Lines = append(out.Lines, lineOf(s, row))
	}
	for i := range out.Lines {
		if out.Lines[i].Rows, err = c.size(ctx, out.Lines[i].Scans); err != nil {
			return nil, err
		}
	}
	if out.Statistics, err = c.statistics(ctx, s); err != nil {
		return nil, err
	}
	return out, nil
}

// explain asks for the plan as rows, a table each.
func (c *conn) explain(ctx context.Context, s *sqlgen.Statement, args []value.Value) ([]map[string]string, error) {
	st, err := c.prepare(ctx, "EXPLAIN "+s.SQL)
	if err != nil {
		return nil, err
	}
	defer c.release(st)
	if err := st.bind(s.Binds, args); err != nil {
		return nil, err
	}
	return c.rows(ctx, st)
}

// lineOf reads a line of the plan.
func lineOf(s *sqlgen.Statement, row map[string]string) driver.Line {
	kind, extra := row["type"], row["Extra"]
	var parts []string
	for _, name := range []string{"select_type", "table", "type", "key", "ref", "rows", "Extra"} {
		if text := row[name]; text != "" {
			parts = append(parts, name+" "+text)
		}
	}
	l := driver.Line{Text: strings.Join(parts, ", "), Sorts: strings.Contains(extra, "filesort")}
	if n, err := strconv.Atoi(row["id"]); err == nil {
		l.Depth = n - 1
	}
	if kind == "ALL" || kind == "index" {
		l.Scans = s.Tables[row["table"]]
	}
	return l
}

func arguments(s *sqlgen.Statement, args []value.Value) []driver.Argument {
	out := make([]driver.Argument, len(s.Binds))
	for i := range s.Binds {
		b := &s.Binds[i]
		out[i] = driver.Argument{Index: -1, Type: b.Type, Value: b.Value}
		if b.Source == sqlgen.Argument {
			if out[i].Index = b.Index; b.Index < len(args) {
				out[i].Value = args[b.Index]
			}
		}
	}
	return out
}

// size counts the rows of a table, as far as it matters.
func (c *conn) size(ctx context.Context, of *schema.Collection) (int64, error) {
	if of == nil {
		return 0, nil
	}
	rows, err := c.ask(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM "+ddl.Quote(of.Table)+" LIMIT "+strconv.Itoa(driver.ManyRows)+") AS t")
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(rows[0][0], 10, 64)
	if err != nil {
		return 0, fault.Wrap(fault.Internal, err, "the database counts in words")
	}
	return n, nil
}

// statistics gives how many different entries the server thinks each index has.
func (c *conn) statistics(ctx context.Context, s *sqlgen.Statement) (out []driver.Statistic, err error) {
	var seen []*schema.Collection
	for _, alias := range slices.Sorted(maps.Keys(s.Tables)) {
		of := s.Tables[alias]
		if slices.Contains(seen, of) {
			continue
		}
		seen = append(seen, of)
		rows, err := c.ask(ctx, "SELECT index_name, GROUP_CONCAT(IFNULL(cardinality, '') ORDER BY seq_in_index SEPARATOR ' ') FROM information_schema.statistics "+
			"WHERE table_schema = DATABASE() AND table_name = "+ddl.Literal(of.Table)+" GROUP BY index_name ORDER BY index_name")
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			out = append(out, driver.Statistic{Table: of.Table, Index: row[0], Text: row[1]})
		}
	}
	return out, nil
}
