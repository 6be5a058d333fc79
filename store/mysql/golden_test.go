package mysql

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/mysql/dialect"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/store/storetest"
	"bedplate/value"
)

// servers are two that can do different things.
var servers = []struct {
	name    string
	dialect dialect.MySQL
}{
	{"MariaDB", dialect.MySQL{Collation: "utf8mb4_nopad_bin", PlainJSON: true, MostScale: 38}},
	{"MySQL", dialect.MySQL{Collation: "utf8mb4_0900_bin", Derived: true, LockOf: true, MostScale: 30}},
}

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares the last file of an archive with what make gives of the others.
func golden(t *testing.T, path string, make func(files map[string]string) string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	last := &archive.Files[len(archive.Files)-1]
	got := make(files)
	if *update {
		last.Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(last.Data), got); diff != "" {
		t.Errorf("%s (-update writes it anew)\n%s", path, diff)
	}
}

// condition reads an expression; what does not touch the record is an argument.
func condition(t *testing.T, c *schema.Collection, source string) *expr.Node {
	t.Helper()
	n, problems := expr.Parse(source, expr.Env{Record: c})
	if len(problems) > 0 {
		t.Fatalf("%s: %v", source, problems)
	}
	binds := 0
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op != expr.Auth && n.Op != expr.Now {
			return n
		}
		binds++
		return &expr.Node{Op: expr.Bind, Type: n.Type, Index: binds - 1}
	})
}

func field(c *schema.Collection, name string) *expr.Node { return of(expr.Self, c, name) }

func of(base *expr.Node, c *schema.Collection, name string) *expr.Node {
	f := c.Field(name)
	return expr.FieldOf(base, f.Index, f.Name, f.Type)
}

func outputs(c *schema.Collection, names ...string) []plan.Output {
	var out []plan.Output
	for _, name := range names {
		out = append(out, plan.Output{Expr: field(c, name)})
	}
	return out
}

func TestConditions(t *testing.T) {
	t.Parallel()
	golden(t, "testdata/conditions.txtar", func(files map[string]string) string {
		posts := storetest.Schema(t, files["schema.yaml"]).Collection("posts")
		var out strings.Builder
		for line := range strings.Lines(files["conditions"]) {
			out.WriteString(line)
			n := condition(t, posts, strings.TrimSpace(line))
			for _, side := range []struct {
				name string
				n    *expr.Node
			}{{"T", n}, {"F", expr.NotOf(n)}} {
				s, err := sqlgen.Read(&plan.Read{From: posts, Where: side.n, Limit: plan.None, Offset: plan.None}, servers[0].dialect)
				if err != nil {
					t.Fatalf("%s: %v", line, err)
				}
				_, where, _ := strings.Cut(s.SQL, " WHERE ")
				out.WriteString("  " + side.name + " " + where + "\n")
			}
		}
		return out.String()
	})
}

// TestReads writes down whole statements: what is nested stands in them.
func TestReads(t *testing.T) {
	t.Parallel()
	golden(t, "testdata/reads.txtar", func(files map[string]string) string {
		s := storetest.Schema(t, files["schema.yaml"])
		posts, users := s.Collection("posts"), s.Collection("users")
		author, written := posts.Relation("author"), users.Relation("posts")
		guard := condition(t, users, "name == auth.email")
		read := func(from *schema.Collection, rel *expr.Relation, change func(*plan.Read), names ...string) *plan.Read {
			r := &plan.Read{From: from, Rel: rel, Outputs: outputs(from, names...), Limit: plan.None, Offset: plan.None}
			if change != nil {
				change(r)
			}
			return r
		}
		nest := func(r *plan.Read, inner *plan.Read) { r.Outputs = append(r.Outputs, plan.Output{Nested: inner}) }
		byID := []plan.Order{{Expr: field(posts, "id"), Desc: true}}
		var out strings.Builder
		for _, c := range []struct {
			name string
			read *plan.Read
		}{
			{"bounds", read(posts, nil, func(r *plan.Read) { r.Limit, r.Offset = 0, 1 }, "title")},
			{"an offset alone", read(posts, nil, func(r *plan.Read) { r.Offset = 0 }, "title")},
			{"locked", read(posts, nil, func(r *plan.Read) { r.Lock = true; nest(r, read(users, author, nil, "name")) }, "title")},
			{"orders", read(posts, nil, func(r *plan.Read) {
				r.Order = []plan.Order{{Expr: field(posts, "title")}, {Expr: field(posts, "score")}, {Expr: field(posts, "score"), Desc: true, NullsFirst: true},
					{Expr: of(expr.WalkOf(expr.Self, author), users, "name"), Desc: true}}
			}, "title")},
			{"nested both ways", read(posts, nil, func(r *plan.Read) {
				nest(r, read(users, author, func(u *plan.Read) {
					u.Where = guard
					nest(u, read(posts, written, func(p *plan.Read) { p.Limit, p.Order = 3, byID }, "title", "id"))
				}, "name"))
			}, "title")},
			{"nested in nested", read(users, nil, func(r *plan.Read) {
				nest(r, read(posts, written, func(p *plan.Read) {
					p.Limit, p.Order = 3, byID
					nest(p, read(users, author, func(u *plan.Read) { nest(u, read(posts, written, nil, "id")) }, "name"))
				}, "title"))
			}, "name")},
			{"a count of nested rows", read(users, nil, func(r *plan.Read) {
				nest(r, read(posts, written, func(p *plan.Read) {
					p.Group = true
					p.Outputs = append(p.Outputs, plan.Output{Aggregate: plan.CountRows})
				}, "score"))
			}, "name")},
			{"a group", read(posts, nil, func(r *plan.Read) {
				r.Group = true
				r.Outputs = append(r.Outputs, plan.Output{Aggregate: plan.CountRows},
					plan.Output{Aggregate: plan.Sum, Expr: field(posts, "score")}, plan.Output{Aggregate: plan.Sum, Expr: field(posts, "price")},
					plan.Output{Aggregate: plan.Avg, Expr: field(posts, "price")}, plan.Output{Aggregate: plan.Max, Expr: field(posts, "title")})
				r.Order = []plan.Order{{Expr: field(posts, "author")}}
			}, "author")},
			{"behind a row", read(posts, nil, func(r *plan.Read) {
				r.Order = []plan.Order{{Expr: field(posts, "title"), Desc: true}, {Expr: field(posts, "id"), Desc: true}}
				r.After = []int{0, 1}
			}, "title")},
			{"a computed output", read(posts, nil, func(r *plan.Read) {
				r.Outputs = []plan.Output{{Expr: condition(t, posts, "score > 3")}, {Expr: of(expr.WalkOf(expr.Self, author), users, "id")}}
			})},
		} {
			out.WriteString(c.name + "\n")
			for _, server := range servers {
				s, err := sqlgen.Read(c.read, server.dialect)
				if err != nil {
					t.Fatalf("%s: %v", c.name, err)
				}
				out.WriteString("  " + server.name + " " + s.SQL + "\n")
				if len(s.Children()) > 0 {
					t.Errorf("%s takes several statements", c.name)
				}
			}
		}
		return out.String()
	})
}

// kind is a type without precision.
func kind(k value.Kind) value.Type { return value.Type{Kind: k} }
