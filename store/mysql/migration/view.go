package migration

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/mysql/ddl"
)

// createView makes a view and makes sure that it can be read.
func (s *session) createView(w *work, c *schema.Collection) error {
	sql, err := ddl.CreateView(c)
	if err != nil {
		return err
	}
	w.actions = append(w.actions, action{sql: sql, run: func() error {
		err := s.makeView(c, sql)
		if err != nil {
			_ = s.exec("DROP VIEW IF EXISTS " + ddl.Quote(c.Table)) // the first error is the one that matters
		}
		return err
	}})
	return nil
}

func (s *session) makeView(c *schema.Collection, sql string) error {
	place := c.Query.Place
	if place != "" {
		place += ": "
	}
	refuse := func(cause string) error {
		return fault.Of(fault.Syntax, c.Name, "%sthe view %s cannot be made: %s", place, c.Name, cause)
	}
	if err := s.exec(sql); number(err) != 0 && fault.CodeOf(err) == fault.Internal {
		return refuse(err.Error())
	} else if err != nil {
		return err
	}
	columns, err := s.texts("SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position", c.Table)
	if err != nil {
		return err
	}
	for _, f := range c.Stored() {
		if !slices.ContainsFunc(columns, func(name string) bool { return strings.EqualFold(name, f.Column) }) {
			return refuse("it has no column " + f.Column + ", but " + strings.Join(columns, ", "))
		}
	}
	return nil
}
