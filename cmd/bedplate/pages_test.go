//go:build unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestKeys finds every key of the app's files in the documents.
func TestKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		page string // and those that go on from it
		args []string
		key  string // as it stands there
	}{
		{"schema.md", []string{"schema", "json"}, "[`{ ]%s[`:]"},
		{"operations.md users.md", []string{"schema", "json", "--config"}, "(?m)^ *(?:# *(?:or )?)?%s:|[`{. ]%s[`:.]"},
	} {
		var raw []byte
		for page := range strings.FieldsSeq(c.page) {
			text, err := os.ReadFile(filepath.Join(documents, page))
			if err != nil {
				t.Fatal(err)
			}
			raw = append(raw, text...)
		}
		var published any
		if err := json.Unmarshal([]byte(command(t, c.args...)), &published); err != nil {
			t.Fatal(err)
		}
		keys := keysOf(published, map[string]bool{})
		if len(keys) < 10 {
			t.Fatalf("%v has %d keys", c.args, len(keys))
		}
		for key := range keys {
			if !regexp.MustCompile(strings.ReplaceAll(c.key, "%s", key)).Match(raw) {
				t.Errorf("%s does not have %s", c.page, key)
			}
		}
	}
}

// keysOf gathers the names of all properties of a JSON Schema.
func keysOf(published any, to map[string]bool) map[string]bool {
	switch n := published.(type) {
	case map[string]any:
		for name, v := range n {
			if members, ok := v.(map[string]any); ok && name == "properties" {
				for key := range members {
					to[key] = true
				}
			}
			keysOf(v, to)
		}
	case []any:
		for _, v := range n {
			keysOf(v, to)
		}
	}
	return to
}

// TestLinks follows every link from one file to another, and to a heading there.
func TestLinks(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob(documents + "/*.md")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(documents + "/decisions/*.md")
	if err != nil {
		t.Fatal(err)
	}
	top, err := filepath.Glob("../../*.md")
	if err != nil || len(pages) == 0 || len(more) == 0 || len(top) == 0 {
		t.Fatal("no pages", err)
	}
	link := regexp.MustCompile(`\]\(([^)#:]*)(?:#([^)]*))?\)`)
	for _, page := range slices.Concat(pages, more, top) {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range link.FindAllStringSubmatch(string(raw), -1) {
			to := page
			if found[1] != "" {
				to = filepath.Join(filepath.Dir(page), found[1])
			}
			target, err := os.Stat(to)
			switch {
			case err != nil:
				t.Errorf("%s: there is no %s", page, found[1])
			case found[2] != "" && (target.IsDir() || !slices.Contains(headings(t, to), found[2])):
				t.Errorf("%s: %s has no heading #%s", page, to, found[2])
			}
		}
	}
}

var punctuation = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// headings gives a page's headings as addresses have them.
func headings(t *testing.T, page string) []string {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, line := range strings.Split(string(raw), "\n") {
		if strings.HasPrefix(line, "#") {
			text := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
			found = append(found, strings.ReplaceAll(punctuation.ReplaceAllString(text, ""), " ", "-"))
		}
	}
	return found
}
