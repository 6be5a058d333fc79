package engine_test

import (
	"context"
	"slices"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

const scoped = `
collection: boards
fields: {name: text}
rules: {read: "true", create: "true", update: "true", delete: "true"}
---
collection: posts
fields:
  text:  text
  board: {type: ref, to: boards, on_delete: cascade, back: posts}
rules: {read: "true", create: "true", update: "true", delete: "true"}
`

func scopeOf(t *testing.T, parts ...string) *query.Scope {
	t.Helper()
	s, err := query.ParseScope(parts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A scope narrows every role, the service role too, in every kind of request,
// whether a plan for it is known or not.
func TestScope(t *testing.T) {
	onEveryStore(t, scoped, func(t *testing.T, a *app) {
		boards, posts := a.collection("boards"), a.collection("posts")
		field := func(c *schema.Collection, name string) *expr.Node {
			f := c.Field(name)
			return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
		}
		list := func(c *schema.Collection, outputs ...query.Output) query.Operation {
			return query.Operation{Kind: query.Read, Collection: c, Select: &query.Select{Collection: c, Limit: 10, Outputs: outputs}}
		}
		name := query.Output{Name: "name", Expr: field(boards, "name")}
		text := query.Output{Name: "text", Expr: field(posts, "text")}
		embed := query.Output{Name: "posts", Embed: &query.Embed{Relation: boards.Relation("posts"), Select: *list(posts, text).Select}}
		walked := list(boards, name)
		walked.Select.Where = expr.ExistsOf(expr.Self, boards.Relation("posts"), 1, nil)
		returning := a.create("posts", row{"text": "t"})
		returning.Select = list(posts, text).Select
		all := map[string]query.Operation{
			"list": list(boards, name), "count": list(boards, query.Output{Name: "n", Aggregate: query.CountRows}),
			"embed": list(boards, name, embed), "filter by another": walked,
			"create": a.create("boards", row{"name": "n"}), "update": a.update("boards", "name == 'x'", row{"name": "n"}),
			"delete": a.remove("boards", "name == 'x'"), "upsert": a.upsert("boards", row{"name": "n"}),
			"create another": a.create("posts", row{"text": "t"}), "and see it": returning,
		}
		reads := []string{"list", "count", "embed", "filter by another"}
		for _, c := range []struct {
			scope []string
			want  []string
		}{
			{nil, []string{"list", "count", "embed", "filter by another", "create", "update", "delete", "upsert", "create another", "and see it"}},
			{[]string{"read"}, reads},
			{[]string{"boards:read"}, []string{"list", "count"}},
			{[]string{"boards:read", "posts:read"}, reads},
			{[]string{"boards:create"}, []string{"create"}},
			{[]string{"boards:read", "boards:update"}, []string{"list", "count", "update"}},
			{[]string{"boards:read", "boards:write"}, []string{"list", "count", "create", "update", "delete", "upsert"}},
			{[]string{"posts:create", "boards:read"}, []string{"list", "count", "create another"}},
			{[]string{"read", "posts:create"}, append(slices.Clone(reads), "create another", "and see it")},
			{[]string{"call:x"}, nil},
			{[]string{"others:read"}, nil},
		} {
			for _, role := range []string{query.RoleService, query.RoleAnon, "editor"} {
				p := &query.Principal{Role: role, Scope: scopeOf(t, c.scope...)}
				for range 2 { // the second by a plan that is known
					for what, op := range all {
						_, err := a.Do(context.Background(), p, &query.Request{Schema: a.schema, Ops: []query.Operation{op}}, nil)
						if what == "count" && fault.CodeOf(err) == fault.Aggregates {
							err = nil
						}
						if (err == nil) != slices.Contains(c.want, what) {
							t.Errorf("%v as %s: %s gives %v", c.scope, role, what, err)
						}
					}
				}
				rights := a.Rights(p, query.Source{})
				for kind, what := range map[query.Kind]string{query.Read: "list", query.Create: "create", query.Update: "update", query.Delete: "delete", query.Upsert: "upsert"} {
					if rights.Barred(boards, kind) == slices.Contains(c.want, what) {
						t.Errorf("%v as %s: the right to %s is told wrongly", c.scope, role, what)
					}
				}
				if rights.Hidden(boards, "name") == slices.Contains(c.want, "list") {
					t.Errorf("%v as %s: a field is told of wrongly", c.scope, role)
				}
			}
		}
	})
}

// A scope does not let in whom the rules keep out.
func TestScopeIsNoRule(t *testing.T) {
	onEveryStore(t, papers, func(t *testing.T, a *app) {
		p := user("ada")
		p.Scope = scopeOf(t, "papers:read", "papers:write")
		mine := a.create("papers", row{"title": "mine", "owner": "ada"})
		theirs := a.create("papers", row{"title": "theirs", "owner": "bob"})
		if _, err := a.Do(context.Background(), p, &query.Request{Schema: a.schema, Ops: []query.Operation{mine}}, nil); err != nil {
			t.Error(err)
		}
		if _, err := a.Do(context.Background(), p, &query.Request{Schema: a.schema, Ops: []query.Operation{theirs}}, nil); fault.CodeOf(err) != fault.Denied {
			t.Errorf("%v", err)
		}
	})
}

// A key for reading runs no action that writes: not one that says it does, nor
// one that says it does not and tries, as itself or as the server; alone, or in
// a batch.
func TestReadOnlyScopeRunsNothingThatWrites(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		writes := func(as *query.Principal) query.ActionFunc {
			return func(ctx context.Context, call *query.Call) (*query.Answer, error) {
				c := call.Schema.Collection("papers")
				op := query.Operation{Kind: query.Delete, Collection: c, All: true}
				who := call.As(as)
				if as == nil {
					who = call.As(call.Principal)
				}
				_, err := who.Do(ctx, &query.Request{Ops: []query.Operation{op}}, nil)
				if err == nil {
					err = call.Tx(ctx, func(tx *query.Tx) error {
						_, err := tx.As(query.Service).Do(ctx, &query.Request{Ops: []query.Operation{op}}, nil)
						return err
					})
				}
				return nil, err
			}
		}
		nothing := func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }
		a := acting(t, name, nil,
			does{schema.ActionDecl{Name: "looks", Reads: true, Rule: "true"}, nothing},
			does{schema.ActionDecl{Name: "changes", Rule: "true"}, nothing},
			does{schema.ActionDecl{Name: "changes_whole", Rule: "true", Atomic: true}, nothing},
			does{schema.ActionDecl{Name: "lies", Reads: true, Rule: "true"}, writes(nil)},
			does{schema.ActionDecl{Name: "lies_as_server", Reads: true, Rule: "true"}, writes(query.Service)},
			does{schema.ActionDecl{Name: "servers", Reads: true}, nothing})
		for _, c := range []struct {
			role, action string
			scope        []string
			want         fault.Code
		}{
			{query.RoleService, "looks", []string{"read"}, ""}, {query.RoleService, "changes", []string{"read"}, fault.Denied},
			{query.RoleService, "changes_whole", []string{"read"}, fault.Denied},
			{query.RoleService, "lies", []string{"read"}, fault.Denied}, {query.RoleService, "lies_as_server", []string{"read"}, fault.Denied},
			{query.RoleService, "servers", []string{"read"}, ""}, {"editor", "servers", []string{"read"}, fault.Denied},
			{query.RoleService, "looks", []string{"papers:read"}, fault.Denied}, {query.RoleService, "changes", []string{"call:changes"}, ""},
			{"editor", "changes", []string{"papers:read", "call:changes"}, ""}, {"editor", "servers", []string{"call:servers"}, fault.Denied},
			{query.RoleService, "lies", nil, ""},
		} {
			p := &query.Principal{Role: c.role, Scope: scopeOf(t, c.scope...)}
			decl := a.schema.Action(c.action)
			if _, err := a.Call(context.Background(), p, &query.Invocation{Action: decl}); fault.CodeOf(err) != c.want {
				t.Errorf("%s as %s with %v: %v, want %q", c.action, c.role, c.scope, err, c.want)
			}
			if callable := a.Rights(p, query.Source{}).Callable(decl); callable != (c.want == "" || c.action == "lies" || c.action == "lies_as_server") {
				t.Errorf("%s as %s with %v: callable %v", c.action, c.role, c.scope, callable)
			}
			if decl.Atomic {
				op := query.Operation{Kind: query.Act, Invocation: &query.Invocation{Action: decl}}
				if _, err := a.Do(context.Background(), p, &query.Request{Schema: a.schema, Ops: []query.Operation{op}}, nil); fault.CodeOf(err) != c.want {
					t.Errorf("%s in a batch as %s with %v: %v, want %q", c.action, c.role, c.scope, err, c.want)
				}
			}
		}
	})
}
