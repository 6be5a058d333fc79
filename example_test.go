package bedplate_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"bedplate"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// An app without collections, with one action.
func ExampleAction() {
	dir, err := os.MkdirTemp("", "bedplate")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "bedplate.yaml"), []byte("name: sums"), 0o600); err != nil {
		panic(err)
	}
	app, err := bedplate.New(bedplate.Options{Dir: dir, Log: slog.New(slog.DiscardHandler), Actions: []bedplate.Action{{
		Decl: schema.ActionDecl{
			Name: "add", Reads: true, Rule: "true",
			Params: []*schema.FieldDecl{
				{Name: "a", Type: "int", Required: true},
				{Name: "b", Type: "int", Default: &schema.DefaultDecl{JSON: "1"}, Check: "b < 100"},
			},
			Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int", Required: true}},
		},
		Do: func(_ context.Context, call *query.Call) (*query.Answer, error) {
			return &query.Answer{Value: value.OfInt(call.Arg("a").Int() + call.Arg("b").Int())}, nil
		},
	}}})
	if err != nil {
		panic(err)
	}
	defer app.Close()
	w := httptest.NewRecorder()
	app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/rest/v1/rpc/add?a=2", nil))
	fmt.Println(w.Code, w.Body)
	// Output: 200 3
}
