package engine_test

import (
	"testing"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/store/driver"
)

// TestTx: a service's requests stand or fall together, under the rules of
// whoever it asks as.
func TestTx(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		in := func(as *query.Principal, f func(do func(...query.Operation) error) error) error {
			return a.Tx(t.Context(), "main", driver.Mode{}, func(tx *engine.Tx) error {
				return f(func(ops ...query.Operation) error {
					_, err := tx.Do(t.Context(), as, &query.Request{Schema: a.schema, Ops: ops}, nil)
					return err
				})
			})
		}
		err := in(user("ann"), func(do func(...query.Operation) error) error {
			if err := do(); err != nil {
				t.Errorf("nothing to do gave %v", err)
			}
			if err := do(a.create("notes", row{"id": "1", "title": "mine"})); err != nil {
				return err
			}
			return do(byKey(a.update("notes", "id == 1", row{"title": "still mine"})))
		})
		if err != nil {
			t.Fatal(err)
		}
		a.rows(a.read("notes", "", "title", "owner"), `{"title":"still mine","owner":"ann"}`)

		err = in(user("bob"), func(do func(...query.Operation) error) error {
			if err := do(a.create("notes", row{"id": "2", "title": "bob's"})); err != nil {
				return err
			}
			return do(byKey(a.remove("notes", "id == 1")))
		})
		if fault.CodeOf(err) != fault.Denied {
			t.Errorf("got %v", err)
		}
		a.rows(a.read("notes", "", "id"), `{"id":1}`)

		if err := a.Tx(t.Context(), "elsewhere", driver.Mode{}, nil); fault.CodeOf(err) != fault.Internal {
			t.Errorf("a store that is not there gave %v", err)
		}
	})
}

// TestChanges are the operators of an update besides setting and incrementing.
func TestChanges(t *testing.T) {
	onEveryStore(t, `
collection: things
key: [id]
fields:
  id: {type: int, required: true}
  tags: {type: list, of: text}
  name: text
  meta: json
`, func(t *testing.T, a *app) {
		a.must(a.create("things", row{"id": "1", "tags": `["b"]`, "name": "b", "meta": `{"a":1,"b":{"c":2,"d":[1,2,3]}}`}))
		a.must(a.create("things", row{"id": "2", "tags": nil, "name": nil, "meta": nil}))
		change := func(op query.ChangeOp, r row, path ...string) query.Operation {
			o := a.update("things", "id > 0", r)
			for i := range o.Changes {
				o.Changes[i].Op, o.Changes[i].Path = op, path
			}
			return o
		}
		a.must(change(query.Append, row{"tags": `["c"]`, "name": "c", "meta": `{"a":9}`}))
		a.must(change(query.Prepend, row{"tags": `["a"]`, "name": "a"}))
		a.must(change(query.DeleteKey, row{"meta": "{}"}, "b", "c"))
		a.must(change(query.DeleteKey, row{"meta": "{}"}, "b", "d", "1"))
		a.must(change(query.DeleteKey, row{"meta": "{}"}, "nowhere"))
		a.rows(a.read("things", "", "tags", "name", "meta"),
			`{"tags":["a","b","c"],"name":"abc","meta":{"a":9,"b":{"d":[1,3]}}}`,
			`{"tags":null,"name":null,"meta":null}`)
		a.fails(fault.Type, change(query.DeleteKey, row{"name": "x"}, "a"))
		a.fails(fault.Type, change(query.Increment, row{"name": "x"}))
	})
}
