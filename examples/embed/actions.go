package main

import (
	"context"

	"bedplate"
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// actions are the board's.
var actions = []bedplate.Action{
	{Do: search, Decl: schema.ActionDecl{
		Name: "search_threads", Comment: "The threads whose titles have a text, the newest first.",
		Params: []*schema.FieldDecl{
			{Name: "text", Type: "text", Required: true, Max: 100},
			{Name: "boards", Type: "list", Of: "text", Comment: "The slugs of the boards to look in; all of them without it."},
		},
		Result: schema.ResultDecl{Records: "threads"},
		Reads:  true, Rule: "true",
	}},
	{Do: start, Decl: schema.ActionDecl{
		Name: "start_thread", Comment: "Publishes a thread with its first post.",
		Params: []*schema.FieldDecl{
			{Name: "board", Type: "text", Required: true},
			{Name: "title", Type: "text", Required: true, Max: 200},
			{Name: "body", Type: "text", Required: true, Max: 10000},
		},
		Result: schema.ResultDecl{Record: "threads"},
		Atomic: true, Rule: "auth.id != null",
	}},
	{Do: figures, Decl: schema.ActionDecl{
		Name: "figures", Comment: "How much there is, drafts included.",
		Result: schema.ResultDecl{Object: []*schema.FieldDecl{
			{Name: "threads", Type: "int", Required: true}, {Name: "posts", Type: "int", Required: true}}},
		Reads: true, Rule: "true",
	}},
}

// field is a field of the record that an expression is about.
func field(c *schema.Collection, name string) *expr.Node {
	f := c.Field(name)
	return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
}

// search says which threads there are to see. Of those, callers are given what
// the rules let them read, and what they ask for.
func search(_ context.Context, call *query.Call) (*query.Answer, error) {
	threads := call.Action.Result.Collection
	title, board, created := field(threads, "title"), field(threads, "board"), field(threads, "created")
	chosen := query.Chosen{
		Where:  expr.TestOf(expr.Contains, title, expr.ParamOf(0, title.Type)),
		Params: []value.Value{call.Arg("text")},
		Order:  []query.Order{{Expr: created, Desc: true}},
	}
	if boards := call.Arg("boards"); !boards.IsNull() {
		list := value.Type{Kind: value.List, Elem: value.Text}
		chosen.Where = expr.AndOf(chosen.Where, expr.TestOf(expr.In, board, expr.ParamOf(1, list)))
		chosen.Params = append(chosen.Params, boards)
	}
	return &query.Answer{Chosen: chosen}, nil
}

// start makes a thread and its first post, or neither, as who called.
func start(ctx context.Context, call *query.Call) (*query.Answer, error) {
	threads, posts := call.Action.Result.Collection, call.Schema.Collection("posts")
	made, err := call.Do(ctx, create(threads, map[string]value.Value{
		"board": call.Arg("board"), "title": call.Arg("title"), "status": value.OfText("published"),
	}), nil)
	if err != nil {
		return nil, err
	}
	key := made[0].Key
	if _, err := call.Do(ctx, create(posts, map[string]value.Value{"thread": key[0], "body": call.Arg("body")}), nil); err != nil {
		return nil, err
	}
	return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{key}}}, nil
}

// create is the request that makes one record.
func create(c *schema.Collection, members map[string]value.Value) *query.Request {
	op := query.Operation{Kind: query.Create, Collection: c, Rows: [][]value.Value{nil}}
	for name, v := range members {
		op.Fields, op.Rows[0] = append(op.Fields, c.Field(name).Index), append(op.Rows[0], v)
	}
	return &query.Request{Ops: []query.Operation{op}}
}

// figures counts as the server itself: nothing of the records is shown.
func figures(ctx context.Context, call *query.Call) (*query.Answer, error) {
	var counted []value.Value
	for _, name := range []string{"threads", "posts"} {
		sel := query.Select{Collection: call.Schema.Collection(name), Count: query.CountExact}
		read := query.Operation{Kind: query.Read, Collection: sel.Collection, Select: &sel}
		results, err := call.As(query.Service).Do(ctx, &query.Request{Ops: []query.Operation{read}}, nil)
		if err != nil {
			return nil, err
		}
		counted = append(counted, value.OfInt(results[0].Total))
	}
	return &query.Answer{Object: counted}, nil
}
