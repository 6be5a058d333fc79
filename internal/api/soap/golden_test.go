package soap

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/storetest/stores"
)

var rewrite = flag.Bool("update", false, "write the golden WSDLs anew")

// recommend is an action that members may call.
var recommend = &schema.ActionDecl{Name: "recommend", Comment: "Tells what else to read.", Reads: true, Rule: `auth.role == "member"`,
	Params: []*schema.FieldDecl{{Name: "mood", Type: "enum", Values: []string{"bright", "dark"}, Required: true},
		{Name: "most", Type: "int", Default: &schema.DefaultDecl{JSON: "3"}}},
	Result: schema.ResultDecl{Records: "books"}}

// golden is a door to the schema of the golden files.
func golden(t *testing.T) doors {
	t.Helper()
	text, err := os.ReadFile("testdata/wsdl/schema.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Load(fstest.MapFS{"schema/books.yaml": {Data: text}}, ".", schema.Options{System: engine.Collections(), Actions: []*schema.ActionDecl{recommend}})
	if err != nil {
		t.Fatal(err)
	}
	st := store.New(stores.Open(t, "mem", s), store.Options{})
	t.Cleanup(func() { st.Close() })
	e, err := engine.New(engine.Options{Schema: s, Stores: map[string]*store.Store{"main": st},
		Actions: map[string]query.ActionFunc{recommend.Name: func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }}})
	if err != nil {
		t.Fatal(err)
	}
	return doors{soap: New(func() query.Doer { return e }, Options{Log: slog.New(slog.DiscardHandler), Name: "Books & more", PublicURL: "https://books.example"})}
}

// TestGoldenWSDLs: what callers of each role are told, word for word: facets, what may be
// left out, and nothing of what they may not know or do.
func TestGoldenWSDLs(t *testing.T) {
	t.Parallel()
	d := golden(t)
	for name, as := range map[string]string{"anon": "", "member": "member 01934000-0000-7000-8000-000000000001", "staff": "staff"} {
		file := filepath.Join("testdata", "wsdl", name+".wsdl")
		got := strings.ReplaceAll(wsdlFor(t, d, as), "<xsd:element ", "\n  <xsd:element ") // a line each
		if *rewrite {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(want), "\n")
		for i, line := range strings.Split(got, "\n") {
			if i >= len(lines) || line != lines[i] {
				t.Errorf("%s:%d is now\n%s\n-update writes the files anew", file, i+1, line)
				break
			}
		}
		if len(got) < len(want) {
			t.Errorf("%s is longer than what is told now", file)
		}
	}
}
