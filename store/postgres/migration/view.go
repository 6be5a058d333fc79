package migration

import (
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/postgres/ddl"
)

// createView makes a view and makes sure that it has what its collection says.
func (p *planner) createView(c *schema.Collection) ([]action, error) {
	sql, err := ddl.CreateView(c)
	if err != nil {
		return nil, err
	}
	p.tables[c.Table] = &table{name: c.Table, kind: "v"}
	return []action{{sql: sql, run: func(s *session) error { return s.createView(c, sql) }}}, nil
}

func (s *session) createView(c *schema.Collection, sql string) error {
	refuse := func(cause string) error {
		place := c.Query.Place
		if place != "" {
			place += ": "
		}
		return fault.Of(fault.Syntax, c.Name, "%sthe view %s cannot be made: %s", place, c.Name, cause)
	}
	// A text of several statements is refused this way.
	result := s.conn.PgConn().ExecParams(s.ctx, sql, nil, nil, nil, nil).Read()
	if err := s.classify(result.Err, sql); err != nil {
		var said *pgconn.PgError
		if errors.As(err, &said) && slices.Contains([]string{"42", "22", "0A", "21"}, said.Code[:2]) && said.Code != "42501" {
			return refuse(said.Message)
		}
		return err
	}
	var columns []string
	err := s.query("SELECT * FROM "+ddl.Quote(c.Table)+" LIMIT 0", func(pgx.Rows) error { return nil })
	if err == nil {
		columns, err = s.texts("SELECT attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = $1 AND a.attnum > 0 AND "+inSpace+" ORDER BY attnum", c.Table)
	}
	if err != nil {
		return err
	}
	for _, f := range c.Stored() {
		if !slices.Contains(columns, f.Column) {
			return refuse("it has no column " + f.Column + ", but " + strings.Join(columns, ", "))
		}
	}
	return nil
}
