package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

const explained = `
collection: people
key: [id]
fields:
  id: {type: text, required: true, max: 20}
  name: text
  secret: {type: text, read: '"staff" in auth.roles'}
  hidden: {type: bool, required: true, default: false}
rules:
  read: "!hidden || id == auth.id"
---
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  owner: {type: ref, to: people, required: true, back: notes}
  text: {type: text, max: 100, check: text != "bad"}
  public: {type: bool, required: true, default: false}
  pinned: {type: bool, required: true, default: false}
  kind: text
indexes: [[text]]
rules:
  read: public || owner == auth.id
  create: owner == auth.id
  update: owner == auth.id && !pinned
---
collection: closed
fields:
  a: text
`

// toldTo opens a world of two people and three notes.
func toldTo(t *testing.T, store string) *app {
	a := newApp(t, store, explained)
	a.must(a.create("people", row{"id": "ann", "name": "Ann", "hidden": "false"}, row{"id": "bob", "name": "Bob", "hidden": "true"}))
	a.must(a.create("notes",
		row{"id": "1", "owner": "ann", "text": "x", "public": "true", "pinned": "false"},
		row{"id": "2", "owner": "bob", "text": "x", "public": "false", "pinned": "false"},
		row{"id": "3", "owner": "bob", "text": "y", "public": "true", "pinned": "true"}))
	return a
}

func (a *app) explain(rows bool, ops ...query.Operation) *query.Explanation {
	a.t.Helper()
	x, err := a.Explain(a.t.Context(), a.as, &query.Request{Schema: a.schema, Ops: ops}, rows)
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := json.Marshal(x); err != nil {
		a.t.Fatal(err)
	}
	return x
}

func ruleLine(r *query.ExplainedRule) string {
	if r == nil {
		return "-"
	}
	name := r.Collection
	if r.Field != "" {
		name += "." + r.Field
	}
	return fmt.Sprintf("%s %s %s: %s @%s", name, r.Rule, r.Effect, r.Text, r.Place)
}

func rulesOf(x *query.Explanation) string {
	var lines []string
	for i := range x.Operations[0].Rules {
		lines = append(lines, ruleLine(&x.Operations[0].Rules[i]))
	}
	return strings.Join(lines, "\n")
}

// TestExplainedRules lists what each caller meets, and where it is written.
func TestExplainedRules(t *testing.T) {
	t.Parallel()
	onEveryStoreTold(t, func(t *testing.T, a *app) {
		ann, bob := a.by(user("ann")), a.by(user("bob"))
		const notesRead = `notes read judges: public || owner == auth.id @schema/test.yaml:23:9`
		const peopleRead = `people read judges: !hidden || id == auth.id @schema/test.yaml:10:9`
		all := bob.read("people", "", "name", "secret")
		for i := range all.Select.Outputs {
			all.Select.Outputs[i].Implied = true
		}
		for name, c := range map[string]struct {
			app  *app
			op   query.Operation
			want string
		}{
			"a list":         {ann, a.read("notes", "", "text"), notesRead},
			"a walk":         {ann, a.read("notes", `owner.name == "Bob"`, "text"), peopleRead + "\n" + notesRead},
			"service":        {a, a.read("notes", "", "text"), strings.Replace(notesRead, "judges", "bypassed", 1)},
			"no rule":        {ann, a.read("closed", "", "a"), "closed read denies:  @schema/test.yaml:27:1"},
			"a hidden field": {bob, all, peopleRead + "\npeople.secret read left out: \"staff\" in auth.roles @schema/test.yaml:7:30"},
			"an update": {ann, a.update("notes", "id == 1", row{"text": "z"}),
				notesRead + "\nnotes update judges: owner == auth.id && !pinned @schema/test.yaml:25:11"},
		} {
			if got := rulesOf(c.app.explain(false, c.op)); got != c.want {
				t.Errorf("%s: met\n%s\nand not\n%s", name, got, c.want)
			}
		}
	})
}

func onEveryStoreTold(t *testing.T, test func(t *testing.T, a *app)) {
	stores.Each(t, func(t *testing.T, name string) {
		test(t, toldTo(t, name))
	})
}

// TestWhatHides counts what each rule hides of the rows that the filter alone
// would give.
func TestWhatHides(t *testing.T) {
	t.Parallel()
	onEveryStoreTold(t, func(t *testing.T, a *app) {
		ann := a.by(user("ann"))
		inner := a.read("notes", "", "text")
		inner.Select.Outputs = append(inner.Select.Outputs, query.Output{Name: "owner", Embed: &query.Embed{
			Relation: inner.Collection.Relation("owner"), Inner: true,
			Select: *a.selecting(a.collection("people"), "", "name")}})
		for name, c := range map[string]struct {
			app  *app
			op   query.Operation
			want string
		}{
			"a list":                 {ann, a.read("notes", "", "text"), "3/2 notes read 1 [2]"},
			"a filtered list":        {ann, a.read("notes", `text == "y"`, "text"), "1/1 notes read 0 []"},
			"a walk":                 {ann, a.read("notes", `owner.name == "Bob"`, "text"), "2/0 notes read 1 [2] people read 2 [2 3]"},
			"true of what is hidden": {ann, a.read("notes", `owner.name == null`, "text"), "0/1 notes read 0 [] people read 0 []"},
			"an inner embed":         {ann, inner, "3/1 notes read 1 [2] people read 2 [2 3]"},
			"service":                {a, a.read("notes", "", "text"), "3/3"},
			"by key, hidden":         {ann, byKey(a.read("notes", "id == 2", "text")), "1/0 notes read 1 [2]"},
			"by key, not there": {ann, byKey(a.read("notes", "id == 9", "text")),
				"0/0 notes read 0 []"},
			"a filtered update": {a.by(user("bob")), a.update("notes", "id > 0", row{"text": "z"}),
				"3/1 notes read 0 [] notes update 2 [1 3]"},
			"no rule to delete": {ann, a.remove("notes", "id == 1"), "1/0 notes read 0 [] notes delete 1 [1]"},
		} {
			rows := c.app.explain(true, c.op).Operations[0].Rows
			got := fmt.Sprintf("%d/%d", rows.Matched, rows.Visible)
			for _, h := range rows.Hidden {
				got += fmt.Sprintf(" %s %s %d %v", h.Rule.Collection, h.Rule.Rule, h.Rows, h.Keys)
			}
			if got != c.want {
				t.Errorf("%s: %s, not %s", name, got, c.want)
			}
		}
		if x := ann.explain(false, a.read("notes", "", "text")); x.Operations[0].Rows != nil {
			t.Error("rows were looked at that nobody asked for")
		}
	})
}

// TestTrueOfWhatIsHidden counts also who is seen because a condition within an
// inner embed finds nothing but what is hidden.
func TestTrueOfWhatIsHidden(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		a := newApp(t, name, `
collection: people
key: [id]
fields: {id: {type: text, required: true}}
rules: {read: "true"}
---
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  owner: {type: ref, to: people, required: true, back: notes}
  text: text
  public: bool
rules: {read: public}
`)
		a.must(a.create("people", row{"id": "ann"}, row{"id": "bob"}))
		a.must(a.create("notes",
			row{"id": "1", "owner": "ann", "text": "y", "public": "true"},
			row{"id": "2", "owner": "ann", "text": "x", "public": "false"},
			row{"id": "3", "owner": "bob", "text": "x", "public": "true"}))
		op := a.read("people", "", "id")
		op.Select.Outputs = append(op.Select.Outputs, query.Output{Name: "notes", Embed: &query.Embed{
			Relation: op.Collection.Relation("notes"), Inner: true,
			Select: *a.selecting(a.collection("notes"), `!owner.notes.exists(n, n.text == "x")`, "id")}})
		anyone := a.by(query.Anonymous)
		if got := anyone.must(op); len(got) != 1 {
			t.Fatalf("seen are %v", got)
		}
		if rows := anyone.explain(true, op).Operations[0].Rows; rows.Matched != 0 || rows.Visible != 1 {
			t.Errorf("%+v", rows)
		}
	})
}

// TestWhatRefuses tries writes, tells the rule or check that refuses them, and
// leaves every record as it was.
func TestWhatRefuses(t *testing.T) {
	t.Parallel()
	onEveryStoreTold(t, func(t *testing.T, a *app) {
		ann, bob := a.by(user("ann")), a.by(user("bob"))
		before := strings.Join(a.must(a.read("notes", "", "id", "owner", "text", "public", "pinned")), " ")
		note := func(owner, text string) row {
			return row{"id": "7", "owner": owner, "text": text, "public": "true"}
		}
		for name, c := range map[string]struct {
			app  *app
			op   query.Operation
			code fault.Code
			want string
		}{
			"a good create":      {ann, a.create("notes", note("ann", "x")), "", "1"},
			"another's":          {ann, a.create("notes", note("bob", "x")), fault.Denied, "notes create judges: owner == auth.id @schema/test.yaml:24:17"},
			"against a check":    {ann, a.create("notes", note("ann", "bad")), fault.Check, `notes.text check judges: text != "bad" @schema/test.yaml:17:39`},
			"a key that is":      {ann, a.create("notes", row{"id": "1", "owner": "ann"}), fault.Unique, "-"},
			"a good update":      {bob, byKey(a.update("notes", "id == 2", row{"text": "z"})), "", "1"},
			"of one not allowed": {bob, byKey(a.update("notes", "id == 3", row{"text": "z"})), fault.Denied, "notes update judges: owner == auth.id && !pinned @schema/test.yaml:25:11"},
			"to one not allowed": {bob, byKey(a.update("notes", "id == 2", row{"pinned": "true"})), fault.Denied, "notes update judges: !pinned @schema/test.yaml:25:31"},
			"of a hidden one":    {ann, byKey(a.update("notes", "id == 2", row{"text": "z"})), fault.NotFound, "-"},
			"a deletion":         {a, byKey(a.remove("notes", "id == 1")), "", "1"},
			"a denied deletion":  {ann, byKey(a.remove("notes", "id == 1")), fault.Denied, "notes delete denies:  @schema/test.yaml:23:3"},
			"an upsert":          {ann, a.upsert("notes", row{"id": "2", "owner": "ann"}), fault.Unique, "-"},
			"an upsert, changed": {bob, a.upsert("notes", row{"id": "3", "owner": "bob"}), fault.Denied, "notes update judges: owner == auth.id && !pinned @schema/test.yaml:25:11"},
		} {
			out := c.app.explain(true, c.op).Operations[0].Outcome
			if out == nil {
				t.Errorf("%s: nothing came of it", name)
				continue
			}
			got, code := fmt.Sprint(out.Affected), fault.Code("")
			if out.Refused != nil {
				got, code = ruleLine(out.Refused.Rule), out.Refused.Code
			}
			if got != c.want || code != c.code {
				t.Errorf("%s: %s %s, not %s %s", name, code, got, c.code, c.want)
			}
		}
		if after := strings.Join(a.must(a.read("notes", "", "id", "owner", "text", "public", "pinned")), " "); after != before {
			t.Errorf("explanations changed\n%s to\n%s", before, after)
		}
		x := ann.explain(false, a.create("closed", row{"a": "x"}))
		if x.Refused == nil || x.Refused.Code != fault.Denied || ruleLine(x.Refused.Rule) != "closed create denies:  @schema/test.yaml:27:1" {
			t.Errorf("refused: %+v", x.Refused)
		}
	})
}

// TestExplainedStatements shows plan, arguments and what SQLite says.
func TestExplainedStatements(t *testing.T) {
	t.Parallel()
	a := toldTo(t, "sqlite").by(user("ann"))
	op := a.read("notes", `text == "x"`, "text")
	op.Select.Count = query.CountExact
	op.Select.Order = []query.Order{{Expr: op.Select.Outputs[0].Expr, Desc: true}}
	x := a.explain(false, op)
	if x.Cached || !a.explain(false, op).Cached {
		t.Error("the plan is new at first, and known then")
	}
	if x.Caller.ID != "ann" || !strings.HasPrefix(x.Store, "SQLite") {
		t.Errorf("%+v", x)
	}
	rows, count := x.Operations[0].Statements[0], x.Operations[0].Statements[1]
	if rows.Purpose != "rows" || count.Purpose != "count" {
		t.Fatalf("%s, %s", rows.Purpose, count.Purpose)
	}
	if got := rows.Plan.Where + " by " + rows.Plan.Order[0]; got != `(public || owner == ?1) && text == "x" by text desc nulls last` {
		t.Error(got)
	}
	if got := rows.Arguments[0]; got.Name != "?1" || got.From != "auth.id" || got.Type != "text" || string(got.Value) != `"ann"` {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(rows.Statement.SQL, `FROM "notes"`) || !strings.Contains(strings.Join(rows.Statement.Database, "\n"), "notes_text_idx") {
		t.Errorf("%+v", rows.Statement)
	}
	for i, arg := range rows.Statement.Arguments {
		if arg.Name != fmt.Sprintf("?%d", i+1) || len(arg.Value) == 0 {
			t.Errorf("%+v", arg)
		}
	}
	write := a.explain(false, a.update("notes", `text == "x"`, row{"text": "z"}))
	if got := write.Operations[0].Statements[0]; got.Purpose != "choice" || write.Operations[0].Outcome != nil {
		t.Errorf("%+v", write.Operations[0])
	}
}

// TestSlowConditions warns of what reads or sorts a large table, and names the
// index that would spare it.
func TestSlowConditions(t *testing.T) {
	t.Parallel()
	a := toldTo(t, "sqlite")
	for batch := range 2 {
		var rows []row
		for i := range 1000 {
			rows = append(rows, row{"id": fmt.Sprint(100 + batch*1000 + i), "owner": "ann", "text": fmt.Sprint(i), "kind": fmt.Sprint(i % 100)})
		}
		a.must(a.create("notes", rows...))
	}
	sorted := func(op query.Operation, field string) query.Operation {
		f := op.Collection.Field(field)
		op.Select.Order = []query.Order{{Expr: expr.FieldOf(expr.Self, f.Index, f.Name, f.Type), Desc: true}}
		return op
	}
	people := a.read("people", `notes.exists(n, n.kind == "3")`, "name")
	for name, c := range map[string]struct {
		op   query.Operation
		want []string
	}{
		"by an index":       {a.read("notes", `text == "3"`, "id"), nil},
		"by key":            {a.read("notes", "id == 3", "id"), nil},
		"everything":        {a.read("notes", "", "id"), nil},
		"without an index":  {a.read("notes", `kind == "3"`, "id"), []string{`kind == "3"`, "notes: indexes: - [kind]"}},
		"and in an order":   {sorted(a.read("notes", `kind == "3"`, "id"), "text"), []string{"- [kind, -text]"}},
		"a range":           {a.read("notes", `kind > "3"`, "id"), []string{"- [kind]"}},
		"one of two values": {a.read("notes", "public", "id"), nil},
		"a part of a text":  {a.read("notes", `kind.contains("3")`, "id"), []string{`kind.contains("3")`}},
		"a sort":            {sorted(a.read("notes", "", "id"), "kind"), []string{"sorted by kind desc", "- [-kind]"}},
		"a small table":     {people, nil},
		"a write's choice":  {a.update("notes", `kind == "3"`, row{"text": "z"}), []string{"- [kind]"}},
	} {
		got := a.explain(false, c.op).Operations[0].Warnings
		if (len(got) == 0) != (c.want == nil) {
			t.Errorf("%s: warned of %q", name, got)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(strings.Join(got, "\n"), w) {
				t.Errorf("%s: %q does not tell of %s", name, got, w)
			}
		}
	}
}

// TestExplainRunsNoSeams: services hear of nothing.
func TestExplainRunsNoSeams(t *testing.T) {
	t.Parallel()
	heard := 0
	a := newApp(t, "mem", explained, engine.Interceptor{
		Prepare: func(context.Context, *query.Principal, *query.Request) error { heard++; return nil },
		Inside:  func(context.Context, *engine.Tx, []engine.Change) error { heard++; return nil },
		After:   func(context.Context, []engine.Change) { heard++ },
	})
	create := a.create("people", row{"id": "ann", "hidden": "false"})
	if out := a.explain(true, create).Operations[0].Outcome; out.Affected != 1 || heard != 0 {
		t.Errorf("%+v, %d seams", out, heard)
	}
	if a.must(create); heard != 3 {
		t.Errorf("%d seams of a write", heard)
	}
}
