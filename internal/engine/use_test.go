package engine_test

import (
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// shelves hold books; some of both are private, and so is where they stand.
const shelves = `
collection: shelves
key: [id]
fields:
  id: int
  name: {type: text, unique: true}
  room: {type: text, read: '"staff" in auth.roles', unique: true}
  private: {type: bool, default: false}
rules:
  read: "!private"
  create: "true"
  update: "true"
---
collection: books
key: [id]
fields:
  id: int
  title: text
  shelf: {type: ref, to: shelves}
rules:
  read: "true"
  create: "true"
  update: "true"
  delete: "true"
`

// named is where=field == parameter 0, whose value comes from elsewhere.
func (a *app) fieldIs(collection, field string) *expr.Node {
	f := a.collection(collection).Field(field)
	return expr.TestOf(expr.Eq, expr.FieldOf(expr.Self, f.Index, f.Name, f.Type), expr.ParamOf(0, f.Type))
}

// list runs operations that share one parameter, and gives the rows of all.
func (a *app) list(ops ...query.Operation) ([]string, error) {
	p := &pages{}
	_, err := a.Do(a.t.Context(), a.as, &query.Request{Schema: a.schema, Ops: ops, Params: make([]value.Value, 1)}, p)
	return p.rows, err
}

// pages is a sink that keeps the rows of all operations.
type pages struct {
	shapes map[int]*query.Shape
	rows   []string
}

func (p *pages) Begin(op int, shape *query.Shape) error {
	if p.shapes == nil || op == 0 {
		p.shapes, p.rows = map[int]*query.Shape{}, nil
	}
	p.shapes[op] = shape
	return nil
}

func (p *pages) Row(op int, r query.Row) error {
	text, err := query.AppendRow(nil, p.shapes[op], r, query.Encoding{})
	p.rows = append(p.rows, string(text))
	return err
}

// TestUses: an operation takes values of the one record that an earlier one
// read or wrote: into its rows, its changes and its filters.
func TestUses(t *testing.T) {
	onEveryStore(t, shelves, func(t *testing.T, a *app) {
		a.must(a.create("shelves", row{"id": "1", "name": "low", "room": "cellar"}, row{"id": "2", "name": "high", "room": "attic"}))
		a.must(a.create("shelves", row{"id": "3", "name": "secret", "room": "vault", "private": "true"}))
		a.must(a.create("books", row{"id": "1", "title": "one"}))
		shelf, book := a.collection("shelves"), a.collection("books")
		id, room, title := shelf.Field("id").Index, shelf.Field("room").Index, book.Field("title").Index
		anyone := a.by(user("ann"))

		look := func(where string, outputs ...string) query.Operation { return a.read("shelves", where, outputs...) }
		put := func(op query.Operation, u query.Use) query.Operation {
			op.Uses = []query.Use{u}
			return op
		}
		into := func(u query.Use) query.Operation {
			return put(a.create("books", row{"id": "9", "title": "nine", "shelf": "1"}), u)
		}
		of := func(u query.Use) query.Operation { // the books of a shelf
			op := a.read("books", "", "id")
			op.Select.Where = a.fieldIs("books", "shelf")
			u.Param = true
			return put(op, u)
		}
		move := func(u query.Use) query.Operation {
			return put(byKey(a.update("books", "id == 1", row{"shelf": "1"})), u)
		}
		newShelf := a.create("shelves", row{"id": "4", "name": "new"})

		for _, c := range []struct {
			what string
			ops  []query.Operation
			want []string
			code fault.Code
			at   int // which operation fails, from 1
		}{
			{"a record that was read, into a change", []query.Operation{look(`name == "high"`, "name"), move(query.Use{Field: id}), a.read("books", "", "shelf")},
				[]string{`{"name":"high"}`, `{"shelf":2}`}, "", 0},
			{"into a filter, and a read sees the write before it", []query.Operation{look(`name == "high"`, "name"), into(query.Use{Value: 2, Field: id}), of(query.Use{Field: id})},
				[]string{`{"name":"high"}`, `{"id":1}`, `{"id":9}`}, "", 0},
			{"reads alone", []query.Operation{look(`name == "high"`, "id"), of(query.Use{Field: id})},
				[]string{`{"id":2}`, `{"id":1}`, `{"id":9}`}, "", 0},
			{"a new record", []query.Operation{newShelf, of(query.Use{Field: id})}, nil, "", 0},
			{"nothing", []query.Operation{look(`name == "none"`, "id"), move(query.Use{Field: id})}, nil, fault.Body, 2},
			{"what the caller may not read", []query.Operation{look(`name == "secret"`, "id"), move(query.Use{Field: id})}, nil, fault.Body, 2},
			{"one of several", []query.Operation{look("", "id"), move(query.Use{Field: id})}, nil, fault.Body, 2},
			{"of itself", []query.Operation{look("", "id"), move(query.Use{Op: 1, Field: id})}, nil, fault.Body, 2},
			{"of a later one", []query.Operation{move(query.Use{Op: 1, Field: id}), look("", "id")}, nil, fault.Body, 1},
			{"of none", []query.Operation{move(query.Use{Op: -1, Field: id})}, nil, fault.Body, 0},
			{"of what is deleted", []query.Operation{byKey(a.remove("books", "id == 1")), move(query.Use{Field: id})}, nil, fault.Body, 2},
			{"a field that is hidden", []query.Operation{look(`name == "high"`, "id"), put(byKey(a.update("books", "id == 1", row{"title": ""})), query.Use{Field: room})},
				nil, fault.UnknownField, 2},
			{"another type", []query.Operation{byKey(a.update("books", "id == 1", row{"title": "x"})), move(query.Use{Field: title})}, nil, fault.Value, 2},
			{"null into a filter", []query.Operation{byKey(a.update("books", "id == 1", row{"shelf": nil})), of(query.Use{Field: book.Field("shelf").Index})},
				nil, fault.Body, 2},
			{"no such field", []query.Operation{look("", "id"), move(query.Use{Field: 99})}, nil, fault.Internal, 2},
			{"no such place", []query.Operation{look("", "id"), move(query.Use{Value: 99, Field: id})}, nil, fault.Internal, 2},
		} {
			got, err := anyone.list(c.ops...)
			f := fault.As(err)
			if fault.CodeOf(err) != c.code || f != nil && f.Operation != c.at {
				t.Errorf("%s: got %v", c.what, err)
				continue
			}
			if len(got) != len(c.want) && err == nil {
				t.Errorf("%s: got %v, want %v", c.what, got, c.want)
			}
			for i := 0; err == nil && i < len(c.want); i++ {
				if got[i] != c.want[i] {
					t.Errorf("%s: row %d is %s, want %s", c.what, i, got[i], c.want[i])
				}
			}
		}
		a.rows(a.read("books", "", "id", "shelf"), `{"id":1,"shelf":2}`, `{"id":9,"shelf":2}`)
	})
}

// TestDiscreet: the error of a write names nothing that is hidden from who
// made it, whichever door it leaves by.
func TestDiscreet(t *testing.T) {
	onEveryStore(t, shelves, func(t *testing.T, a *app) {
		a.must(a.create("shelves", row{"id": "1", "name": "low", "room": "cellar"}))
		// The room is hidden, and anyone may set it.
		same := a.create("shelves", row{"id": "2", "name": "other", "room": "cellar"})
		for what, c := range map[string]struct {
			as    *query.Principal
			op    query.Operation
			names bool
		}{
			"the service role":      {a.as, same, true},
			"who may write it":      {user("ann"), same, true},
			"a field that is there": {user("ann"), a.create("shelves", row{"id": "2", "name": "low"}), true},
		} {
			f := a.by(c.as).fails(fault.Unique, c.op)
			if named := f.Constraint != "" && f.Field != ""; named != c.names {
				t.Errorf("%s: %+v", what, f)
			}
		}
	})
	t.Run("sealed", func(t *testing.T) {
		a := newApp(t, "mem", `
collection: seats
key: [id]
fields:
  id: int
  holder: {type: text, unique: true, default: {expr: auth.id}, read: '"staff" in auth.roles', write: '"staff" in auth.roles'}
rules: {create: "true"}
`)
		ann := a.by(user("ann"))
		ann.must(ann.create("seats", row{"id": "1"}))
		if f := ann.fails(fault.Unique, ann.create("seats", row{"id": "2"})); f.Constraint != "" || f.Field != "" || f.Detail != "" {
			t.Errorf("it names %+v", f)
		}
	})
}
