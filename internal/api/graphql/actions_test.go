package graphql

import (
	"context"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// boardAction is an action of the tests' board.
type boardAction struct {
	schema.ActionDecl
	do query.ActionFunc
}

func param(name, kind string) *schema.FieldDecl { return &schema.FieldDecl{Name: name, Type: kind} }

func needed(name, kind string) *schema.FieldDecl {
	return &schema.FieldDecl{Name: name, Type: kind, Required: true}
}

// boardActions are one of each form.
var boardActions = []boardAction{
	{schema.ActionDecl{Name: "add", Comment: "Adds two numbers.", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{needed("a", "int"), {Name: "b", Type: "int", Default: &schema.DefaultDecl{JSON: "1"}, Check: "b < 100"}},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int"}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Value: value.OfInt(c.Arg("a").Int() + c.Arg("b").Int())}, nil
		}},
	{schema.ActionDecl{Name: "split", Reads: true, Rule: "true", Params: []*schema.FieldDecl{needed("text", "text")},
		Result: schema.ResultDecl{Object: []*schema.FieldDecl{param("first", "text"), param("rest", "text"), {Name: "price", Type: "decimal", Precision: 12, Scale: 2}}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			text := c.Arg("text").Raw()
			return &query.Answer{Object: []value.Value{value.OfText(text[:1]), value.OfText(text[1:]), {}}}, nil
		}},
	{schema.ActionDecl{Name: "popular", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{{Name: "least", Type: "int", Required: true, Default: &schema.DefaultDecl{JSON: "1"}}},
		Result: schema.ResultDecl{Records: "posts"}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			f := c.Action.Result.Collection.Field("votes")
			votes := expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
			return &query.Answer{Chosen: query.Chosen{Where: expr.TestOf(expr.Ge, votes, expr.ParamOf(0, votes.Type)),
				Params: []value.Value{c.Arg("least")}, Order: []query.Order{{Expr: votes, Desc: true}}}}, nil
		}},
	{schema.ActionDecl{Name: "ping", Rule: "true"},
		func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }},
	{schema.ActionDecl{Name: "stocked", Atomic: true, Rule: "true", Params: []*schema.FieldDecl{needed("code", "text"), needed("count", "int")},
		Result: schema.ResultDecl{Record: "stock"}},
		func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			stock := c.Schema.Collection("stock")
			key := []value.Value{c.Arg("code"), value.OfInt(1)}
			_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{{Kind: query.Create, Collection: stock, Fields: []int{0, 1, 2},
				Rows: [][]value.Value{append(key[:2:2], c.Arg("count"))}}}}, nil)
			return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{key}}}, err
		}},
	{schema.ActionDecl{Name: "secret_work"}, func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }},
}

func declared() []*schema.ActionDecl {
	out := make([]*schema.ActionDecl, len(boardActions))
	for i := range boardActions {
		out[i] = &boardActions[i].ActionDecl
	}
	return out
}

func done(s *schema.Schema) map[string]query.ActionFunc {
	out := map[string]query.ActionFunc{}
	for i := range boardActions {
		if s.Action(boardActions[i].Name) != nil {
			out[boardActions[i].Name] = boardActions[i].do
		}
	}
	return out
}
