package ddl_test

import (
	"testing"

	"bedplate/fault"
	"bedplate/store/sqlite/ddl"
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
  rank:   {type: enum, values: [low, "it's high"]}
  pay:    {type: decimal, precision: 12, scale: 2}
  wide:   {type: decimal, precision: 30, scale: 2}
  ratio:  float
  there:  {type: bool, default: true}
  photo:  bytes
  more:   json
  tags:   {type: list, of: text}
  team:   {type: ref, to: teams, back: people}
indexes:
  - [born, -seen]
  - {on: [rank], where: there == true}
---
collection: visits
key: [id]
fields:
  id: int
---
collection: marks
key: [visit, person]
fields:
  visit:  {type: ref, to: visits, back: marks}
  person: {type: ref, to: people, back: marks}
`

// TestFormat holds what is made to its number: tables that stand are brought
// to another form only where ddl.Format is another one too.
func TestFormat(t *testing.T) {
	t.Parallel()
	var made []string
	for _, c := range storetest.Schema(t, everything).Collections {
		statements, err := ddl.Statements(c)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, statements...)
	}
	golden.Format(t, ddl.Format, made)
}

// TestRefusedIndex names an index whose condition SQLite cannot keep.
func TestRefusedIndex(t *testing.T) {
	t.Parallel()
	s := storetest.Schema(t, `
collection: notes
key: [id]
fields:
  id:   int
  name: text
indexes:
  - {on: [id], name: odd_notes, where: name.matches("^odd")}
`)
	_, err := ddl.Statements(s.Collection("notes"))
	if f := fault.As(err); f == nil || f.Code != fault.Unsupported || f.Field != "odd_notes" {
		t.Errorf("gave %v", err)
	}
}
