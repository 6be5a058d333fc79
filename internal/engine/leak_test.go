package engine_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

var leakWorlds = flag.Int("leak", 12, "random schemas that the leak tests try on each store")

// requestsPerWorld are asked by every caller.
const requestsPerWorld = 60

// callers are those who ask.
var callers = []*query.Principal{
	query.Anonymous,
	{Role: query.RoleAuthenticated, ID: "ann"},
	{Role: query.RoleAuthenticated, ID: "bob", Roles: []string{"editor"}},
	{Role: "moderator", ID: "red", Roles: []string{"moderator", "editor"}},
}

// TestNothingDeniedReachesAReader holds what a caller reads to what the service
// role reads from a world in which there is nothing but what the caller may
// see: the answers must be the same, so that neither a denied row nor a denied
// field can have had a part in rows, order, counts or sums. What is visible is
// judged by the evaluator over the raw rows.
func TestNothingDeniedReachesAReader(t *testing.T) {
	forEachWorld(t, func(t *testing.T, r *rand.Rand, w *world, e *engine.Engine, _ *[]engine.Change) {
		left := make([]*engine.Engine, len(callers))
		for i, p := range callers {
			left[i] = loosely(t, w.seenBy(p))
		}
		for range requestsPerWorld {
			a := newAsking(r, oneOf(r, []string{"people", "posts", "comments"}), 2)
			for _, i := range r.Perm(len(callers)) {
				compareReads(t, w, a, callers[i], e, left[i])
			}
		}
	})
}

func compareReads(t *testing.T, w *world, a *asking, p *query.Principal, e, left *engine.Engine) {
	t.Helper()
	hidden := func(f *schema.Field) bool { return !sees(p, f) }
	names := ""
	a.names(w.schema, func(f *schema.Field) {
		if hidden(f) {
			names = f.Name
		}
	})
	sel, err := a.build(w.schema, func(*schema.Field) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(e, p, sel)
	if names != "" {
		if code := fault.CodeOf(err); code != fault.UnknownField && code != fault.UnknownRelation {
			t.Fatalf("%v names the hidden field %s and gets %v %s\n%s\n%+v", p, names, err, got, w.files, a)
		}
		return
	}
	if err != nil {
		t.Fatalf("%v: %v\n%s\n%+v", p, err, w.files, a)
	}
	allowed, err := a.build(left.Schema(), hidden)
	if err != nil {
		t.Fatal(err)
	}
	want, err := read(left, service, allowed)
	if err != nil {
		t.Fatal(err)
	}
	if sel.Count == query.CountExact {
		compareCounts(t, w, a, p, e, sel, got)
	}
	if got != want {
		t.Fatalf("%v gets\n%s\nand may see\n%s\n%s\n%+v", p, got, want, w.files, a)
	}
}

// compareCounts holds what an explanation counts to what is seen. Where a filter,
// or that of an inner embed, is true of what is hidden, !owner.banned, more is seen
// than it alone would give.
func compareCounts(t *testing.T, w *world, a *asking, p *query.Principal, e *engine.Engine, sel *query.Select, got string) {
	t.Helper()
	x, err := e.Explain(context.Background(), p, &query.Request{Schema: e.Schema(),
		Ops: []query.Operation{{Kind: query.Read, Collection: sel.Collection, Select: sel}}}, true)
	if err != nil {
		t.Fatal(err)
	}
	total, _, _ := strings.Cut(got, "\n")
	all, _ := strconv.ParseInt(total, 10, 64)
	if seen := x.Operations[0].Rows.Visible; seen > all || !a.filters() && seen != all {
		t.Fatalf("%v is told of %+v, and sees %s\n%s\n%+v", p, x.Operations[0].Rows, total, w.files, a)
	}
}

var service = &query.Principal{Role: query.RoleService}

// read gives an answer with its count, as text.
func read(e *engine.Engine, p *query.Principal, sel *query.Select) (string, error) {
	rows := &page{}
	results, err := e.Do(context.Background(), p, &query.Request{Schema: e.Schema(),
		Ops: []query.Operation{{Kind: query.Read, Collection: sel.Collection, Select: sel}}}, rows)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(sel.Outputs, func(o query.Output) bool { return o.Aggregate != query.NoAggregate }) {
		slices.Sort(rows.rows) // groups come in no order
	}
	return fmt.Sprintf("%d\n%s", results[0].Total, strings.Join(rows.rows, "\n")), nil
}

// forEachWorld opens random worlds on every store.
func forEachWorld(t *testing.T, test func(*testing.T, *rand.Rand, *world, *engine.Engine, *[]engine.Change)) {
	n := *leakWorlds
	if testing.Short() {
		n = min(n, 6)
	}
	stores.Each(t, func(t *testing.T, name string) {
		for seed := range uint64(stores.Cases(name, n)) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 7))
				w, err := newWorld(r)
				if err != nil {
					t.Fatal(err)
				}
				changes := &[]engine.Change{}
				a := newApp(t, name, w.files, engine.Interceptor{
					Inside: func(_ context.Context, _ *engine.Tx, made []engine.Change) error {
						*changes = slices.Clone(made)
						return nil
					}})
				w.schema = a.schema
				fill(t, a.Engine, w)
				test(t, r, w, a.Engine, changes)
			})
		}
	})
}

// fill adds the world's rows as they are.
func fill(t *testing.T, e *engine.Engine, w *world) {
	t.Helper()
	for _, name := range []string{"people", "posts", "comments"} {
		c := e.Schema().Collection(name)
		op := query.Operation{Kind: query.Create, Collection: c, Rows: w.rows[name]}
		for i := range c.Stored() {
			op.Fields = append(op.Fields, i)
		}
		if _, err := e.Do(context.Background(), service, &query.Request{Schema: e.Schema(), Ops: []query.Operation{op}}, nil); err != nil {
			t.Fatalf("%v\n%s", err, w.files)
		}
	}
}

// loosely opens a world whose references may lead to nothing.
func loosely(t *testing.T, w *world) *engine.Engine {
	t.Helper()
	s, err := parseWorld(w.files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.Collections {
		for _, ref := range c.Refs {
			ref.Unchecked = true
		}
	}
	e := enginetest.Open(t, stores.Reference, engine.Options{Schema: s})
	fill(t, e, w)
	return e
}
