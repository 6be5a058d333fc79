package engine_test

import (
	"testing"

	"bedplate/fault"
	"bedplate/query"
)

const shop = `
collection: makers
key: [id]
fields:
  id:    {type: int, required: true}
  name:  text
  lines: {type: int, value: size(things)}
rules: {read: "true"}
---
collection: things
key: [id]
aggregates: true
fields:
  id:     {type: int, required: true}
  name:   {type: text, value: 'coalesce(maker.name, "nobody") + " " + title'}
  title:  {type: text, max: 20}
  count:  int
  price:  {type: decimal, precision: 10, scale: 2, check: total < 100.0}
  share:  {type: int, value: 100 / count}
  rare:   {type: bool, value: share > 10}
  total:  {type: decimal, precision: 18, scale: 2, value: 'rare ? price * 2 : price'}
  depth:  {type: int, value: 'maker.lines * 10', read: '"staff" in auth.roles'}
  maker:  {type: ref, to: makers, back: things}
rules:
  read:   share != 7
  create: coalesce(share, 1) > 0
  update: old.rare || !rare
`

// shopped is an app with some things in it.
func shopped(t *testing.T, a *app) *app {
	t.Helper()
	a.must(a.create("makers", row{"id": "1", "name": "ann"}, row{"id": "2", "name": nil}))
	a.must(a.create("things",
		row{"id": "1", "title": "saw", "count": "4", "price": "1.50", "maker": "1"},
		row{"id": "2", "title": "axe", "count": "0", "price": "2.00", "maker": "1"},
		row{"id": "3", "title": "nut", "count": nil, "price": nil, "maker": nil},
		row{"id": "4", "title": nil, "count": "14", "price": "9.00", "maker": "2"}))
	return a.by(user("ann"))
}

// A computed field is read, filtered, sorted and counted as any other: what
// cannot be computed is null.
func TestComputedFields(t *testing.T) {
	onEveryStore(t, shop, func(t *testing.T, a *app) {
		ann := shopped(t, a)
		a.rows(a.read("things", "", "id", "name", "share", "rare", "total", "depth"),
			`{"id":1,"name":"ann saw","share":25,"rare":true,"total":3.00,"depth":20}`,
			`{"id":2,"name":"ann axe","share":null,"rare":false,"total":2.00,"depth":20}`,
			`{"id":3,"name":"nobody nut","share":null,"rare":false,"total":null,"depth":null}`,
			`{"id":4,"name":null,"share":7,"rare":false,"total":9.00,"depth":10}`)
		for _, test := range []struct{ where, ids string }{
			{"share == null", "23"}, {"share != 25", "23"}, {"!(share > 10)", "23"}, {"share > 10", "1"},
			{"rare", "1"}, {"!rare", "23"}, {"rare == false", "23"}, {"total >= 2.00", "12"},
			{`name.startsWith("ann")`, "12"}, {"maker.lines == 2", "12"}, {"maker.lines == null", "3"},
			{"maker.things.exists(t, t.rare)", "12"}, {"size(maker.things) == maker.lines", "12"},
		} {
			ids := ""
			for _, r := range ann.must(ann.read("things", test.where, "id")) {
				ids += r[len(r)-2 : len(r)-1]
			}
			if ids != test.ids {
				t.Errorf("%s: %s, want %s", test.where, ids, test.ids)
			}
		}
		sorted := ann.read("things", "", "id", "share")
		sorted.Select.Order = []query.Order{{Expr: fieldAt(a.collection("things"), "share"), Desc: true, NullsFirst: false},
			{Expr: fieldAt(a.collection("things"), "maker.lines")}}
		ann.rows(sorted, `{"id":1,"share":25}`, `{"id":2,"share":null}`, `{"id":3,"share":null}`)
		sum := ann.read("things", "", "rare", "total")
		sum.Select.Outputs[1].Aggregate = query.Sum
		if got := ann.must(sum); len(got) != 2 {
			t.Errorf("groups by a computed field: %v", got)
		}
	})
}

// Nobody writes one, by no way.
func TestComputedFieldsAreNotWritten(t *testing.T) {
	onEveryStore(t, shop, func(t *testing.T, a *app) {
		shopped(t, a)
		a.fails(fault.ReadOnly, a.create("things", row{"id": "9", "share": "3"}))
		a.fails(fault.ReadOnly, a.update("things", "id == 1", row{"name": "x"}))
		a.fails(fault.ReadOnly, a.upsert("things", row{"id": "1", "rare": "true"}))
		made := a.create("makers", row{"id": "9", "name": "eve"})
		next := a.create("things", row{"id": "9", "count": "1"})
		next.Uses = []query.Use{{Op: 0, Field: a.collection("makers").Field("lines").Index, Row: 0, Value: 1}}
		a.fails(fault.Unsupported, made, next)
	})
}

// Rules and checks may speak of them, of the old record and of the new.
func TestRulesOverComputedFields(t *testing.T) {
	onEveryStore(t, shop, func(t *testing.T, a *app) {
		ann := shopped(t, a)
		ann.fails(fault.Denied, ann.create("things", row{"id": "9", "count": "-5"}))
		ann.must(ann.create("things", row{"id": "9", "count": "0"}))
		ann.fails(fault.Check, ann.create("things", row{"id": "8", "count": "1", "price": "50.00"}))
		ann.must(ann.create("things", row{"id": "8", "count": "50", "price": "50.00"}))

		ann.fails(fault.NotFound, byKey(ann.update("things", "id == 4", row{"title": "x"})))
		ann.fails(fault.Denied, byKey(ann.update("things", "id == 2", row{"count": "1"})))
		ann.must(byKey(ann.update("things", "id == 1", row{"count": "2"})))
		rows := ann.must(ann.returning(byKey(ann.update("things", "id == 1", row{"count": "5"})), "share", "rare"))
		if len(rows) != 1 || rows[0] != `{"share":20,"rare":true}` {
			t.Errorf("the new record: %v", rows)
		}
	})
}

// A computed field with a rule of its own is not there for whom it excludes.
func TestHiddenComputedFields(t *testing.T) {
	onEveryStore(t, shop, func(t *testing.T, a *app) {
		ann := shopped(t, a)
		staff := a.by(&query.Principal{Role: query.RoleAuthenticated, ID: "bob", Roles: []string{"staff"}})
		for _, ask := range []func(*app) query.Operation{
			func(a *app) query.Operation { return a.read("things", "", "depth") },
			func(a *app) query.Operation { return a.read("things", "depth > 0", "id") },
			func(a *app) query.Operation { return a.read("makers", "things.exists(t, t.depth > 0)", "id") },
			func(a *app) query.Operation {
				op := a.read("things", "", "id")
				op.Select.Order = []query.Order{{Expr: fieldAt(a.collection("things"), "depth")}}
				return op
			},
		} {
			ann.fails(fault.UnknownField, ask(ann))
			staff.must(ask(staff))
		}
	})
}

// What many computed fields together make too large is refused.
func TestComputedFieldsAreBounded(t *testing.T) {
	const big = `
collection: big
key: [id]
fields:
  id: {type: int, required: true}
  t: text
  a: {type: text, value: t + t + t + t + t + t + t + t + t + t + t + t}
  b: {type: text, value: a + a + a + a + a + a + a + a + a + a + a + a}
`
	onEveryStore(t, big, func(t *testing.T, a *app) {
		a.must(a.read("big", `b == "x"`, "b"))
		a.fails(fault.TooComplex, a.read("big", `b == "x" && b != "y" && b != "z" && b != "u" && b != "v" && b != "w" && b != "a"`, "id"))
	})
}

const crews = `
collection: people
key: [id]
fields:
  id:   {type: int, required: true}
  team: {type: text, max: 20}
  age:  int
rules: {read: age > 1}
---
collection: crews
key: [team]
aggregates: true
view: SELECT team, count(*) AS size, min(id) AS first, json_group_array(age) AS ages, '{"b":1, "a":2}' AS meta FROM people GROUP BY team
fields:
  team:  text
  size:  int
  first: {type: ref, to: people, back: leads}
  ages:  json
  meta:  json
  big:   {type: bool, value: size > 1}
rules:
  read: size < 3
---
collection: odd
view: SELECT id, team AS number, '{"a"' AS doc, '2026-02-30' AS day, team AS word FROM people
fields:
  id:     int
  number: int
  doc:    json
  day:    date
  word:   {type: enum, values: [red]}
rules: {read: "true"}
`

// A view is read under its rules, embeds and is embedded, and is not written.
func TestViews(t *testing.T) {
	t.Parallel()
	a := newApp(t, "sqlite", crews)
	for _, r := range []row{{"id": "1", "team": "red", "age": "3"}, {"id": "2", "team": "red", "age": "4"}, {"id": "3", "team": "blue", "age": "0"},
		{"id": "4", "team": "many", "age": "7"}, {"id": "5", "team": "many", "age": "7"}, {"id": "6", "team": "many", "age": "7"}} {
		a.must(a.create("people", r))
	}
	ann := a.by(user("ann"))
	ann.rows(ann.read("crews", "", "team", "size", "big", "ages", "meta"),
		`{"team":"blue","size":1,"big":false,"ages":[0],"meta":{"a":2,"b":1}}`,
		`{"team":"red","size":2,"big":true,"ages":[3,4],"meta":{"a":2,"b":1}}`)
	ann.rows(ann.read("crews", "first.age > 2 && meta.a == 2 && big", "team"), `{"team":"red"}`)
	ann.rows(ann.read("people", `leads.exists(c, c.size > 0)`, "id"), `{"id":1}`)
	embedded := ann.read("people", "", "id")
	c := a.collection("people")
	embedded.Select.Outputs = append(embedded.Select.Outputs, query.Output{Name: "leads", Embed: &query.Embed{
		Relation: c.Relation("leads"), Select: *ann.selecting(a.collection("crews"), "", "team"), Inner: true}})
	ann.rows(embedded, `{"id":1,"leads":[{"team":"red"}]}`)

	for _, op := range []query.Operation{a.create("crews", row{"team": "x"}), a.update("crews", `team == "red"`, row{"size": "1"}),
		a.remove("crews", `team == "red"`), a.upsert("crews", row{"team": "red"}, "team")} {
		a.fails(fault.ReadOnly, op)
	}
	a.must(a.remove("people", "id == 1")) // no record of a view stands in the way
}

// What a view's column holds beside its type is told, and not passed on.
func TestViewsOfOtherTypes(t *testing.T) {
	t.Parallel()
	a := newApp(t, "sqlite", crews)
	a.must(a.create("people", row{"id": "1", "team": "blue", "age": "3"}))
	a.must(a.read("odd", "", "id"))
	for _, field := range []string{"number", "doc", "day", "word"} {
		a.fails(fault.Value, a.read("odd", "", field))
	}
}
