package ddl_test

import (
	"fmt"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/dialect"
	"bedplate/store/mysql/server"
	"bedplate/store/storetest"
	"bedplate/store/storetest/golden"
)

// everything has one of each thing that a table can have.
const everything = `
collection: teams
key: [code]
fields:
  code: {type: text, max: 10}
---
collection: people
fields:
  name:   {type: text, required: true, unique: true, max: 40}
  born:   date
  seen:   time
  rank:   {type: enum, values: [low, "it's high", 'back\slash']}
  pay:    {type: decimal, precision: 12, scale: 2}
  wide:   {type: decimal, precision: 65, scale: 30}
  ratio:  float
  there:  {type: bool, default: true}
  photo:  bytes
  print:  {type: bytes, max: 32, unique: true}
  short:  {type: text, max: 768}
  long:   text
  more:   json
  tags:   {type: list, of: text}
  team:   {type: ref, to: teams, back: people}
indexes:
  - [born, -seen]
  - [short, name]
  - {on: [rank], where: there == true}
  - [team, seen]
---
collection: visits
key: [id]
fields:
  id: {type: int, identity: true}
---
collection: marks
key: [visit, person]
fields:
  visit:  {type: ref, to: visits, back: marks}
  person: {type: ref, to: people, back: marks}
---
collection: counts
view: SELECT team, count(*) AS people FROM people GROUP BY team
fields:
  team: text
  people: int
key: [team]
`

// TestFormat holds what is made to its number: tables that stand are brought
// to another form only where ddl.Format is another one too.
func TestFormat(t *testing.T) {
	t.Parallel()
	made, err := ddl.Server{Collation: "utf8mb4_nopad_bin", Guarded: true}.Make(storetest.Schema(t, everything).Collections)
	if err != nil {
		t.Fatal(err)
	}
	golden.Format(t, ddl.Format, made)
}

// TestCreate makes all of it on a server, in a database whose own habits are
// others.
func TestCreate(t *testing.T) {
	t.Parallel()
	conn := server.Connect(t, server.Database(t))
	made, err := ddl.Ask(t.Context(), conn, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := ddl.Create(t.Context(), conn, storetest.Schema(t, everything), made); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		statement string
		allowed   bool
	}{
		{"INSERT INTO teams (code) VALUES ('a'), ('A'), ('a ')", true},
		{"INSERT INTO teams (code) VALUES ('a')", false},
		{"INSERT INTO people (id, name, `rank`) VALUES (UNHEX(REPEAT('01', 16)), 'one', 'low')", true},
		{"INSERT INTO people (id, name, `rank`) VALUES (UNHEX(REPEAT('02', 16)), 'two', 'LOW')", false},
		{"INSERT INTO people (id, name, team) VALUES (UNHEX(REPEAT('03', 16)), 'three', 'nobody')", false},
		{"INSERT INTO people (id, name, wide) VALUES (UNHEX(REPEAT('04', 16)), 'four', '1." + nines(30) + "')", true},
		{"INSERT INTO visits (id) VALUES (0)", true},
	} {
		if _, err := conn.ExecContext(t.Context(), c.statement); c.allowed != (err == nil) {
			t.Errorf("%s: %v", c.statement, err)
		}
	}
}

// led has references that begin indexes which may have nulls behind them.
const led = `
collection: teams
key: [code]
fields:
  code: {type: int}
---
collection: people
key: [id]
fields:
  id:    {type: int}
  plain: {type: ref, to: teams, back: plain}
  first: {type: ref, to: teams, back: first}
  only:  {type: ref, to: teams, back: only}
  some:  {type: ref, to: teams, back: some}
  born:  date
  there: bool
indexes:
  - [first, born]
  - {on: [only, born], unique: true}
  - {on: [some], unique: true, where: there == true}
`

// TestReferences holds the server to references, whatever indexes begin with them.
func TestReferences(t *testing.T) {
	t.Parallel()
	conn := server.Connect(t, server.Database(t))
	made, err := ddl.Ask(t.Context(), conn, dialect.MySQL{MostScale: 30})
	if err != nil {
		t.Fatal(err)
	}
	made.Dialect = dialect.MySQL{Collation: made.Collation, MostScale: 30}
	if err := ddl.Create(t.Context(), conn, storetest.Schema(t, led), made); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "INSERT INTO teams VALUES (1), (2), (3), (4)"); err != nil {
		t.Fatal(err)
	}
	for i, field := range []string{"plain", "first", "only", "some"} {
		for _, c := range []struct {
			statement string
			allowed   bool
		}{
			{fmt.Sprintf("INSERT INTO people (id, %s) VALUES (%d, 99)", field, 10+i), false},
			{fmt.Sprintf("INSERT INTO people (id, %s) VALUES (%d, %d)", field, i, i+1), true},
			{fmt.Sprintf("UPDATE people SET %s = 99 WHERE id = %d", field, i), false},
			{fmt.Sprintf("DELETE FROM teams WHERE code = %d", i+1), false},
		} {
			if _, err := conn.ExecContext(t.Context(), c.statement); c.allowed != (err == nil) {
				t.Errorf("%s: %v", c.statement, err)
			}
		}
	}
}

func nines(n int) string { return strings.Repeat("9", n) }

// TestWideRow keeps short texts in the row until it is full, and those that are
// indexed always.
func TestWideRow(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("collection: wide\nkey: [id]\nfields:\n  id: int\n")
	for i := range 40 {
		fmt.Fprintf(&b, "  f%d: {type: text, max: 768}\n", i)
	}
	b.WriteString("indexes: [[f39]]\n")
	s := storetest.Schema(t, b.String())
	table, err := ddl.Server{Collation: "utf8mb4_nopad_bin"}.Table(s.Collection("wide"))
	if err != nil {
		t.Fatal(err)
	}
	inside := 0
	for _, c := range table.Columns {
		if strings.Contains(c.Text, "VARCHAR") {
			inside++
		}
	}
	if inside < 15 || inside > 21 || !strings.Contains(table.Columns[40].Text, "VARCHAR") {
		t.Errorf("%d texts are in the row, the last one is %s", inside, table.Columns[40].Text)
	}
	conn := server.Connect(t, server.Database(t))
	if err := ddl.Create(t.Context(), conn, s, ddl.Server{Collation: ask(t, conn)}); err != nil {
		t.Error(err)
	}
}

func ask(t *testing.T, conn ddl.Conn) string {
	t.Helper()
	s, err := ddl.Ask(t.Context(), conn, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Collation
}

// TestRefused names what the database cannot keep.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"too_long": `
collection: notes
key: [id]
fields:
  id: int
  a: {type: text, max: 700}
  b: {type: text, max: 700}
indexes:
  - {on: [a, b], unique: true, name: too_long}
`,
		"many": `
collection: many
key: [id]
fields:
  id: int
` + func() string {
			var b strings.Builder
			for i := range 25 {
				fmt.Fprintf(&b, "  f%d: {type: text, max: 768, unique: true}\n", i)
			}
			return b.String()
		}(),
	} {
		s := storetest.Schema(t, text)
		_, err := ddl.Server{Collation: "utf8mb4_nopad_bin"}.Make(s.Collections)
		if f := fault.As(err); f == nil || f.Code != fault.Unsupported || f.Field != name {
			t.Errorf("%s gave %v", name, err)
		}
	}
}
