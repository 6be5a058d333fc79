package engine_test

import (
	"context"
	"fmt"
	"testing"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/value"
)

const notes = `
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  title: {type: text, required: true, max: 10}
  owner: {type: text, max: 20, default: {expr: auth.id}}
  state: {type: enum, values: [open, closed], required: true, default: open}
  votes: {type: int, default: 0, check: votes >= 0}
  secret: {type: text, read: '"admin" in auth.roles', write: '"admin" in auth.roles'}
  made: {type: time, set: create}
  changed: {type: time, set: write}
rules:
  read: state == "open" || owner == auth.id
  create: owner == auth.id
  update: owner == auth.id && (old.state == "open" || state == "closed")
  delete: owner == auth.id
`

func TestCreateFillsDefaults(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		ann := a.by(user("ann"))
		ann.must(ann.create("notes", row{"id": "1", "title": "hello"}))
		a.rows(a.read("notes", "", "id", "title", "owner", "state", "votes", "secret", "made", "changed"),
			`{"id":1,"title":"hello","owner":"ann","state":"open","votes":0,"secret":null,`+
				`"made":"2026-11-20T12:00:00+00:00","changed":"2026-11-20T12:00:00+00:00"}`)
	})
}

func TestEveryMistakeIsToldAtOnce(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		err := a.fails(fault.Required, a.create("notes",
			row{"id": "1", "title": nil, "votes": "-1"}, row{"id": "2", "title": "a title too long", "votes": "0"}))
		var codes []fault.Code
		for _, e := range err.All() {
			codes = append(codes, e.Code)
		}
		want := []fault.Code{fault.Required, fault.Check, fault.TooLong}
		if len(codes) != len(want) || codes[0] != want[0] || codes[1] != want[1] || codes[2] != want[2] {
			t.Errorf("codes %v, want %v", codes, want)
		}
		a.rows(a.read("notes", "", "id"))
	})
}

func TestACheckPassesOnNull(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		a.must(a.create("notes", row{"id": "1", "title": "x", "votes": nil}))
	})
}

func TestRulesOnWrites(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		ann, bob, nobody := a.by(user("ann")), a.by(user("bob")), a.by(query.Anonymous)
		a.must(a.create("notes",
			row{"id": "1", "title": "open", "owner": "ann", "state": "open"},
			row{"id": "2", "title": "closed", "owner": "ann", "state": "closed"},
			row{"id": "3", "title": "orphan", "owner": nil, "state": "closed"}))

		t.Log("create is judged on the new record")
		bob.fails(fault.Denied, bob.create("notes", row{"id": "9", "title": "x", "owner": "ann"}))
		nobody.fails(fault.Denied, nobody.create("notes", row{"id": "9", "title": "x", "owner": nil}))

		t.Log("by key: not readable is not found, readable and not changeable is denied")
		bob.fails(fault.Denied, byKey(bob.update("notes", "id == 1", row{"title": "mine"})))
		bob.fails(fault.NotFound, byKey(bob.update("notes", "id == 2", row{"title": "mine"})))
		nobody.fails(fault.NotFound, byKey(nobody.remove("notes", "id == 3")))
		bob.fails(fault.Denied, byKey(bob.remove("notes", "id == 1")))

		t.Log("by filter: what is not allowed is skipped")
		_, res, err := bob.ask(bob.update("notes", "id > 0", row{"title": "mine"}))
		if err != nil || res[0].Affected != 0 {
			t.Errorf("affected %v, %v", res, err)
		}

		t.Log("update is judged on the old record and again on the new one")
		ann.fails(fault.Denied, ann.update("notes", "id == 1", row{"owner": "bob"}))
		ann.fails(fault.Denied, byKey(ann.update("notes", "id == 2", row{"state": "open"})))
		ann.must(ann.update("notes", "id == 1", row{"state": "closed"}))
		a.rows(a.read("notes", `state == "closed"`, "id"), `{"id":1}`, `{"id":2}`, `{"id":3}`)
	})
}

func TestFieldRules(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		ann := a.by(user("ann"))
		admin := a.by(&query.Principal{Role: query.RoleAuthenticated, ID: "ann", Roles: []string{"admin"}})
		ann.fails(fault.Denied, ann.create("notes", row{"id": "1", "title": "x", "secret": "s"}))
		admin.must(admin.create("notes", row{"id": "1", "title": "x", "secret": "s"}))
		ann.fails(fault.UnknownField, ann.read("notes", "", "secret"))
		ann.fails(fault.UnknownField, ann.read("notes", `secret == "s"`, "id"))
		admin.rows(admin.read("notes", `secret == "s"`, "id", "secret"), `{"id":1,"secret":"s"}`)

		t.Log("a plan made for one caller does not serve another who sees less")
		ann.fails(fault.UnknownField, ann.read("notes", `secret == "s"`, "id", "secret"))

		t.Log("what a wildcard implies is left out instead")
		op := ann.read("notes", "", "id", "secret")
		op.Select.Outputs[1].Implied = true
		ann.rows(op, `{"id":1}`)

		t.Log("what the server sets is not the client's")
		ann.fails(fault.ReadOnly, ann.create("notes", row{"id": "2", "title": "x", "made": "2020-01-01T00:00:00Z"}))
	})
}

func TestRepresentationMustBeReadable(t *testing.T) {
	onEveryStore(t, `
collection: mail
key: [id]
fields:
  id: {type: int, required: true}
  to: {type: text, max: 20}
rules:
  read: to == auth.id
  create: "true"
`, func(t *testing.T, a *app) {
		ann := a.by(user("ann"))
		ann.fails(fault.Denied, ann.returning(ann.create("mail", row{"id": "1", "to": "bob"}), "id"))
		a.rows(a.read("mail", "", "id"))
		ann.must(ann.create("mail", row{"id": "1", "to": "bob"}))
		got := ann.must(ann.returning(ann.create("mail", row{"id": "2", "to": "ann"}), "id"))
		if len(got) != 1 || got[0] != `{"id":2}` {
			t.Errorf("got %v", got)
		}
	})
}

func TestUpsert(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		ann, bob := a.by(user("ann")), a.by(user("bob"))
		_, res, err := ann.ask(ann.upsert("notes", row{"id": "1", "title": "new"}))
		if err != nil || !res[0].Created {
			t.Fatalf("%v, %v", res, err)
		}
		_, res, err = ann.ask(ann.upsert("notes", row{"id": "1", "title": "again"}))
		if err != nil || res[0].Created {
			t.Fatalf("%v, %v", res, err)
		}
		a.rows(a.read("notes", "", "title", "owner"), `{"title":"again","owner":"ann"}`)

		t.Log("one that may be read and not changed is denied, a hidden one is any unique error")
		bob.fails(fault.Denied, bob.upsert("notes", row{"id": "1", "title": "bob's"}))
		a.must(a.update("notes", "id == 1", row{"state": "closed"}))
		bob.fails(fault.Unique, bob.upsert("notes", row{"id": "1", "title": "bob's"}))
		ignore := bob.upsert("notes", row{"id": "1", "title": "bob's"})
		ignore.Conflict.Ignore = true
		bob.fails(fault.Unique, ignore)

		t.Log("ignoring leaves the record as it is")
		ignore = ann.upsert("notes", row{"id": "1", "title": "ignored"})
		ignore.Conflict.Ignore = true
		_, res, err = ann.ask(ignore)
		if err != nil || res[0].Affected != 0 {
			t.Errorf("%v, %v", res, err)
		}
		a.rows(a.read("notes", "", "title"), `{"title":"again"}`)
	})
}

func TestAListOfOperationsStandsOrFallsTogether(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		a.fails(fault.Unique,
			a.create("notes", row{"id": "1", "title": "a"}),
			a.create("notes", row{"id": "1", "title": "b"}))
		a.rows(a.read("notes", "", "id"))

		t.Log("a later operation may use an earlier one's record")
		second := a.create("notes", row{"id": "2", "title": ""})
		title := second.Collection.Field("title").Index
		second.Uses = []query.Use{{Row: 0, Value: 1, Op: 0, Field: title}}
		a.must(a.create("notes", row{"id": "1", "title": "first"}), second)
		a.rows(a.read("notes", "", "id", "title"), `{"id":1,"title":"first"}`, `{"id":2,"title":"first"}`)

		t.Log("but nothing of it that the caller may not know")
		ann := a.by(user("ann"))
		a.must(a.create("notes", row{"id": "7", "title": "x", "owner": "ann", "secret": "s"}))
		take := ann.update("notes", "id == 7", row{"title": ""})
		take.Uses = []query.Use{{Value: 0, Op: 0, Field: take.Collection.Field("secret").Index}}
		ann.fails(fault.UnknownField, ann.update("notes", "id == 7", row{"votes": "1"}), take)
		take.Uses[0].Field = take.Collection.Field("owner").Index
		ann.must(ann.update("notes", "id == 7", row{"votes": "1"}), take)
		a.rows(a.read("notes", "id == 7", "title"), `{"title":"ann"}`)
		a.must(a.remove("notes", "id == 7"))

		t.Log("a read among them sees what stands before it")
		got := a.must(a.create("notes", row{"id": "3", "title": "x"}), a.read("notes", "id > 2", "id"))
		if len(got) != 1 || got[0] != `{"id":3}` {
			t.Errorf("got %v", got)
		}
	})
}

func TestRollbackUndoesEverything(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		p := &page{}
		op := a.returning(a.create("notes", row{"id": "1", "title": "x"}), "id")
		res, err := a.Do(context.Background(), a.as, &query.Request{Schema: a.schema, Ops: []query.Operation{op}, Rollback: true}, p)
		if err != nil || res[0].Affected != 1 || len(p.rows) != 1 {
			t.Fatalf("%v %v %v", res, p.rows, err)
		}
		a.rows(a.read("notes", "", "id"))
	})
}

func TestLimitsOnWrites(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		a.must(a.create("notes", row{"id": "1", "title": "x"}, row{"id": "2", "title": "x"}))
		a.fails(fault.Unfiltered, a.update("notes", "", row{"title": "y"}))
		a.fails(fault.Unfiltered, a.remove("notes", ""))
		op := a.update("notes", "id > 0", row{"title": "y"})
		op.MaxAffected = 1
		a.fails(fault.MaxAffected, op)
		rows := make([]row, 1001)
		for i := range rows {
			rows[i] = row{"id": string(value.OfInt(int64(i + 10)).AppendText(nil)), "title": "x"}
		}
		a.fails(fault.TooComplex, a.create("notes", rows...))
		a.rows(a.read("notes", "id > 0", "id", "title"), `{"id":1,"title":"x"}`, `{"id":2,"title":"x"}`)
	})
}

func TestIncrement(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		a.must(a.create("notes", row{"id": "1", "title": "x", "votes": "9223372036854775806"}))
		op := a.update("notes", "id == 1", row{"votes": "1"})
		op.Changes[0].Op = query.Increment
		a.must(op)
		a.fails(fault.OutOfRange, op)
		a.rows(a.read("notes", "", "votes"), `{"votes":9223372036854775807}`)
	})
}

const tree = `
collection: users
key: [id]
fields:
  id: {type: int, required: true}
  name: {type: text, required: true, max: 20}
rules:
  read: "true"
---
collection: nodes
key: [id]
fields:
  id: {type: int, required: true}
  parent: {type: ref, to: nodes, on_delete: cascade, back: children}
  owner: {type: ref, to: users, on_delete: set_null, back: nodes}
  keeper: {type: ref, to: users, back: kept}
rules:
  read: "true"
  create: parent == null || parent.owner == auth.id
  update: owner.name == "ann" && old.owner.name == "ann"
`

func TestReferences(t *testing.T) {
	onEveryStore(t, tree, func(t *testing.T, a *app) {
		a.must(a.create("users", row{"id": "1", "name": "ann"}, row{"id": "2", "name": "bob"}))

		t.Log("children may stand before their parents in one request")
		a.must(a.create("nodes",
			row{"id": "3", "parent": "2", "owner": "1", "keeper": nil},
			row{"id": "2", "parent": "1", "owner": "1", "keeper": nil},
			row{"id": "1", "parent": nil, "owner": "1", "keeper": "2"}))
		err := a.fails(fault.Reference, a.create("nodes", row{"id": "9", "parent": "77", "owner": "78"}))
		if len(err.All()) != 2 || err.Field != "parent" || err.Constraint != "nodes_parent_fkey" {
			t.Errorf("got %+v", err)
		}
		t.Log("what stands by then is no mistake, nor is a record that refers to itself")
		err = a.fails(fault.Reference,
			a.create("users", row{"id": "5", "name": "eve"}),
			a.create("nodes", row{"id": "8", "parent": nil, "owner": "5", "keeper": nil}, row{"id": "9", "parent": "9", "owner": "5", "keeper": "78"}))
		if len(err.All()) != 1 || err.Field != "keeper" {
			t.Errorf("got %+v", err)
		}
		err = a.fails(fault.Reference, a.update("nodes", "id == 1", row{"parent": "77", "keeper": "78"}))
		if len(err.All()) != 2 || err.Field != "parent" || err.All()[1].Field != "keeper" {
			t.Errorf("got %+v", err)
		}

		t.Log("a long chain that stands the wrong way round takes no longer than another")
		chain := make([]row, 900)
		for i := range chain {
			chain[i] = row{"id": fmt.Sprint(100 + i), "parent": fmt.Sprint(101 + i)}
		}
		chain[len(chain)-1]["parent"] = nil
		a.must(a.create("nodes", chain...))
		a.must(a.remove("nodes", "id == 999"))

		t.Log("restrict refuses by name, set null loosens, cascade follows")
		err = a.fails(fault.Reference, a.remove("users", "id == 2"))
		if err.Constraint != "nodes_keeper_fkey" {
			t.Errorf("got %+v", err)
		}
		a.must(a.remove("users", "id == 1"))
		a.rows(a.read("nodes", "owner == null", "id"), `{"id":1}`, `{"id":2}`, `{"id":3}`)
		a.must(a.remove("nodes", "id == 1"))
		a.rows(a.read("nodes", "", "id"))
		a.must(a.remove("users", "id == 2"))
	})
}

func TestCircularCascadesEnd(t *testing.T) {
	onEveryStore(t, tree, func(t *testing.T, a *app) {
		a.must(a.create("nodes", row{"id": "1", "parent": nil}, row{"id": "2", "parent": "1"}, row{"id": "3", "parent": "2"}))
		a.must(a.update("nodes", "id == 1", row{"parent": "3"}))
		a.must(a.update("nodes", "id == 1", row{"parent": "1"}))
		a.must(a.update("nodes", "id == 1", row{"parent": "3"}))
		a.must(a.remove("nodes", "id == 2"))
		a.rows(a.read("nodes", "", "id"))
	})
}

func TestRulesThatLookAtOtherRecords(t *testing.T) {
	onEveryStore(t, tree, func(t *testing.T, a *app) {
		a.must(a.create("users", row{"id": "1", "name": "ann"}, row{"id": "2", "name": "bob"}))
		a.must(a.create("nodes", row{"id": "1", "parent": nil, "owner": "1"}))
		ann, bob := a.by(user("1")), a.by(user("2"))
		ann.must(ann.create("nodes", row{"id": "2", "parent": "1", "owner": "1"}))
		bob.fails(fault.Denied, bob.create("nodes", row{"id": "3", "parent": "1", "owner": "2"}))

		t.Log("old is judged as it stood, the new record as it stands")
		bob.must(bob.update("nodes", "id == 2", row{"keeper": "2"}))
		bob.fails(fault.Denied, byKey(bob.update("nodes", "id == 2", row{"owner": "2"})))
		a.must(a.update("nodes", "id == 2", row{"owner": "2"}))
		bob.fails(fault.Denied, byKey(bob.update("nodes", "id == 2", row{"owner": "1"})))
	})
}

// TestOldNullIsAnOrdinaryNull: what old says means the same whether a check is
// decided from the record or by the store, which the walk in it demands.
func TestOldNullIsAnOrdinaryNull(t *testing.T) {
	for name, check := range map[string]string{
		"local": "old.note != note",
		"store": "old.note != note && (self == null || self.id == id)",
	} {
		t.Run(name, func(t *testing.T) {
			onEveryStore(t, `
collection: things
key: [id]
fields:
  id: {type: int, required: true, check: `+check+`}
  self: {type: ref, to: things}
  note: text
`, func(t *testing.T, a *app) {
				a.must(a.create("things", row{"id": "1", "note": "a"}))
				a.fails(fault.Check, a.create("things", row{"id": "2", "note": nil}))
				set := func(note any) query.Operation {
					return a.update("things", "id == 1", row{"id": "1", "note": note})
				}
				a.fails(fault.Check, set("a"))
				a.must(set(nil))
				a.fails(fault.Check, set(nil))
				a.must(set("b"))
				a.rows(a.read("things", "", "id", "note"), `{"id":1,"note":"b"}`)
			})
		})
	}
}

func TestInterceptorsSeeEveryRecord(t *testing.T) {
	type seen struct {
		kind query.Kind
		name string
	}
	var inside, after []seen
	note := func(list *[]seen, changes []engine.Change) {
		*list = nil // a transaction that is run again is told again
		for _, c := range changes {
			*list = append(*list, seen{c.Kind, c.Collection.Name})
		}
	}
	s := engine.Interceptor{
		Prepare: func(_ context.Context, p *query.Principal, _ *query.Request) error {
			if p.ID == "banned" {
				return fault.New(fault.Denied, "banned")
			}
			return nil
		},
		Inside: func(_ context.Context, _ *engine.Tx, changes []engine.Change) error {
			note(&inside, changes)
			for _, c := range changes {
				if c.Kind == query.Create && c.New[0].Int() == 13 {
					return fault.New(fault.Check, "unlucky")
				}
			}
			return nil
		},
		After: func(_ context.Context, changes []engine.Change) { note(&after, changes) },
	}
	t.Parallel()
	a := newApp(t, "sqlite", tree, s)
	a.must(a.create("nodes", row{"id": "1", "parent": nil}, row{"id": "2", "parent": "1"}))
	a.must(a.remove("nodes", "id == 1"))
	gone := seen{query.Delete, "nodes"}
	if len(inside) != 2 || inside[0] != gone || inside[1] != gone || len(after) != 2 {
		t.Errorf("inside %v, after %v", inside, after)
	}
	after = nil
	a.fails(fault.Check, a.create("nodes", row{"id": "13"}))
	if after != nil {
		t.Errorf("after came though nothing was committed: %v", after)
	}
	a.rows(a.read("nodes", "", "id"))
	a.by(user("banned")).fails(fault.Denied, a.read("nodes", "", "id"))
}
