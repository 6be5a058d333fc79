package engine_test

import (
	"context"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// What a service owns is written by itself alone, whoever else asks, and its
// internal fields are there for nobody else.
func TestOwner(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		s, err := schema.New([]*schema.Decl{{Name: "notes", Fields: []*schema.FieldDecl{
			{Name: "by", Type: "ref", To: "safe_boxes", OnDelete: "cascade"}}}},
			schema.Options{Services: []schema.Service{{Name: "safe", Prefix: "safe_", Files: map[string][]byte{
				"boxes.yaml": []byte("collection: safe_boxes\nfields: {label: text, code: {type: text, internal: true}}\nrules: {read: \"true\", create: \"true\", update: \"true\", delete: \"true\"}\n---\n" +
					"collection: safe_tools\ninternal: true\nfields: {a: text}\n")}}}})
		if err != nil {
			t.Fatal(err)
		}
		e := enginetest.Open(t, name, engine.Options{Schema: s})
		a := &app{t: t, Engine: e, schema: s}
		owner := &query.Principal{Role: query.RoleService, Owner: "safe"}
		do := func(p *query.Principal, op query.Operation) ([]query.Result, error) {
			return e.Do(context.Background(), p, &query.Request{Schema: s, Ops: []query.Operation{op}}, nil)
		}
		box := a.create("safe_boxes", row{"label": "l", "code": "c"})
		plain := a.create("safe_boxes", row{"label": "l"})
		made, err := do(owner, box)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := do(owner, a.create("safe_tools", row{"a": "b"})); err != nil {
			t.Error(err)
		}
		c := a.collection("safe_boxes")
		code := query.Operation{Kind: query.Read, Collection: c, Select: &query.Select{Collection: c, Limit: 1,
			Outputs: []query.Output{{Name: "code", Expr: expr.FieldOf(expr.Self, c.Field("code").Index, "code", c.Field("code").Type)}}}}
		for _, p := range []*query.Principal{query.Service, query.Anonymous, user("u"), {Role: query.RoleService, Owner: "other"}} {
			for what, op := range map[string]query.Operation{"create": plain,
				"update": {Kind: query.Update, Collection: c, All: true, Changes: []query.Change{{Field: c.Field("label").Index, Value: value.OfText("x")}}},
				"delete": {Kind: query.Delete, Collection: c, All: true}, "upsert": a.upsert("safe_boxes", row{"label": "l"})} {
				if _, err := do(p, op); fault.CodeOf(err) != fault.ReadOnly {
					t.Errorf("%+v may %s: %v", p, what, err)
				}
			}
			for what, want := range map[query.Kind]bool{query.Read: false, query.Create: true, query.Update: true, query.Delete: true} {
				if got := e.Rights(p, query.Source{}).Barred(c, what); got != want {
					t.Errorf("%+v: barred from %d: %v", p, what, got)
				}
			}
			if _, err := do(p, code); fault.CodeOf(err) != fault.UnknownField {
				t.Errorf("%+v reads a code: %v", p, err)
			}
			if _, err := do(p, a.create("safe_tools", row{"a": "b"})); fault.CodeOf(err) != fault.UnknownCollection {
				t.Errorf("%+v finds the tools: %v", p, err)
			}
		}
		if _, err := do(owner, code); err != nil { // after it was refused to the service role
			t.Error(err)
		}
		if _, err := do(query.Service, a.create("notes", row{"by": value.OfRawUUID(made[0].Key[0].Raw()).String()})); err != nil {
			t.Error(err)
		}
		if _, err := do(owner, query.Operation{Kind: query.Delete, Collection: c, All: true}); err != nil {
			t.Error(err)
		}
	})
}
