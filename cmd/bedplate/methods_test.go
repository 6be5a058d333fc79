//go:build unix

package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"bedplate/internal/toolchain"
)

// outcomes are what became of calls, by the client's method.
type outcomes map[string][]string

// drive runs a script with the published client of GoTrue, and gives what became
// of the calls.
func drive(t *testing.T, from []string, script string, args ...string) outcomes {
	t.Helper()
	packages := toolchain.Find(t, "testdata/clients")
	dir := t.TempDir()
	for _, one := range from {
		if err := os.CopyFS(dir, os.DirFS(one)); err != nil {
			t.Fatal(err)
		}
	}
	packages.Link(t, dir)
	if got := packages.Run(t, dir, append([]string{script}, args...)...); got != "done\n" {
		t.Fatalf("it ended with %q", got)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "became.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out outcomes
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMethods drives users, providers and second factors on SQLite, and holds
// the page about compatibility to it: it lists every method that the client
// has, those that work did, and those that are refused were as it says.
func TestMethods(t *testing.T) {
	t.Parallel()
	var together sync.Mutex
	became := outcomes{}
	whole := t.Run("sqlite", func(t *testing.T) {
		for name, run := range map[string]func(*testing.T, ...string) outcomes{"users": driveUsers, "providers": driveProviders, "factors": driveFactors} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				got := run(t)
				together.Lock()
				defer together.Unlock()
				for method, all := range got {
					became[method] = append(became[method], all...)
				}
			})
		}
	})
	if !whole {
		return
	}
	if len(became) == 0 {
		t.Skip("the clients are not installed")
	}
	page, err := os.ReadFile(filepath.Join(documents, "compatibility.md"))
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, line := range regexp.MustCompile("(?m)^\\| `GoTrueClient\\.([\\w.]+)` \\| (works|refused) \\|(.*)\\|$").FindAllStringSubmatch(string(page), -1) {
		method, what, how := line[1], line[2], line[3]
		listed = append(listed, method)
		got := became[method]
		switch {
		case len(got) == 0:
			t.Errorf("%s is never called", method)
		case what == "works" && !slices.Contains(got, "works"):
			t.Errorf("%s is not seen to work: %q", method, got)
		case what == "refused" && slices.ContainsFunc(got, func(one string) bool { return !strings.Contains(how, one) }):
			t.Errorf("%s is refused with %q, and not as the page says: %s", method, got, how)
		}
	}
	slices.Sort(listed)
	if there := slices.Sorted(maps.Keys(became)); !slices.Equal(listed, there) {
		t.Errorf("the page lists\n%q\nand the client has\n%q", listed, there)
	}
}
