package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"

	"bedplate"
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// library is a program that embeds Bedplate and gives its app actions: it
// serves the directory that its last argument names, on a port of its own.
func library() {
	opts := bedplate.Options{Dir: os.Args[len(os.Args)-1], Addr: "127.0.0.1:0", Actions: libraryActions}
	opts.Listening = func(app *bedplate.App, at net.Addr) {
		fmt.Printf("bedplate: serving %s at http://%s\n", app.Name(), at)
	}
	app, err := bedplate.New(opts)
	if err == nil {
		err = app.Run(context.Background())
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// libraryActions have every kind of result.
var libraryActions = []bedplate.Action{
	{Do: total, Decl: schema.ActionDecl{
		Name: "total", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{{Name: "numbers", Type: "list", Of: "int", Required: true}, {Name: "times", Type: "int", Default: &schema.DefaultDecl{JSON: "1"}}},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int", Required: true}},
	}},
	{Do: describeBox, Decl: schema.ActionDecl{
		Name: "describe_box", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{{Name: "box", Type: "json", Required: true}},
		Result: schema.ResultDecl{Object: []*schema.FieldDecl{{Name: "document", Type: "text"}, {Name: "length", Type: "int"}}},
	}},
	{Do: booksOver, Decl: schema.ActionDecl{
		Name: "books_over", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{{Name: "least", Type: "int", Required: true}},
		Result: schema.ResultDecl{Records: "books"},
	}},
	{Do: rename, Decl: schema.ActionDecl{
		Name: "rename", Rule: `auth.role == "librarian"`,
		Params: []*schema.FieldDecl{{Name: "author", Type: "int", Required: true}, {Name: "name_now", Type: "text", Required: true, Max: 40}},
		Result: schema.ResultDecl{Record: "authors"},
	}},
	{Do: refuse, Decl: schema.ActionDecl{Name: "refuse", Reads: true, Rule: "true"}},
}

func total(_ context.Context, call *query.Call) (*query.Answer, error) {
	numbers, err := call.Arg("numbers").Items(value.Type{Kind: value.Int})
	if err != nil {
		return nil, err
	}
	var sum int64
	for _, n := range numbers {
		sum += n.Int()
	}
	return &query.Answer{Value: value.OfInt(sum * call.Arg("times").Int())}, nil
}

func describeBox(_ context.Context, call *query.Call) (*query.Answer, error) {
	text := strings.Join(strings.Fields(call.Arg("box").Raw()), "")
	return &query.Answer{Object: []value.Value{value.OfText(text), value.OfInt(int64(len(text)))}}, nil
}

// libraryField is a field of the record that an expression is about.
func libraryField(c *schema.Collection, name string) *expr.Node {
	f := c.Field(name)
	return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
}

func booksOver(_ context.Context, call *query.Call) (*query.Answer, error) {
	pages := libraryField(call.Action.Result.Collection, "pages")
	return &query.Answer{Chosen: query.Chosen{
		Where:  expr.TestOf(expr.Gt, pages, expr.ParamOf(0, pages.Type)),
		Params: []value.Value{call.Arg("least")},
		Order:  []query.Order{{Expr: pages, Desc: true}},
	}}, nil
}

func rename(ctx context.Context, call *query.Call) (*query.Answer, error) {
	authors := call.Action.Result.Collection
	id := libraryField(authors, "id")
	_, err := call.Do(ctx, &query.Request{
		Params: []value.Value{call.Arg("author")},
		Ops: []query.Operation{{
			Kind: query.Update, Collection: authors, ByKey: true,
			Where:   expr.TestOf(expr.Eq, id, expr.ParamOf(0, id.Type)),
			Changes: []query.Change{{Field: authors.Field("name").Index, Value: call.Arg("name_now")}},
		}},
	}, nil)
	return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{{call.Arg("author")}}}}, err
}

func refuse(context.Context, *query.Call) (*query.Answer, error) {
	return nil, fault.New(fault.Value, "it refuses")
}
