package expr_test

import (
	"slices"
	"sort"
	"testing"

	"bedplate/expr"
	"bedplate/value"
)

// The world of these tests: posts with an author, a reviewer and comments.

type collection struct {
	name    string
	members map[string]expr.Member
	fields  []string // by index
}

func (c *collection) RecordName() string { return c.name }

func (c *collection) Member(name string) (expr.Member, bool) {
	m, ok := c.members[name]
	return m, ok
}

func (c *collection) Members() []string {
	var names []string
	for n := range c.members {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

func (c *collection) field(name string, kind value.Kind, nullable bool) *collection {
	return c.typed(name, value.Type{Kind: kind}, nullable)
}

func (c *collection) typed(name string, t value.Type, nullable bool) *collection {
	c.members[name] = expr.Member{Field: len(c.fields), Type: t, Nullable: nullable}
	c.fields = append(c.fields, name)
	return c
}

func (c *collection) refer(name string, to *collection, back string, nullable bool) {
	c.field(name, to.members["id"].Type.Kind, nullable)
	m := c.members[name]
	local, remote := []int{m.Field}, []int{to.members["id"].Field}
	m.Relation = &expr.Relation{Name: name, Base: c, Target: to, Local: local, Remote: remote}
	c.members[name] = m
	if back != "" {
		to.members[back] = expr.Member{Field: -1, Relation: &expr.Relation{
			Name: back, Base: to, Target: c, Many: true, Local: remote, Remote: local, Inverse: m.Relation,
		}}
	}
}

func newCollection(name string) *collection {
	return &collection{name: name, members: map[string]expr.Member{}}
}

var users, posts, comments = world()

func world() (users, posts, comments *collection) {
	users, posts, comments = newCollection("users"), newCollection("posts"), newCollection("comments")
	users.field("id", value.UUID, false).field("name", value.Text, false).field("age", value.Int, true)
	posts.field("id", value.Int, false).
		field("title", value.Text, false).
		field("status", value.Text, true).
		field("score", value.Int, true).
		field("ratio", value.Float, true).
		typed("price", value.Type{Kind: value.Decimal, Precision: 12, Scale: 2}, true).
		typed("huge", value.Type{Kind: value.Decimal, Precision: 30, Scale: 4}, true).
		field("published", value.Bool, true).
		field("created", value.Time, true).
		field("day", value.Date, true).
		field("meta", value.JSON, true).
		typed("tags", value.Type{Kind: value.List, Elem: value.Text}, true).
		typed("members", value.Type{Kind: value.List, Elem: value.UUID}, true).
		field("secret", value.Bytes, true).
		field("token", value.UUID, true)
	m := posts.members["status"]
	m.Values = []string{"draft", "published"}
	posts.members["status"] = m
	posts.refer("author", users, "posts", true)
	posts.refer("reviewer", users, "", true)
	comments.field("id", value.Int, false).field("text", value.Text, true).field("votes", value.Int, true)
	comments.refer("post", posts, "comments", false)
	comments.refer("author", users, "comments", true)
	users.refer("boss", users, "", true)
	// slot is a reference of two columns.
	posts.members["slot"] = expr.Member{Field: -1, Relation: &expr.Relation{Name: "slot", Base: posts, Target: comments,
		Local: []int{posts.members["id"].Field, posts.members["score"].Field}, Remote: []int{comments.members["post"].Field, comments.members["votes"].Field}}}
	return users, posts, comments
}

// row is a record of the world; rows refer to each other through their db.
type row struct {
	of     *collection
	values []value.Value
	db     *database
}

type database struct{ rows []*row }

func (r *row) Field(i int) value.Value { return r.values[i] }

func (r *row) One(rel *expr.Relation) (expr.Rec, error) {
	var found expr.Rec
	err := r.Each(rel, func(t expr.Rec) (bool, error) { found = t; return false, nil })
	return found, err
}

func (r *row) Each(rel *expr.Relation, f func(expr.Rec) (bool, error)) error {
	for _, t := range r.db.rows {
		same := t.of == rel.Target
		for i := 0; same && i < len(rel.Local); i++ {
			key := r.values[rel.Local[i]]
			same = !key.IsNull() && value.Equal(key, t.values[rel.Remote[i]])
		}
		if !same {
			continue
		}
		if more, err := f(t); err != nil || !more {
			return err
		}
	}
	return nil
}

// add makes a row; what is not given is null.
func (db *database) add(c *collection, given map[string]value.Value) *row {
	r := &row{of: c, values: make([]value.Value, len(c.fields)), db: db}
	for name, v := range given {
		r.values[slices.Index(c.fields, name)] = v
	}
	db.rows = append(db.rows, r)
	return r
}

func uuid(last byte) value.Value {
	u := [16]byte{15: last}
	return value.OfUUID(u)
}

const annID = "00000000-0000-0000-0000-000000000001"

func decimal(s string) value.Value {
	v, err := value.ParseDecimal(s, 0, 0)
	if err != nil {
		panic(err)
	}
	return v
}

func text(s string) value.Value { return value.OfText(s) }

// ann and ben are users; full is a post with everything, bare one with nothing.
func examples() (full, bare *row) {
	db := &database{}
	db.add(users, map[string]value.Value{"id": uuid(1), "name": text("Ann"), "age": value.OfInt(30), "boss": uuid(2)})
	db.add(users, map[string]value.Value{"id": uuid(2), "name": text("Ben")})
	full = db.add(posts, map[string]value.Value{
		"id": value.OfInt(1), "title": text("Héllo"), "status": text("published"), "score": value.OfInt(5),
		"ratio": value.OfFloat(0.5), "price": value.OfDecimal(110, 2), "huge": decimal("12345678901234567890.1234"),
		"published": value.OfBool(true), "created": value.OfTime(1_000_000), "day": value.OfDate("2026-01-31"),
		"meta":   value.OfJSON(`{"n":1.50,"on":true,"red":"a\"b","nil":null,"list":[10,"x"],"colour":"red","a key":"v"}`),
		"tags":   value.OfListJSON(`["go","db"]`),
		"author": uuid(1), "members": value.OfList([]value.Value{uuid(1)}), "secret": value.OfBytes("\x00\xff"), "token": uuid(9),
	})
	bare = db.add(posts, map[string]value.Value{"id": value.OfInt(2), "title": text("")})
	db.add(comments, map[string]value.Value{"id": value.OfInt(1), "text": text("hi"), "votes": value.OfInt(3), "post": value.OfInt(1), "author": uuid(1)})
	db.add(comments, map[string]value.Value{"id": value.OfInt(2), "post": value.OfInt(1), "author": uuid(2)})
	return full, bare
}

// ann is a caller, nobody another.
func ann() *expr.Caller {
	return &expr.Caller{
		ID: annID, Role: "authenticated", Email: "Ann@example.com", AAL: "aal2", Roles: []string{"editor"}, Tenant: "7",
		Claims: value.OfJSON(`{"org":{"admin":true,"level":3,"plan":"pro","groups":["a","b"],"half":0.5},"sub":"` + annID + `"}`),
		Time:   10_000_000, Method: "GET",
		Header: func(name string) (string, bool) { return "yes", name == "x-flag" },
	}
}

var onPosts = expr.Env{Record: posts, Old: true, Source: true}

func parse(t testing.TB, src string, env expr.Env) *expr.Node {
	t.Helper()
	n, problems := expr.Parse(src, env)
	if problems != nil {
		t.Fatalf("%s\n%v", src, problems)
	}
	return n
}
