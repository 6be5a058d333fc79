package advice_test

import (
	"fmt"
	"strings"
	"testing"

	"bedplate/schema"
	"bedplate/schema/advice"
)

const notes = `
collection: teams
fields:
  name: text
---
collection: notes
fields:
  owner: text
  team: {type: ref, to: teams, required: true, back: notes}
  public: {type: bool, required: true, default: false}
  state: {type: enum, values: [draft, done], required: true, default: draft}
  left: time
  tags: {type: list, of: text}
  parent: {type: ref, to: notes, back: replies}
indexes:
  - [left]%s
rules:
  read: '%s'
`

// TestRules tells for read rules which index they would need, and where.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rule, indexes, want string }{
		{"a text of the caller's", "owner == auth.id", "", "18:16 [owner]"},
		{"the other way round", "auth.id == owner", "", "18:18 [owner]"},
		{"one of several", "owner in auth.roles", "", "18:16 [owner]"},
		{"indexed", "owner == auth.id", "\n  - [owner, -left]", ""},
		{"indexed in part", "owner == auth.id", "\n  - {on: [owner], where: public}", "18:16 [owner]"},
		{"not the first of its index", "owner == auth.id", "\n  - [left, owner]", "18:16 [owner]"},
		{"references have theirs", "team.id == auth.tenant || parent == null", "", ""},
		{"the key", "id == auth.id", "", ""},
		{"a half that holds for many", "public || owner == auth.id", "", ""},
		{"a half that holds for most", "owner == auth.id || left != null", "", ""},
		{"a half that is one of few", "state == \"done\" || owner == auth.id", "", ""},
		{"both halves", "owner == auth.id || owner == auth.email", "", "18:16 [owner]"},
		{"found by the other part", "owner == auth.id && left == now", "", ""},
		{"beside what finds nothing", "public && owner == auth.id", "", "18:26 [owner]"},
		{"no index helps", "auth.id in tags", "", ""},
		{"a range", "left < now", "", ""},
		{"of what is walked to", "team.name == auth.tenant", "", ""},
		{"everyone", "true", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := schema.Parse(map[string][]byte{"schema/notes.yaml": fmt.Appendf(nil, notes, c.indexes, c.rule)})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range advice.Of(s) {
				if !p.Warning || p.File != "schema/notes.yaml" {
					t.Errorf("%+v", p)
				}
				_, names, _ := strings.Cut(p.Hint, "- ")
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line-strings.Count(c.indexes, "\n"), p.Column, names))
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("%s: warned of %q, not %q", c.rule, got, c.want)
			}
		})
	}
}

// TestAdoptedReferences warns of references that no index of an adopted table
// leads back along; tables of ours have one.
func TestAdoptedReferences(t *testing.T) {
	t.Parallel()
	for manage, want := range map[string]int{"false": 1, "true": 0} {
		s, err := schema.Parse(map[string][]byte{"schema/a.yaml": fmt.Appendf(nil, `
collection: teams
fields:
  name: text
---
collection: notes
manage: %s
fields:
  team: {type: ref, to: teams, back: notes}
rules:
  read: 'team.notes.exists(n, n.id == id)'
`, manage)})
		if err != nil {
			t.Fatal(err)
		}
		if got := advice.Of(s); len(got) != want {
			t.Errorf("manage: %s gives %v", manage, got)
		}
	}
}
