package graphql

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/internal/api/apitest"
	"bedplate/internal/api/rest"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// parity are requests at both doors that mean the same: who asks, the document, what
// REST is asked by, and its body.
var parity = []struct{ as, document, rest, body string }{
	{"", "{ posts { id title } }", "GET /posts?select=id,title", ""},
	{"staff", "{ posts { id title } }", "GET /posts?select=id,title", ""},
	{"", "{ posts(where: {votes: {_gt: 1}, title: {_neq: \"x\"}}, order_by: [{votes: desc}, {title: asc}], limit: 2, offset: 1) { id } }",
		"GET /posts?select=id&votes=gt.1&title=neq.x&order=votes.desc,title&limit=2&offset=1", ""},
	{"", "{ posts(where: {_or: [{votes: {_is_null: true}}, {price: {_lte: \"7.00\"}}]}) { id price } }", "GET /posts?select=id,price&or=(votes.is.null,price.lte.7.00)", ""},
	{"", "{ posts(where: {_not: {title: {_like: \"f%\"}}}) { id } }", "GET /posts?select=id&title=not.like.f*", ""},
	{"", "{ posts(where: {id: {_in: [1, 2]}}) { id author { id name } comments(where: {votes: {_gte: 1}}, order_by: {votes: desc}, limit: 1) { text } } }",
		"GET /posts?select=id,author(id,name),comments(text)&id=in.(1,2)&comments.votes=gte.1&comments.order=votes.desc&comments.limit=1", ""},
	{"", "{ comments(order_by: {author: {name: desc}}) { id } }", "GET /comments?select=id&order=author(name).desc", ""},
	{"staff", "{ users { name email } }", "GET /users?select=name,email", ""},
	{"authenticated 1", "{ articles(where: {public: {_eq: false}}) { id } }", "GET /articles?select=id&public=eq.false", ""},
	{"", "mutation { insert_users(objects: [{id: 60, name: \"x\"}, {id: 61, name: \"y\"}]) { returning { id name } } }",
		"POST /users?select=id,name&columns=id,name", `[{"id":70,"name":"u"},{"id":71,"name":"v"}]`},
	{"staff", "mutation { update_posts(where: {id: {_eq: 1}}, _set: {votes: 4}) { returning { id votes } } }", "PATCH /posts?select=id,votes&id=eq.1", `{"votes":4}`},
	{"", "mutation { delete_comments(where: {id: {_eq: 1}}) { returning { id } } }", "DELETE /comments?select=id&id=eq.1", ""},
	{"", "mutation { insert_stock(objects: {code: \"q\", shelf: 1, count: 2}, on_conflict: {constraint: stock_pkey, update_columns: [code, shelf, count]}) { returning { count } } }",
		"POST /stock?select=count&upsert", `{"code":"q","shelf":1,"count":2}`},
}

// heard is a Doer that keeps the last request.
type heard struct {
	query.Doer
	last *string
}

func (h heard) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	*h.last = shown(req)
	return h.Doer.Do(ctx, p, req, sink)
}

// shown writes what a request asks.
func shown(req *query.Request) string {
	var b strings.Builder
	for i := range req.Ops {
		op := &req.Ops[i]
		fmt.Fprintf(&b, "%d %s all=%v rows=%d fields=%v where=%s\n", op.Kind, op.Collection.Name, op.All, len(op.Rows), op.Fields, formatted(op.Where))
		for _, ch := range op.Changes {
			fmt.Fprintf(&b, "change %d by %d\n", ch.Field, ch.Op)
		}
		if op.Conflict != nil {
			fmt.Fprintf(&b, "conflict %v ignore=%v\n", op.Conflict.Fields, op.Conflict.Ignore)
		}
		showSelect(&b, op.Select, "")
	}
	if len(req.Ops) > 0 && req.Ops[0].Kind != query.Create {
		texts := []string{}
		for _, v := range req.Params {
			texts = append(texts, v.String())
		}
		slices.Sort(texts) // each door meets them in its own order
		fmt.Fprintf(&b, "%q\n", texts)
	}
	return b.String()
}

func formatted(n *expr.Node) string {
	if n == nil {
		return "-"
	}
	n = expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op == expr.Param {
			return expr.ParamOf(0, n.Type)
		}
		return n
	})
	return expr.Format(n)
}

func showSelect(b *strings.Builder, sel *query.Select, indent string) {
	if sel == nil {
		return
	}
	fmt.Fprintf(b, "%sfrom %s where %s limit %d offset %d\n", indent, sel.Collection.Name, formatted(sel.Where), sel.Limit, sel.Offset)
	for _, o := range sel.Order {
		fmt.Fprintf(b, "%sorder %s %v %v\n", indent, formatted(o.Expr), o.Desc, o.NullsFirst)
	}
	for _, o := range sel.Outputs {
		fmt.Fprintf(b, "%s%s %d %s\n", indent, o.Name, o.Aggregate, formatted(o.Expr))
		if o.Embed != nil {
			showSelect(b, &o.Embed.Select, indent+"  ")
		}
	}
}

// TestParity: what means the same at two doors is the same request, and has the same
// answer on every store.
func TestParity(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		b := board(t, kind, Options{})
		var last string
		inner := b.graphql.(*Door).doer
		doer := func() query.Doer { return heard{inner(), &last} }
		door, err := New(doer, Options{Log: slog.New(slog.DiscardHandler), Page: 100})
		if err != nil {
			t.Fatal(err)
		}
		b = boards{door, rest.New(doer, rest.Options{Log: slog.New(slog.DiscardHandler), Secret: []byte("of the tests")})}
		for _, p := range parity {
			method, target, _ := strings.Cut(p.rest, " ")
			prefer := "return=representation, tx=rollback"
			if strings.HasSuffix(target, "&upsert") {
				target, prefer = strings.TrimSuffix(target, "&upsert"), prefer+", resolution=merge-duplicates"
			}
			res := apitest.Send(b.rest, method, "/rest/v1"+target, p.body, p.as, "Prefer", prefer)
			want := last
			got := b.ask(p.document, "", p.as)
			if res.Code >= http.StatusMultipleChoices || failed(got.Body.String()) != "" {
				t.Errorf("%s\n%s\n%s\n%s", p.document, got.Body, p.rest, res.Body)
				continue
			}
			if last == "" || last != want {
				t.Errorf("%s\n%s\n%s\n%s", p.document, last, p.rest, want)
			}
			if method != http.MethodPost && !strings.Contains(got.Body.String(), strings.TrimSpace(res.Body.String())) {
				t.Errorf("%s\n%s\n%s\n%s", p.document, got.Body, p.rest, res.Body)
			}
		}
	})
}
