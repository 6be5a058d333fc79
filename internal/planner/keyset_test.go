package planner_test

import (
	"path/filepath"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/internal/access"
	"bedplate/internal/planner"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlite"
)

const indexed = `
collection: posts
fields:
  title: {type: text, required: true}
  status: {type: enum, values: [draft, published], required: true, default: draft}
  score: int
  votes: int
indexes:
  - [title]
  - [score]
  - [status, -votes]
rules:
  read: "true"
`

// TestPositionsByIndex holds pages by position to index ranges: no page sorts,
// and none passes over what stands before it.
func TestPositionsByIndex(t *testing.T) {
	t.Parallel()
	s, err := schema.Parse(map[string][]byte{"schema/posts.yaml": []byte(indexed)})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "test.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	statements, err := sqlite.DDL(s.Collection("posts"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Exec(t.Context(), statements...); err != nil {
		t.Fatal(err)
	}
	target := planner.Target{Capabilities: db.Capabilities(), Prepare: db.Prepare,
		Facts: func(*schema.Collection) (driver.Facts, error) { return driver.Facts{}, nil }}
	const id = "00000000-0000-7000-8000-000000000001"
	for name, c := range map[string]struct{ ask, read, rest string }{
		"key":              {"after " + id, "id>", ""},
		"required":         {"order title\nafter x " + id, "(title,id)>", ""},
		"required, down":   {"order -title\nafter x " + id, "(title,id)<", ""},
		"nullable":         {"order score\nafter 3 " + id, "(score,id)>", "score=?"},
		"nullable, down":   {"order -score\nafter 3 " + id, "(score,id)<", ""},
		"behind a null":    {"order -score\nafter null " + id, "score=?", "score>"},
		"at the last null": {"order score\nafter null " + id, "score=? AND id>", ""},
		"filtered":         {"where status == \"draft\"\norder -votes\nafter 3 " + id, "status=? AND votes<", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, req := parseRequest(t, s, "read posts\nselect title\npaged\n"+c.ask)
			granted, err := access.Grant(p, &expr.Caller{ID: p.ID, Role: p.Role}, req)
			if err != nil {
				t.Fatal(err)
			}
			built, err := planner.Build(granted, target)
			if err != nil {
				t.Fatal(err)
			}
			for want, read := range map[string]*planner.Read{c.read: built.Ops[0].Read, c.rest: built.Ops[0].Rest} {
				if (read == nil) != (want == "") {
					t.Fatalf("wanted %q", want)
				}
				if read == nil {
					continue
				}
				got, err := db.Explain(t.Context(), read.Prepared, nil)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(got, "SEARCH") || !strings.Contains(got, want) || strings.Contains(got, "TEMP B-TREE") {
					t.Errorf("want %s:\n%s\n%s", want, read.Prepared.Statement(), got)
				}
			}
		})
	}
}
