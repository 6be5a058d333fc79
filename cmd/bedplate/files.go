package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"bedplate/fault"
	"bedplate/internal/config"
)

// writeApp writes the files of a new app, and none where one stands in the way.
func writeApp(dir string, files map[string][]byte) error {
	if _, err := os.Stat(filepath.Join(dir, config.File)); err == nil {
		return fault.New(fault.Path, "%s holds an app already", dir).WithHint("choose another directory")
	}
	for path := range files {
		if _, err := os.Lstat(filepath.Join(dir, path)); !errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Path, "%s stands in the way", filepath.Join(dir, path)).WithHint("choose another directory")
		}
	}
	for path, content := range files {
		full := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return fault.New(fault.Path, "%s cannot be made: %v", dir, err)
		}
		if err := os.WriteFile(full, content, 0o644); err != nil {
			return fault.New(fault.Path, "%s cannot be written: %v", full, err)
		}
	}
	return nil
}
