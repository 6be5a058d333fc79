package engine_test

import (
	"testing"

	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

const family = `
collection: people
key: [id]
fields:
  id: {type: int, required: true}
  parent: {type: ref, to: people, back: children}
`

// TestPages holds lists, embedded ones too, to the server's page, whatever the
// caller asks for; streams alone go on.
func TestPages(t *testing.T) {
	t.Parallel()
	s, err := schema.Parse(map[string][]byte{"schema/test.yaml": []byte(family)})
	if err != nil {
		t.Fatal(err)
	}
	stores.Each(t, func(t *testing.T, name string) {
		e := enginetest.Open(t, name, engine.Options{Schema: s, Page: 2})
		a := &app{t: t, Engine: e, schema: s, as: &query.Principal{Role: query.RoleService}}
		a.must(a.create("people", row{"id": "1", "parent": nil}, row{"id": "2", "parent": "1"},
			row{"id": "3", "parent": "1"}, row{"id": "4", "parent": "1"}))
		for _, limit := range []int{query.Unlimited, 2, 3, 1 << 40} {
			op := a.read("people", "", "id")
			op.Select.Limit = limit
			a.rows(op, `{"id":1}`, `{"id":2}`)
		}
		one := a.read("people", "", "id")
		one.Select.Limit = 1
		a.rows(one, `{"id":1}`)
		stream := a.read("people", "", "id")
		stream.Select.Stream = true
		a.rows(stream, `{"id":1}`, `{"id":2}`, `{"id":3}`, `{"id":4}`)

		children := a.selecting(a.collection("people"), "", "id")
		children.Limit = 100
		nested := a.read("people", "id == 1")
		nested.Select.Outputs = []query.Output{{Name: "children", Embed: &query.Embed{
			Relation: a.collection("people").Relation("children"), Select: *children}}}
		a.rows(nested, `{"children":[{"id":2},{"id":3}]}`)
	})
}
