package bedplate_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"bedplate"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// TestActionsOutliveReloads serves actions on, by the schema as it has become.
func TestActionsOutliveReloads(t *testing.T) {
	t.Parallel()
	dir := app(t, map[string]string{"bedplate.yaml": "name: notes", "schema/notes.yaml": notes})
	opts := bedplate.Options{Dir: dir, Log: slog.New(slog.DiscardHandler), Actions: []bedplate.Action{{
		Decl: schema.ActionDecl{Name: "all", Reads: true, Rule: "true", Result: schema.ResultDecl{Records: "notes"}},
		Do: func(context.Context, *query.Call) (*query.Answer, error) {
			return &query.Answer{Chosen: query.Chosen{All: true}}, nil
		},
	}}}
	a, err := bedplate.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	for range 2 {
		if w := get(a, "/rest/v1/rpc/all"); w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != "[]" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if err := a.Reload(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := bedplate.Describe(opts, query.RoleAnon)
	if err != nil || !strings.Contains(string(doc.TypeScript()), "all: {") {
		t.Errorf("the types do not have the action: %v", err)
	}
}

// TestActionMistakes are told before anything is served.
func TestActionMistakes(t *testing.T) {
	t.Parallel()
	do := func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }
	for name, actions := range map[string][]bedplate.Action{
		"undone":  {{Decl: schema.ActionDecl{Name: "a"}}},
		"twice":   {{Decl: schema.ActionDecl{Name: "a"}, Do: do}, {Decl: schema.ActionDecl{Name: "a"}, Do: do}},
		"unknown": {{Decl: schema.ActionDecl{Name: "a", Result: schema.ResultDecl{Records: "none"}}, Do: do}},
	} {
		_, err := bedplate.New(bedplate.Options{Dir: app(t, map[string]string{"bedplate.yaml": "name: notes"}),
			Log: slog.New(slog.DiscardHandler), Actions: actions})
		var problems schema.Problems
		if !errors.As(err, &problems) && fault.CodeOf(err) != fault.Internal || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
