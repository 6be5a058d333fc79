package graphql

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bedplate/internal/engine"
	"bedplate/store/storetest/stores"
)

// asksOf are documents, and variables that they are asked with in turns.
var asksOf = []struct {
	document  string
	variables []string
}{
	{"query($id: bigint!) { posts_by_pk(id: $id) { id title } }",
		[]string{`{"id":1}`, `{"id":2}`, `{"id":"2"}`, `{"id":99}`, `{"id":null}`, `{}`, `{"id":"x"}`, `{"id":1,"more":1}`, `{"id":[1]}`, `{"id":1.0}`, ``}},
	{"query($least: bigint = 1, $limit: Int) { posts(where: {votes: {_gt: $least}}, limit: $limit, order_by: {id: asc}) { id votes } }",
		[]string{`{"limit":1}`, `{"limit":2}`, `{"limit":2,"least":2}`, `{"least":0}`, `{"least":null}`, `{"limit":-1}`, `{"limit":1.5}`, `{"limit":1,"least":"3"}`, `{"limit":null,"least":4}`, `{"limit":5000}`}},
	{"query($n: bigint!) { posts(where: {votes: {_gt: $n}}, limit: 3, order_by: {id: asc}) { id } more: posts(where: {votes: {_in: [$n, 3]}}, order_by: {id: asc}) { id } }",
		[]string{`{"n":1}`, `{"n":3}`, `{"n":5}`}},
	{"query($n: bigint!) { posts(where: {votes: {_in: $n}}, order_by: {id: asc}) { id } }", []string{`{"n":1}`, `{"n":3}`, `{"n":5}`}},
	{"query($p: numeric!) { posts(where: {price: {_gte: $p}}, order_by: {id: asc}) { id price } }",
		[]string{`{"p":7}`, `{"p":12.5}`, `{"p":7.00001}`, `{"p":"7.00001"}`, `{"p":7}`, `{"p":true}`}},
	{"query($w: posts_bool_exp, $o: [posts_order_by!], $all: Boolean = true) { posts(where: $w, order_by: $o, limit: 2) { id title @include(if: $all) author @skip(if: $all) { name } } }",
		[]string{`{"o":{"id":"asc"}}`, `{"o":{"id":"desc"}}`, `{"o":[{"votes":"desc"},{"id":"asc"}],"w":{"live":{"_eq":true}}}`, `{"o":{"id":"asc"},"w":{"live":{"_eq":false}}}`,
			`{"o":{"id":"asc"},"all":false}`, `{"o":{"id":"asc"},"all":null}`, `{"o":{"no":"asc"}}`, `{"w":null,"o":{"id":"asc"}}`}},
	{"query A($t: String) { posts(where: {title: {_like: $t}, status: {_eq: published}}, order_by: {id: asc}) { id author { posts(where: {title: {_neq: $t}}, order_by: {id: asc}) { id } } } }",
		[]string{`{"t":"%s%"}`, `{"t":"first"}`, `{"t":""}`, `{}`, `{"t":null}`, `{"t":5}`}},
	{"query($n: Int!) { posts_aggregate(limit: $n, order_by: {id: asc}) { aggregate { count max { votes } } nodes { id } } __typename }", []string{`{"n":1}`, `{"n":2}`, `{"n":0}`}},
	{"query($w: bigint, $s: [posts_select_column!]) { posts(distinct_on: $s, order_by: [{status: asc}, {id: asc}]) { status comments_aggregate(where: {votes: {_gt: $w}}) { aggregate { count } } } }",
		[]string{`{"w":0,"s":"status"}`, `{"w":1,"s":["status"]}`, `{"w":1}`, `{"s":[]}`}},
}

// TestPreparedMeansTheSame: whatever was asked before, the answer is that of a door that
// nobody has asked anything, byte for byte, errors included.
func TestPreparedMeansTheSame(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Reference, Options{})
	door, err := New(b.graphql.(*Door).doer, b.graphql.(*Door).options)
	if err != nil {
		t.Fatal(err)
	}
	fresh := boards{graphql: door}
	rapid.Check(t, func(t *rapid.T) {
		asks := rapid.SampledFrom(asksOf).Draw(t, "document")
		for _, variables := range rapid.SliceOfN(rapid.SampledFrom(asks.variables), 1, 8).Draw(t, "variables") {
			as := rapid.SampledFrom([]string{"service", "anon", "authenticated 1"}).Draw(t, "role")
			got := b.ask(asks.document, variables, as)
			fresh.forget()
			want := fresh.ask(asks.document, variables, as)
			if got.Code != want.Code || got.Body.String() != want.Body.String() {
				t.Fatalf("%s with %s as %s:\n%s\nand not\n%s", asks.document, variables, as, got.Body, want.Body)
			}
		}
	})
}

// forget lets a door forget every document.
func (b boards) forget() {
	if now := b.graphql.(*Door).books.Load(); now != nil {
		now.documents = newDocuments()
	}
}

// keptOf gives the documents that a door keeps.
func keptOf(b boards) *documents { return b.graphql.(*Door).books.Load().documents }

// TestTheSecondTimeNothingIsPrepared: a document that was asked before is neither parsed
// nor validated nor translated again, whatever its variables bring: what was kept of it is
// changed here, and that is what answers. Nor is anything planned again.
func TestTheSecondTimeNothingIsPrepared(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	const document = "query($least: bigint!, $limit: Int!) { posts(where: {votes: {_gt: $least}}, limit: $limit) { id author { name } comments(limit: 5) { text } comments_aggregate { aggregate { count } } } }"
	first := b.ask(document, `{"least":1,"limit":2}`, "service")
	if !strings.HasPrefix(first.Body.String(), `{"data":{"posts":[{`) {
		t.Fatal(first.Body)
	}
	kept := keptOf(b)
	for _, key := range kept.kept.Keys() {
		doc, _ := kept.kept.Peek(key)
		list := *doc.prepared.Load()
		if key.text != document || len(list) != 1 {
			t.Fatalf("%q is kept, with %d operations", key.text, len(list))
		}
		list[0].pieces = slices.Clone(list[0].pieces)
		list[0].pieces[0].key = []byte(`"kept":`)
	}
	e := b.graphql.(*Door).doer().(*engine.Engine)
	before := e.Stats()
	for _, least := range []int{1, 0, 2, 3} {
		got := b.ask(document, fmt.Sprintf(`{"limit":2,"least":%d}`, least), "service").Body.String()
		if !strings.HasPrefix(got, `{"data":{"kept":[`) {
			t.Errorf("%d is answered anew: %s", least, got)
		}
	}
	after := e.Stats()
	if after.PlanMisses != before.PlanMisses || after.PlanHits != before.PlanHits+4 {
		t.Errorf("plans: %+v, then %+v", before, after)
	}
}

// TestPreparedIsSeenByNobodyElse: what is prepared for one who sees a field is not there
// for one who does not, in either order.
func TestPreparedIsSeenByNobodyElse(t *testing.T) {
	t.Parallel()
	b := people(t, " ~", false)
	const document = "query($id: bigint!) { people(where: {id: {_eq: $id}}) { id salary } }"
	for range 3 {
		if got := b.ask(document, `{"id":1}`, "anon").Body.String(); !strings.Contains(got, "validation-failed") {
			t.Errorf("anybody is given %s", got)
		}
		if got := b.ask(document, `{"id":1}`, "service").Body.String(); got != `{"data":{"people":[{"id":1,"salary":5}]}}` {
			t.Errorf("the service role is given %s", got)
		}
	}
}

// TestPreparedIsBounded: by how many there are of a document, and by all that is kept.
func TestPreparedIsBounded(t *testing.T) {
	t.Parallel()
	d := newDocuments()
	for i := range 3 * maxDocuments {
		doc := &keptDocument{}
		d.add(documentKey{text: fmt.Sprint(i)}, doc)
		for range 2 * maxPrepared {
			d.prepare(doc, &prepared{weight: 1 + i%maxKept})
		}
		d.prepare(doc, &prepared{weight: maxKept + 1})
		d.prepare(doc, nil)
		if list := doc.prepared.Load(); doc.weight > 0 && len(*list) != maxPrepared {
			t.Fatalf("%d operations of a document are kept", len(*list))
		}
	}
	sum := 0
	for _, key := range d.kept.Keys() {
		doc, _ := d.kept.Peek(key)
		sum += doc.weight
	}
	if sum > maxTexts || sum != d.bytes || d.kept.Len() == 0 {
		t.Errorf("%d bytes are kept, %d are counted", sum, d.bytes)
	}
}

// TestMembersAreJSONs: objects are taken apart as encoding/json does, but for names that
// stand there twice.
func TestMembersAreJSONs(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{"{", "}", "[", "]", ",", ":", `"a"`, `"b"`, `"a\"}"`, `"\u0061"`, `"\\"`, "1", "-2.5e3", "true", "null", " ", "\n", "{}", "[]", `{"a":1}`, `[{"x":[]}]`, "\"", "x", `"c":`, `,"d":`})
	rapid.Check(t, func(t *rapid.T) {
		raw := []byte(strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "parts"), ""))
		if rapid.Bool().Draw(t, "object") {
			raw = []byte(`{"first":` + string(raw) + `}`)
		}
		names, values, err := members(raw)
		var want map[string]json.RawMessage
		failed := json.Unmarshal(raw, &want)
		if failed == nil && want == nil { // null
			failed = fmt.Errorf("it is no object")
		}
		if err != nil {
			if failed == nil && !strings.Contains(err.Error(), "twice") {
				t.Fatalf("%s: %v", raw, err)
			}
			return
		}
		got := map[string]json.RawMessage{}
		for i, name := range names {
			got[name] = values[i]
		}
		if failed != nil || len(got) != len(names) || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %v, not %v (%v)", raw, got, want, failed)
		}
	})
}
