package rest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
)

// TestParser shows what becomes of URLs: testdata/parser.txt has a query
// string on a line of its own, and below it, indented, the select it means.
func TestParser(t *testing.T) {
	t.Parallel()
	const file = "testdata/parser.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cat := newCatalog(boardSchema(t))
	var got strings.Builder
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, " ") {
			continue
		}
		got.WriteString(line)
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			got.WriteString(printQuery(cat, line))
		}
	}
	if *rewrite {
		if err := os.WriteFile(file, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(text), got.String()); diff != "" {
		t.Error(diff)
	}
}

func parse(cat *catalog, target string) (query.Select, *parser, error) {
	name, raw, _ := strings.Cut(target, "?")
	p := &parser{cat: cat}
	args, err := splitQuery(raw, nil)
	if err != nil {
		return query.Select{}, p, err
	}
	root, err := p.read(cat.collection(name), args)
	if err != nil {
		return query.Select{}, p, err
	}
	return root.build(p), p, nil
}

func printQuery(cat *catalog, target string) string {
	sel, p, err := parse(cat, target)
	if err != nil {
		return fmt.Sprintf("  ! %s %s\n", fault.CodeOf(err), fault.As(err).Field)
	}
	var b strings.Builder
	printSelect(&b, "  ", &sel)
	for i, v := range p.params {
		fmt.Fprintf(&b, "  $%d %s\n", i+1, v.AppendJSON(nil))
	}
	return b.String()
}

func printSelect(b *strings.Builder, indent string, s *query.Select) {
	if s.Where != nil {
		fmt.Fprintf(b, "%swhere %s\n", indent, expr.Format(s.Where))
	}
	for _, o := range s.Order {
		fmt.Fprintf(b, "%sorder %s desc=%t nullsfirst=%t\n", indent, expr.Format(o.Expr), o.Desc, o.NullsFirst)
	}
	if s.Limit != query.Unlimited || s.Offset != 0 {
		fmt.Fprintf(b, "%slimit %d offset %d\n", indent, s.Limit, s.Offset)
	}
	names := make([]string, 0, len(s.Outputs))
	for _, o := range s.Outputs {
		if o.Embed == nil {
			names = append(names, o.Name)
		}
	}
	fmt.Fprintf(b, "%s%s: %s\n", indent, s.Collection.Name, strings.Join(names, " "))
	for _, o := range s.Outputs {
		if o.Embed == nil {
			continue
		}
		fmt.Fprintf(b, "%sembed %s by %s inner=%t spread=%t\n", indent, o.Name, o.Embed.Relation.Name, o.Embed.Inner, o.Embed.Spread)
		printSelect(b, indent+"  ", &o.Embed.Select)
	}
}

// TestSelectionsAreShared reads a select once for all its requests.
func TestSelectionsAreShared(t *testing.T) {
	t.Parallel()
	cat := newCatalog(boardSchema(t))
	posts := cat.collection("posts")
	first, err := cat.selection(posts, "id,author(name)")
	if err != nil {
		t.Fatal(err)
	}
	again, err := cat.selection(posts, "id,author(name)")
	if err != nil || again != first {
		t.Errorf("read twice: %v", err)
	}
	// A request's conditions do not stay in what is shared.
	if _, _, err := parse(cat, "posts?select=id,author(name)&author.name=eq.ada&author.order=id"); err != nil {
		t.Fatal(err)
	}
	sel, _, err := parse(cat, "posts?select=id,author(name)")
	if err != nil {
		t.Fatal(err)
	}
	if in := sel.Outputs[1].Embed.Select; in.Where != nil || in.Order != nil {
		t.Errorf("a request left its conditions behind: %s", expr.Format(in.Where))
	}
}

// FuzzQuery: no query string panics, and what is accepted keeps the limits.
func FuzzQuery(f *testing.F) {
	text, err := os.ReadFile("testdata/parser.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if name, raw, ok := strings.Cut(strings.TrimSpace(line), "?"); ok && name == "posts" {
			f.Add(raw)
		}
	}
	cat := newCatalog(boardSchema(f))
	f.Fuzz(func(t *testing.T, raw string) {
		if len(raw) > 32<<10 {
			return // no server reads more
		}
		sel, p, err := parse(cat, "posts?"+raw)
		if err != nil {
			if fault.CodeOf(err) == fault.Internal {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		if p.terms > maxTerms {
			t.Errorf("%d conditions", p.terms)
		}
		checkParams(t, p, &sel)
	})
}

// checkParams holds every parameter in a select to be there, and every
// quantifier's variable to be new.
func checkParams(t *testing.T, p *parser, s *query.Select) {
	seen := map[int]bool{}
	expr.Visit(s.Where, func(n *expr.Node) bool {
		if n.Op == expr.Param && n.Index >= len(p.params) {
			t.Errorf("parameter %d of %d", n.Index, len(p.params))
		}
		if n.Op == expr.Exists || n.Op == expr.All || n.Op == expr.Count {
			if seen[n.Index] || n.Index == 0 {
				t.Errorf("variable %d stands twice", n.Index)
			}
			seen[n.Index] = true
		}
		return true
	})
	for i := range s.Outputs {
		if e := s.Outputs[i].Embed; e != nil {
			if e.Relation == nil || e.Select.Collection == nil {
				t.Errorf("embed %s leads nowhere", s.Outputs[i].Name)
			}
			checkParams(t, p, &e.Select)
		}
	}
}
