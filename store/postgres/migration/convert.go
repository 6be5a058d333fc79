package migration

import (
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
	"bedplate/store/rows"
	"bedplate/value"
)

// literal writes a value as a constant of its type.
func literal(t value.Type, v value.Value) string {
	return ddl.Literal(v.String()) + "::" + ddl.TypeOf(t)
}

// canonical gives a column's values as text that read takes.
func canonical(column string, t value.Type) string {
	switch t.Kind {
	case value.Text:
		return column + "::text"
	case value.Time:
		return "(extract(epoch FROM " + column + ") * 1000000)::bigint::text"
	case value.Bytes:
		return `'\x' || encode(` + column + ", 'hex')"
	}
	return column + "::text"
}

// read reads a value that canonical wrote.
func read(t value.Type, text *string) (value.Value, error) {
	switch {
	case text == nil:
		return value.Value{}, nil
	case t.Kind == value.Time:
		micros, err := strconv.ParseInt(*text, 10, 64)
		if err != nil {
			return value.Value{}, fault.New(fault.Value, "a stored time cannot be read: %s", *text)
		}
		return value.OfTime(micros), nil
	case t.Kind == value.Decimal: // an adopted one may have more digits than it was declared with
		return value.ParseDecimal(*text, 0, 0)
	}
	return value.ParseText(t, *text)
}

// directly gives the expression that converts a column exactly, where PostgreSQL
// has one that means what package rows does.
func directly(column string, was, is value.Type) (string, bool) {
	switch {
	case was.Kind == value.Int && is.Kind == value.Text, was.Kind == value.UUID && is.Kind == value.Text:
		return column + "::text", true
	case was.Kind == value.Int && is.Kind == value.Decimal,
		was.Kind == value.Decimal && is.Kind == value.Decimal && was.Precision > 0 && was.Scale <= is.Scale:
		return column + "::" + ddl.TypeOf(is), true
	case was.Kind == value.Bool && is.Kind == value.Int:
		return column + "::int::bigint", true
	case was.Kind == value.Date && is.Kind == value.Time:
		return column + "::timestamp AT TIME ZONE 'UTC'", true
	case was.Kind == value.Text && is.Kind == value.JSON:
		return "to_jsonb(" + column + ")", true
	}
	return "", false
}

// convertColumns changes the types of columns. What PostgreSQL does not convert
// as we do is converted here, value by value, into a table that a function looks
// them up in.
func (a *alteration) convertColumns() error {
	for _, f := range a.step.Fills {
		if !slices.Contains(a.converted, f.Column) {
			continue
		}
		field := find(a.c.Stored(), func(s *schema.Field) bool { return s.Column == f.Column })
		column := ddl.Quote(f.Column)
		using, direct := directly(column, f.Was, f.Is)
		if !direct {
			name := "_bedplate_convert_" + strconv.Itoa(a.nextConversion())
			using = "pg_temp." + name + "(" + canonical(column, f.Was) + ")"
			a.out = append(a.out, action{run: func(s *session) error { return s.prepareConversion(a.t.name, name, f) }})
		}
		if !f.Value.IsNull() {
			using = "coalesce(" + using + ", " + literal(f.Is, f.Value) + ")"
		}
		if h := a.t.column(f.Column); h.fallback != "" {
			h.fallback = ""
			a.do(a.sql + " ALTER COLUMN " + column + " DROP DEFAULT")
		}
		a.do(a.sql + " ALTER COLUMN " + column + " TYPE " + ddl.ColumnType(field) + " USING " + using)
		a.t.column(f.Column).kind = ddl.ColumnType(field)
		if fallback := databaseDefault(field); fallback != "" && fallback == a.was(f.Column).Default {
			a.do(a.sql + " ALTER COLUMN " + column + " SET DEFAULT " + fallback)
		}
	}
	return nil
}

func (p *planner) nextConversion() int {
	p.conversions++
	return p.conversions
}

// prepareConversion converts the values that a column has, and makes the function
// that gives them.
func (s *session) prepareConversion(table, name string, f driver.Fill) error {
	into := "pg_temp." + name + "_values"
	for _, sql := range []string{
		"CREATE TEMP TABLE " + name + "_values (was text COLLATE \"C\" NOT NULL, becomes text) ON COMMIT DROP",
		"CREATE INDEX ON " + into + " USING hash (was)", // which takes long texts
		"CREATE FUNCTION pg_temp." + name + "(was text) RETURNS " + ddl.TypeOf(f.Is) + " LANGUAGE plpgsql AS " + ddl.Literal(`
DECLARE found text;
BEGIN
	IF $1 IS NULL THEN RETURN NULL; END IF;
	SELECT becomes INTO STRICT found FROM `+into+` v WHERE v.was = $1 COLLATE "C";
	RETURN found;
END`),
	} {
		if err := s.exec(sql); err != nil {
			return err
		}
	}
	insert := "INSERT INTO " + into + " SELECT * FROM unnest($1::text[], $2::text[])"
	var was, becomes []string
	err := s.scan("SELECT DISTINCT "+canonical(ddl.Quote(f.Column), f.Was)+" FROM "+ddl.Quote(table)+" WHERE "+ddl.Quote(f.Column)+" IS NOT NULL",
		func(row []*string) error {
			v, err := read(f.Was, row[0])
			if err == nil {
				v, err = rows.Convert(v, f.Was, f.Is)
			}
			if err != nil {
				return fault.Wrap(fault.Value, err, "a value of %s of table %s cannot be converted", f.Column, table)
			}
			was, becomes = append(was, *row[0]), append(becomes, v.String())
			return nil
		}, func() error {
			err := s.exec(insert, was, becomes)
			was, becomes = was[:0], becomes[:0]
			return err
		})
	if err != nil {
		return err
	}
	return s.exec("ANALYZE " + into)
}

// scanned is how many rows scan reads at a time.
const scanned = 1000

// scan gives row the rows of a query of texts, and calls full between them, when
// statements can be run. In a transaction.
func (s *session) scan(sql string, row func([]*string) error, full func() error) error {
	const cursor = "_bedplate_scan"
	if err := s.exec("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + sql); err != nil {
		return err
	}
	for {
		n := 0
		err := s.query("FETCH "+strconv.Itoa(scanned)+" FROM "+cursor, func(r pgx.Rows) error {
			n++
			texts := make([]*string, len(r.FieldDescriptions()))
			into := make([]any, len(texts))
			for i := range texts {
				into[i] = &texts[i]
			}
			if err := r.Scan(into...); err != nil {
				return err
			}
			return row(texts)
		})
		if err == nil && n > 0 && full != nil {
			err = full()
		}
		if err != nil {
			return err
		}
		if n < scanned {
			return s.exec("CLOSE " + cursor)
		}
	}
}

// shown shows a row's first columns to a person.
func shown(row []*string) string {
	parts := make([]string, len(row))
	for i, text := range row {
		switch {
		case text == nil:
			parts[i] = "null"
		default:
			runes := []rune(*text)
			parts[i] = string(runes[:min(len(runes), 60)])
		}
	}
	return strings.Join(parts, ", ")
}

// judge holds the rows to a field's check.
func (a *alteration) judge(name string) {
	c := a.c
	judge := rows.NewJudge(c.Field(name))
	if judge == nil {
		return
	}
	a.out = append(a.out, action{run: func(s *session) error {
		var columns []string
		for _, i := range c.Key {
			columns = append(columns, ddl.Quote(c.Fields[i].Column)+"::text")
		}
		for _, i := range judge.Fields {
			columns = append(columns, canonical(ddl.Quote(c.Fields[i].Column), c.Fields[i].Type))
		}
		values := make([]value.Value, len(judge.Fields))
		err := s.scan("SELECT "+strings.Join(columns, ", ")+" FROM "+ddl.Quote(c.Table), func(row []*string) (err error) {
			for n, i := range judge.Fields {
				if values[n], err = read(c.Fields[i].Type, row[len(c.Key)+n]); err != nil {
					return err
				}
			}
			return judge.Row(values, func() string { return shown(row[:len(c.Key)]) })
		}, nil)
		if err != nil {
			return err
		}
		return judge.Verdict(c.Table)
	}})
}
