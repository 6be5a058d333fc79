package migration

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/rows"
	"bedplate/value"
)

// types are those that columns are converted between, as schema files write them.
var types = []string{
	"text", "int", "float", "{type: decimal, precision: 12, scale: 2}", "{type: decimal, precision: 30, scale: 4}",
	"bool", "time", "date", "uuid", "bytes", "json", "{type: list, of: int}",
}

// texts are values of some types, and what may look like those of others.
var values = []string{
	"", "0", "1", "-7", "9223372036854775807", "9007199254740993", "0.5", "1.25", "1e300", "-0.001", "12345678.9", "true", "false",
	"2026-01-02", "2026-01-02T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z",
	"0191d0c8-0000-7000-8000-000000000001", `\x00ff`, `\x6162`, `{"b": [1, 2.50], "a": "x"}`, "[1, 2]", "null", "it's \\ Ä \U0001F600",
}

// file has a column of each type that v becomes, all of one type at first.
func file(kinds []string) string {
	out := "collection: t\nkey: [id]\nfields:\n  id: int\n"
	for i, kind := range kinds {
		out += fmt.Sprintf("  v%d: %s\n", i, kind)
	}
	return out
}

// TestConversions converts every value of every type to every other one, as
// package rows does, and finds those beforehand that cannot be.
func TestConversions(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	for _, was := range types {
		p.convert(was)
	}
}

func (p *place) convert(was string) {
	p.Helper()
	p.exec("DROP TABLE IF EXISTS t, _bedplate_meta, _bedplate_ledger, _bedplate_history")
	if err := p.to(p.Context(), file(slices.Repeat([]string{was}, len(types))), create); err != nil {
		p.Fatal(err)
	}
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(file(types))})
	if err != nil {
		p.Fatal(err)
	}
	c := s.Collections[0]
	from := c.Field(fmt.Sprint("v", slices.Index(types, was))).Type
	refused := make([]int64, len(types))
	keep, want := "", ""
	for i, text := range values {
		v, err := value.ParseText(from, text)
		if err != nil || v.IsNull() {
			continue
		}
		columns, all := "", ""
		for n := range types {
			column := fmt.Sprint("v", n)
			columns, all = columns+", "+column, all+", "+literal(from, v)
			becomes, err := rows.Convert(v, from, c.Field(column).Type)
			if err != nil || becomes.IsNull() {
				keep += fmt.Sprintf("UPDATE t SET %s = NULL WHERE id = %d;", column, i)
			} else {
				want += fmt.Sprintln(i, column, becomes)
			}
			if err != nil {
				refused[n]++
			}
		}
		p.exec("INSERT INTO t (id" + columns + ") VALUES (" + fmt.Sprint(i) + all + ")")
	}
	err = p.Look(p.Context(), func(s driver.Session) error {
		for n := range types {
			column := fmt.Sprint("v", n)
			found, err := s.Probe(driver.Probe{Kind: driver.Unconvertible, Table: "t", Key: []string{"id"}, Columns: []string{column}, Was: from, Is: c.Field(column).Type})
			if err != nil {
				return err
			}
			if found.Count != refused[n] {
				p.Errorf("%s to %s: it found %+v, not %d", was, types[n], found, refused[n])
			}
		}
		return nil
	})
	if err != nil {
		p.Fatal(err)
	}
	if _, err := p.db.PgConn().Exec(p.Context(), keep).ReadAll(); err != nil {
		p.Fatal(err)
	}
	if err := p.to(p.Context(), file(types), alter); err != nil {
		p.Fatalf("%s: %v", was, err)
	}
	if got := p.read(c); got != want {
		p.Errorf("%s becomes\n%s\nand not\n%s", was, got, want)
	}
}

// read gives the values of t.
func (p *place) read(c *schema.Collection) string {
	p.Helper()
	columns, got := []string{"id::text"}, ""
	for _, f := range c.Fields[1:] {
		columns = append(columns, canonical(f.Column, f.Type))
	}
	err := p.Look(p.Context(), func(s driver.Session) error {
		return s.(*session).scan("SELECT "+strings.Join(columns, ", ")+" FROM t ORDER BY t.id", func(row []*string) error {
			for i, f := range c.Fields[1:] {
				v, err := read(f.Type, row[i+1])
				if err != nil {
					return err
				}
				if !v.IsNull() {
					got += fmt.Sprintln(*row[0], f.Column, v)
				}
			}
			return nil
		}, nil)
	})
	if err != nil {
		p.Fatal(err)
	}
	return got
}
