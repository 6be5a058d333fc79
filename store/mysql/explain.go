package mysql

import (
	"context"
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

// Explain gives the server's plan for the arguments. In the place of those that are
// not known stand others of their types: no server plans for any.
func (d *Driver) Explain(ctx context.Context, p driver.Prepared, args []value.Value) (*driver.Explanation, error) {
	ready, err := own(p)
	if err != nil {
		return nil, err
	}
	c, err := d.pool.take(ctx, alone, false)
	if err != nil {
		return nil, err
	}
	defer d.pool.give(c)
	s := ready.statement
	out := &driver.Explanation{Plan: s.Plan, Statement: s.SQL, Arguments: s.Arguments(args)}
	rows, err := c.explain(ctx, s, standIns(s, args))
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

// standIns adds arguments that are not known.
func standIns(s *sqlgen.Statement, args []value.Value) []value.Value {
	args = slices.Clone(args)
	given := len(args)
	for i := range s.Binds {
		b := &s.Binds[i]
		if b.Source != sqlgen.Argument || b.Index < given {
			continue
		}
		for b.Index >= len(args) {
			args = append(args, value.Value{})
		}
		if b.Form != sqlgen.LimitCount && b.Form != sqlgen.OffsetCount {
			args[b.Index] = standIn(b.Type)
		}
	}
	return args
}

// standIn is any value of a type.
func standIn(t value.Type) value.Value {
	switch t.Kind {
	case value.Bool:
		return value.OfBool(true)
	case value.Int:
		return value.OfInt(1)
	case value.Float:
		return value.OfFloat(1)
	case value.Decimal:
		return value.OfDecimal(1, 0)
	case value.Time:
		return value.OfTime(0)
	case value.Date:
		return value.OfDate("1970-01-01")
	case value.UUID:
		return value.OfUUID([16]byte{})
	case value.Bytes:
		return value.OfBytes("")
	case value.List:
		return value.OfList(nil)
	case value.JSON:
		return value.OfJSON("null")
	}
	return value.OfText("a")
}

// explain asks for the plan as rows, a table each.
func (c *conn) explain(ctx context.Context, s *sqlgen.Statement, args []value.Value) ([]map[string]string, error) {
	sql, setting := s.SQL, ""
	if rest, found := strings.CutPrefix(sql, asWritten); found {
		sql, setting = rest, asWritten
	}
	st, err := c.prepare(ctx, setting+"EXPLAIN FORMAT=TRADITIONAL "+sql)
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
	// An index that is read without a condition is read for its order.
	if kind == "ALL" || kind == "index" && strings.Contains(extra, "Using where") {
		l.Scans = s.Tables[row["table"]]
	}
	return l
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
	for _, of := range s.Collections() {
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
