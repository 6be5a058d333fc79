package main

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

// app is the small app that init writes: *.tmpl files are filled in, gitignore
// becomes .gitignore.
//
//go:embed app
var app embed.FS

type initCommand struct {
	Dir string `arg:"" help:"The directory to make; it may exist, but hold no app."`
}

// Help is the example of --help.
func (initCommand) Help() string {
	return "Example:\n\n  bedplate init shop\n  bedplate seed shop\n  bedplate dev shop"
}

// Run writes the files, and none where one of them exists.
func (cmd initCommand) Run(c console) error {
	dir, err := filepath.Abs(cmd.Dir)
	if err != nil {
		return err
	}
	files, err := appFiles(appName(filepath.Base(dir)))
	if err != nil {
		return err
	}
	if err := writeApp(cmd.Dir, files); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "An app stands in %s. Next:\n\n  bedplate seed %s\n  bedplate dev %s\n", cmd.Dir, cmd.Dir, cmd.Dir)
	return nil
}

// appFiles gives the files of a new app by their path.
func appFiles(name string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(app, "app", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := app.ReadFile(path)
		if err != nil {
			return err
		}
		path = strings.TrimPrefix(path, "app/")
		if path == "gitignore" {
			path = ".gitignore"
		}
		if plain, ok := strings.CutSuffix(path, ".tmpl"); ok {
			t, err := template.New(plain).Parse(string(raw))
			if err != nil {
				return err
			}
			var filled bytes.Buffer
			if err := t.Execute(&filled, struct{ Name string }{name}); err != nil {
				return err
			}
			path, raw = plain, filled.Bytes()
		}
		files[path] = raw
		return nil
	})
	return files, err
}

var notInName = regexp.MustCompile(`[^a-z0-9_-]+`)

// appName makes a name that bedplate.yaml takes of a directory's.
func appName(dir string) string {
	name := strings.Trim(notInName.ReplaceAllString(strings.ToLower(dir), "-"), "-_0123456789")
	if name == "" {
		return "app"
	}
	return name[:min(len(name), 40)]
}
