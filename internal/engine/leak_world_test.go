package engine_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// A world is a schema with random rules and rows in which every cell that is
// not of a small vocabulary holds a value of its own (a marker), so that
// whatever reaches an answer can be traced to its cell.
type world struct {
	schema *schema.Schema
	files  string
	rows   map[string][][]value.Value // by collection
}

// worldTemplate has a place for each rule; what stands there is random.
const worldTemplate = `
collection: people
key: [id]
aggregates: true
fields:
  id: {type: int, required: true}
  name: {type: text, max: 20%s}
  team: {type: text, max: 20%s}
  rank: {type: int%s}
  boss: {type: ref, to: people, back: staff%s}
  weight: {type: int, value: 'size(posts) * 10 + size(staff)'%s}
  badge: {type: text, value: 'team + "/" + coalesce(name, "none")'%s}
search: [name, team]
rules:
%s
---
collection: posts
key: [id]
aggregates: true
fields:
  id: {type: int, required: true}
  title: {type: text, max: 20%s}
  slug: {type: text, max: 20, unique: true%s}
  state: {type: text, max: 20%s}
  owner: {type: text, max: 20%s}
  score: {type: int%s}
  author: {type: ref, to: people, on_delete: cascade, back: posts%s}
  reviewer: {type: ref, to: people, on_delete: set_null, back: reviews%s}
  heat: {type: int, value: 'size(comments) * 2 + score'%s}
  hot: {type: bool, value: 'heat > 700060 || comments.exists(c, c.mood == "glad")'%s}
search: [title, state]
rules:
%s
---
collection: comments
key: [id]
aggregates: true
fields:
  id: {type: int, required: true}
  body: {type: text, max: 20%s}
  mood: {type: text, max: 20%s}
  votes: {type: int%s}
  post: {type: ref, to: posts, on_delete: cascade, back: comments%s}
  by: {type: ref, to: people, back: remarks%s}
  loud: {type: int, value: 'votes > 700080 ? post.author.weight * 100 : by.weight'%s}
search: [body, mood]
rules:
%s
`

// fieldsOf counts the fields with a place for a rule.
var fieldsOf = []struct {
	collection string
	places     int
}{{"people", 6}, {"posts", 9}, {"comments", 6}}

// atoms are the conditions that rules and callers' filters are made of.
var atoms = map[string][]string{
	"people": {
		`team == "red"`, `team != "red"`, `team == null`, `rank > 700020`, `boss == null`,
		`boss.team == "red"`, `boss.boss.team != "blue"`, `staff.exists(s, s.team == "red")`,
		`posts.exists(p, p.state == "open")`, `posts.all(p, p.state != "shut")`, `size(reviews) > 0`,
		`posts.exists(p, p.comments.exists(c, c.mood == "glad"))`, `name < "m700040"`,
		`weight > 10`, `!(boss.weight > 10)`, `badge != boss.badge`, `posts.exists(p, p.hot)`,
		`search("red")`, `search("-blue")`, `boss.search("red")`, `staff.exists(s, s.team.search("red"))`,
	},
	"posts": {
		`state == "open"`, `state != "open"`, `owner == "ann"`, `score > 700050`, `reviewer == null`,
		`author == reviewer`, `author.team == "red"`, `author.boss.team == "blue"`, `reviewer.team != author.team`,
		`comments.exists(c, c.mood == "glad")`, `comments.all(c, c.mood != "sad")`, `size(comments) > 1`,
		`comments.exists(c, c.by.team == "red" && c.votes > 700060)`, `author.name < reviewer.name`,
		`!comments.exists(c, c.by == author)`, `author.posts.exists(p, p.state == "shut")`,
		`hot`, `!hot`, `heat == null`, `heat != 700052`, `author.weight == reviewer.weight`, `comments.all(c, c.loud > 20)`,
		`search("open")`, `state.search("-shut")`, `author.search("red or blue")`, `comments.exists(c, c.search("glad"))`,
	},
	"comments": {
		`mood == "glad"`, `mood != "sad"`, `mood == null`, `votes > 700080`, `by == null`, `by.team == "red"`,
		`post.state == "open"`, `post.author == by`, `post.author.team == "blue"`, `post.owner == "bob"`,
		`post.comments.exists(c, c.votes > votes)`, `!(post.reviewer.team == "red")`, `size(post.comments) == 1`,
		`loud > 1000`, `!(loud <= 1000)`, `post.hot == true`, `by.badge.startsWith("red")`,
		`search("glad")`, `body.search("-m700050")`, `mood.search("-sad")`, `post.search("open")`, `by.search("red or blue")`,
	},
}

// callerAtoms speak of the caller.
var callerAtoms = []string{`"editor" in auth.roles`, `auth.id == null`, `auth.id != null`, `auth.id == "ann"`, `auth.role == "anon"`}

// ownAtoms speak of both, or of the record as it was.
var (
	ownAtoms = []string{`owner == auth.id`, `owner != auth.id`, `author.team == auth.id`}
	oldAtoms = []string{`old.state == "open"`, `old.owner == auth.id`, `old.author == author`, `old.state != state`,
		`old.heat == heat`, `old.hot || hot`, `old.author.weight > 10`}
)

// condition is a random one.
func condition(r *rand.Rand, depth int, from ...[]string) string {
	if depth == 0 || r.IntN(3) == 0 {
		list := from[r.IntN(len(from))]
		return list[r.IntN(len(list))]
	}
	a, b := condition(r, depth-1, from...), condition(r, depth-1, from...)
	switch r.IntN(5) {
	case 0:
		return "!(" + a + ")"
	case 1, 2:
		return "(" + a + ") && (" + b + ")"
	}
	return "(" + a + ") || (" + b + ")"
}

func rules(r *rand.Rand, collection string) string {
	var lines []string
	for _, name := range []string{"read", "create", "update", "delete"} {
		from := [][]string{atoms[collection], callerAtoms}
		if collection == "posts" {
			from = append(from, ownAtoms)
			if name == "update" {
				from = append(from, oldAtoms)
			}
		}
		text := condition(r, 2, from...)
		switch n := r.IntN(12); {
		case n == 0:
			continue // absent: denies
		case n < 3, name != "read" && n < 5:
			text = "true"
		}
		lines = append(lines, "  "+name+": '"+text+"'")
	}
	if lines == nil {
		return "  read: 'false'"
	}
	return strings.Join(lines, "\n")
}

func newWorld(r *rand.Rand) (*world, error) {
	var places []any
	for _, c := range fieldsOf {
		for range c.places {
			rule := ""
			if r.IntN(5) == 0 {
				rule = ", read: '" + condition(r, 1, callerAtoms) + "'"
			}
			places = append(places, rule)
		}
		places = append(places, rules(r, c.collection))
	}
	w := &world{files: fmt.Sprintf(worldTemplate, places...), rows: map[string][][]value.Value{}}
	var err error
	if w.schema, err = parseWorld(w.files); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, w.files)
	}
	n := int64(700_000)
	marker := func() int64 { n++; return n }
	ids := map[string][]value.Value{}
	for i, c := range []string{"people", "posts", "comments"} {
		for range []int{6, 10, 14}[i] {
			ids[c] = append(ids[c], value.OfInt(marker()))
		}
		for at, id := range ids[c] {
			w.rows[c] = append(w.rows[c], w.row(r, c, id, ids, at, marker))
		}
	}
	return w, nil
}

func parseWorld(files string) (*schema.Schema, error) {
	parts := map[string][]byte{}
	for i, text := range strings.Split(files, "\n---\n") {
		parts[fmt.Sprintf("schema/%d.yaml", i)] = []byte(text)
	}
	return schema.Parse(parts)
}

// vocabulary are the values of fields that rules ask about.
var vocabulary = map[string][]string{
	"team": {"red", "blue", "ann"}, "state": {"open", "shut", "held"},
	"owner": {"ann", "bob"}, "mood": {"glad", "sad"},
}

func (w *world) row(r *rand.Rand, collection string, id value.Value, ids map[string][]value.Value, at int, marker func() int64) []value.Value {
	c := w.schema.Collection(collection)
	row := make([]value.Value, len(c.Stored()))
	for i, f := range c.Stored() {
		known := vocabulary[f.Name]
		switch {
		case f.Name == "id":
			row[i] = id
		case r.IntN(6) == 0: // null
		case f.Name == "boss": // of those before, so that rows can be added in order
			if at > 0 {
				row[i] = ids["people"][r.IntN(at)]
			}
		case f.Ref != nil:
			to := ids[f.Ref.To.Name]
			row[i] = to[r.IntN(len(to))]
		case known != nil:
			row[i] = value.OfText(known[r.IntN(len(known))])
		case f.Type.Kind == value.Int:
			row[i] = value.OfInt(marker())
		default:
			row[i] = value.OfText(fmt.Sprintf("m%d", marker()))
		}
	}
	return row
}

// rec is a row as expressions see it, in a world.
type rec struct {
	w   *world
	c   *schema.Collection
	row []value.Value
}

func (r rec) Field(i int) value.Value { return r.row[i] }

func (r rec) Each(rel *expr.Relation, f func(expr.Rec) (bool, error)) error {
	target := schema.Of(rel)
	for _, row := range r.w.rows[target.Name] {
		local, remote := r.row[rel.Local[0]], row[rel.Remote[0]]
		if local.IsNull() || !value.Equal(local, remote) {
			continue
		}
		if more, err := f(rec{r.w, target, row}); err != nil || !more {
			return err
		}
	}
	return nil
}

func (r rec) One(rel *expr.Relation) (found expr.Rec, err error) {
	err = r.Each(rel, func(one expr.Rec) (bool, error) {
		found = one
		return false, nil
	})
	return found, err
}

// holds judges a rule, apart from any store: absent, it denies.
func (w *world) holds(rule *expr.Node, p *query.Principal, c *schema.Collection, row, old []value.Value) bool {
	scope := &expr.Scope{Record: rec{w, c, row}, Facts: factsOf(p)}
	if old != nil {
		scope.Old = rec{w, c, old}
	}
	if rule == nil {
		return false
	}
	ok, err := expr.Test(rule, scope)
	return ok && err == nil
}

func factsOf(p *query.Principal) *expr.Caller {
	return &expr.Caller{ID: p.ID, Role: p.Role, Roles: p.Roles, Time: now.UnixMicro()}
}

// sees judges a field's own rule.
func sees(p *query.Principal, f *schema.Field) bool {
	if f.Read == nil {
		return true
	}
	ok, err := expr.Test(f.Read, &expr.Scope{Facts: factsOf(p)})
	return ok && err == nil
}

// values are those of computed fields, which are stored in what is left of a
// world: they were made of all of it.
var values = regexp.MustCompile(`, value: '[^']*'`)

// computed gives the computed fields of a row, as the evaluator has them.
func (w *world) computed(c *schema.Collection, row []value.Value) []value.Value {
	var out []value.Value
	for _, f := range c.Computed() {
		v, err := expr.Eval(f.Value, &expr.Scope{Record: rec{w, c, row}})
		if err != nil {
			panic(err)
		}
		out = append(out, v)
	}
	return out
}

// seenBy is what is left of the world for a caller: the rows that it may read,
// null where a field is hidden from it.
func (w *world) seenBy(p *query.Principal) *world {
	left := &world{schema: w.schema, files: values.ReplaceAllString(w.files, ""), rows: map[string][][]value.Value{}}
	for _, c := range w.schema.Collections {
		for _, row := range w.rows[c.Name] {
			if !w.holds(c.Rules.Read, p, c, row, nil) {
				continue
			}
			row = append(slices.Clone(row), w.computed(c, row)...)
			for i, f := range c.Fields {
				if !sees(p, f) {
					row[i] = value.Value{}
				}
			}
			left.rows[c.Name] = append(left.rows[c.Name], row)
		}
	}
	return left
}

// after is the world once changes were made.
func (w *world) after(changes []engine.Change) *world {
	fresh := &world{schema: w.schema, rows: map[string][][]value.Value{}}
	for name, rows := range w.rows {
		fresh.rows[name] = slices.Clone(rows)
	}
	for _, ch := range changes {
		rows := fresh.rows[ch.Collection.Name]
		if ch.Old != nil {
			rows = slices.DeleteFunc(rows, func(row []value.Value) bool { return value.Equal(row[0], ch.Old[0]) })
		}
		if ch.New != nil {
			rows = append(rows, ch.New)
		}
		fresh.rows[ch.Collection.Name] = rows
	}
	return fresh
}

// markers adds the world's cells to known.
func (w *world) markers(known map[string]bool) {
	for _, rows := range w.rows {
		for _, row := range rows {
			for _, v := range row {
				for _, m := range marker.FindAllString(v.String(), -1) {
					known[m] = true
				}
			}
		}
	}
}
