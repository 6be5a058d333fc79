package engine_test

import (
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
)

// TestFolds: what is summed over a relation are the records and fields that the caller
// may know, of a collection that allows it.
func TestFolds(t *testing.T) {
	onEveryStore(t, `
collection: users
key: [id]
fields: {id: int}
rules: {read: "true"}
---
collection: notes
key: [id]
aggregates: true
fields: {id: int, owner: {type: ref, to: users, back: notes}, stars: int, secret: {type: int, read: 'auth.role == "staff"'}}
rules: {read: 'id > 1 || auth.role == "staff"'}
---
collection: letters
key: [id]
fields: {id: int, owner: {type: ref, to: users, back: letters}}
rules: {read: "true"}
`, func(t *testing.T, a *app) {
		a.by(query.Service).must(a.create("users", row{"id": "1"}, row{"id": "2"}),
			a.create("notes", row{"id": "1", "owner": "1", "stars": "9", "secret": "1"}, row{"id": "2", "owner": "1", "stars": "1", "secret": "1"}, row{"id": "3", "owner": "2", "stars": "5", "secret": "1"}))
		users := a.collection("users")
		by := func(relation, field string) query.Operation {
			rel := users.Relation(relation)
			f := a.collection(relation).Field(field)
			op := a.read("users", "", "id")
			op.Select.Order = []query.Order{{Desc: true, Expr: expr.FoldOf(expr.FoldSum, expr.Self, rel, 1,
				expr.FieldOf(&expr.Node{Op: expr.Var, Index: 1}, f.Index, f.Name, f.Type), nil)}}
			return op
		}
		anon, staff := a.by(query.Anonymous), a.by(&query.Principal{Role: "staff"})
		anon.rows(by("notes", "stars"), `{"id":2}`, `{"id":1}`)
		staff.rows(by("notes", "stars"), `{"id":1}`, `{"id":2}`)
		staff.rows(by("notes", "secret"), `{"id":1}`, `{"id":2}`)
		anon.fails(fault.UnknownField, by("notes", "secret"))
		anon.fails(fault.Aggregates, by("letters", "id"))
		a.by(query.Service).must(by("letters", "id"))
	})
}
