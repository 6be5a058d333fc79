package migration

import (
	"errors"
	"slices"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/sqlite/definition"
	"bedplate/store/sqlite/script"
)

// createView makes a view and makes sure that it can be read: SQLite looks into
// its text only then.
func (s *session) createView(c *schema.Collection) error {
	sql, err := ddl.CreateView(c)
	if err != nil {
		return err
	}
	refuse := func(cause string) error {
		place := c.Query.Place
		if place != "" {
			place += ": "
		}
		return fault.Of(fault.Syntax, c.Name, "%sthe view %s cannot be made: %s", place, c.Name, cause)
	}
	if slices.ContainsFunc(definition.Tokens(sql), func(t definition.Token) bool { return t.Is(";") }) {
		return refuse("its text is more than one statement")
	}
	if err := s.do(sql); err != nil {
		return s.saidOr(err, refuse)
	}
	var columns []string
	err = s.query("SELECT * FROM "+script.Quote(c.Table)+" LIMIT 0", nil)
	if err == nil {
		columns, err = s.texts("SELECT name FROM pragma_table_info(?)", c.Table)
	}
	if err != nil {
		return s.saidOr(err, refuse)
	}
	for _, f := range c.Stored() {
		if !slices.ContainsFunc(columns, func(name string) bool { return strings.EqualFold(name, f.Column) }) {
			return refuse("it has no column " + f.Column + ", but " + strings.Join(columns, ", "))
		}
	}
	return nil
}

// saidOr gives SQLite's own words about a statement to refuse; what is not
// about the statement stays as it is.
func (s *session) saidOr(err error, refuse func(string) error) error {
	if s.ctx.Err() != nil {
		return err
	}
	cause := err
	for next := errors.Unwrap(cause); next != nil; next = errors.Unwrap(cause) {
		cause = next
	}
	if zombiezen.ErrCode(err).ToPrimary() != zombiezen.ResultError && fault.CodeOf(err) != fault.Internal {
		return err
	}
	return refuse(strings.TrimPrefix(cause.Error(), "sqlite: "))
}
