package engine_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/mem"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// act is the operation that calls an atomic action.
func (a *app) act(name string, args ...value.Value) query.Operation {
	action := a.schema.Action(name)
	inv := &query.Invocation{Action: action, Args: make([]value.Value, len(action.Params)), Given: make([]bool, len(action.Params))}
	for i, v := range args {
		inv.Args[i], inv.Given[i] = v, true
	}
	return query.Operation{Kind: query.Act, Invocation: inv}
}

func (a *app) acts(ops ...query.Operation) ([]query.Result, error) {
	return a.Do(a.t.Context(), a.as, &query.Request{Schema: a.schema, Ops: ops}, nil)
}

// wholly declares an action that anyone may call, which takes a title.
func wholly(name string) schema.ActionDecl {
	return schema.ActionDecl{Name: name, Atomic: true, Rule: "true", Params: []*schema.FieldDecl{{Name: "title", Type: "text"}}}
}

// TestActs does atomic actions between other operations: the seams learn of all
// changes in their order, and of nothing where one fails.
func TestActs(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, storeName string) {
		var inside, after []string
		tell := func(into *[]string) func(changes []engine.Change) {
			return func(changes []engine.Change) {
				for _, ch := range changes {
					*into = append(*into, ch.New[ch.Collection.Field("title").Index].Raw())
				}
			}
		}
		var a *app
		write := func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			_, err := c.As(query.Service).Do(ctx, a.paper(c.Arg("title").Raw(), "ada"), nil)
			return nil, err
		}
		a = actingWith(t, storeName, fixed, []engine.Interceptor{{
			Inside: func(_ context.Context, _ *engine.Tx, changes []engine.Change) error {
				tell(&inside)(changes)
				return nil
			},
			After: func(_ context.Context, changes []engine.Change) { tell(&after)(changes) },
		}}, does{wholly("write"), write},
			does{wholly("panic"), func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				if _, err := write(ctx, c); err != nil {
					return nil, err
				}
				panic("within")
			}})
		paper := func(title string) query.Operation {
			return a.create("papers", row{"title": title, "owner": "ada", "secret": "7"})
		}
		if _, err := a.acts(paper("one"), a.act("write", value.OfText("two")), paper("three")); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(inside, " "); got != "one two three" {
			t.Errorf("inside learns of %s", got)
		}
		if got := strings.Join(after, " "); got != "one two three" {
			t.Errorf("after learns of %s", got)
		}
		_, err := a.acts(paper("four"), a.act("panic", value.OfText("five")))
		if f := fault.As(err); f == nil || f.Code != fault.Internal || f.Operation != 2 {
			t.Errorf("a panic gives %v", err)
		}
		if got := a.titles(); strings.Count(got, "title") != 3 || len(after) != 3 {
			t.Errorf("after a panic there are %s, and %v are told", got, after)
		}
	})
}

// TestHalfDoneIsUndone undoes a transaction of which a request failed when it
// had begun to write, even where the action overlooks it.
func TestHalfDoneIsUndone(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, storeName string) {
		var a *app
		half := func(do func(*query.Request) error) {
			_ = do(&query.Request{Ops: []query.Operation{a.create("papers",
				row{"title": "same", "owner": "ada", "secret": "1"}, row{"title": "same", "owner": "ada", "secret": "2"})}})
		}
		nothing := func(do func(*query.Request) error) error {
			return do(&query.Request{Ops: []query.Operation{a.create("papers", row{"title": strings.Repeat("long", 9), "owner": "ada", "secret": "1"})}})
		}
		a = acting(t, storeName, fixed,
			does{schema.ActionDecl{Name: "part"}, func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				return nil, c.Tx(ctx, func(tx *query.Tx) error {
					half(func(r *query.Request) error { _, err := tx.Do(ctx, r, nil); return err })
					return nil
				})
			}},
			does{wholly("whole"), func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				half(func(r *query.Request) error { _, err := c.Do(ctx, r, nil); return err })
				_, err := c.Do(ctx, a.paper("after", "ada"), nil)
				if err == nil {
					t.Error("a transaction goes on that has failed")
				}
				return nil, nil
			}},
			does{wholly("within"), func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				_ = c.Tx(ctx, func(tx *query.Tx) error {
					if _, err := tx.Do(ctx, a.paper("one", "ada"), nil); err != nil {
						return err
					}
					return fault.New(fault.Unique, "a reason of its own")
				})
				return nil, nil
			}},
			does{wholly("refused"), func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				if nothing(func(r *query.Request) error { _, err := c.Do(ctx, r, nil); return err }) == nil {
					t.Error("a title that is too long is taken")
				}
				_, err := c.Do(ctx, a.paper("fine", "ada"), nil)
				return nil, err
			}})
		if _, err := a.call(t.Context(), "part", nil); fault.CodeOf(err) != fault.Unique {
			t.Errorf("part gives %v", err)
		}
		for _, name := range []string{"whole", "within"} {
			if _, err := a.acts(a.act(name)); fault.CodeOf(err) != fault.Unique {
				t.Errorf("%s gives %v", name, err)
			}
		}
		if got := a.titles(); got != "" {
			t.Errorf("there are %s", got)
		}
		// What was refused before anything was written stands in nobody's way.
		if _, err := a.acts(a.act("refused")); err != nil || !strings.Contains(a.titles(), "fine") {
			t.Errorf("refused gives %v, and there are %s", err, a.titles())
		}
	})
}

// TestActsAtOnce counts in transactions that run beside each other.
func TestActsAtOnce(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, storeName string) {
		var a *app
		a = acting(t, storeName, fixed, does{wholly("next"), func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			var papers query.Kept
			if _, err := c.Do(ctx, &query.Request{Ops: []query.Operation{a.read("papers", "", "title")}}, &papers); err != nil {
				return nil, err
			}
			_, err := c.Do(ctx, a.paper(strings.Repeat("I", len(papers.Rows)+1), "ada"), nil)
			return nil, err
		}})
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := a.acts(a.act("next")); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := a.titles(); strings.Count(got, "title") != 4 {
			t.Errorf("there are %s", got)
		}
	})
}

// TestActsKeepToTheirTransaction refuses what a transaction cannot be asked for.
func TestActsKeepToTheirTransaction(t *testing.T) {
	t.Parallel()
	var a *app
	a = acting(t, "sqlite", fixed,
		does{schema.ActionDecl{Name: "loose"}, nothing},
		does{wholly("calls"), func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{a.act("fine")}}, nil)
			return nil, err
		}},
		does{wholly("fine"), nothing},
		does{wholly("twice"), func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			if _, err := c.Do(ctx, a.paper("one", "ada"), nil); err != nil {
				return nil, err
			}
			_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{a.read("papers", "", "title")}}, askingSink(func() error {
				_, err := c.Do(ctx, a.paper("two", "ada"), nil)
				return err
			}))
			return nil, err
		}})
	for _, name := range []string{"loose", "calls", "twice"} {
		if _, err := a.acts(a.act(name)); fault.CodeOf(err) != fault.Internal {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if _, err := a.acts(a.act("fine")); err != nil || a.titles() != "" {
		t.Errorf("%v, and there are %s", err, a.titles())
	}
}

// TestTransactionsAreOnOneStore refuses what stands on another one.
func TestTransactionsAreOnOneStore(t *testing.T) {
	t.Parallel()
	text := papers + "---\ncollection: logs\nstore: archive\nfields: {line: text}\nrules: {create: \"true\"}\n"
	load := func(result schema.ResultDecl) (*app, error) {
		s, err := schema.Load(fstest.MapFS{"schema/test.yaml": {Data: []byte(text)}}, ".",
			schema.Options{Stores: []string{"main", "archive"}, Actions: []*schema.ActionDecl{{Name: "log", Atomic: true, Rule: "true", Result: result}}})
		if err != nil {
			t.Fatal(err)
		}
		a := &app{t: t, schema: s, as: query.Service}
		all := map[string]*store.Store{}
		for _, name := range []string{"main", "archive"} {
			all[name] = store.New(mem.New(s), store.Options{})
			t.Cleanup(func() { all[name].Close() })
		}
		a.Engine, err = engine.New(engine.Options{Schema: s, Stores: all, Clock: fixed, Actions: map[string]query.ActionFunc{
			"log": func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{a.create("logs", row{"line": "x"})}}, nil)
				return nil, err
			}}})
		return a, err
	}
	a, err := load(schema.ResultDecl{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.acts(a.act("log")); fault.CodeOf(err) != fault.Internal {
		t.Errorf("a transaction on two stores gives %v", err)
	}
	if got := a.must(a.read("logs", "", "line")); len(got) != 0 {
		t.Errorf("there are %v", got)
	}
	if _, err := load(schema.ResultDecl{Records: "logs"}); fault.CodeOf(err) != fault.Unsupported {
		t.Errorf("an atomic action that gives records of another store: %v", err)
	}
}

// askingSink is a sink that asks for something itself.
type askingSink func() error

func (f askingSink) Begin(int, *query.Shape) error { return nil }
func (f askingSink) Row(int, query.Row) error      { return f() }
