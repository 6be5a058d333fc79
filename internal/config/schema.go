package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"bedplate/schema"
)

// ReadSchema reads the schema files of the app in dir, whose collections may
// live on the stores that a configuration can name. An app without the folder
// has no collections.
func ReadSchema(dir string) (*schema.Schema, error) {
	opts := schema.Options{Stores: []string{MainStore}}
	if _, err := os.Stat(filepath.Join(dir, schema.Folder)); errors.Is(err, fs.ErrNotExist) {
		return schema.New(nil, opts)
	}
	return schema.Load(os.DirFS(dir), ".", opts)
}
