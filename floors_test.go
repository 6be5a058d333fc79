package bedplate_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floor is a storey of the building, by the packages on it; a name stands for
// the packages below it too. An import may only point down, so packages on one
// floor do not know each other.
type floor struct{ packages []string }

// floors from the top down, as ARCHITECTURE.md draws them. Floors of the
// vocabulary stand one below the other, in the order in which they need each
// other.
var floors = []floor{
	{[]string{"bench", "examples"}},
	{[]string{"cmd"}},
	{[]string{""}}, // package bedplate, the embedding API
	{[]string{"internal/server", "internal/control"}},
	{[]string{"internal/database"}},
	{[]string{"internal/config"}},
	{[]string{"internal/console"}},
	{[]string{"internal/api/rest", "internal/api/graphql", "internal/api/soap", "internal/api/auth",
		"internal/api/realtime", "internal/api/storage", "internal/api/openapi", "internal/api/reference", "internal/api/graphiql", "internal/api/site"}},
	{[]string{"internal/api/rest/body", "internal/api/bundle", "internal/api/positions"}},
	{[]string{"internal/api/rest/grammar"}},
	{[]string{"internal/identity", "internal/token", "internal/seed", "internal/events", "internal/jobs",
		"internal/webhooks", "internal/files", "internal/functions", "internal/mail", "internal/sms", "internal/outbox"}},
	{[]string{"internal/transfer", "internal/outgoing"}},
	{[]string{"internal/migrate"}},
	{[]string{"internal/api/apitest"}},
	{[]string{"internal/engine"}},
	{[]string{"internal/planner"}},
	{[]string{"internal/access"}},
	{[]string{"store/storetest"}},
	{[]string{"store/sqlite", "store/postgres", "store/mysql", "store/mongodb", "store/cassandra", "store/mem"}},
	{[]string{"store/gathered"}},
	{[]string{"store/sqlgen"}},
	{[]string{"store"}},
	{[]string{"store/driver"}},
	{[]string{"store/plan"}},
	{[]string{"query"}},
	{[]string{"schema"}},
	{[]string{"expr"}},
	{[]string{"search"}},
	{[]string{"value"}},
	{[]string{"fault"}},
	{[]string{"internal/deadline"}},
	{[]string{"internal/toolchain"}}, // for tests
}

// vocabulary is what doors and services may import.
var vocabulary = []string{"query", "schema", "expr", "search", "value", "fault"}

// allowed are the packages of the module that some kinds of package may
// import at most, beyond the order of the floors. The entry that names the
// longest part of a package is the one that holds for it.
var allowed = []struct {
	importer string
	only     []string
}{
	{"internal/api", vocabulary},
	{"internal/api/rest", append([]string{"internal/api/rest", "internal/api/positions"}, vocabulary...)},
	{"internal/api/graphql", append([]string{"internal/api/graphql", "internal/api/positions"}, vocabulary...)},
	{"internal/api/reference", append([]string{"internal/api/bundle"}, vocabulary...)},
	{"internal/api/graphiql", append([]string{"internal/api/bundle"}, vocabulary...)},
	{"internal/api/apitest", append([]string{"internal/engine", "store"}, vocabulary...)}, // for tests
	{"internal/api/bundle/bundletest", []string{"internal/toolchain"}},                    // likewise
	{"internal/token", vocabulary},
	{"internal/seed", vocabulary},
	{"internal/identity", append([]string{"internal/engine"}, vocabulary...)},
	{"internal/events", append([]string{"internal/engine"}, vocabulary...)},
	{"internal/server", append([]string{"internal/deadline"}, vocabulary...)},
	{"internal/control", []string{"schema", "fault"}},
	{"store/mem", []string{"store/driver", "store/plan", "query", "schema", "expr", "value", "fault"}},
	{"store", append([]string{"store"}, vocabulary...)},
}

// within tells whether a package is another, or lies below it.
func within(pkg, parent string) bool {
	return pkg == parent || parent != "" && strings.HasPrefix(pkg, parent+"/")
}

// storey finds a package's floor: the one that names the longest part of it.
func storey(pkg string) (level int, name string) {
	level = -1
	for i, f := range floors {
		for _, p := range f.packages {
			if within(pkg, p) && (level < 0 || len(p) > len(name)) {
				level, name = i, p
			}
		}
	}
	return level, name
}

// imports gives each package's imports of this module, tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		if pkg == "." {
			pkg = ""
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if name == "bedplate" || strings.HasPrefix(name, "bedplate/") {
				found[pkg] = append(found[pkg], strings.TrimPrefix(strings.TrimPrefix(name, "bedplate"), "/"))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFloors(t *testing.T) {
	t.Parallel()
	all := imports(t)
	if len(all) < 5 {
		t.Fatalf("only %d packages were found", len(all))
	}
	for pkg, imported := range all {
		for _, target := range imported {
			if problem := judge(pkg, target); problem != "" {
				t.Errorf("%q imports %q: %s", pkg, target, problem)
			}
		}
	}
}

// TestFloorsCatch shows what the test above is there to catch.
func TestFloorsCatch(t *testing.T) {
	t.Parallel()
	for pkg, target := range map[string]string{
		"fault":                "value",
		"schema":               "query",
		"store/sqlite":         "internal/engine",
		"store/sqlgen":         "store/sqlite",
		"store/postgres":       "store/sqlite",
		"store/mem":            "store/sqlgen",
		"internal/api/rest":    "store",
		"internal/api/soap":    "internal/engine",
		"internal/api/auth":    "internal/api/rest",
		"internal/access":      "internal/planner",
		"internal/token":       "internal/config",
		"internal/files":       "internal/jobs",
		"internal/engine":      "internal/server",
		"internal/config":      "",
		"internal/new":         "fault",
		"internal/api/openapi": "internal/identity",
	} {
		if judge(pkg, target) == "" {
			t.Errorf("%q may import %q", pkg, target)
		}
	}
}

// judge gives what is wrong with an import, "" where it is right.
func judge(pkg, target string) string {
	from, fromName := storey(pkg)
	to, toName := storey(target)
	if from < 0 || to < 0 || fromName == "" && pkg != "" {
		return "it stands on no floor: add it to the list of floors"
	}
	if from > to || from == to && fromName != toName {
		return "the arrow does not point down"
	}
	rule := allowed[0]
	rule.importer = ""
	for _, r := range allowed {
		if within(pkg, r.importer) && len(r.importer) > len(rule.importer) {
			rule = r
		}
	}
	if rule.importer == "" || within(target, pkg) {
		return ""
	}
	if !slices.ContainsFunc(rule.only, func(p string) bool { return within(target, p) }) {
		return "it may import " + strings.Join(rule.only, ", ") + " only"
	}
	return ""
}
