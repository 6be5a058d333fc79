package config

import (
	_ "embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"bedplate/internal/engine"
	"bedplate/internal/identity"
	"bedplate/schema"
)

// ReadSchema reads the schema files of the app in dir, whose collections live on
// the main store of its configuration; nil is one that is not known, because of
// mistakes there. An app without the folder has no collections. What Bedplate
// keeps for itself comes with them, and what the services bring that the app has
// switched on. Actions are those of the program that serves it.
func ReadSchema(dir string, c *Config, actions ...*schema.ActionDecl) (*schema.Schema, error) {
	opts := schema.Options{Stores: []string{MainStore}, Kinds: map[string]string{MainStore: ""},
		System: engine.Collections(), Actions: actions}
	if c != nil {
		opts.Kinds[MainStore] = c.Main().Kind
	}
	if c == nil || c.Auth.Users {
		opts.Services = []schema.Service{identity.Declared()}
	}
	loaded, err := load(dir, opts)
	if err == nil && c != nil && c.Auth.Users {
		if err = identity.CheckClaims(loaded, c.Auth.Identity.Claims, File); err != nil {
			return nil, err
		}
	}
	return loaded, err
}

func load(dir string, opts schema.Options) (*schema.Schema, error) {
	if _, err := os.Stat(filepath.Join(dir, schema.Folder)); errors.Is(err, fs.ErrNotExist) {
		return schema.New(nil, opts)
	}
	return schema.Load(os.DirFS(dir), ".", opts)
}

// CompleteSchema adds what Bedplate keeps for itself to collections that were
// read elsewhere.
func CompleteSchema(s *schema.Schema) (*schema.Schema, error) {
	var decls []*schema.Decl
	for _, c := range s.Collections {
		decls = append(decls, c.Decl())
	}
	return schema.New(decls, schema.Options{Stores: []string{MainStore}, System: engine.Collections()})
}

//go:embed bedplate.schema.json
var jsonSchema []byte

// JSONSchema gives the JSON Schema of bedplate.yaml, for editors.
func JSONSchema() []byte { return slices.Clone(jsonSchema) }
