package ddl_test

import (
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest"
	"bedplate/store/storetest/golden"
)

// everything has one of each thing that a table can have, references in a
// circle included.
const everything = `
collection: teams
key: [code]
fields:
  code: {type: text, max: 10}
  head: {type: ref, to: people, back: heads}
---
collection: people
fields:
  name:   {type: text, required: true, unique: true, max: 40}
  born:   date
  seen:   time
  rank:   {type: enum, values: [low, "it's high"]}
  pay:    {type: decimal, precision: 12, scale: 2}
  wide:   {type: decimal, precision: 30, scale: 2}
  ratio:  float
  there:  {type: bool, default: true}
  photo:  bytes
  notes:  text
  more:   json
  tags:   {type: list, of: text}
  team:   {type: ref, to: teams, back: people}
indexes:
  - [born, -seen]
search: [notes, name]
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
collection: grown
fields:
  name: text
view: SELECT id, name FROM people;
`

// TestFormat holds what is made to its number: tables that stand are brought
// to another form only where ddl.Format is another one too.
func TestFormat(t *testing.T) {
	t.Parallel()
	made, err := ddl.Make(storetest.Schema(t, everything).Collections, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Functions) == 0 {
		t.Error("a full-text index is made without its functions") // whose text is package fulltext's
	}
	made.Functions = nil
	golden.Format(t, ddl.Format, made.Statements())
}

// TestCreate has a server make it all.
func TestCreate(t *testing.T) {
	t.Parallel()
	db := server.Connect(t, server.Database(t))
	if err := ddl.Create(t.Context(), db, storetest.Schema(t, everything), nil); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.QueryRow(t.Context(), "SELECT count(*) FROM pg_constraint WHERE contype = 'f'").Scan(&n); err != nil || n != 4 {
		t.Errorf("there are %d references, %v", n, err)
	}
}

// TestLongNames refuses what PostgreSQL would cut, and cuts its own so that
// they stay apart.
func TestLongNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("n", 60)
	s := storetest.Schema(t, `
collection: long
table: `+long+long+`
fields:
  name: text
`)
	_, err := ddl.Make(s.Collections, nil)
	if f := fault.As(err); f == nil || f.Code != fault.TooLong || f.Field != "long" {
		t.Errorf("gave %v", err)
	}
	c := storetest.Schema(t, `
collection: `+long+`
fields:
  color: {type: enum, values: [a]}
  colour: {type: enum, values: [a]}
`).Collections[0]
	one, other := ddl.CheckName(c, c.Field("color")), ddl.CheckName(c, c.Field("colour"))
	if one == other || len(one) > 63 || len(other) > 63 {
		t.Errorf("the checks are %s and %s", one, other)
	}
}
