package grammar

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

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
	cat := NewCatalog(boardSchema(t))
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

func parse(cat *Catalog, target string) (query.Select, *Parser, error) {
	name, raw, _ := strings.Cut(target, "?")
	p := &Parser{Cat: cat}
	args, err := SplitQuery(raw, nil)
	if err != nil {
		return query.Select{}, p, err
	}
	root, err := p.Read(cat.Collection(name), args)
	if err != nil {
		return query.Select{}, p, err
	}
	return root.Build(p), p, nil
}

func printQuery(cat *Catalog, target string) string {
	sel, p, err := parse(cat, target)
	if err != nil {
		return fmt.Sprintf("  ! %s %s\n", fault.CodeOf(err), fault.As(err).Field)
	}
	var b strings.Builder
	printSelect(&b, "  ", &sel)
	for i, v := range p.Params {
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
	cat := NewCatalog(boardSchema(t))
	posts := cat.Collection("posts")
	first, err := (&Parser{Cat: cat}).selection(posts, "id,author(name)")
	if err != nil {
		t.Fatal(err)
	}
	again, err := (&Parser{Cat: cat}).selection(posts, "id,author(name)")
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

// querySeeds are the queries on posts of testdata/parser.txt.
func querySeeds(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/parser.txt")
	if err != nil {
		t.Fatal(err)
	}
	var seeds []string
	for line := range strings.Lines(string(text)) {
		if name, raw, ok := strings.Cut(strings.TrimSpace(line), "?"); ok && name == "posts" {
			seeds = append(seeds, raw)
		}
	}
	return seeds
}

// checkQuery demands of any query string that reading it neither panics nor
// blames the server, and that what is accepted keeps the limits.
func checkQuery(t failing, cat *Catalog, raw string) {
	sel, p, err := parse(cat, "posts?"+raw)
	if err != nil {
		if fault.CodeOf(err) == fault.Internal {
			t.Errorf("%q: %v", raw, err)
		}
		return
	}
	if p.terms > maxTerms {
		t.Errorf("%q: %d conditions", raw, p.terms)
	}
	checkParams(t, p, &sel)
}

// TestQueryMutants reads pieces of good queries put together at random.
func TestQueryMutants(t *testing.T) {
	t.Parallel()
	seeds := querySeeds(t)
	cat := NewCatalog(boardSchema(t))
	const pieces = `().,:!&=*%"\{}-><+ $#0aé`
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SampledFrom(seeds).Draw(t, "first")
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			at := rapid.IntRange(0, len(raw)).Draw(t, "at")
			end := rapid.IntRange(at, min(len(raw), at+4)).Draw(t, "end")
			put := rapid.OneOf(
				rapid.StringOfN(rapid.SampledFrom([]rune(pieces)), 0, 3, -1),
				rapid.SampledFrom(seeds),
				rapid.SampledFrom([]string{"not.", "author", "comments", "id", "eq.", "in.(", "and(", "...", "!inner", "->>", "count()", "%00", "%ff"}),
			).Draw(t, "put")
			raw = raw[:at] + put + raw[end:]
		}
		checkQuery(t, cat, raw)
	})
}

// failing is what a test and a property have in common.
type failing interface{ Errorf(string, ...any) }

// checkParams holds every parameter in a select to be there, and every
// quantifier's variable to be new.
func checkParams(t failing, p *Parser, s *query.Select) {
	seen := map[int]bool{}
	expr.Visit(s.Where, func(n *expr.Node) bool {
		if n.Op == expr.Param && n.Index >= len(p.Params) {
			t.Errorf("parameter %d of %d", n.Index, len(p.Params))
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
