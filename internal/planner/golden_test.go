package planner_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/expr"
	"bedplate/internal/access"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite"
	"bedplate/value"
)

var update = flag.Bool("update", false, "write what the golden files should hold")

// TestGolden reads testdata/*.txtar: schema files, then for each request a file
// NAME.request and the golden NAME.plan, which shows on one page what was
// asked, what the rules made of it, and the statement of each store.
//
// A request is a line each of: as ROLE; read|count COLLECTION; select ...;
// where EXPRESSION; order [-]FIELD...; paged; after VALUE...; create FIELD...; update FIELD...; delete;
// upsert FIELD... An indented block after "embed NAME" is the embedded select.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			golden(t, file)
		})
	}
}

func golden(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".yaml") {
			files[f.Name] = f.Data
		}
	}
	s, err := schema.Parse(files)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(filepath.Join(t.TempDir(), "golden.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	target := planner.Target{Capabilities: db.Capabilities(), Prepare: db.Prepare,
		Facts: func(*schema.Collection) (driver.Facts, error) { return driver.Facts{}, nil }}
	out := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".plan") {
			continue
		}
		out.Files = append(out.Files, f)
		if name, ok := strings.CutSuffix(f.Name, ".request"); ok {
			got := explain(t, s, target, string(f.Data))
			out.Files = append(out.Files, txtar.File{Name: name + ".plan", Data: []byte(got)})
		}
	}
	text := txtar.Format(out)
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("%s (-want +got; -update writes it):\n%s", file, diff)
	}
}

// explain plans one request and prints every part of the plan.
func explain(t *testing.T, s *schema.Schema, target planner.Target, text string) string {
	p, req := parseRequest(t, s, text)
	caller := &expr.Caller{ID: p.ID, Role: p.Role}
	granted, err := access.Grant(p, caller, req)
	if err != nil {
		return fmt.Sprintf("refused: %v\n", err)
	}
	built, err := planner.Build(granted, target)
	if err != nil {
		return fmt.Sprintf("refused: %v\n", err)
	}
	var b strings.Builder
	for _, op := range built.Ops {
		if op.Write == nil {
			printRead(&b, "read", op.Read)
			for _, rest := range op.Rest {
				printRead(&b, "rest", rest)
			}
			printRead(&b, "count", op.Count)
			continue
		}
		printRead(&b, "choose", op.Write.Choose)
		printJudgement(&b, "create", op.Write.Create)
		printJudgement(&b, "update", op.Write.Update)
		printRead(&b, "represent", op.Read)
	}
	if built.Writes {
		fmt.Fprintf(&b, "mode serializable=%v alone=%v\n", built.Mode.Serializable, built.Mode.Alone)
	}
	return b.String()
}

func printRead(b *strings.Builder, title string, r *planner.Read) {
	if r == nil {
		return
	}
	fmt.Fprintf(b, "%s:\n", title)
	printPlan(b, "  ", r.Plan)
	for i, bind := range r.Binds {
		fmt.Fprintf(b, "  bind %d: %s\n", i, bindText(bind))
	}
	fmt.Fprintf(b, "  sql:\n    %s\n", strings.ReplaceAll(strings.TrimSpace(r.Prepared.Statement()), "\n", "\n    "))
}

func bindText(b planner.Bind) string {
	switch b.Source {
	case planner.FromExpr:
		return expr.Format(b.Node)
	case planner.FromLimit:
		return fmt.Sprintf("limit of select %d", b.Index)
	case planner.FromOffset:
		return fmt.Sprintf("offset of select %d", b.Index)
	case planner.FromAfter:
		return fmt.Sprintf("value %d of the row before", b.Index)
	}
	names := map[planner.Source]string{planner.FromParam: "parameter", planner.FromKey: "key",
		planner.FromOld: "old field", planner.FromPart: "part of old",
		planner.FromVerdict: "verdict on old", planner.FromRow: "row"}
	return fmt.Sprintf("%s %d", names[b.Source], b.Index)
}

func printPlan(b *strings.Builder, indent string, r *plan.Read) {
	fmt.Fprintf(b, "%sfrom %s", indent, r.From.Name)
	if r.Rel != nil {
		fmt.Fprintf(b, " by %s", r.Rel.Name)
	}
	b.WriteString("\n")
	if r.Where != nil {
		fmt.Fprintf(b, "%swhere %s\n", indent, expr.Format(r.Where))
	}
	for _, o := range r.Order {
		fmt.Fprintf(b, "%sorder %s desc=%v nulls first=%v\n", indent, expr.Format(o.Expr), o.Desc, o.NullsFirst)
	}
	if r.After != nil {
		fmt.Fprintf(b, "%safter %v\n", indent, r.After)
	}
	for _, o := range r.Outputs {
		if o.Nested != nil {
			fmt.Fprintf(b, "%snested\n", indent)
			printPlan(b, indent+"  ", o.Nested)
		}
	}
}

func printJudgement(b *strings.Builder, title string, j planner.Judgement) {
	for _, t := range j.Tests {
		what := "rule"
		if t.Field != nil {
			what = "check of " + t.Field.Name
		}
		where := "from the record"
		if t.Output >= 0 {
			where = "by the store"
		}
		fmt.Fprintf(b, "judge %s, %s, %s: %s\n", title, what, where, expr.Format(t.Node))
	}
	if j.Read != nil {
		printRead(b, "judge "+title, j.Read)
	}
}

// parseRequest reads the little language of the golden files.
func parseRequest(t *testing.T, s *schema.Schema, text string) (*query.Principal, *query.Request) {
	p := &query.Principal{Role: query.RoleAuthenticated, ID: "00000000-0000-7000-8000-000000000001"}
	req := &query.Request{Schema: s}
	op := &query.Operation{}
	var sel *query.Select
	for _, line := range strings.Split(text, "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "":
		case "as":
			p = &query.Principal{Role: rest, ID: p.ID}
		case "read", "create", "update", "delete", "upsert":
			op.Kind = map[string]query.Kind{"read": query.Read, "create": query.Create, "update": query.Update,
				"delete": query.Delete, "upsert": query.Upsert}[word]
			op.Collection = s.Collection(rest)
			if op.Collection == nil {
				t.Fatalf("no collection %q", rest)
			}
			if op.Kind == query.Read {
				sel = &query.Select{Collection: op.Collection, Limit: query.Unlimited}
				op.Select = sel
			}
		case "bykey":
			op.ByKey = true
		case "count":
			sel.Count = query.CountExact
		case "return":
			sel = &query.Select{Collection: op.Collection, Limit: query.Unlimited}
			op.Select = sel
			sel.Outputs = fieldsOf(t, op.Collection, strings.Fields(rest))
		case "select":
			sel.Outputs = append(sel.Outputs, fieldsOf(t, sel.Collection, strings.Fields(rest))...)
		case "embed":
			name, fields, _ := strings.Cut(rest, " ")
			name, inner := strings.CutSuffix(name, "!inner")
			rel := op.Collection.Relation(name)
			if rel == nil {
				t.Fatalf("no relation %q", name)
			}
			target := schema.Of(rel)
			sel.Outputs = append(sel.Outputs, query.Output{Name: name, Embed: &query.Embed{Relation: rel, Inner: inner,
				Select: query.Select{Collection: target, Limit: query.Unlimited, Outputs: fieldsOf(t, target, strings.Fields(fields))}}})
		case "where":
			n, problems := expr.Parse(rest, expr.Env{Record: op.Collection})
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if sel != nil && op.Kind == query.Read {
				sel.Where = n
			} else {
				op.Where = n
			}
		case "order":
			for _, name := range strings.Fields(rest) {
				name, desc := strings.CutPrefix(name, "-")
				f := op.Collection.Field(name)
				sel.Order = append(sel.Order, query.Order{Expr: fieldOf(f), Desc: desc, NullsFirst: desc})
			}
		case "paged":
			sel.Paged = true
		case "after":
			sel.After = position(t, sel, strings.Fields(rest))
		case "near":
			sel.Near = true
		case "fields":
			for _, name := range strings.Fields(rest) {
				f := op.Collection.Field(name)
				op.Fields = append(op.Fields, f.Index)
				op.Changes = append(op.Changes, query.Change{Field: f.Index})
			}
			if op.Kind != query.Update {
				op.Changes = nil
				op.Rows = [][]value.Value{make([]value.Value, len(op.Fields))}
			}
		default:
			t.Fatalf("what is %q?", line)
		}
	}
	req.Ops = []query.Operation{*op}
	return p, req
}

// position reads the values of a row: of the order, and then of the key.
func position(t *testing.T, sel *query.Select, words []string) []value.Value {
	var types []value.Type
	for _, o := range sel.Order {
		types = append(types, o.Expr.Type)
	}
	for _, k := range sel.Collection.Key {
		types = append(types, sel.Collection.Fields[k].Type)
	}
	out := make([]value.Value, len(words))
	for i, word := range words {
		if word == "null" {
			continue
		}
		v, err := value.ParseText(types[i], word)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = v
	}
	return out
}

func fieldsOf(t *testing.T, c *schema.Collection, names []string) []query.Output {
	var out []query.Output
	for _, name := range names {
		f := c.Field(name)
		if f == nil {
			t.Fatalf("no field %q in %s", name, c.Name)
		}
		out = append(out, query.Output{Name: name, Expr: fieldOf(f)})
	}
	return out
}

func fieldOf(f *schema.Field) *expr.Node {
	return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
}
