package migration

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
	"bedplate/store/rows"
	"bedplate/value"
)

// scratch begins the names of columns that take converted values, until they take
// the places of those that they were made of.
const scratch = schema.SystemPrefix + "/"

func isScratch(column string) bool { return strings.HasPrefix(column, scratch) }

// convert makes columns anew: scratch columns are added, filled while nobody else
// writes, and take their places in one statement with the rest.
func (a *alteration) convert(w *work) error {
	s, table := a.s, ddl.Quote(a.have.Name)
	var adds, places []string
	for i, f := range a.converted {
		want := a.want.Column(f.Column)
		name := scratch + strconv.Itoa(i)
		adds = append(adds, "ADD COLUMN "+ddl.Quote(name)+" "+definition.Type(want.Text))
		if a.have.Column(f.Column) != nil {
			places = append(places, "DROP COLUMN "+ddl.Quote(f.Column))
		}
		places = append(places, "CHANGE COLUMN "+ddl.Quote(name)+" "+want.Text)
		w.entry.Converted = append(w.entry.Converted, f.Column)
	}
	w.alter(s, a.have.Name, adds)
	w.actions = append(w.actions, action{sql: "-- the rows of " + a.have.Name + " are converted one by one", run: func() error { return nil }})
	last := "ALTER TABLE " + table + " " + strings.Join(append(a.clauses, places...), ", ")
	w.actions = append(w.actions, action{sql: last, run: func() error {
		if err := s.swapping(); err != nil {
			return err
		}
		return s.batched(func() error {
			return s.locked(a.have.Name, func() error {
				for i, f := range a.converted {
					if err := s.refill(a, scratch+strconv.Itoa(i), f); err != nil {
						return err
					}
				}
				return s.unchecked(func() error { return s.explained(a.have.Name, a.clauses, s.exec(last)) })
			})
		})
	}})
	return nil
}

// batched runs f while nothing is committed by itself.
func (s *session) batched(f func() error) error {
	if err := s.exec("SET autocommit = 0"); err != nil {
		return err
	}
	err := f()
	if restoring := s.exec("SET autocommit = 1"); err == nil {
		err = restoring
	}
	return err
}

// swapping notes that scratch columns are there from now on, until they are not.
func (s *session) swapping() error {
	b, err := s.books()
	if err != nil {
		return err
	}
	b.Journal.Step.Swap = true
	return s.keep(b)
}

// newKey gives a UUIDv7 for each row.
const newKey = "UNHEX(CONCAT(LPAD(HEX(CAST(FLOOR(UNIX_TIMESTAMP(NOW(6)) * 1000) AS UNSIGNED)), 12, '0'), " +
	"'7', SUBSTR(HEX(RANDOM_BYTES(2)), 2), HEX(8 + FLOOR(RAND() * 4)), SUBSTR(HEX(RANDOM_BYTES(8)), 2)))"

// refill fills a scratch column.
func (s *session) refill(a *alteration, name string, f driver.Fill) error {
	table, column := ddl.Quote(a.have.Name), ddl.Quote(name)
	stays := a.unmoved()
	source := ""
	switch {
	case f.Make:
		source = newKey
	default:
		source = inServer(ddl.Quote(f.From), f.Was, f.Is)
	}
	if source != "" {
		if !f.Value.IsNull() {
			given, err := literal(f.Value)
			if err != nil {
				return err
			}
			source = "COALESCE(" + source + ", " + given + ")"
		}
		if err := s.exec("UPDATE " + table + " SET " + column + " = " + source + stays); err != nil {
			return err
		}
		return s.exec("COMMIT")
	}
	return s.eachRow(a.have.Name, a.have, "UPDATE "+table+" SET "+column+" = ?"+stays, f.From, func(raw []byte) (any, error) {
		converted, err := convertOne(raw, f)
		return encode(converted), err
	})
}

// unmoved keeps columns that the server changes with every update as they are.
func (a *alteration) unmoved() string {
	out := ""
	for _, c := range a.have.Columns {
		if strings.Contains(c.Text, " ON UPDATE ") && !slices.Contains(a.gone(), c.Name) {
			out += ", " + ddl.Quote(c.Name) + " = " + ddl.Quote(c.Name)
		}
	}
	return out
}

// inServer gives the expression by which the server converts a column as we
// would, "" where it does not. Values that would not be exact are not there.
func inServer(column string, was, is value.Type) string {
	switch {
	case was.Kind == value.Bool && is.Kind == value.Int,
		was.Kind == value.Int && (is.Kind == value.Bool || is.Kind == value.Decimal || is.Kind == value.Float),
		was.Kind == value.Decimal && (is.Kind == value.Decimal || is.Kind == value.Int):
		return column
	case is.Kind == value.Text && (was.Kind == value.Int || was.Kind == value.Date):
		return "CAST(" + column + " AS CHAR)"
	case was.Kind == value.Bool && is.Kind == value.Text:
		return "CASE " + column + " WHEN 0 THEN 'false' WHEN 1 THEN 'true' END"
	}
	return ""
}

// convertBatch is how many rows are converted and committed at a time.
const convertBatch = 1000

// eachRow makes a value of each row's in a column, and updates the row with it. as
// is how the table looks.
func (s *session) eachRow(table string, as *definition.Table, update, from string, made func(raw []byte) (any, error)) error {
	key := as.KeyColumns()
	if len(key) == 0 {
		return fault.New(fault.Unsupported, "table %s has no key by which its rows could be converted", table)
	}
	keys := make([]string, len(key))
	same := make([]string, len(key))
	for i, k := range key {
		keys[i] = ddl.Quote(k)
		same[i] = keys[i] + " = " + placeholder(as, k)
	}
	stmt, err := s.conn.PrepareContext(s.ctx, update+" WHERE "+strings.Join(same, " AND "))
	if err != nil {
		return classify(s.ctx, err, update)
	}
	defer stmt.Close()
	columns := strings.Join(keys, ", ")
	read := "SELECT " + columns + ", " + ddl.Quote(from) + " FROM " + ddl.Quote(table)
	tail := " ORDER BY " + columns + " LIMIT " + strconv.Itoa(convertBatch)
	var last []any
	for {
		var batch [][]any // new value, then the key
		where, args := after(keys, placeholders(as, key), last)
		err := s.query(read+where+tail, func(v []sql.RawBytes) error {
			value, err := made(v[len(key)])
			if err != nil {
				return err
			}
			row := []any{value}
			for _, k := range v[:len(key)] {
				row = append(row, slices.Clone([]byte(k)))
			}
			batch = append(batch, row)
			return nil
		}, args...)
		if err != nil {
			return err
		}
		for _, row := range batch {
			if _, err := stmt.ExecContext(s.ctx, row...); err != nil {
				return classify(s.ctx, err, update)
			}
		}
		if err := s.exec("COMMIT"); err != nil {
			return err
		}
		if len(batch) < convertBatch {
			return nil
		}
		last = batch[len(batch)-1][1:]
	}
}

func convertOne(raw []byte, f driver.Fill) (value.Value, error) {
	v, err := decode(f.Was, raw)
	if err != nil || v.IsNull() {
		return f.Value, err
	}
	return rows.Convert(v, f.Was, f.Is)
}

// placeholder spells a key column's value as an argument. It is given as the
// server wrote it, and must not be compared as a double.
func placeholder(t *definition.Table, column string) string {
	kind, _, _ := strings.Cut(definition.Type(t.Column(column).Text), " ")
	switch {
	case strings.HasPrefix(kind, "decimal"):
		return "CAST(? AS " + kind + ")"
	case strings.Contains(kind, "int"):
		return "CAST(? AS SIGNED)"
	}
	return "?"
}

func placeholders(t *definition.Table, columns []string) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = placeholder(t, c)
	}
	return out
}

// after is the condition that a row's key stands behind another, "" where there
// is none yet.
func after(keys, places []string, last []any) (where string, args []any) {
	if last == nil {
		return "", nil
	}
	var ways []string
	for i := range keys {
		var parts []string
		for j := range i {
			parts = append(parts, keys[j]+" = "+places[j])
			args = append(args, last[j])
		}
		parts = append(parts, keys[i]+" > "+places[i])
		args = append(args, last[i])
		ways = append(ways, "("+strings.Join(parts, " AND ")+")")
	}
	return " WHERE " + strings.Join(ways, " OR "), args
}
