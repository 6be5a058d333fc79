package schema_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/schema"
	"bedplate/value"
)

func parse(t *testing.T, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"a.yaml": []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const blog = `
collection: users
fields:
  code: {type: text, unique: true}
---
collection: posts
table: Posts
fields:
  slug: {type: text, unique: true, max: 80}
  author: {type: ref, to: users, on_delete: cascade, back: posts}
  editor: {type: ref, to: users.code, column: EditorCode}
  title: text
  a_very_long_field_name_that_goes_on_and_on_for_a_while: {type: text, unique: true}
indexes:
  - [author, -title]
  - {on: [title], where: title != null, unique: true}
  - {on: [title, slug], unique: true, name: mine}
---
collection: profiles
key: [user]
fields:
  user: {type: ref, to: users, back: profile}
---
collection: members
key: [post, user]
fields:
  post: {type: ref, to: posts, back: members}
  user: {type: ref, to: users}
---
collection: votes
fields:
  post: uuid
  user: uuid
  member: {type: ref, to: members, columns: [post, user], back: votes}
`

// TestNames: constraints are named as PostgreSQL would, over tables and columns.
func TestNames(t *testing.T) {
	t.Parallel()
	s := parse(t, blog)
	var got []string
	for _, c := range s.Collections {
		got = append(got, c.KeyName())
		for _, x := range c.Indexes {
			got = append(got, x.Name)
			if len(x.Name) > 63 {
				t.Errorf("%s is too long", x.Name)
			}
		}
		for _, r := range c.Refs {
			got = append(got, r.Name)
		}
	}
	want := []string{
		"members_pkey", "members_user_idx", "members_post_fkey", "members_user_fkey",
		"Posts_pkey", "Posts_slug_key", "Posts_a_very_long_field_name_that_goes_on_and_on_for_a_while_key",
		"Posts_author_title_idx", "Posts_title_idx", "mine", "Posts_EditorCode_idx", "Posts_author_fkey", "Posts_EditorCode_fkey",
		"profiles_pkey", "profiles_user_fkey",
		"users_pkey", "users_code_key",
		"votes_pkey", "votes_post_user_idx", "votes_post_user_fkey",
	}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b string) bool {
		long := func(s string) bool { return strings.HasPrefix(s, "Posts_a_very_long") }
		return a == b || long(a) && long(b)
	})); d != "" {
		t.Error(d)
	}
}

// TestRelations: each reference leads there under its own name, and back
// under the name it gives.
func TestRelations(t *testing.T) {
	t.Parallel()
	s := parse(t, blog)
	users, posts := s.Collection("users"), s.Collection("posts")
	for _, c := range []struct {
		from, name, to string
		many           bool
	}{
		{"posts", "author", "users", false},
		{"posts", "editor", "users", false},
		{"users", "posts", "posts", true},
		{"users", "profile", "profiles", false}, // the reference is the whole key
		{"posts", "members", "members", true},
		{"votes", "member", "members", false},
		{"members", "votes", "votes", true},
	} {
		r := s.Collection(c.from).Relation(c.name)
		if r == nil {
			t.Errorf("%s.%s is not there", c.from, c.name)
			continue
		}
		if schema.Of(r).Name != c.to || r.Many != c.many {
			t.Errorf("%s.%s leads to %s, many=%v", c.from, c.name, schema.Of(r).Name, r.Many)
		}
		if r.Inverse != nil && r.Inverse.Inverse != r {
			t.Errorf("%s.%s is not its inverse's inverse", c.from, c.name)
		}
	}
	author, _ := posts.Member("author")
	if author.Field < 0 || author.Relation == nil || author.Type.Kind != value.UUID || !author.Nullable {
		t.Errorf("author is %+v", author)
	}
	if _, named := users.Member("members"); named {
		t.Error("a way back without a name is named")
	}
	if len(users.Referrers) != 4 {
		t.Errorf("%d references lead to users", len(users.Referrers))
	}
	for _, r := range users.Referrers {
		back := r.Reverse()
		if back == nil || back.Base != users || back.Target != r.From || (r.Back != nil) != (r.Forward.Inverse != nil) {
			t.Errorf("the way back of %s is %+v", r.Name, back)
		}
	}
	if posts.Field("editor").Type.Kind != value.Text || posts.Field("editor").Max != 255 || posts.Field("slug").Max != 80 || posts.Field("title").Max != 255 {
		t.Error("indexed texts are not bounded")
	}
}

// TestKeys: an id made by the server, unless the collection says otherwise.
func TestKeys(t *testing.T) {
	t.Parallel()
	s := parse(t, blog+`
---
collection: numbers
key: n
fields: {n: {type: int, identity: true}}
---
collection: given
fields: {x: text, id: {type: uuid, default: {database: gen()}}}
---
collection: sums
view: true
fields: {x: int}
`)
	for name, want := range map[string]string{
		"users": "id made", "members": "post user", "profiles": "user", "numbers": "n", "given": "id", "sums": "",
	} {
		c := s.Collection(name)
		var got []string
		for _, i := range c.Key {
			f := c.Fields[i]
			got = append(got, f.Name)
			if f.MakesUUID() {
				got = append(got, "made")
			}
			if !f.Required {
				t.Errorf("%s.%s may be null", name, f.Name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("the key of %s is %v", name, got)
		}
	}
}

// TestOtherStores: a reference to another store is a plain key, which
// expressions cannot walk.
func TestOtherStores(t *testing.T) {
	t.Parallel()
	const far = `
collection: users
fields: {name: text}
---
collection: logs
store: archive
fields: {user: {type: ref, to: users, back: logs}}
`
	s := parse(t, far)
	logs := s.Collection("logs")
	if m, _ := logs.Member("user"); m.Relation != nil || !logs.Refs[0].Unchecked || logs.Relation("user") == nil {
		t.Errorf("user is %+v", m)
	}
	_, err := schema.Parse(map[string][]byte{"a.yaml": []byte(far + "rules:\n  read: user.name == \"x\"\n")})
	if got := positions(problems(err)); len(got) != 1 {
		t.Errorf("a walk to another store: %v", got)
	}
}

// TestView: a view is never ours to create, and has no key unless it says.
func TestView(t *testing.T) {
	t.Parallel()
	v := parse(t, "collection: v\nview: true\nfields: {a: text}\n").Collection("v")
	if !v.View || v.Managed || len(v.Key) != 0 || len(v.Fields) != 1 {
		t.Errorf("%+v", v)
	}
}

// TestAdopted: nothing is added to a table that is not ours.
func TestAdopted(t *testing.T) {
	t.Parallel()
	s := parse(t, `
collection: a
manage: false
key: [k]
fields: {k: text, r: {type: ref, to: a}, "n": {type: text, collation: NOCASE}, b: {type: text, collation: binary}}
`)
	a := s.Collection("a")
	if a.Managed || len(a.Indexes) != 0 || a.Field("k").Max != 0 || a.Field("n").Collation != "NOCASE" || a.Field("b").Collation != schema.Binary {
		t.Errorf("%+v", a)
	}
}
