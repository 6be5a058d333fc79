package migration

import (
	"database/sql"
	"slices"
	"strings"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/rows"
	"bedplate/value"
)

// foresee makes sure that rows will pass the checks that are new to them, and that
// views can be made, while nothing is changed yet: it could not be undone.
func (s *session) foresee(steps []driver.Step) error {
	names := standing{tables: map[string]string{}, columns: map[string]string{}}
	for _, step := range steps {
		switch step.Kind {
		case driver.RenameTable:
			names.tables[step.To] = names.table(step.Table)
		case driver.RenameColumn:
			names.columns[step.Table+"\x00"+step.To] = names.column(step.Table, step.Column)
		case driver.AlterTable:
			for _, field := range step.Checks {
				if err := s.foreseeCheck(step, names, rows.NewJudge(step.Collection.Field(field))); err != nil {
					return err
				}
			}
		}
	}
	return s.foreseeViews(steps)
}

// standing knows what things are called now that steps call otherwise.
type standing struct{ tables, columns map[string]string }

func (n standing) table(name string) string {
	if was, ok := n.tables[name]; ok {
		return was
	}
	return name
}

func (n standing) column(table, name string) string {
	if was, ok := n.columns[table+"\x00"+name]; ok {
		return was
	}
	return name
}

func (s *session) foreseeCheck(step driver.Step, names standing, j *rows.Judge) error {
	if j == nil {
		return nil
	}
	c := step.Collection
	table := names.table(step.Table)
	found, err := s.define(table)
	if err != nil || found == nil {
		return err
	}
	var columns []string
	at := make([]int, len(j.Fields)) // of each field in columns, -1 where it is not there yet
	for i, field := range j.Fields {
		name := names.column(step.Table, c.Fields[field].Column)
		if at[i] = -1; found.Column(name) != nil {
			at[i] = len(columns)
			columns = append(columns, ddl.Quote(name))
		}
	}
	key := quoted(found.KeyColumns())
	list := strings.Join(slices.Concat(columns, key), ", ")
	if list == "" {
		list = "1"
	}
	values := make([]value.Value, len(j.Fields))
	err = s.query("SELECT "+list+" FROM "+ddl.Quote(table), func(v []sql.RawBytes) error {
		for i, field := range j.Fields {
			var raw []byte
			if at[i] >= 0 {
				raw = v[at[i]]
			}
			var err error
			if values[i], err = willBe(c.Fields[field], step, raw); err != nil {
				return err
			}
		}
		return j.Row(values, func() string { return showRow(v[len(columns) : len(columns)+len(key)]) })
	})
	if err != nil {
		return err
	}
	return j.Verdict(c.Table)
}

// willBe gives a field's value after a step, of what stands in the column now.
func willBe(f *schema.Field, step driver.Step, raw []byte) (value.Value, error) {
	for _, fill := range step.Fills {
		switch {
		case fill.Column != f.Column:
		case fill.From == "":
			return fill.Value, nil
		case fill.Was == fill.Is && raw == nil:
			return fill.Value, nil
		default:
			return convertOne(raw, fill)
		}
	}
	return decode(f.Type, raw)
}
