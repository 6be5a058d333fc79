package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bedplate/expr"
	"bedplate/search"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// searchable is texts to search behind keys of each kind: a text, an integer, a
// uuid, and two fields.
const searchable = `
collection: shelves
key: code
fields: {code: {type: text, max: 20}, label: text}
search: [label]
---
collection: papers
key: id
fields:
  id: int
  title: text
  body: text
  "rank": text
  shelf: {type: ref, to: shelves, back: papers}
search: [title, rank, body]
---
collection: notes
fields: {body: text, other: text}
search: [body]
---
collection: pairs
key: [a, b]
fields: {a: {type: text, max: 20}, b: int, words: text}
search: [words]
`

// testSearch searches: what is found, by which words, in which texts, in which
// order, and that an index follows every write.
func testSearch(t *testing.T, h Harness) {
	f := open(t, h, searchable)
	f.need(f.Capabilities().Search, "full-text search")
	f.add("shelves", `{"code":"n","label":"North wall"}`, `{"code":"s","label":"South"}`)
	f.add("papers",
		`{"id":1,"title":"The fat Cat","body":"sat on the mat","shelf":"n"}`,
		`{"id":2,"title":"A cat","rank":"fat","shelf":"s"}`,
		`{"id":3,"title":"Rats","body":"no cats, just rats: don't ask","shelf":"n"}`,
		`{"id":4}`,
		`{"id":-5,"title":"ΑΣ Straße 北京 naïve","body":"x_y half-life 3.14","shelf":"n"}`)
	cases := []struct{ where, want string }{
		{`search("cat")`, "1 2"},
		{`search("CAT fat")`, "1 2"},
		{`search("\"fat cat\"")`, "1"},
		{`search("\"cat fat\"")`, ""}, // a phrase is within one text
		{`search("cat -fat")`, ""},
		{`search("rats or mat")`, "1 3"},
		{`search("-cat")`, "-5 3 4"},
		{`!search("cat")`, "-5 3 4"},
		{`search("")`, ""}, {`search("...")`, ""}, {`!search("")`, "-5 1 2 3 4"},
		{`title.search("fat")`, "1"}, {`rank.search("fat")`, "2"}, {`body.search("-cats")`, "-5 1 2 4"},
		{`search("ας")`, "-5"}, {`search("straße")`, "-5"}, {`search("strasse")`, ""},
		{`search("北京")`, "-5"}, {`search("naive")`, ""}, {`search("NAÏVE")`, "-5"},
		{`search("x")`, "-5"}, {`search("half life")`, "-5"}, {`search("14")`, "-5"}, {`search("don")`, "3"},
		{`search("cat") || id == 4`, "1 2 4"},
		{`shelf.search("wall")`, "-5 1 3"}, {`!shelf.search("wall")`, "2 4"},
		{`shelf.label.search("south")`, "2"},
	}
	for _, c := range cases {
		f.expect(ask{from: "papers", get: []string{"id"}, where: c.where, order: []string{"id"}}, keys(c.want)...)
	}
	f.expect(ask{from: "shelves", get: []string{"code"}, where: `papers.exists(p, p.search("cat"))`, order: []string{"code"}}, `["n"]`, `["s"]`)
	f.expect(ask{from: "shelves", get: []string{"code"}, where: `papers.all(p, p.search("-mat"))`, order: []string{"code"}}, `["s"]`)
	f.expect(ask{from: "shelves", get: []string{"code"}, order: []string{"code"},
		nested: map[string]ask{"papers": {get: []string{"id"}, where: `search("rats")`}}}, `["n",[[3]]]`, `["s",[]]`)
	f.expect(ask{from: "papers", sums: []sum{{what: plan.CountRows}}, where: `search("cat")`}, `[2]`)
}

func keys(ids string) []string {
	var out []string
	for _, id := range strings.Fields(ids) {
		out = append(out, "["+id+"]")
	}
	return out
}

// testSearchWrites changes, moves and deletes what is found, undoes some of it,
// and looks again.
func testSearchWrites(t *testing.T, h Harness) {
	f := open(t, h, searchable)
	f.need(f.Capabilities().Search, "full-text search")
	found := func(word string, want ...string) {
		t.Helper()
		f.expect(ask{from: "pairs", get: []string{"a", "b"}, where: `search("` + word + `")`, order: []string{"a", "b"}}, want...)
	}
	f.add("pairs", `{"a":"x","b":1,"words":"red"}`, `{"a":"x","b":2,"words":"blue"}`, `{"a":"y","b":1}`)
	f.must(f.do(func(tx driver.Tx) error {
		_, err := f.update(tx, "pairs", `["x",1]`, `{"words":"green"}`)
		if _, e := f.update(tx, "pairs", `["y",1]`, `{"words":"red red"}`); e != nil {
			return e
		}
		if got, e := f.try(tx, ask{from: "pairs", get: []string{"a"}, where: `search("green")`}); e != nil || len(got) != 1 {
			t.Errorf("the transaction does not find its own write: %v %v", got, e)
		}
		return err
	}))
	found("red", `["y",1]`)
	found("green", `["x",1]`)
	f.must(f.do(func(tx driver.Tx) error { // a key moves
		_, err := f.update(tx, "pairs", `["x",1]`, `{"b":9}`)
		return err
	}))
	found("green", `["x",9]`)
	undone := errors.New("undone")
	if err := f.do(func(tx driver.Tx) error {
		if err := f.insert(tx, "pairs", `{"a":"z","b":1,"words":"green"}`); err != nil {
			return err
		}
		if _, err := f.delete(tx, "pairs", `["x",9]`); err != nil {
			return err
		}
		return undone
	}); !errors.Is(err, undone) {
		t.Error(err)
	}
	found("green", `["x",9]`)
	f.must(f.do(func(tx driver.Tx) error {
		_, err := f.delete(tx, "pairs", `["x",9]`)
		if e := f.insert(tx, "pairs", `{"a":"x","b":9,"words":"new"}`); e != nil {
			return e
		}
		_, e := f.update(tx, "pairs", `["x",2]`, `{"words":null}`)
		return errors.Join(err, e)
	}))
	found("green")
	found("blue")
	found("new", `["x",9]`)
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// testSearchRank sorts by how well records answer.
func testSearchRank(t *testing.T, h Harness) {
	f := open(t, h, searchable)
	f.need(f.Capabilities().Search, "full-text search")
	f.add("papers",
		`{"id":1,"body":"one cat among very many other words that nobody was looking for at all"}`,
		`{"id":2,"title":"cat"}`, `{"id":3,"title":"cat cat","body":"cat"}`, `{"id":4,"title":"dog"}`, `{"id":5,"title":"cat"}`)
	c := f.collection("papers")
	p, args := f.plan(ask{from: "papers", get: []string{"id"}, where: `search("cat -bird")`, order: []string{"id"}})
	found := p.Where
	p.Order = append([]plan.Order{{Expr: expr.RankOf(found), Desc: true}}, p.Order...)
	if got := fmt.Sprint(f.column(p, args)); got != "[3 2 5 1]" {
		t.Errorf("the best first: %s", got)
	}
	// With the query as an argument, and without any text.
	query := &expr.Node{Op: expr.Bind, Type: value.Type{Kind: value.Text}}
	p.Where = expr.OrOf(expr.SearchOf(query, found.Args[1:]...), expr.TestOf(expr.Eq, f.field(c, "id"), expr.LiteralOf(value.OfInt(4), value.Type{Kind: value.Int})))
	p.Order[0].Expr = expr.RankOf(p.Where.Args[0])
	p.Binds = []value.Type{query.Type}
	if got := fmt.Sprint(f.column(p, []value.Value{value.OfText("ca:*")})); got != "[3 2 5 1 4]" {
		t.Errorf("by a bound query: %s", got)
	}
}

// testSearchWords searches random texts for random queries, and compares with
// package search.
func testSearchWords(t *testing.T, h Harness) {
	f := open(t, h, searchable)
	f.need(f.Capabilities().Search, "full-text search")
	c := f.collection("papers")
	id := int64(0)
	text := rapid.Custom(nastyText)
	rapid.Check(t, func(r *rapid.T) {
		var written [][]string
		first := id
		f.must(f.do(func(tx driver.Tx) error {
			id, written = first, nil
			for range 3 {
				texts := rapid.SliceOfN(text, 3, 3).Draw(r, "texts")
				written = append(written, texts)
				id++
				_, err := tx.Insert(t.Context(), &plan.Insert{Into: c, Fields: append([]int{0}, c.Search...)},
					[]value.Value{value.OfInt(id), value.OfText(texts[0]), value.OfText(texts[1]), value.OfText(texts[2])})
				if err != nil {
					return err
				}
			}
			return nil
		}))
		var pieces []string
		for range rapid.IntRange(1, 4).Draw(r, "words") {
			from := rapid.SampledFrom(slices.Concat(written...)).Draw(r, "from")
			if words := search.Words(from); len(words) > 0 && rapid.Bool().Draw(r, "known") {
				from = rapid.SampledFrom(words).Draw(r, "word")
			}
			sign := rapid.SampledFrom([]string{"", "", "-", "or "}).Draw(r, "sign")
			pieces = append(pieces, sign+`"`+strings.ReplaceAll(from, `"`, "")+`"`)
		}
		q, negated, mistake := search.Parse(search.Web, strings.Join(pieces, " "))
		if mistake != nil {
			r.Fatal(mistake)
		}
		fields := make([]*expr.Node, len(c.Search))
		for i, s := range c.Search {
			fields[i] = expr.FieldOf(expr.Self, s, c.Fields[s].Name, c.Fields[s].Type)
		}
		some := rapid.IntRange(1, len(fields)).Draw(r, "some")
		where := expr.SearchOf(&expr.Node{Op: expr.Bind, Type: value.Type{Kind: value.Text}}, fields[:some]...)
		if negated {
			where = expr.NotOf(where)
		}
		p := &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Binds: []value.Type{{Kind: value.Text}},
			Outputs: []plan.Output{{Expr: f.field(c, "id")}},
			Where:   expr.AndOf(where, expr.TestOf(expr.Gt, f.field(c, "id"), expr.LiteralOf(value.OfInt(first), value.Type{Kind: value.Int}))),
			Order:   []plan.Order{{Expr: f.field(c, "id")}}}
		want := []string{}
		for i, texts := range written {
			if q.Matches(texts[:some]) != negated {
				want = append(want, fmt.Sprint(first+int64(i)+1))
			}
		}
		got := []string{}
		for _, v := range f.column(p, []value.Value{value.OfText(q.String())}) {
			got = append(got, fmt.Sprint(v))
		}
		if !slices.Equal(got, want) {
			r.Fatalf("%q (negated: %v) in %q finds %v, not %v", q, negated, written, got, want)
		}
	})
}

// nastyText draws what tokenizers disagree about.
func nastyText(t *rapid.T) string {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"cat", "CAT", "Straße", "ΑΣ", "ας", "İi", "ı", "K", "é", "e\u0301", "ﬁ", "ǅ", "北京", "한국", "हिन्दी",
			"👩‍👩‍👧", "x_y", "don't", "half-life", "3.14", "٣", "²", "½", "\u0301", "a\u200db", "\U0001E900", "\U0001E922", "ᲀ", "\ue000", "NEAR", "AND", "\"", "*", "'", "{", "^", ":"}),
		rapid.StringN(0, 5, 20),
	)
	return strings.ReplaceAll(strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), rapid.SampledFrom([]string{" ", "", "-"}).Draw(t, "between")), "\x00", "")
}
