package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("collection.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("collection.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// documents gives a file's documents as an editor's YAML parser would.
func documents(t *testing.T, data []byte) []any {
	t.Helper()
	var out []any
	for doc := range strings.SplitSeq("\n"+string(data), "\n---\n") {
		var tree any
		if err := yaml.Unmarshal([]byte(doc), &tree); err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, parsed)
	}
	return out
}

func archives(t *testing.T, pattern string) []*txtar.Archive {
	t.Helper()
	names, _ := filepath.Glob(pattern)
	var out []*txtar.Archive
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	if len(out) == 0 {
		t.Fatal("no golden files")
	}
	return out
}

// TestJSONSchema: the published schema takes what Parse takes, and refuses the
// mistakes of form that it can see.
func TestJSONSchema(t *testing.T) {
	t.Parallel()
	compiled := compile(t)
	for _, a := range archives(t, "testdata/valid/*.txtar") {
		for _, f := range a.Files {
			for i, doc := range documents(t, f.Data) {
				if err := compiled.Validate(doc); err != nil {
					t.Errorf("%s, document %d: %v", f.Name, i+1, err)
				}
			}
		}
	}
	for _, a := range archives(t, "testdata/form/*.txtar") {
		for _, f := range a.Files {
			for i, doc := range documents(t, f.Data) {
				if compiled.Validate(doc) == nil {
					t.Errorf("%s, document %d is taken", f.Name, i+1)
				}
			}
			if _, err := Parse(map[string][]byte{f.Name: f.Data}); err == nil {
				t.Errorf("Parse takes %s", f.Name)
			}
		}
	}
}

// TestJSONSchemaKnowsEveryKey: the reader and the published schema know the
// same keys.
func TestJSONSchemaKnowsEveryKey(t *testing.T) {
	t.Parallel()
	var doc struct {
		Properties map[string]any
		Defs       struct {
			Field struct{ Properties map[string]any }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(JSONSchema(), &doc); err != nil {
		t.Fatal(err)
	}
	d := &decoder{problems: &Problems{}}
	if diff := cmp.Diff(d.fieldKeys(&FieldDecl{}).names(), slices.Sorted(maps.Keys(doc.Defs.Field.Properties))); diff != "" {
		t.Errorf("fields (-read +published):\n%s", diff)
	}
	if diff := cmp.Diff(d.collectionKeys(&Decl{}, new(bool)).names(), slices.Sorted(maps.Keys(doc.Properties))); diff != "" {
		t.Errorf("collections (-read +published):\n%s", diff)
	}
}
