package planner_test

import (
	"fmt"
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

// numbered has a key that is the table's own row number.
const numbered = `
collection: posts
key: [id]
fields:
  id: {type: int, required: true}
  title: {type: text, required: true}
  status: {type: enum, values: [draft, published], required: true, default: draft}
  score: int
  votes: int
  made: {type: time, required: true, set: create}
indexes:
  - [title]
  - [score]
  - [status, votes]
  - [-made]
  - [-made, title]
rules:
  read: "true"
`

// TestPositionsByIndex holds pages by position to index ranges: no page sorts,
// and none passes over what stands before it.
func TestPositionsByIndex(t *testing.T) {
	t.Parallel()
	s, db, target := explained(t, indexed)
	const id = "00000000-0000-7000-8000-000000000001"
	positions(t, s, db, target, map[string]paged{
		"key":              {"after " + id, "id>"},
		"required":         {"order title\nafter x " + id, "(title,id)>"},
		"required, down":   {"order -title\nafter x " + id, "(title,id)<"},
		"nullable":         {"order score\nafter 3 " + id, "(score,id)> | score=?"},
		"nullable, down":   {"order -score\nafter 3 " + id, "(score,id)<"},
		"behind a null":    {"order -score\nafter null " + id, "score=? | score>"},
		"at the last null": {"order score\nafter null " + id, "score=? AND id>"},

		"first, nullable":           {"order score", "(score>?) | (score=?)"},
		"first, nullable, down":     {"order -score", "(score=?) | (score>?)"},
		"first, of those that have": {"where score > 3\norder -score", "(score>?)"},
		"first, filtered":           {"where status == \"draft\"\norder -votes", "(status=? AND votes=?) | (status=? AND votes>?)"},

		"filtered": {"where status == \"draft\"\norder -votes\nafter 3 " + id, "votes=? AND id> | status=? AND votes<"},
	})
}

// TestPositionsByNumber is the same where the key at the end of an index is
// SQLite's row number: ties are not passed over one by one.
func TestPositionsByNumber(t *testing.T) {
	t.Parallel()
	s, db, target := explained(t, numbered)
	positions(t, s, db, target, map[string]paged{
		"key":              {"after 7", "rowid>"},
		"required":         {"order title\nafter x 7", "(title,rowid)>"},
		"required, down":   {"order -title\nafter x 7", "(title,rowid)<"},
		"nullable":         {"order score\nafter 3 7", "(score,rowid)> | score=?"},
		"nullable, down":   {"order -score\nafter 3 7", "(score,rowid)<"},
		"behind a null":    {"order -score\nafter null 7", "score=? AND rowid< | score>"},
		"at the last null": {"order score\nafter null 7", "score=? AND rowid>"},
		"downwards":        {"order -made\nafter 2026-01-01T00:00:00Z 7", "made=? AND rowid> | made<"},
		"both ways":        {"order -made title\nafter 2026-01-01T00:00:00Z x 7", "made=? AND (title,rowid)> | made<"},
		"filtered":         {"where status == \"draft\"\norder -votes\nafter 3 7", "status=? AND (votes,rowid)<"},
		"near":             {"order -made\nafter 2026-01-01T00:00:00Z 7\nnear", "made<"},
		"near, both ways":  {"order -made title\nafter 2026-01-01T00:00:00Z x 7\nnear", "made<"},
	})
}

// paged is a page by position: what is asked, and the index ranges that its
// reads must be, one after the other.
type paged struct{ ask, reads string }

func positions(t *testing.T, s *schema.Schema, db *sqlite.Driver, target planner.Target, cases map[string]paged) {
	for name, c := range cases {
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
			reads, want := append([]*planner.Read{built.Ops[0].Read}, built.Ops[0].Rest...), strings.Split(c.reads, " | ")
			if len(reads) != len(want) {
				t.Fatalf("%d reads, and not %q", len(reads), want)
			}
			for i, read := range reads {
				explained, err := db.Explain(t.Context(), read.Prepared, nil)
				if err != nil {
					t.Fatal(err)
				}
				got := explained.String()
				if !strings.Contains(got, "SEARCH") || !strings.Contains(got, want[i]) || strings.Contains(got, "TEMP B-TREE") {
					t.Errorf("want %s:\n%s\n%s", want[i], read.Prepared.Statement(), got)
				}
			}
		})
	}
}

// explained opens an empty database for a schema of posts, to plan for.
func explained(t *testing.T, files string) (*schema.Schema, *sqlite.Driver, planner.Target) {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"schema/posts.yaml": []byte(files)})
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
	return s, db, target
}

const shown = `
collection: posts
key: [id]
fields:
  id: {type: int, required: true}
  owner: text
  public: {type: bool, required: true, default: false}
  state: {type: enum, values: [draft, done], required: true, default: draft}
  left: time
  created: {type: time, set: create, required: true}
indexes:
  - [owner]
  - [public]
  - [state]
  - [left]
  - [created]
rules:
  read: %s
`

// TestListsUnderRules reads lists in their order under rules of which one half
// may hold for most records, without any statistics: they are not collected by
// an index for each half and sorted.
func TestListsUnderRules(t *testing.T) {
	t.Parallel()
	for rule, collects := range map[string]bool{
		"public || owner == auth.id":              false,
		"!public || owner == auth.id":             false,
		"owner == auth.id || state == \"done\"":   false,
		"left == null || owner == auth.id":        false,
		"public || left != null":                  false,
		"owner == auth.id || owner == auth.email": true, // both are rare
		`state == "done" || state == "draft"`:     true, // as a list of values
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			s, db, target := explained(t, fmt.Sprintf(shown, "'"+rule+"'"))
			p, req := parseRequest(t, s, "read posts\nselect id\norder -created")
			granted, err := access.Grant(p, &expr.Caller{ID: p.ID, Role: p.Role}, req)
			if err != nil {
				t.Fatal(err)
			}
			built, err := planner.Build(granted, target)
			if err != nil {
				t.Fatal(err)
			}
			read := built.Ops[0].Read
			explained, err := db.Explain(t.Context(), read.Prepared, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := explained.String()
			if strings.Contains(got, "TEMP B-TREE") != collects || strings.Contains(got, "USING INDEX posts_created_idx") == collects {
				t.Errorf("%s\n%s", read.Prepared.Statement(), got)
			}
		})
	}
}
