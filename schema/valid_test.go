package schema_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/expr"
	"bedplate/schema"
)

// valid gives every archive of valid schemas by name.
func valid(t testing.TB) map[string]map[string][]byte {
	t.Helper()
	out := map[string]map[string][]byte{}
	names, _ := filepath.Glob("testdata/valid/*.txtar")
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(filepath.Base(name), ".txtar")] = files(a)
	}
	if len(out) == 0 {
		t.Fatal("no golden files")
	}
	return out
}

// same compares what two schemas say, without what they were read from.
func same(a, b *schema.Schema) string {
	return cmp.Diff(describe(a), describe(b))
}

// describe prints everything that a schema says, references by name.
func describe(s *schema.Schema) []string {
	out := []string{s.Version}
	for _, c := range s.Collections {
		out = append(out, fmt.Sprintf("%s %q %q %q %q %v %v internal=%v aggregates=%v view=%v managed=%v",
			c.Name, c.Table, c.Store, c.Comment, c.Was, c.Key, c.Search, c.Internal, c.Aggregates, c.View, c.Managed))
		for _, f := range c.Fields {
			out = append(out, fmt.Sprintf("  %d %s %q %q %q %v %v%v%v%v%v max=%d %q %v %q set=%d %q %q %q made=%v", f.Index, f.Name, f.Column, f.Comment,
				f.Was, f.Type, f.Required, f.Unique, f.Internal, f.Generated, f.Identity, f.Max, f.Format, f.Pattern, f.Values,
				f.Set, f.CheckText, f.Collation, f.SQLType, f.MakesUUID()))
			if f.Default != nil {
				out = append(out, fmt.Sprintf("    default %s %q %s", f.Default.Value, f.Default.Database, tree(f.Default.Expr)))
			}
			out = append(out, fmt.Sprintf("    %s %s %s value=%s reaches=%v derived=%v",
				tree(f.Check), tree(f.Read), tree(f.Write), tree(f.Value), f.Reaches, f.Derived))
		}
		if c.Query != nil {
			out = append(out, fmt.Sprintf("  query %q %v", c.Query.Text, c.Query.Texts))
		}
		for _, x := range c.Indexes {
			out = append(out, fmt.Sprintf("  index %s %v %v %v", x.Name, x.Parts, x.Unique, tree(x.Where)))
		}
		for _, r := range c.Refs {
			out = append(out, fmt.Sprintf("  ref %s %s %v %v %d %v", r.Name, r.To.Name, r.Columns, r.Target, r.OnDelete, r.Unchecked))
		}
		for _, r := range c.Referrers {
			out = append(out, "  referred to by "+r.Name)
		}
		for _, r := range c.Relations {
			out = append(out, fmt.Sprintf("  relation %s to %s many=%v %v %v", r.Name, r.Target.RecordName(), r.Many, r.Local, r.Remote))
		}
		out = append(out, fmt.Sprintf("  rules %s %s %s %s", tree(c.Rules.Read), tree(c.Rules.Create), tree(c.Rules.Update), tree(c.Rules.Delete)))
		for _, name := range c.Members() {
			m, _ := c.Member(name)
			out = append(out, fmt.Sprintf("  member %s %d %v %v", name, m.Field, m.Type, m.Nullable))
		}
	}
	return out
}

// tree prints an expression, "-" where there is none.
func tree(n *expr.Node) string {
	if n == nil {
		return "-"
	}
	return expr.Format(n)
}

// written gives the files that Marshal makes of a schema.
func written(s *schema.Schema) map[string][]byte {
	out := map[string][]byte{}
	for _, c := range s.Collections {
		out[c.Name+".yaml"] = schema.Marshal(c)
	}
	return out
}

// TestRoundTrip: what Marshal writes reads as the same schema.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, files := range valid(t) {
		first, err := schema.Parse(files)
		if err != nil {
			continue // TestValid says so
		}
		second, err := schema.Parse(written(first))
		if err != nil {
			t.Errorf("%s: %s", name, problems(err))
			for _, text := range written(first) {
				t.Logf("%s", text)
			}
			continue
		}
		if d := same(first, second); d != "" {
			t.Errorf("%s (-read +written):\n%s", name, d)
		}
	}
}

func TestValid(t *testing.T) {
	t.Parallel()
	for name, files := range valid(t) {
		if _, err := schema.Parse(files); err != nil {
			t.Errorf("%s: %s", name, problems(err))
		}
	}
}
