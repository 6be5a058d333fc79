package schema_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/schema"
)

// FuzzParse: whatever the file, Parse ends with a schema or with problems that
// stand inside the file; and what it takes, Marshal writes.
func FuzzParse(f *testing.F) {
	for _, files := range valid(f) {
		for _, text := range files {
			f.Add(text)
		}
	}
	f.Add([]byte("a: &x [*x]\n? b\n: !t c"))
	f.Add([]byte("collection: a\nfields: {b: {type: text, check: \"b == \\\"\\u00e9\\\" // c\"}}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := schema.Parse(map[string][]byte{"a.yaml": text})
		if err == nil {
			again, err := schema.Parse(written(s))
			if err != nil {
				t.Fatalf("not read again: %v", err)
			}
			if d := same(s, again); d != "" {
				t.Fatalf("(-read +written):\n%s", d)
			}
			return
		}
		var all schema.Problems
		if !errors.As(err, &all) || len(all) == 0 {
			t.Fatalf("the error is %T", err)
		}
		lines := bytes.Count(text, []byte("\n")) + 2
		for _, p := range all {
			if p.File != "a.yaml" || p.Line < 1 || p.Line > lines || p.Column < 1 || p.Code == "" || !utf8.ValidString(p.Message) {
				t.Errorf("%#v", p)
			}
		}
	})
}

func TestBounds(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"large":      "collection: a\ncomment: " + strings.Repeat("x", 1<<20),
		"flow":       "a: " + strings.Repeat("[", 100_000),
		"maps":       "a: " + strings.Repeat("{a: ", 10_000),
		"sequences":  strings.Repeat("- ", 100_000) + "a",
		"keys":       strings.Repeat("? ", 50_000),
		"tags":       "a: " + strings.Repeat("!a ", 50_000),
		"anchors":    "a: " + strings.Repeat("&a ", 50_000),
		"nul":        "collection: a\x00",
		"not UTF-8":  "collection: \xff",
		"aliases":    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ncollection: x",
		"expression": "collection: a\nrules:\n  read: \"" + strings.Repeat("(", 5000) + "\"",
	} {
		if _, err := schema.Parse(map[string][]byte{"a.yaml": []byte(text)}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"app/schema/posts.yaml": {Data: []byte("collection: posts\nstore: archive\n")},
		"app/schema/users.yml":  {Data: []byte("collection: users\n---\ncollection: teams\n")},
		"app/schema/notes.txt":  {Data: []byte("not a schema")},
		"app/schema/.old.yaml":  {Data: []byte("collection: [")},
		"empty/readme":          {},
	}
	s, err := schema.Load(fsys, "app", schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range s.Collections {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, " "); got != "posts teams users" {
		t.Errorf("collections: %s", got)
	}
	if s.Collection("posts").Store != "archive" || s.Collection("users").Store != "main" || s.Collection("none") != nil {
		t.Error("collections are not found as they are")
	}
	if _, err := schema.Load(fsys, "empty", schema.Options{}); err == nil {
		t.Error("an app without a schema is taken")
	}
	_, err = schema.Load(fsys, "app", schema.Options{Stores: []string{"main", "archives"}})
	if got := positions(problems(err)); len(got) != 1 || got[0] != "schema/posts.yaml:2:8 "+string(fault.Value) {
		t.Errorf("an unknown store: %v", got)
	}
}

// TestVersion: the version changes with what a schema says and with nothing else.
func TestVersion(t *testing.T) {
	t.Parallel()
	version := func(text string) string {
		s, err := schema.Parse(map[string][]byte{"a.yaml": []byte(text)})
		if err != nil {
			t.Fatal(err)
		}
		return s.Version
	}
	base := version("collection: a\nfields: {x: int, y: {type: decimal, precision: 4, scale: 2, default: 1.5}}\n")
	for _, same := range []string{
		"# comment\ncollection: 'a'\nfields:\n  x: {type: int}\n  y: {type: decimal, scale: 2, precision: 4, default: 1.50}\n",
	} {
		if version(same) != base {
			t.Errorf("another version: %s", same)
		}
	}
	for _, other := range []string{
		"collection: a\nfields: {x: int, y: {type: decimal, precision: 4, scale: 2, default: 1.51}}\n",
		"collection: a\nfields: {x: int, y: {type: decimal, precision: 4, scale: 2, default: 1.5}}\nrules: {read: 'true'}\n",
		"collection: a\nfields: {y: {type: decimal, precision: 4, scale: 2, default: 1.5}, x: int}\n",
	} {
		if version(other) == base {
			t.Errorf("the same version: %s", other)
		}
	}
}
