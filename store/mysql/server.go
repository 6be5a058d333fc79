package mysql

import (
	"context"
	"strings"

	"bedplate/fault"
	"bedplate/store/mysql/dialect"
	"bedplate/store/mysql/result"
)

// server is what a server said that it can do.
type server struct {
	name      string
	dialect   dialect.MySQL
	limit     limit
	history   history
	returning bool // INSERT can give what it made
	// rewrites tells that the server makes an IN of an EXISTS, unless it is told not to.
	rewrites bool
}

// limit is how the server bounds the time of a statement.
type limit uint8

const (
	unbounded    limit = iota
	seconds            // max_statement_time
	milliseconds       // max_execution_time, of reads alone
)

// collations compare texts by their bytes and pad nothing; the first that the
// server has is taken.
var collations = []string{"utf8mb4_nopad_bin", "utf8mb4_0900_bin"}

// probe asks a server what it can do, by trying.
func probe(ctx context.Context, c *conn) (server, error) {
	s := server{dialect: dialect.MySQL{MostScale: 30}}
	version, err := c.ask(ctx, "SELECT VERSION(), @@version_comment")
	if err != nil {
		return s, err
	}
	s.name = version[0][0]
	if product, _, _ := strings.Cut(version[0][1], " "); product != "" && !strings.Contains(s.name, product) {
		s.name = product + " " + s.name
	}
	if s.dialect.Collation, err = collation(ctx, c); err != nil {
		return s, err
	}
	can := func(sql string, numbers ...uint16) bool {
		if err != nil {
			return false
		}
		_, problem := c.ask(ctx, sql)
		if problem != nil && c.broken {
			err = problem
		}
		if problem == nil {
			return true
		}
		for _, n := range numbers {
			if result.Number(problem) == n {
				return true
			}
		}
		return false
	}
	switch {
	case can("SELECT @@max_statement_time"):
		s.limit = seconds
	case can("SELECT @@max_execution_time"):
		s.limit = milliseconds
	}
	switch {
	case can("SELECT @@gtid_current_pos, @@gtid_slave_pos"):
		s.history = domains
	case can("SELECT @@GLOBAL.gtid_executed, @@GLOBAL.gtid_mode"):
		s.history = sets
	}
	if !can("SELECT v FROM JSON_TABLE('[1]', '$[*]' COLUMNS (v BIGINT PATH '$')) AS t") {
		if err == nil {
			err = fault.New(fault.Unsupported, "the database has no JSON_TABLE").
				WithHint("use MySQL 8.0.17, MariaDB 10.11, or a later one")
		}
		return s, err
	}
	// What is not known is refused before it is noticed that the table is not there.
	const noTable = 1146
	s.returning = can("INSERT INTO _bedplate_none () VALUES () RETURNING 1", noTable)
	s.rewrites = can(asWritten + "SELECT 1")
	s.dialect.LockOf = can("SELECT 1 FROM (SELECT 1) AS t0 LIMIT 0 FOR UPDATE OF t0")
	s.dialect.Derived = can("SELECT (SELECT MAX(d.y) FROM (SELECT t.x AS y) AS d) FROM (SELECT 1 AS x) AS t")
	if can("SELECT CAST(1 AS DECIMAL(65, 38))") {
		s.dialect.MostScale = 38
	}
	plain, asked := c.ask(ctx, `SELECT CONCAT(JSON_EXTRACT('{"a":1.50}', '$.a'), '')`)
	s.dialect.PlainJSON = asked == nil && plain[0][0] == "1.50"
	return s, err
}

func collation(ctx context.Context, c *conn) (string, error) {
	rows, err := c.ask(ctx, "SELECT collation_name FROM information_schema.collations WHERE collation_name IN ('"+strings.Join(collations, "', '")+"')")
	if err != nil {
		return "", err
	}
	for _, name := range collations {
		for _, row := range rows {
			if row[0] == name {
				return name, nil
			}
		}
	}
	return "", fault.New(fault.Unsupported, "the database has no collation that compares texts by their bytes without padding them").
		WithHint("use MySQL 8.0.17, MariaDB 10.11, or a later one")
}
