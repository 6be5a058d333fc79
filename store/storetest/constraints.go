package storetest

import (
	"testing"

	"bedplate/fault"
	"bedplate/store/driver"
)

const constrained = `
collection: people
key: [id]
fields:
  id: {type: int, required: true}
  email: {type: text, required: true, unique: true, max: 200}
  nick: {type: text, unique: true, max: 200}
  first: {type: text, max: 100}
  last: {type: text, max: 100}
  state: {type: enum, values: [draft, live]}
  boss: {type: ref, to: people, back: staff}
indexes:
  - {on: [first, last], unique: true}
  - {on: [last], unique: true, where: state == "live"}
---
collection: parts
key: [num, code]
fields:
  num: {type: int, required: true}
  code: {type: text, required: true, max: 40}
---
collection: uses
key: [id]
fields:
  id: {type: int, required: true}
  part_num: int
  part_code: {type: text, max: 40}
  part: {type: ref, to: parts, columns: [part_num, part_code], back: uses}
`

// testConstraints breaks each kind of constraint and expects its code, its
// field and its name, and nothing written.
func testConstraints(t *testing.T, h Harness) {
	f := open(t, h, constrained)
	f.add("people", `{"id":1,"email":"a","nick":"n","first":"x","last":"y","state":"live"}`)
	f.add("people", `{"id":2,"email":"b","boss":1}`)
	f.add("parts", `{"num":1,"code":"a"}`)
	f.add("uses", `{"id":1,"part_num":1,"part_code":"a"}`)

	insert := func(name, object string) func(driver.Tx) error {
		return func(tx driver.Tx) error { return f.insert(tx, name, object) }
	}
	update := func(name, key, object string) func(driver.Tx) error {
		return func(tx driver.Tx) error { _, err := f.update(tx, name, key, object); return err }
	}
	remove := func(name, key string) func(driver.Tx) error {
		return func(tx driver.Tx) error { _, err := f.delete(tx, name, key); return err }
	}
	refused := []struct {
		name              string
		code              fault.Code
		field, constraint string
		run               func(driver.Tx) error
	}{
		{"the key", fault.Unique, "id", "people_pkey", insert("people", `{"id":1,"email":"z"}`)},
		{"a unique field", fault.Unique, "email", "people_email_key", insert("people", `{"id":3,"email":"a"}`)},
		{"a unique field, by an update", fault.Unique, "email", "people_email_key", update("people", "2", `{"email":"a"}`)},
		{"a unique field that may be null", fault.Unique, "nick", "people_nick_key", insert("people", `{"id":3,"email":"z","nick":"n"}`)},
		{"a unique index of two fields", fault.Unique, "first, last", "people_first_last_key", insert("people", `{"id":3,"email":"z","first":"x","last":"y"}`)},
		{"a partial unique index", fault.Unique, "last", "people_last_idx", insert("people", `{"id":3,"email":"z","last":"y","state":"live"}`)},
		{"a composite key", fault.Unique, "num, code", "parts_pkey", insert("parts", `{"num":1,"code":"a"}`)},
		{"a required field", fault.Required, "email", "", insert("people", `{"id":3,"email":null}`)},
		{"a required field left out", fault.Required, "email", "", insert("people", `{"id":3}`)},
		{"a required field, by an update", fault.Required, "email", "", update("people", "2", `{"email":null}`)},
		{"an enum", fault.Check, "state", "people_state_check", insert("people", `{"id":3,"email":"z","state":"dead"}`)},
		{"an enum, by an update", fault.Check, "state", "people_state_check", update("people", "2", `{"state":""}`)},
		{"a reference to nothing", fault.Reference, "", "people_boss_fkey", insert("people", `{"id":3,"email":"z","boss":9}`)},
		{"a reference to nothing, by an update", fault.Reference, "", "people_boss_fkey", update("people", "2", `{"boss":9}`)},
		{"a composite reference", fault.Reference, "", "", insert("uses", `{"id":2,"part_num":1,"part_code":"b"}`)},
		{"deletion of what is referred to", fault.Reference, "", "people_boss_fkey", remove("people", "1")},
		{"a key that is referred to, changed", fault.Reference, "", "people_boss_fkey", update("people", "1", `{"id":5}`)},
		{"deletion of a composite target", fault.Reference, "", "", remove("parts", `[1,"a"]`)},
	}
	for _, c := range refused {
		t.Run(c.name, func(t *testing.T) {
			f := &fixture{t, f.Driver, f.schema}
			e := f.refuse(c.code, c.constraint, c.run)
			if c.field != "" && e.Field != c.field {
				t.Errorf("is about the field %q, not %q", e.Field, c.field)
			}
		})
	}
	f.expect(ask{from: "people", get: []string{"id", "email"}, order: []string{"id"}}, `[1,"a"]`, `[2,"b"]`)
	f.expect(ask{from: "parts", get: []string{"num", "code"}}, `[1,"a"]`)
	t.Run("accepted", func(t *testing.T) { testAccepted(&fixture{t, f.Driver, f.schema}) })
}

// testAccepted writes what the constraints allow though it looks like what
// they don't.
func testAccepted(f *fixture) {
	steps := []struct {
		name string
		run  func(driver.Tx) error
	}{
		{"nulls are not the same", func(tx driver.Tx) error {
			return f.insert(tx, "people", `{"id":10,"email":"j","first":"x","last":null}`)
		}},
		{"nor again", func(tx driver.Tx) error {
			return f.insert(tx, "people", `{"id":11,"email":"k","first":"x","last":null}`)
		}},
		{"what a partial index leaves out", func(tx driver.Tx) error {
			return f.insert(tx, "people", `{"id":12,"email":"l","last":"y","state":"draft"}`)
		}},
		{"case and trailing spaces count", func(tx driver.Tx) error {
			return f.insert(tx, "people", `{"id":13,"email":"A"}`)
		}},
		{"and so do they here", func(tx driver.Tx) error { return f.insert(tx, "people", `{"id":14,"email":"a "}`) }},
		{"a record that refers to itself", func(tx driver.Tx) error {
			return f.insert(tx, "people", `{"id":15,"email":"m","boss":15}`)
		}},
		{"and its deletion", func(tx driver.Tx) error { _, err := f.delete(tx, "people", "15"); return err }},
		{"an update that changes nothing", func(tx driver.Tx) error {
			_, err := f.update(tx, "people", "1", `{"id":1,"email":"a"}`)
			return err
		}},
		{"half a reference is none", func(tx driver.Tx) error {
			return f.insert(tx, "uses", `{"id":9,"part_num":77,"part_code":null}`)
		}},
		{"deletion when nothing refers any more", func(tx driver.Tx) error {
			if _, err := f.update(tx, "people", "2", `{"boss":null}`); err != nil {
				return err
			}
			_, err := f.delete(tx, "people", "1")
			return err
		}},
	}
	for _, s := range steps {
		if err := f.do(s.run); err != nil {
			f.Errorf("%s: %v", s.name, err)
		}
	}
}
