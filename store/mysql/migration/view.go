package migration

import (
	"database/sql"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
)

// createView makes a view and makes sure that it can be read.
func (s *session) createView(w *work, c *schema.Collection) error {
	statement, err := ddl.CreateView(c)
	if err != nil {
		return err
	}
	w.actions = append(w.actions, action{sql: statement, run: func() error {
		err := s.makeView(c, statement)
		if err != nil {
			_ = s.exec("DROP VIEW IF EXISTS " + ddl.Quote(c.Table)) // the first error is the one that matters
		}
		return err
	}})
	return nil
}

func (s *session) makeView(c *schema.Collection, statement string) error {
	if err := s.exec(statement); err != nil {
		return wrongView(c, err)
	}
	columns, err := s.texts("SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position", c.Table)
	if err != nil {
		return err
	}
	return hasColumns(c, columns)
}

// wrongView gives the server's own words about a view's text; what is not about
// the text stays as it is.
func wrongView(c *schema.Collection, err error) error {
	if number(err) == 0 || fault.CodeOf(err) != fault.Internal {
		return err
	}
	return refuseView(c, err.Error())
}

func refuseView(c *schema.Collection, cause string) error {
	place := c.Query.Place
	if place != "" {
		place += ": "
	}
	return fault.Of(fault.Syntax, c.Name, "%sthe view %s cannot be made: %s", place, c.Name, cause)
}

func hasColumns(c *schema.Collection, columns []string) error {
	for _, f := range c.Stored() {
		if !slices.ContainsFunc(columns, func(name string) bool { return strings.EqualFold(name, f.Column) }) {
			return refuseView(c, "it has no column "+f.Column+", but "+strings.Join(columns, ", "))
		}
	}
	return nil
}

// unread refuses what would break a view of somebody else: that a table goes, or
// columns of it. The server would let it happen.
func (s *session) unread(table string, columns ...string) error {
	b, err := s.books()
	if err != nil {
		return err
	}
	var broken string
	err = s.query("SELECT table_name, view_definition, DATABASE() FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY table_name", func(v []sql.RawBytes) error {
		name, text := string(v[0]), string(v[1])
		ours := slices.ContainsFunc(b.ledger, func(t driver.Table) bool { return t.Name == name && t.View != "" })
		reads := strings.Contains(text, ddl.Quote(string(v[2]))+"."+ddl.Quote(table))
		if len(columns) > 0 {
			reads = reads && slices.ContainsFunc(columns, func(c string) bool { return strings.Contains(text, ddl.Quote(c)) })
		}
		if reads && !ours && broken == "" {
			broken = name
		}
		return nil
	})
	if err == nil && broken != "" {
		err = fault.New(fault.Check, "the view %s would not work any more after this migration", broken).
			WithHint("drop it first, and make it again afterwards")
	}
	return err
}

// foreseeViews makes sure that views can be made, where nothing else changes and
// they read none that is made too: others show it when they are made.
func (s *session) foreseeViews(steps []driver.Step) error {
	var views []*schema.Collection
	for _, step := range steps {
		switch step.Kind {
		case driver.CreateView:
			views = append(views, step.Collection)
		case driver.DropView:
		default:
			return nil
		}
	}
	for _, c := range views {
		text := c.Query.For(schema.MySQL)
		if slices.ContainsFunc(views, func(o *schema.Collection) bool { return o != c && strings.Contains(text, o.Table) }) {
			continue
		}
		if err := s.tryView(c, strings.TrimRight(strings.TrimSpace(text), "; \t\r\n")); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) tryView(c *schema.Collection, text string) error {
	found, err := s.conn.QueryContext(s.ctx, "SELECT * FROM ("+text+"\n) AS v LIMIT 0")
	if err != nil {
		return wrongView(c, classify(s.ctx, err, text))
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		return classify(s.ctx, err, text)
	}
	return hasColumns(c, columns)
}
