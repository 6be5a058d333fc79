package apitest

import (
	"context"
	"errors"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// boardAction is an action of the tests' board.
type boardAction struct {
	schema.ActionDecl
	do query.ActionFunc
}

// ofBoard is a field of one of the board's collections, as an expression.
func ofBoard(c *schema.Collection, name string) *expr.Node {
	f := c.Field(name)
	return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
}

func param(name, kind string) *schema.FieldDecl { return &schema.FieldDecl{Name: name, Type: kind} }

func needed(name, kind string) *schema.FieldDecl {
	return &schema.FieldDecl{Name: name, Type: kind, Required: true}
}

// boardActions are the board's, one of each form.
var boardActions = []boardAction{
	{schema.ActionDecl{Name: "add", Comment: "Adds <two> numbers.", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{needed("a", "int"), {Name: "b", Type: "int", Default: &schema.DefaultDecl{JSON: "1"}, Check: "b < 100"}},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int"}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			if c.Arg("b").IsNull() {
				return nil, nil
			}
			return &query.Answer{Value: value.OfInt(c.Arg("a").Int() + c.Arg("b").Int())}, nil
		}},
	{schema.ActionDecl{Name: "split", Reads: true, Rule: "true", Params: []*schema.FieldDecl{needed("text", "text")},
		Result: schema.ResultDecl{Object: []*schema.FieldDecl{param("first", "text"), {Name: "price", Type: "decimal", Precision: 12, Scale: 2}, param("rest", "text")}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			text := c.Arg("text").Raw()
			return &query.Answer{Object: []value.Value{value.OfText(text[:1]), {}, value.OfText(text[1:])}}, nil
		}},
	{schema.ActionDecl{Name: "all_posts", Reads: true, Rule: "true", Result: schema.ResultDecl{Records: "posts"}},
		func(context.Context, *query.Call) (*query.Answer, error) {
			return &query.Answer{Chosen: query.Chosen{All: true}}, nil
		}},
	{schema.ActionDecl{Name: "ping", Rule: "true"},
		func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }},
	{schema.ActionDecl{Name: "stocked", Atomic: true, Rule: "true", Params: []*schema.FieldDecl{needed("code", "text"), needed("count", "int")},
		Result: schema.ResultDecl{Record: "stock"}},
		func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			key := []value.Value{c.Arg("code"), value.OfInt(1)}
			_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{{Kind: query.Create, Collection: c.Schema.Collection("stock"),
				Fields: []int{0, 1, 2}, Rows: [][]value.Value{append(key[:2:2], c.Arg("count"))}}}}, nil)
			return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{key}}}, err
		}},
	{schema.ActionDecl{Name: "echo", Reads: true, Rule: "true", Params: []*schema.FieldDecl{param("doc", "json")},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "json"}}}, echo},
	{schema.ActionDecl{Name: "kinds", Reads: true, Rule: "true", Params: kinds(), Result: schema.ResultDecl{Object: kinds()}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Object: c.Args}, nil
		}},
	{schema.ActionDecl{Name: "popular", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{{Name: "least", Type: "int", Required: true, Default: &schema.DefaultDecl{JSON: "1"}}, param("author", "int"), param("limit", "int")},
		Result: schema.ResultDecl{Records: "posts"}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			votes := ofBoard(c.Action.Result.Collection, "votes")
			chosen := query.Chosen{Where: expr.TestOf(expr.Ge, votes, expr.ParamOf(0, votes.Type)), Params: []value.Value{c.Arg("least")},
				Order: []query.Order{{Expr: votes, Desc: true}}}
			return &query.Answer{Chosen: chosen}, nil
		}},
	{schema.ActionDecl{Name: "by_email", Reads: true, Rule: "true", Params: []*schema.FieldDecl{needed("email", "text")},
		Result: schema.ResultDecl{Records: "users"}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			email := ofBoard(c.Action.Result.Collection, "email")
			return &query.Answer{Chosen: query.Chosen{Where: expr.TestOf(expr.Eq, email, expr.ParamOf(0, email.Type)), Params: c.Args,
				Order: []query.Order{{Expr: email}}}}, nil
		}},
	{schema.ActionDecl{Name: "post", Reads: true, Rule: "true", Params: []*schema.FieldDecl{needed("id", "int")},
		Result: schema.ResultDecl{Record: "posts"}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{c.Args}}}, nil
		}},
	{schema.ActionDecl{Name: "shelves", Reads: true, Rule: "true", Result: schema.ResultDecl{Records: "stock"}},
		func(context.Context, *query.Call) (*query.Answer, error) {
			return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{
				{value.OfText("a,b"), value.OfInt(1)}, {value.OfText("c"), value.OfInt(2)}, {value.OfText("none"), value.OfInt(9)}}}}, nil
		}},
	{schema.ActionDecl{Name: "oddities", Reads: true, Rule: "true", Params: []*schema.FieldDecl{param("filter", "text"), param("cursor", "text")},
		Result: schema.ResultDecl{Records: "labels"}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			name := ofBoard(c.Action.Result.Collection, "name")
			return &query.Answer{Chosen: query.Chosen{All: c.Arg("filter").IsNull(), Order: []query.Order{{Expr: name}}}}, nil
		}},
	{schema.ActionDecl{Name: "half", Reads: true, Rule: "true", Params: []*schema.FieldDecl{needed("result", "text")},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int"}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Value: value.OfInt(int64(len(c.Arg("result").Raw()) / 2))}, nil
		}},
	{schema.ActionDecl{Name: "comment", Rule: `auth.id != null && text != "forbidden"`,
		Params: []*schema.FieldDecl{needed("post", "int"), {Name: "text", Type: "text", Required: true, Max: 20}},
		Result: schema.ResultDecl{Record: "comments"}}, comment},
	{schema.ActionDecl{Name: "recount", Rule: `auth.role == "staff"`}, recount},
	{schema.ActionDecl{Name: "unruled"}, func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }},
	{schema.ActionDecl{Name: "broken", Rule: "true"},
		func(context.Context, *query.Call) (*query.Answer, error) {
			return nil, errors.New("the password is hunter2")
		}},
	{schema.ActionDecl{Name: "panics", Rule: "true"},
		func(context.Context, *query.Call) (*query.Answer, error) { panic("the password is hunter2") }},
	{schema.ActionDecl{Name: "rename", Rule: "true", Params: []*schema.FieldDecl{needed("name", "text")}}, rename},
	{schema.ActionDecl{Name: "note", Atomic: true, Rule: `auth.id != null && text != "forbidden"`,
		Params: []*schema.FieldDecl{needed("id", "int"), needed("post", "int"), {Name: "text", Type: "text", Required: true, Max: 20}},
		Result: schema.ResultDecl{Record: "comments"}}, note},
	{schema.ActionDecl{Name: "restock", Atomic: true, Rule: "true", Params: []*schema.FieldDecl{needed("code", "text"), needed("count", "int")},
		Result: schema.ResultDecl{Object: []*schema.FieldDecl{needed("changed", "int")}}}, restock},
	{schema.ActionDecl{Name: "find", Atomic: true, Reads: true, Rule: "true", Params: []*schema.FieldDecl{needed("code", "text")},
		Result: schema.ResultDecl{Records: "stock"}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			code := ofBoard(c.Action.Result.Collection, "code")
			return &query.Answer{Chosen: query.Chosen{Where: expr.TestOf(expr.Eq, code, expr.ParamOf(0, code.Type)), Params: c.Args}}, nil
		}},
	{schema.ActionDecl{Name: "careless", Atomic: true, Rule: "true", Params: []*schema.FieldDecl{needed("code", "text")}}, careless},
	{schema.ActionDecl{Name: "late", Atomic: true, Rule: "true", Params: []*schema.FieldDecl{needed("code", "text")}},
		func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			if _, err := c.Do(ctx, stocked(c, 1), nil); err != nil {
				return nil, err
			}
			return nil, fault.New(fault.Check, "it is too late")
		}},
	{schema.ActionDecl{Name: "hook", Whole: true, Rule: "true", Params: []*schema.FieldDecl{param("doc", "json")},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "json"}}}, echo},
	{schema.ActionDecl{Name: "size", Whole: true, Rule: "true", Params: []*schema.FieldDecl{needed("raw", "bytes")},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int", Required: true}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Value: value.OfInt(int64(len(c.Args[0].Raw())))}, nil
		}},
	{schema.ActionDecl{Name: "shout", Whole: true, Rule: "true", Params: []*schema.FieldDecl{{Name: "words", Type: "text", Required: true, Max: 10}},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "text"}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Value: value.OfText(c.Args[0].Raw() + "!")}, nil
		}},
}

// kinds are parameters and members of many types.
func kinds() []*schema.FieldDecl {
	return []*schema.FieldDecl{
		param("t", "text"), param("i", "int"), {Name: "d", Type: "decimal", Precision: 8, Scale: 2}, param("b", "bool"),
		{Name: "l", Type: "list", Of: "text"}, {Name: "n", Type: "list", Of: "int"}, param("at", "time"),
		{Name: "e", Type: "enum", Values: []string{"x", "y"}},
	}
}

func echo(_ context.Context, c *query.Call) (*query.Answer, error) {
	return &query.Answer{Value: c.Args[0]}, nil
}

// comment writes a comment as who called, under the rules, by the next free key.
func comment(ctx context.Context, c *query.Call) (*query.Answer, error) {
	col := c.Action.Result.Collection
	var key value.Value
	err := c.Tx(ctx, func(tx *query.Tx) error {
		id := ofBoard(col, "id")
		last := &query.Select{Collection: col, Outputs: []query.Output{{Name: "id", Expr: id}},
			Order: []query.Order{{Expr: id, Desc: true}}, Limit: 1}
		var found query.Kept
		if _, err := tx.As(query.Service).Do(ctx, &query.Request{Ops: []query.Operation{{Kind: query.Read, Collection: col, Select: last}}}, &found); err != nil {
			return err
		}
		key = value.OfInt(found.Rows[0][0].Int() + 1)
		_, err := tx.Do(ctx, &query.Request{Ops: []query.Operation{{Kind: query.Create, Collection: col,
			Fields: []int{col.Field("id").Index, col.Field("post").Index, col.Field("text").Index},
			Rows:   [][]value.Value{{key, c.Arg("post"), c.Arg("text")}}}}}, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{{key}}}}, nil
}

// note writes a comment as who called, in the transaction of the call.
func note(ctx context.Context, c *query.Call) (*query.Answer, error) {
	col := c.Action.Result.Collection
	err := c.Tx(ctx, func(tx *query.Tx) error {
		_, err := tx.Do(ctx, &query.Request{Ops: []query.Operation{{Kind: query.Create, Collection: col,
			Fields: []int{col.Field("id").Index, col.Field("post").Index, col.Field("text").Index}, Rows: [][]value.Value{c.Args}}}}, nil)
		return err
	})
	return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{c.Args[:1]}}}, err
}

// restock sets the count of a code on every shelf.
func restock(ctx context.Context, c *query.Call) (*query.Answer, error) {
	col := c.Schema.Collection("stock")
	code := ofBoard(col, "code")
	done, err := c.Do(ctx, &query.Request{Params: c.Args[:1],
		Ops: []query.Operation{{Kind: query.Update, Collection: col, Where: expr.TestOf(expr.Eq, code, expr.ParamOf(0, code.Type)),
			Changes: []query.Change{{Field: col.Field("count").Index, Value: c.Arg("count")}}}}}, nil)
	if err != nil {
		return nil, err
	}
	return &query.Answer{Object: []value.Value{value.OfInt(done[0].Affected)}}, nil
}

// stocked is the request that puts a code on shelves.
func stocked(c *query.Call, shelves ...int64) *query.Request {
	col := c.Schema.Collection("stock")
	op := query.Operation{Kind: query.Create, Collection: col, Fields: []int{col.Field("code").Index, col.Field("shelf").Index}}
	for _, shelf := range shelves {
		op.Rows = append(op.Rows, []value.Value{c.Arg("code"), value.OfInt(shelf)})
	}
	return &query.Request{Ops: []query.Operation{op}}
}

// careless writes two records, of which the second cannot stand, and says that
// all is well.
func careless(ctx context.Context, c *query.Call) (*query.Answer, error) {
	_, _ = c.Do(ctx, stocked(c, 1, 1), nil)
	return nil, nil
}

// recount sets every comment's votes.
func recount(ctx context.Context, c *query.Call) (*query.Answer, error) {
	col := c.Schema.Collection("comments")
	_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{{Kind: query.Update, Collection: col, All: true,
		Changes: []query.Change{{Field: col.Field("votes").Index, Value: value.OfInt(0)}}}}}, nil)
	return nil, err
}

// rename gives the first user a name, which others may have.
func rename(ctx context.Context, c *query.Call) (*query.Answer, error) {
	col := c.Schema.Collection("users")
	id := ofBoard(col, "id")
	_, err := c.As(query.Service).Do(ctx, &query.Request{Params: []value.Value{value.OfInt(1)},
		Ops: []query.Operation{{Kind: query.Update, Collection: col, Where: expr.TestOf(expr.Eq, id, expr.ParamOf(0, id.Type)),
			Changes: []query.Change{{Field: col.Field("name").Index, Value: c.Arg("name")}}}}}, nil)
	return nil, err
}

// declared are what the board's actions say of themselves, and done
// what those of a schema do.
func declared() []*schema.ActionDecl {
	var out []*schema.ActionDecl
	for i := range boardActions {
		out = append(out, &boardActions[i].ActionDecl)
	}
	return out
}

func done(s *schema.Schema) map[string]query.ActionFunc {
	out := map[string]query.ActionFunc{}
	for _, a := range boardActions {
		if s.Action(a.Name) != nil {
			out[a.Name] = a.do
		}
	}
	return out
}
