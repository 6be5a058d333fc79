package config_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"bedplate/internal/config"
	"bedplate/schema"
)

func compile(t *testing.T) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("bedplate.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("bedplate.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled, doc.(map[string]any)
}

// TestJSONSchemaAgrees: what the schema takes and refuses, the reader does.
func TestJSONSchemaAgrees(t *testing.T) {
	t.Parallel()
	compiled, _ := compile(t)
	tests := map[string]bool{
		everything:      true,
		"name: board\n": true,
		"limits: {page: \"${PAGE}\", body: 4096}\n": true,
		"name: Big Board\n":                         false,
		"server: {adr: \":1\"}\n":                   false,
		"server: {addr: localhost}\n":               false,
		"limits: {page: 0}\n":                       false,
		"limits: {handler: soon}\n":                 false,
		"stores: {main: postgres://x}\n":            false,
		"stores: {main: postgres://u@x/app}\n":      true,
		"stores: {main: \"mariadb://x:1/app\"}\n":   true,
		"stores: {main: {url: postgres://u@x/app, replicas: [postgres://u@y/app], lag: 5s}}\n": true,
		"stores: {main: {url: postgres://u@x/app, replicas: \"${NO_REPLICAS}\"}}\n":            true,
		"stores: {main: {replicas: [postgres://u@y/app]}}\n":                                   false,
		"stores: {main: {url: postgres://u@x/app, replica: []}}\n":                             false,
		"stores: {main: [postgres://u@x/app]}\n":                                               false,
		"auth: {users: true, providers: {google: {client_id: c, secret: s}}}\n":                true,
		"auth: {users: true, providers: {google: {secret: s}}}\n":                              false,
		"auth: {users: true, providers: {Google: {client_id: c, secret: s}}}\n":                false,
		"auth: {users: true, providers: {google: {client_id: c, key: s}}}\n":                   false,
		"auth: {users: true, providers: [google]}\n":                                           false,
		"outgoing: {allow: [10.0.0.0/8]}\n":                                                    true,
		"outgoing: {deny: [10.0.0.0/8]}\n":                                                     false,
		"files: {}\n":                                                                          false,
		"graphql: {numbers: words}\n":                                                          false,
		"graphql: {listed_only: anon}\n":                                                       true,
		"public: {policy: \"default-src *\"}\n":                                                true,
		"public: {policy: \"\"}\n":                                                             false,
		"public: {folder: web}\n":                                                              false,
		"server: 8080\n":                                                                       false,
	}
	for text, good := range tests {
		var doc any
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(normal(doc)); (err == nil) != good {
			t.Errorf("%s: the schema says %v", text, err)
		}
		if _, err := load(t, text, config.Options{}); (err == nil) != good {
			t.Errorf("%s: the reader says %v", text, err)
		}
	}
}

// normal gives a document as the validator knows it.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = normal(v[k])
		}
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case uint64:
		return int(v)
	}
	return v
}

// TestJSONSchemaNamesWhatIsRead: every key of the schema is one that the reader
// knows. (That the reader knows no other, the file of everything shows.)
func TestJSONSchemaNamesWhatIsRead(t *testing.T) {
	t.Parallel()
	_, doc := compile(t)
	var visit func(object map[string]any, path []string)
	visit = func(object map[string]any, path []string) {
		properties, _ := object["properties"].(map[string]any)
		for name, sub := range properties {
			at := append(path[:len(path):len(path)], name)
			var text strings.Builder
			for depth, key := range at {
				fmt.Fprintf(&text, "%s%s:\n", strings.Repeat("  ", depth), key)
			}
			if at[0] == "auth" && len(at) > 1 && at[1] != "users" {
				text.WriteString("  users: true\n") // to which the others belong
			}
			_, err := load(t, text.String(), config.Options{})
			var problems schema.Problems
			_ = errors.As(err, &problems)
			for _, p := range problems {
				if p.Line == len(at) && p.Column == 2*(len(at)-1)+1 {
					t.Errorf("%s: %v", strings.Join(at, "."), p)
				}
			}
			visit(sub.(map[string]any), at)
		}
	}
	visit(doc, nil)
}
