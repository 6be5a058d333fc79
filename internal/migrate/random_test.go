package migrate_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bedplate/internal/migrate"
)

// model is a schema with the rows that its tables hold, by table and key; it
// is what migrations are compared with.
type model []*modelTable

type modelTable struct {
	name, was string
	fields    []*modelField
	indexes   [][]string
	rows      []map[string]string // stored texts by field; the key is the row's number
}

type modelField struct {
	name, was, kind string
	required        bool
	def             bool // has a default
	values          int  // of an enum
	changed         bool // in this version
}

// stored gives the n-th value of a kind as SQLite's text of it.
func stored(kind string, n int) string {
	switch kind {
	case "int":
		return fmt.Sprint(n)
	case "bool":
		return fmt.Sprint(n % 2)
	case "float":
		return fmt.Sprint(n) + ".5"
	case "date":
		return fmt.Sprintf("2026-01-%02d", n%28+1)
	case "enum":
		return fmt.Sprint("v", n%2)
	}
	return fmt.Sprint("t", n)
}

// conversions are the kinds that a kind can become, with what its values are then.
var conversions = map[string]map[string]func(string) string{
	"int":  {"text": func(s string) string { return s }, "float": func(s string) string { return s + ".0" }},
	"bool": {"int": func(s string) string { return s }, "text": func(s string) string { return map[string]string{"0": "false", "1": "true"}[s] }},
	"date": {"text": func(s string) string { return s }},
	"enum": {"text": func(s string) string { return s }},
	"text": {"json": func(s string) string { return `"` + s + `"` }},
}

func (m model) yaml() string {
	var b strings.Builder
	for _, t := range m {
		fmt.Fprintf(&b, "---\ncollection: %s\nkey: [id]\n", t.name)
		if t.was != "" {
			fmt.Fprintf(&b, "was: %s\n", t.was)
		}
		b.WriteString("fields:\n  id: int\n")
		for _, f := range t.fields {
			fmt.Fprintf(&b, "  %s: {type: %s, required: %t", f.name, f.kind, f.required)
			if f.kind == "enum" {
				fmt.Fprintf(&b, ", values: [%s]", strings.Join([]string{"v0", "v1", "v2", "v3"}[:f.values], ", "))
			}
			if f.was != "" {
				b.WriteString(", was: " + f.was)
			}
			if f.def {
				given := stored(f.kind, 1)
				if f.kind == "bool" {
					given = "true"
				}
				b.WriteString(", default: " + given)
			}
			b.WriteString("}\n")
		}
		if len(t.indexes) > 0 {
			b.WriteString("indexes:\n")
			for _, ix := range t.indexes {
				fmt.Fprintf(&b, "  - [%s]\n", strings.Join(ix, ", "))
			}
		}
	}
	return strings.TrimPrefix(b.String(), "---\n")
}

var modelKinds = []string{"int", "text", "bool", "float", "date", "enum"}

func drawField(t *rapid.T, name string) *modelField {
	f := &modelField{name: name, kind: rapid.SampledFrom(modelKinds).Draw(t, "kind"), values: 2,
		required: rapid.Bool().Draw(t, "required"), def: rapid.Bool().Draw(t, "default")}
	return f
}

func drawModel(t *rapid.T) model {
	var m model
	for i := range rapid.IntRange(1, 3).Draw(t, "tables") {
		table := &modelTable{name: fmt.Sprint("c", i)}
		for j := range rapid.IntRange(1, 4).Draw(t, "fields") {
			table.fields = append(table.fields, drawField(t, fmt.Sprint("f", j)))
		}
		if rapid.Bool().Draw(t, "indexed") {
			table.indexes = [][]string{{table.fields[0].name}}
		}
		for n := range rapid.IntRange(0, 4).Draw(t, "rows") {
			row := map[string]string{"id": fmt.Sprint(n * 3)}
			for _, f := range table.fields {
				row[f.name] = "null"
				if f.required || rapid.Bool().Draw(t, "set") {
					row[f.name] = stored(f.kind, n)
				}
			}
			table.rows = append(table.rows, row)
		}
		m = append(m, table)
	}
	return m
}

// mutate gives a later version of the model, with its rows as they must be.
func (m model) mutate(t *rapid.T, step int) model {
	var next model
	for _, old := range m {
		table := &modelTable{name: old.name, indexes: old.indexes}
		for _, r := range old.rows {
			table.rows = append(table.rows, maps.Clone(r))
		}
		for _, f := range old.fields {
			c := *f
			c.was, c.changed = "", false
			table.fields = append(table.fields, &c)
		}
		switch rapid.IntRange(0, 9).Draw(t, "table") {
		case 0:
			continue // it goes
		case 1:
			table.name, table.was = old.name+"x", old.name
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "changes") {
			table.mutate(t, step*10+i)
		}
		next = append(next, table)
	}
	return append(next, &modelTable{name: fmt.Sprint("n", step), fields: []*modelField{{name: "f", kind: "text"}}})
}

func (table *modelTable) mutate(t *rapid.T, i int) {
	f := rapid.SampledFrom(table.fields).Draw(t, "field")
	each := func(name string, value func(string) string) {
		for _, r := range table.rows {
			if v, ok := r[f.name]; ok && v != "null" {
				r[name] = value(v)
			}
		}
	}
	switch rapid.IntRange(0, 6).Draw(t, "change") {
	case 0:
		added := drawField(t, fmt.Sprint("g", i))
		table.fields = append(table.fields, added)
		for _, r := range table.rows {
			r[added.name] = "null"
			if added.def {
				r[added.name] = stored(added.kind, 1)
			}
		}
	case 1:
		if len(table.fields) > 1 && len(table.indexes) == 0 {
			table.fields = slices.DeleteFunc(table.fields, func(g *modelField) bool { return g == f })
			for _, r := range table.rows {
				delete(r, f.name)
			}
		}
	case 2:
		if f.was == "" && !strings.HasPrefix(f.name, "g") && len(table.indexes) == 0 {
			f.was, f.name = f.name, f.name+"r"
			for _, r := range table.rows {
				r[f.name] = r[f.was]
				delete(r, f.was)
			}
		}
	case 3:
		kinds := slices.Sorted(maps.Keys(conversions[f.kind]))
		if len(kinds) > 0 && f.kind != "text" || len(kinds) > 0 && len(table.indexes) == 0 {
			to := rapid.SampledFrom(kinds).Draw(t, "to")
			if !strings.HasPrefix(f.name, "g") && !f.changed {
				f.changed = true
				each(f.name, conversions[f.kind][to])
				f.kind, f.def = to, false
			}
		}
	case 4:
		if f.changed {
			return
		}
		f.required, f.changed = !f.required, true
		if f.required && f.def {
			for _, r := range table.rows {
				if r[f.name] == "null" {
					r[f.name] = stored(f.kind, 1)
				}
			}
		}
	case 5:
		f.values = 4
	case 6:
		table.indexes = nil
		if rapid.Bool().Draw(t, "indexed") && f.kind != "json" {
			table.indexes = [][]string{{f.name}}
		}
	}
}

// From any schema with rows to any other, step by step: the tables end as
// fresh ones would be made, every row has what the model says, and columns
// that are not ours are as they were.
func TestRandomEvolution(t *testing.T) {
	t.Parallel()
	for _, s := range stores {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			done := 0
			rapid.Check(t, func(rt *rapid.T) {
				// A server takes its time to make and drop databases.
				if done++; s.name == "sqlite" || done <= remoteChecks {
					testRandomEvolution(t, rt, s)
				}
			})
		})
	}
}

// remoteChecks is how many evolutions a server is asked for.
const remoteChecks = 8

func testRandomEvolution(t *testing.T, rt *rapid.T, s store) {
	m := drawModel(rt)
	db := s.open(t)
	defer db.close()
	db.apply(m.yaml())
	script := ""
	for _, table := range m {
		for _, r := range table.rows {
			script += insert(table, r) + ";\n"
		}
		script += fmt.Sprintf("ALTER TABLE %s ADD COLUMN alien TEXT DEFAULT ('a''(,x'); UPDATE %s SET alien = 'a' || id;\n", table.name, table.name)
	}
	db.exec(script)
	for step := range rapid.IntRange(1, 3).Draw(rt, "steps") {
		next := m.mutate(rt, step)
		p := db.plan(next.yaml())
		if p.Worst() == migrate.Refused {
			if err := migrate.Apply(t.Context(), db.target(), p, migrate.Options{AllowLoss: true}); err == nil {
				rt.Fatal("what was refused could be applied")
			}
			break
		}
		db.apply(next.yaml())
		m = next
		for _, table := range m {
			table.was = ""
		}
	}
	for _, table := range m {
		if got, want := db.tableRows(table), table.want(); got != want {
			rt.Fatalf("%s\ngot:\n%s\nwant:\n%s", m.yaml(), got, want)
		}
	}
	fresh := s.open(t)
	defer fresh.close()
	fresh.apply(m.yaml())
	if got, want := db.layout(), fresh.layout(); got != want {
		rt.Fatalf("the tables are\n%s\nand fresh ones would be\n%s", got, want)
	}
}

func insert(t *modelTable, row map[string]string) string {
	names, values := []string{"id"}, []string{row["id"]}
	for _, f := range t.fields {
		v := row[f.name]
		if v != "null" && !slices.Contains([]string{"int", "float"}, f.kind) {
			v = "'" + v + "'"
		}
		names, values = append(names, f.name), append(values, v)
	}
	return "INSERT INTO " + t.name + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(values, ", ") + ")"
}

func (db *database) tableRows(t *modelTable) string {
	names := []string{"id"}
	for _, f := range t.fields {
		names = append(names, f.name)
	}
	columns := word{
		"sqlite":   "SELECT name FROM pragma_table_xinfo('" + t.name + "') WHERE name = 'alien'",
		"mysql":    "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '" + t.name + "' AND column_name = 'alien'",
		"postgres": "SELECT attname FROM pg_attribute WHERE attrelid = '" + t.name + "'::regclass AND attname = 'alien'",
	}
	if db.rows(columns[db.kind()]) != "" {
		names = append(names, "alien")
	}
	return db.rows("SELECT " + strings.Join(names, ", ") + " FROM " + t.name + " ORDER BY id")
}

func (t *modelTable) want() string {
	var lines []string
	for _, r := range t.rows {
		values := []string{r["id"]}
		for _, f := range t.fields {
			values = append(values, r[f.name])
		}
		lines = append(lines, strings.Join(append(values, "a"+r["id"]), "|"))
	}
	return strings.Join(lines, "\n")
}
