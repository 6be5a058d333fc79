package config

import (
	_ "embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"bedplate/schema"
)

// ReadSchema reads the schema files of the app in dir, whose collections may
// live on the stores that a configuration can name. An app without the folder
// has no collections. Actions are those of the program that serves it.
func ReadSchema(dir string, actions ...*schema.ActionDecl) (*schema.Schema, error) {
	opts := schema.Options{Stores: []string{MainStore}, Actions: actions}
	if _, err := os.Stat(filepath.Join(dir, schema.Folder)); errors.Is(err, fs.ErrNotExist) {
		return schema.New(nil, opts)
	}
	return schema.Load(os.DirFS(dir), ".", opts)
}

//go:embed bedplate.schema.json
var jsonSchema []byte

// JSONSchema gives the JSON Schema of bedplate.yaml, for editors.
func JSONSchema() []byte { return slices.Clone(jsonSchema) }
