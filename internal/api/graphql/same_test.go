package graphql

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bedplate/store/storetest/stores"
)

// pair is the same said at two doors.
type pair struct{ graphql, rest string }

// Parts of requests on posts. Whatever of them is put together means the same at both doors.
var (
	pairSelects = []pair{
		{"id", "id"}, {"title", "title"}, {"votes", "votes"}, {"price", "price"}, {"tags", "tags"}, {"meta", "meta"}, {"at", "at"}, {"day", "day"},
		{"ratio", "ratio"}, {"live", "live"}, {"status", "status"}, {"author_id", "author_id:author::int"}, {"colour: meta(path: \"colour\")", "colour:meta->colour"},
		{"author { name }", "author(name)"}, {"editor { id name }", "editor(id,name)"}, {"who: author { posts(order_by: {id: asc}) { id } }", "who:author(posts(id))"},
		{"comments(order_by: {id: asc}) { id votes author { name } }", "comments(id,votes,author(name))"},
		{"labelled(order_by: {label: {name: asc}}) { label { name } }", "labelled(label(name))"},
	}
	pairFilters = []pair{
		{"{votes: {_gt: 1}}", "votes=gt.1"}, {"{_not: {votes: {_gt: 1}}}", "votes=not.gt.1"}, {"{votes: {_neq: 3}}", "votes=neq.3"},
		{"{votes: {_is_null: true}}", "votes=is.null"}, {"{live: {_eq: true}}", "live=eq.true"}, {"{_not: {live: {_eq: false}}}", "live=not.eq.false"},
		{"{title: {_ilike: \"%S%\"}}", "title=ilike.*S*"}, {"{title: {_nlike: \"%s%\"}}", "title=not.like.*s*"}, {"{title: {_regex: \"^[fs]\"}}", "title=match.^[fs]"},
		{"{price: {_gte: 7}}", "price=gte.7"}, {"{price: {_nin: [7, 12.5]}}", "price=not.in.(7,12.5)"}, {"{tags: {_contains: [\"go\"]}}", "tags=cs.{go}"},
		{"{_not: {tags: {_contained_in: [\"go\"]}}}", "tags=not.cd.{go}"}, {"{meta: {_contains: {n: 5}}}", "meta=cs.{\"n\":5}"},
		{"{author_id: {_eq: 1}}", "author=eq.1"}, {"{_not: {editor_id: {_is_null: true}}}", "editor=not.is.null"}, {"{at: {_gt: \"2026-11-02\"}}", "at=gt.2026-11-02"},
		{"{day: {_neq: \"2026-11-01\"}}", "day=neq.2026-11-01"}, {"{ratio: {_lt: 1.5}}", "ratio=lt.1.5"},
		{"{_or: [{votes: {_gt: 5}}, {live: {_is_null: true}}]}", "or=(votes.gt.5,live.is.null)"},
		{"{_not: {_and: [{votes: {_gt: 1}}, {live: {_eq: true}}]}}", "not.and=(votes.gt.1,live.eq.true)"},
		{"{comments: {votes: {_gt: 1}}}", "filter=comments.exists(c, c.votes > 1)"}, {"{_not: {comments: {}}}", "filter=size(comments) == 0"},
		{"{author: {name: {_eq: \"ada\"}}}", "filter=author.name == \"ada\""}, {"{status: {_in: [draft, published]}}", "status=in.(draft,published)"},
		{"{title: {_eq: \"secret\"}}", "title=eq.secret"},
	}
	pairOrders = []pair{
		{"{votes: asc}", "votes"}, {"{votes: desc}", "votes.desc"}, {"{title: desc}", "title.desc"}, {"{price: desc_nulls_last}", "price.desc.nullslast"},
		{"{editor: {name: asc_nulls_first}}", "editor(name).nullsfirst"}, {"{day: asc}", "day"}, {"{id: desc}", "id.desc"},
	}
	pairRoles = []string{"service", "staff", "anon", "authenticated 1"}
)

// TestSameAsREST: the same said at both doors gives the same data, on every store.
func TestSameAsREST(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		b := board(t, kind, Options{})
		rapid.Check(t, func(t *rapid.T) {
			draw := func(from []pair, least, most int, name string) []pair {
				return rapid.SliceOfNDistinct(rapid.SampledFrom(from), least, most, func(p pair) pair { return p }).Draw(t, name)
			}
			selects, filters := draw(pairSelects, 1, 5, "select"), draw(pairFilters, 0, 3, "filters")
			orders, role := draw(pairOrders, 0, 2, "order"), rapid.SampledFrom(pairRoles).Draw(t, "role")
			join := func(list []pair, of func(pair) string, sep string) string {
				var out []string
				for _, p := range list {
					out = append(out, of(p))
				}
				return strings.Join(out, sep)
			}
			left, right := func(p pair) string { return p.graphql }, func(p pair) string { return p.rest }
			document := "{ posts(where: {_and: [" + join(filters, left, ", ") + "]}, order_by: [" + join(append(orders[:len(orders):len(orders)], pair{"{id: asc}", ""}), left, ", ") +
				"], limit: 3) { " + join(selects, left, " ") + " } }"
			path := "/posts?limit=3&select=" + url.QueryEscape(join(selects, right, ","))
			for _, f := range filters {
				name, val, _ := strings.Cut(f.rest, "=")
				path += "&" + name + "=" + url.QueryEscape(val)
			}
			path += "&order=" + url.QueryEscape(strings.TrimSuffix(join(append(orders[:len(orders):len(orders)], pair{"", "id"}), right, ","), ","))
			path += "&comments.order=id&who.posts.order=id&labelled.order=label(name)"
			for _, unused := range []struct{ arg, needs string }{{"&comments.order=id", "comments("}, {"&who.posts.order=id", "who:"}, {"&labelled.order=label(name)", "labelled("}} {
				if !strings.Contains(join(selects, right, ","), unused.needs) {
					path = strings.Replace(path, unused.arg, "", 1)
				}
			}
			want := b.askREST("GET", path, "", role)
			got := b.ask(document, "", role)
			if same := `{"data":{"posts":` + want.Body.String() + `}}`; want.Code != 200 || !sameJSON(got.Body.Bytes(), []byte(same)) {
				t.Fatalf("%s\n%s\n%s\n%s", document, got.Body, path, want.Body)
			}
		})
	})
}

// sameJSON compares what two documents say; the text of numbers counts.
func sameJSON(a, b []byte) bool {
	plain := func(raw []byte) []byte {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			return nil
		}
		out, _ := json.Marshal(v)
		return out
	}
	return plain(a) != nil && bytes.Equal(plain(a), plain(b))
}
