package storetest

import (
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/store/plan"
	"bedplate/value"
)

const library = `
collection: authors
key: [id]
fields:
  id: {type: int, required: true}
  name: {type: text, required: true}
  score: int
  mentor: {type: ref, to: authors, back: pupils}
---
collection: books
key: [id]
fields:
  id: {type: int, required: true}
  title: text
  price: {type: decimal, precision: 12, scale: 2}
  ratio: float
  tags: {type: list, of: text}
  meta: json
  sold: {type: bool, required: true}
  author: {type: ref, to: authors, back: books}
`

// shelve fills a library: Ann taught Bob, Bob taught Cid; Cid wrote nothing.
func shelve(t testing.TB, h Harness) *fixture {
	f := open(t, h, library)
	f.add("authors", `{"id":1,"name":"Ann","score":3,"mentor":null}`, `{"id":2,"name":"Bob","score":null,"mentor":1}`,
		`{"id":3,"name":"Cid","score":9223372036854775807,"mentor":2}`)
	f.add("books",
		`{"id":1,"title":"Air","price":1.50,"ratio":0.5,"tags":["go","db"],"meta":{"colour":"red","n":1.0},"sold":true,"author":1}`,
		`{"id":2,"title":"air ","price":0.00,"ratio":null,"tags":[],"meta":{"colour":null},"sold":false,"author":1}`,
		`{"id":3,"title":"100%","price":null,"ratio":-1e-200,"tags":null,"meta":null,"sold":true,"author":2}`,
		`{"id":4,"title":null,"price":99.99,"ratio":1e308,"tags":["Go"],"meta":["red"],"sold":false,"author":null}`)
	return f
}

// conditions are what records of the library satisfy, by their keys.
var conditions = []struct{ from, where, want string }{
	// Null is a value to == and !=, and fails every other test.
	{"authors", `score == null`, "2"},
	{"authors", `score != 3`, "2 3"},
	{"authors", `score > 3`, "3"},
	{"authors", `!(score > 3)`, "1 2"},
	{"books", `title.startsWith("a")`, "2"},
	{"books", `!title.startsWith("a")`, "1 3 4"},
	{"books", `title in ["Air", "100%"]`, "1 3"},
	{"books", `!(title in ["Air", "100%"])`, "2 4"},
	// Failed arithmetic makes a comparison neither true nor false.
	{"authors", `score + 1 > 0`, "1"},
	{"authors", `!(score + 1 > 0)`, ""},
	{"authors", `score + 1 != 4`, ""},
	{"authors", `10 / (score - 3) == 0`, "3"},
	{"books", `ratio * 10.0 > 1.0`, "1"},
	{"books", `!(ratio * 10.0 > 1.0)`, "3"},
	{"books", `price * 2 == 3`, "1"},
	// Texts compare byte by byte.
	{"books", `title == "air"`, ""},
	{"books", `title < "a"`, "1 3"},
	{"books", `lower(title) == "air"`, "1"},
	{"books", `size(title) == 4`, "2 3"},
	{"books", `title.contains("%")`, "3"},
	{"books", `title.matches("^[Aa]ir")`, "1 2"},
	// Numbers compare exactly, across scales.
	{"books", `price == 1.5`, "1"},
	{"books", `price > 1.4999`, "1 4"},
	{"books", `price == 0`, "2"},
	{"books", `ratio < 0.0`, "3"},
	// Lists and documents.
	{"books", `"go" in tags`, "1"},
	{"books", `!("go" in tags)`, "2 3 4"},
	{"books", `size(tags) == 0`, "2"},
	{"books", `meta.colour == "red"`, "1"},
	{"books", `meta.colour != "red"`, "2 3 4"},
	{"books", `meta.colour == null`, "2 3 4"},
	{"books", `meta.n == 1`, "1"},
	// References, to one and back.
	{"books", `author.name == "Ann"`, "1 2"},
	{"books", `author.name != "Ann"`, "3 4"},
	{"books", `author.mentor.name == "Ann"`, "3"},
	{"books", `author.name == "Bob" || author.score == 3`, "1 2 3"},
	{"books", `author.name == "Ann" && author.score == 3 || author == null`, "1 2 4"},
	{"books", `author.name == "Ann" || author.score != 3`, "1 2 3 4"},
	{"books", `author.name == "Ann" || author.score == null`, "1 2 3 4"},
	{"books", `author.name >= "B" || sold || author.score < 3`, "1 3"},
	{"books", `!(author.name == "Ann" || author.score == 3)`, "3 4"},
	{"books", `author.mentor.name == "Ann" && author.mentor.score == 3`, "3"},
	{"books", `author.mentor.name == "Ann" || author.name == "Ann"`, "1 2 3"},
	{"books", `author == 1`, "1 2"},
	{"authors", `books.exists(b, b.sold)`, "1 2"},
	{"authors", `!books.exists(b, b.sold)`, "3"},
	{"authors", `books.all(b, b.price > 1)`, "3"},
	{"authors", `books.all(b, b.price + 1.00 > 1)`, "3"},
	{"authors", `size(books) == 2`, "1"},
	{"authors", `pupils.exists(p, p.books.exists(b, b.id > id))`, "1"},
	{"authors", `pupils.exists(p, p.pupils.exists(q, q.name == "Cid" && q.mentor.mentor == id))`, "1"},
	{"authors", `mentor.books.exists(b, "db" in b.tags)`, "2"},
	// Connectives.
	{"books", `sold && price == null || !sold && price > 1`, "3 4"},
	{"books", `!(sold && title == "Air")`, "2 3 4"},
	{"books", `true`, "1 2 3 4"},
	{"books", `false`, ""},
}

// testExpressions holds conditions to their two-valued meaning, case by case.
// Differential does so at random.
func testExpressions(t *testing.T, h Harness) {
	f := shelve(t, h)
	f.need(f.Capabilities().Relations, "relations")
	for _, c := range conditions {
		if strings.Contains(c.where, "matches") && !f.Capabilities().Matches {
			continue
		}
		got, err := f.try(f.Driver, ask{from: c.from, get: []string{"id"}, where: c.where, order: []string{"id"}})
		if err != nil {
			t.Fatalf("%s: %v", c.where, err)
		}
		if ids := strings.NewReplacer("[", "", "]", "").Replace(strings.Join(got, " ")); ids != c.want {
			t.Errorf("%s holds for %s %q, not %q", c.where, c.from, ids, c.want)
		}
	}
	t.Run("absent argument", func(t *testing.T) { testAbsent(&fixture{t, f.Driver, f.schema}) })
	t.Run("guards", func(t *testing.T) { testGuards(&fixture{t, f.Driver, f.schema}) })
}

// testAbsent binds null: a comparison with it is undefined, but for IsNull.
func testAbsent(f *fixture) {
	c := f.collection("authors")
	score, bind := fieldOf(c, 2), &expr.Node{Op: expr.Bind, Type: intType}
	list := &expr.Node{Op: expr.Bind, Type: value.Type{Kind: value.List, Elem: value.Int}}
	eq := expr.TestOf(expr.Eq, score, bind)
	cases := []struct {
		name  string
		where *expr.Node
		want  int
	}{
		{"==", eq, 0},
		{"!(==)", expr.NotOf(eq), 0},
		{"!=", expr.TestOf(expr.Ne, score, bind), 0},
		{"<", expr.TestOf(expr.Lt, score, bind), 0},
		{"!(<)", expr.NotOf(expr.TestOf(expr.Lt, score, bind)), 0},
		{"in", expr.TestOf(expr.In, score, list), 0},
		{"!(in)", expr.NotOf(expr.TestOf(expr.In, score, list)), 0},
		{"true || undefined", expr.OrOf(expr.True, eq), 3},
		{"undefined && true", &expr.Node{Op: expr.And, Type: boolType, Args: []*expr.Node{eq, expr.True}}, 0},
		{"!(undefined && false)", expr.NotOf(expr.TestOf(expr.And, eq, expr.False)), 3},
		{"is null", expr.TestOf(expr.IsNull, bind), 3},
	}
	for _, one := range cases {
		t := value.Type{Kind: value.Int}
		if strings.Contains(one.name, "in") {
			t = list.Type
		}
		if one.name == "is null" {
			t = intType
		}
		p := &plan.Read{From: c, Where: one.where, Outputs: []plan.Output{{Expr: fieldOf(c, 0)}}, Order: byKey(c),
			Limit: plan.None, Offset: plan.None, Binds: []value.Type{t}}
		if got := f.column(p, make([]value.Value, 1)); len(got) != one.want {
			f.Errorf("%s holds for %d records, not %d", one.name, len(got), one.want)
		}
	}
}

// testGuards hides records from a walk and from quantifiers: a guard is
// written over the record that it hides.
func testGuards(f *fixture) {
	authors, books := f.collection("authors"), f.collection("books")
	sold := fieldOf(books, books.Field("sold").Index)
	named := expr.TestOf(expr.Eq, fieldOf(authors, 1), expr.LiteralOf(value.OfText("Ann"), textType))
	walk := *expr.WalkOf(expr.Self, books.Relation("author"))
	walk.Guard = named
	quantifier := func(op expr.Op, pred ...*expr.Node) *expr.Node {
		t := boolType
		if op == expr.Count {
			t = intType
		}
		return &expr.Node{Op: op, Type: t, Args: append([]*expr.Node{expr.Self}, pred...), Rel: authors.Relation("books"), Index: 1, Guard: sold}
	}
	inner := expr.FieldOf(&expr.Node{Op: expr.Var, Index: 1}, 0, "id", intType)
	two := expr.LiteralOf(value.OfInt(2), intType)
	cases := []struct {
		name  string
		from  string
		where *expr.Node
		want  int
	}{
		{"a hidden record's field is null", "books", expr.TestOf(expr.IsNull, expr.FieldOf(&walk, 1, "name", textType)), 2},
		{"even its key", "books", expr.TestOf(expr.IsNull, expr.FieldOf(&walk, 0, "id", intType)), 2},
		{"exists", "authors", quantifier(expr.Exists, expr.TestOf(expr.Eq, inner, two)), 0},
		{"all", "authors", quantifier(expr.All, expr.TestOf(expr.Ne, inner, two)), 3},
		{"count", "authors", expr.TestOf(expr.Eq, quantifier(expr.Count), expr.LiteralOf(value.OfInt(1), intType)), 2},
	}
	for _, one := range cases {
		c := f.collection(one.from)
		p := &plan.Read{From: c, Where: one.where, Outputs: []plan.Output{{Expr: fieldOf(c, 0)}}, Order: byKey(c), Limit: plan.None, Offset: plan.None}
		if got := f.column(p, nil); len(got) != one.want {
			f.Errorf("%s: %d records, not %d", one.name, len(got), one.want)
		}
	}
}

// testErrors expects what a driver cannot say to be refused by name, and what
// visit says to be given back as it is.
func testErrors(t *testing.T, h Harness) {
	f := shelve(t, h)
	testVisitErrors(f)
	if !f.Capabilities().Relations {
		p, _ := f.plan(ask{from: "books", get: []string{"id"}, where: `author.name == "Ann"`})
		if _, err := f.Prepare(p); fault.CodeOf(err) != fault.Unsupported {
			t.Errorf("a walk is refused with %v, not as unsupported", err)
		}
	}
	if err := f.Ping(t.Context()); err != nil {
		t.Errorf("ping: %v", err)
	}
	if f.Capabilities().Name == "" {
		t.Error("the driver does not say what it is")
	}
}
