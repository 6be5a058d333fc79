package ddl_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlite/ddl"
)

var update = flag.Bool("update", false, "write what is made now as a new format")

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
	var out strings.Builder
	for _, c := range parse(t, everything).Collections {
		statements, err := ddl.Statements(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, sql := range statements {
			out.WriteString(sql + ";\n")
		}
	}
	path := fmt.Sprintf("testdata/format%d.sql", ddl.Format)
	kept, err := os.ReadFile(path)
	if *update && os.IsNotExist(err) {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), out.String()); diff != "" {
		t.Errorf("tables are made otherwise: raise Format, and run this test with -update\n%s", diff)
	}
}

// TestRefusedIndex names an index whose condition SQLite cannot keep.
func TestRefusedIndex(t *testing.T) {
	t.Parallel()
	s := parse(t, `
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

func parse(t *testing.T, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
