package engine_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/mem"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

const papers = `
collection: papers
fields:
  title:  {type: text, required: true, unique: true, max: 20}
  owner:  {type: text, required: true}
  secret: {type: int, read: auth.role == "service"}
rules:
  read:   owner == auth.id
  create: owner == auth.id
`

// does is an action: its declaration, and what it does.
type does struct {
	schema.ActionDecl
	do query.ActionFunc
}

// acting is an engine on a store with actions.
func acting(t *testing.T, storeName string, clock query.Clock, actions ...does) *app {
	t.Helper()
	return actingWith(t, storeName, clock, nil, actions...)
}

func actingWith(t *testing.T, storeName string, clock query.Clock, interceptors []engine.Interceptor, actions ...does) *app {
	t.Helper()
	return actingBy(t, storeName, 8, clock, interceptors, actions...)
}

// actingBy is actingWith with so many connections to a server.
func actingBy(t *testing.T, storeName string, conns int, clock query.Clock, interceptors []engine.Interceptor, actions ...does) *app {
	t.Helper()
	opts := schema.Options{}
	by := map[string]query.ActionFunc{}
	for _, a := range actions {
		opts.Actions = append(opts.Actions, &a.ActionDecl)
		by[a.Name] = a.do
	}
	s, err := schema.Load(fstest.MapFS{"schema/test.yaml": {Data: []byte(papers)}}, ".", opts)
	if err != nil {
		t.Fatal(err)
	}
	e := enginetest.Over(t, stores.OpenBy(t, storeName, s, conns),
		engine.Options{Schema: s, Clock: clock, Actions: by, ActionTime: time.Minute, Interceptors: interceptors})
	return &app{t: t, Engine: e, schema: s, as: query.Service}
}

func fixed() time.Time { return now }

// call calls an action with arguments as text.
func (a *app) call(ctx context.Context, name string, args map[string]string) (*query.Answer, error) {
	a.t.Helper()
	action := a.schema.Action(name)
	inv := &query.Invocation{Action: action,
		Args: make([]value.Value, len(action.Params)), Given: make([]bool, len(action.Params))}
	for name, text := range args {
		f := action.Param(name)
		v, err := value.ParseText(f.Type, text)
		if err != nil {
			a.t.Fatal(err)
		}
		inv.Args[f.Index], inv.Given[f.Index] = v, true
	}
	return a.Call(ctx, a.as, inv)
}

func nothing(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }

// TestActionArguments completes arguments and refuses them, all at once.
func TestActionArguments(t *testing.T) {
	t.Parallel()
	var got []string
	a := acting(t, "mem", fixed, does{schema.ActionDecl{
		Name: "send", Rule: "true",
		Params: []*schema.FieldDecl{
			{Name: "text", Type: "text", Required: true, Max: 5},
			{Name: "times", Type: "int", Required: true, Default: &schema.DefaultDecl{JSON: "3"}, Check: "times < 10"},
			{Name: "by", Type: "text", Default: &schema.DefaultDecl{Expr: "auth.id"}},
			{Name: "to", Type: "list", Of: "text"},
			{Name: "price", Type: "decimal", Precision: 4, Scale: 2},
		},
	}, func(_ context.Context, c *query.Call) (*query.Answer, error) {
		got = nil
		for _, v := range c.Args {
			got = append(got, string(v.AppendJSON(nil)))
		}
		if c.Arg("text").Raw() != c.Args[0].Raw() || !c.Arg("nonsense").IsNull() {
			t.Error("Arg finds another argument than Args has")
		}
		return nil, nil
	}}).by(user("ada"))
	for name, test := range map[string]struct {
		args map[string]string
		want string   // the arguments, where they are taken
		bad  []string // otherwise what is wrong, by the names
	}{
		"defaults": {map[string]string{"text": "hi"}, `"hi" 3 "ada" null null`, nil},
		"all":      {map[string]string{"text": "hi", "times": "4", "by": "bob", "to": `{a,"b c"}`, "price": "1.5"}, `"hi" 4 "bob" ["a","b c"] 1.50`, nil},
		"nothing":  {nil, "", []string{"required text"}},
		"bounds":   {map[string]string{"text": "longer"}, "", []string{"too_long text"}},
		"check":    {map[string]string{"text": "hi", "times": "10"}, "", []string{"check times"}},
	} {
		_, err := a.call(t.Context(), "send", test.args)
		if test.want != "" {
			if err != nil || strings.Join(got, " ") != test.want {
				t.Errorf("%s: %v, %v", name, got, err)
			}
			continue
		}
		var bad []string
		if err != nil {
			for _, f := range fault.As(err).All() {
				bad = append(bad, string(f.Code)+" "+f.Field)
			}
		}
		if !slices.Equal(bad, test.bad) {
			t.Errorf("%s: %v", name, bad)
		}
	}
	// Several mistakes come together.
	action := a.schema.Action("send")
	_, err := a.Call(t.Context(), a.as, &query.Invocation{Action: action,
		Args: []value.Value{value.OfText("longer"), {}, {}, {}, {}}, Given: []bool{true, true, false, false, false}})
	if err == nil || len(fault.As(err).All()) != 2 {
		t.Errorf("a long text and a null for what is required give %v", err)
	}
}

// TestActionRules tells who may call what.
func TestActionRules(t *testing.T) {
	t.Parallel()
	rule := func(name, text string) does {
		return does{schema.ActionDecl{Name: name, Rule: text, Params: []*schema.FieldDecl{{Name: "who", Type: "text"}}}, nothing}
	}
	a := acting(t, "mem", fixed, rule("nobody", ""), rule("anyone", "true"), rule("members", "auth.id != null"),
		rule("oneself", "who == auth.id"), rule("never", "false"), rule("posted", `request.method == "POST"`))
	callers := map[string]*query.Principal{"anon": query.Anonymous, "ada": user("ada"), "service": query.Service}
	for _, test := range []struct{ action, caller, who, want string }{
		{"nobody", "anon", "", "denied"}, {"nobody", "ada", "", "denied"}, {"nobody", "service", "", ""},
		{"anyone", "anon", "", ""},
		{"members", "anon", "", "denied"}, {"members", "ada", "", ""},
		{"oneself", "anon", "ada", "denied"}, {"oneself", "ada", "ada", ""}, {"oneself", "ada", "bob", "denied"}, {"oneself", "service", "bob", ""},
		{"posted", "ada", "", "denied"},
		{"never", "ada", "", "denied"}, {"never", "service", "", ""},
	} {
		args := map[string]string{}
		if test.who != "" {
			args["who"] = test.who
		}
		_, err := a.by(callers[test.caller]).call(t.Context(), test.action, args)
		if string(fault.CodeOf(err)) != test.want {
			t.Errorf("%s as %s of %q: %v", test.action, test.caller, test.who, err)
		}
	}
	may := a.Rights(query.Anonymous, query.Source{}).Callable
	var known []string
	for _, action := range a.schema.Actions {
		if may(action) {
			known = append(known, action.Name)
		}
	}
	if strings.Join(known, " ") != "anyone posted" {
		t.Errorf("a stranger is told of %v", known)
	}
}

// make is the request that makes a paper.
func (a *app) paper(title, owner string) *query.Request {
	return &query.Request{Ops: []query.Operation{a.create("papers", row{"title": title, "owner": owner, "secret": "7"})}}
}

func (a *app) titles() string {
	return strings.Join(a.by(query.Service).must(a.read("papers", "", "title")), "")
}

// TestActionTransaction writes all or nothing, and tells the seams.
func TestActionTransaction(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, storeName string) {
		var a *app
		var inside, after int
		both := func(end error) query.ActionFunc {
			return func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				return nil, c.Tx(ctx, func(tx *query.Tx) error {
					for _, title := range []string{"one", "two"} {
						if _, err := tx.As(query.Service).Do(ctx, a.paper(title, "ada"), nil); err != nil {
							return err
						}
					}
					var kept query.Kept
					if _, err := tx.Do(ctx, &query.Request{Ops: []query.Operation{a.read("papers", "", "title")}}, &kept); err != nil {
						return err
					}
					if len(kept.Rows) != 2 || kept.Rows[0][0].Kind() != value.Text {
						t.Errorf("the transaction sees %v of its own", kept.Rows)
					}
					return end
				})
			}
		}
		a = actingWith(t, storeName, fixed, []engine.Interceptor{{
			Inside: func(_ context.Context, _ *engine.Tx, changes []engine.Change) error {
				inside += len(changes)
				return nil
			},
			After: func(_ context.Context, changes []engine.Change) { after += len(changes) },
		}}, does{schema.ActionDecl{Name: "fail", Rule: "true"}, both(errors.New("no"))},
			does{schema.ActionDecl{Name: "panic", Rule: "true"}, func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				return nil, c.Tx(ctx, func(tx *query.Tx) error {
					if _, err := tx.As(query.Service).Do(ctx, a.paper("zero", "ada"), nil); err != nil {
						return err
					}
					panic("within")
				})
			}},
			does{schema.ActionDecl{Name: "succeed", Rule: "true"}, both(nil)}).by(user("ada"))
		for _, name := range []string{"fail", "panic"} {
			if _, err := a.call(t.Context(), name, nil); fault.CodeOf(err) != fault.Internal {
				t.Errorf("%s gives %v", name, err)
			}
			if got := a.titles(); got != "" || after != 0 {
				t.Errorf("after %s there are %s, and %d changes are told", name, got, after)
			}
		}
		inside = 0
		if _, err := a.call(t.Context(), "succeed", nil); err != nil {
			t.Fatal(err)
		}
		if got := a.titles(); strings.Count(got, "title") != 2 || inside != 2 || after != 2 {
			t.Errorf("after success there are %s; %d and %d changes are told", got, inside, after)
		}
	})
}

// TestActionWaitsNotForItself refuses what would never come to an end.
func TestActionWaitsNotForItself(t *testing.T) {
	t.Parallel()
	var a *app
	var kept *query.Tx
	a = acting(t, "sqlite", fixed,
		does{schema.ActionDecl{Name: "outside"}, func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			return nil, c.Tx(ctx, func(*query.Tx) error {
				_, err := c.Do(ctx, a.paper("one", "ada"), nil)
				return err
			})
		}},
		does{schema.ActionDecl{Name: "nested"}, func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			return nil, c.Tx(ctx, func(*query.Tx) error {
				return c.Tx(ctx, func(*query.Tx) error { return nil })
			})
		}},
		does{schema.ActionDecl{Name: "late"}, func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			if err := c.Tx(ctx, func(tx *query.Tx) error { kept = tx; return nil }); err != nil {
				return nil, err
			}
			_, err := kept.Do(ctx, a.paper("one", "ada"), nil)
			return nil, err
		}})
	for _, name := range []string{"outside", "nested", "late"} {
		if _, err := a.call(t.Context(), name, nil); fault.CodeOf(err) != fault.Internal {
			t.Errorf("%s gives %v", name, err)
		}
	}
	if got := a.titles(); got != "" {
		t.Errorf("there are %s", got)
	}
}

// TestActionTime ends an action that is slow, or whose caller goes away.
func TestActionTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		wait := func(ctx context.Context, _ *query.Call) (*query.Answer, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		s, err := schema.New(nil, schema.Options{Actions: []*schema.ActionDecl{{Name: "wait"}}})
		if err != nil {
			t.Fatal(err)
		}
		st := store.New(mem.New(s), store.Options{})
		defer st.Close()
		e, err := engine.New(engine.Options{Schema: s, Stores: map[string]*store.Store{"main": st},
			Actions: map[string]query.ActionFunc{"wait": wait}, ActionTime: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		a := &app{t: t, Engine: e, schema: s, as: query.Service}
		began := time.Now()
		if _, err := a.call(t.Context(), "wait", nil); fault.CodeOf(err) != fault.Timeout || time.Since(began) != time.Minute {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := a.call(ctx, "wait", nil); fault.CodeOf(err) != fault.Canceled {
			t.Errorf("a caller who went away: %v", err)
		}
	})
}

// TestActionErrorsAreDiscreet shows of a failed request what its caller may
// know, and of the action's own errors everything.
func TestActionErrorsAreDiscreet(t *testing.T) {
	t.Parallel()
	var a *app
	as := func(p *query.Principal, title, owner string) query.ActionFunc {
		return func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			if p == nil {
				p = c.Principal
			}
			req := &query.Request{Ops: []query.Operation{a.create("papers", row{"title": title, "owner": owner})}}
			_, err := c.As(p).Do(ctx, req, nil)
			return nil, err
		}
	}
	hidden := func(ctx context.Context, c *query.Call) (*query.Answer, error) {
		_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{a.read("papers", "", "secret")}}, nil)
		return nil, err
	}
	said := func(context.Context, *query.Call) (*query.Answer, error) {
		return nil, fault.Of(fault.Unique, "title", "such a paper is there")
	}
	declared := func(name string) schema.ActionDecl { return schema.ActionDecl{Name: name, Rule: "true"} }
	a = acting(t, "sqlite", fixed,
		does{declared("twice"), as(query.Service, "one", "bob")}, does{declared("long"), as(nil, strings.Repeat("x", 30), "ada")},
		does{declared("long_trusted"), as(query.Service, strings.Repeat("x", 30), "ada")},
		does{declared("other"), as(nil, "two", "bob")}, does{declared("hidden"), hidden}, does{declared("said"), said},
		does{declared("panic"), func(context.Context, *query.Call) (*query.Answer, error) { panic("here") }}).by(user("ada"))
	a.by(query.Service).must(a.create("papers", row{"title": "one", "owner": "bob"}))
	for _, test := range []struct {
		action, field string
		code          fault.Code
	}{
		{"twice", "", fault.Unique}, {"long", "title", fault.TooLong}, {"long_trusted", "", fault.TooLong},
		{"other", "", fault.Denied}, {"hidden", "", fault.Internal}, {"said", "title", fault.Unique}, {"panic", "", fault.Internal},
	} {
		_, err := a.call(t.Context(), test.action, nil)
		f := fault.As(err)
		if f == nil || f.Code != test.code || f.Field != test.field || f.Constraint != "" || f.Code != fault.Internal && strings.Contains(f.Message+f.Hint+f.Detail, "papers") {
			t.Errorf("%s gives %#v", test.action, f)
		}
	}
}

// TestActionOutcomes refuses what an action did not declare to give.
func TestActionOutcomes(t *testing.T) {
	t.Parallel()
	gives := func(name string, result schema.ResultDecl, out *query.Answer) does {
		return does{schema.ActionDecl{Name: name, Result: result}, func(context.Context, *query.Call) (*query.Answer, error) { return out, nil }}
	}
	number := &schema.FieldDecl{Type: "int", Required: true}
	members := []*schema.FieldDecl{{Name: "a", Type: "int"}, {Name: "b", Type: "text", Required: true}}
	a := acting(t, "mem", fixed,
		gives("number", schema.ResultDecl{Value: number}, &query.Answer{Value: value.OfInt(3)}),
		gives("null", schema.ResultDecl{Value: number}, nil),
		gives("text", schema.ResultDecl{Value: number}, &query.Answer{Value: value.OfText("3")}),
		gives("object", schema.ResultDecl{Object: members}, &query.Answer{Object: []value.Value{{}, value.OfText("x")}}),
		gives("short", schema.ResultDecl{Object: members}, &query.Answer{Object: []value.Value{{}}}),
		gives("lacking", schema.ResultDecl{Object: members}, &query.Answer{Object: []value.Value{{}, {}}}),
		gives("nothing", schema.ResultDecl{}, nil),
	)
	for name, want := range map[string]fault.Code{
		"number": "", "null": fault.Internal, "text": fault.Internal, "object": "", "short": fault.Internal, "lacking": fault.Internal, "nothing": "",
	} {
		if out, err := a.call(t.Context(), name, nil); fault.CodeOf(err) != want || err == nil && out == nil {
			t.Errorf("%s gives %v, %v", name, out, err)
		}
	}
}

// TestChosenRecords reads what an action chose under the caller's rules.
func TestChosenRecords(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, storeName string) {
		var chosen query.Chosen
		a := acting(t, storeName, fixed, does{schema.ActionDecl{Name: "some", Rule: "true", Result: schema.ResultDecl{Records: "papers"}},
			func(context.Context, *query.Call) (*query.Answer, error) { return &query.Answer{Chosen: chosen}, nil }})
		for title, owner := range map[string]string{"a1": "ada", "a2": "ada", "b1": "bob"} {
			a.must(a.paper(title, owner).Ops...)
		}
		c := a.collection("papers")
		field := func(name string) *expr.Node {
			f := c.Field(name)
			return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
		}
		var keys query.Kept
		if _, err := a.Do(t.Context(), a.as, &query.Request{Schema: a.schema, Ops: []query.Operation{a.read("papers", "", "id")}}, &keys); err != nil {
			t.Fatal(err)
		}
		secret := expr.TestOf(expr.Eq, field("secret"), expr.ParamOf(0, field("secret").Type))
		for name, test := range map[string]struct {
			chosen query.Chosen
			caller *query.Principal
			filter string
			want   string
		}{
			"none":              {query.Chosen{}, query.Service, "", ""},
			"no keys":           {query.Chosen{Keys: [][]value.Value{}, All: true}, query.Service, "", ""},
			"all":               {query.Chosen{All: true}, user("ada"), "", "a1 a2"},
			"all of another":    {query.Chosen{All: true}, user("bob"), "", "b1"},
			"all of nobody":     {query.Chosen{All: true}, query.Anonymous, "", ""},
			"keys":              {query.Chosen{Keys: keys.Rows}, user("ada"), "", "a1 a2"},
			"filtered":          {query.Chosen{Keys: keys.Rows}, user("ada"), `title == "a2"`, "a2"},
			"by what is hidden": {query.Chosen{Where: secret, Params: []value.Value{value.OfInt(7)}}, user("ada"), "", "a1 a2"},
			"and is not":        {query.Chosen{Where: secret, Params: []value.Value{value.OfInt(8)}}, user("ada"), "", ""},
			"order":             {query.Chosen{All: true, Order: []query.Order{{Expr: field("title"), Desc: true}}}, query.Service, "", "b1 a2 a1"},
			"hidden order":      {query.Chosen{All: true, Order: []query.Order{{Expr: field("secret")}, {Expr: field("title"), Desc: true}}}, user("ada"), "", "a2 a1"},
		} {
			chosen = test.chosen
			out, err := a.by(test.caller).call(t.Context(), "some", nil)
			if err != nil {
				t.Fatal(err)
			}
			sel := a.selecting(c, test.filter, "title")
			req := &query.Request{Schema: a.schema, Ops: []query.Operation{{Kind: query.Read, Collection: c, Select: sel}}}
			if err := out.Chosen.Apply(req, sel); err != nil {
				t.Fatal(err)
			}
			var got query.Kept
			if _, err := a.Do(t.Context(), test.caller, req, &got); err != nil {
				t.Fatal(name, err)
			}
			var titles []string
			for _, r := range got.Rows {
				titles = append(titles, r[0].Raw())
			}
			if len(test.chosen.Order) == 0 {
				slices.Sort(titles)
			}
			if strings.Join(titles, " ") != test.want {
				t.Errorf("%s: %v", name, titles)
			}
		}
	})
}
