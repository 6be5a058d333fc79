package storetest

import (
	"fmt"
	"slices"
	"testing"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
)

const everyKey = `
collection: uuids
fields:
  name: text
---
collection: numbers
key: [num]
fields:
  num: {type: int, required: true}
  name: text
---
collection: codes
key: [code]
fields:
  code: {type: text, required: true, max: 40}
  name: text
---
collection: pairs
key: [num, code]
fields:
  num: {type: int, required: true}
  code: {type: text, required: true, max: 40}
  name: text
---
collection: amounts
key: [amount]
fields:
  amount: {type: decimal, precision: 12, scale: 2, required: true}
  name: text
---
collection: sums
key: [amount]
fields:
  amount: {type: decimal, precision: 30, scale: 2, required: true}
  name: text
---
collection: days
key: [day]
fields:
  day: {type: date, required: true}
  name: text
---
collection: visits
key: [num]
fields:
  num: {type: int, identity: true}
  name: {type: text, default: nobody}
---
collection: moments
key: [moment]
fields:
  moment: {type: time, required: true}
  name: text
`

// testKeys changes and removes records by keys of every shape, and only them.
func testKeys(t *testing.T, h Harness) {
	cases := []struct {
		collection  string
		first, last string // the two records
		key, other  string // of the first; of none
	}{
		{"uuids", `{"id":"0190b8a4-7d5c-7000-8000-000000000001","name":"a"}`, `{"id":"0190b8a4-7d5c-7000-8000-000000000002","name":"b"}`,
			`"0190b8a4-7d5c-7000-8000-000000000001"`, `"0190b8a4-7d5c-7000-8000-000000000003"`},
		{"numbers", `{"num":-9223372036854775808,"name":"a"}`, `{"num":9223372036854775807,"name":"b"}`, `-9223372036854775808`, `0`},
		{"codes", `{"code":"a","name":"a"}`, `{"code":"a ","name":"b"}`, `"a"`, `"A"`},
		{"pairs", `{"num":1,"code":"a","name":"a"}`, `{"num":1,"code":"b","name":"b"}`, `[1,"a"]`, `[2,"a"]`},
		{"amounts", `{"amount":1.10,"name":"a"}`, `{"amount":1.11,"name":"b"}`, `1.1`, `1.12`},
		{"sums", `{"amount":-1234567890123456789012345678.01,"name":"a"}`, `{"amount":1234567890123456789012345678.02,"name":"b"}`,
			`-1234567890123456789012345678.01`, `-1234567890123456789012345678.02`},
		{"days", `{"day":"0001-01-01","name":"a"}`, `{"day":"9999-12-31","name":"b"}`, `"0001-01-01"`, `"0001-01-02"`},
		{"moments", `{"moment":"2026-11-20T00:00:00.000001Z","name":"a"}`, `{"moment":"2026-11-20T00:00:00.000002Z","name":"b"}`,
			`"2026-11-20T01:00:00.000001+01:00"`, `"2026-11-20T00:00:00Z"`},
	}
	f := open(t, h, everyKey)
	for _, c := range cases {
		t.Run(c.collection, func(t *testing.T) {
			f := &fixture{t, f.Driver, f.schema}
			names := ask{from: c.collection, get: []string{"name"}, order: f.keyOf(c.collection)}
			f.add(c.collection, c.first, c.last)
			f.expect(names, `["a"]`, `["b"]`)

			f.refuse(fault.Unique, f.collection(c.collection).KeyName(), func(tx driver.Tx) error {
				return f.insert(tx, c.collection, c.first)
			})
			f.changes(true, func(tx driver.Tx) (bool, error) { return f.update(tx, c.collection, c.key, `{"name":"c"}`) })
			f.changes(false, func(tx driver.Tx) (bool, error) { return f.update(tx, c.collection, c.other, `{"name":"d"}`) })
			f.expect(names, `["c"]`, `["b"]`)

			f.changes(false, func(tx driver.Tx) (bool, error) { return f.delete(tx, c.collection, c.other) })
			f.changes(true, func(tx driver.Tx) (bool, error) { return f.delete(tx, c.collection, c.key) })
			f.changes(false, func(tx driver.Tx) (bool, error) { return f.delete(tx, c.collection, c.key) })
			f.expect(names, `["b"]`)
		})
	}
	t.Run("identity", func(t *testing.T) { testIdentity(&fixture{t, f.Driver, f.schema}) })
	t.Run("changed", func(t *testing.T) {
		f := &fixture{t, f.Driver, f.schema}
		f.add("pairs", `{"num":7,"code":"x","name":"x"}`)
		f.changes(true, func(tx driver.Tx) (bool, error) { return f.update(tx, "pairs", `[7,"x"]`, `{"num":8,"code":"y"}`) })
		f.changes(false, func(tx driver.Tx) (bool, error) { return f.update(tx, "pairs", `[7,"x"]`, `{"name":"z"}`) })
		f.expect(ask{from: "pairs", get: []string{"num", "code", "name"}, where: `num > 6`}, `[8,"y","x"]`)
	})
}

// testIdentity lets the database number the records, and leaves out a field
// whose default is made above the driver.
func testIdentity(f *fixture) {
	c := f.collection("visits")
	in := &plan.Insert{Into: c, Return: []int{0}}
	var made []int64
	err := f.do(func(tx driver.Tx) error {
		made = nil
		for range 3 {
			back, err := tx.Insert(f.Context(), in, nil)
			if err != nil {
				return err
			}
			made = append(made, back[0].Int())
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	for _, key := range slices.Compact(slices.Sorted(slices.Values(made))) {
		f.expect(ask{from: "visits", get: []string{"name"}, where: fmt.Sprintf("num == %d", key)}, "[null]")
	}
	f.count(ask{from: "visits"}, 3)
	f.add("visits", `{"num":1000,"name":"given"}`)
	f.expect(ask{from: "visits", get: []string{"name"}, where: "num == 1000"}, `["given"]`)
}

// keyOf names the fields of a collection's key.
func (f *fixture) keyOf(name string) []string {
	f.Helper()
	c := f.collection(name)
	var out []string
	for _, k := range c.Key {
		out = append(out, c.Fields[k].Name)
	}
	return out
}

// changes runs a write by key and expects it to find its record, or not.
func (f *fixture) changes(want bool, run func(driver.Tx) (bool, error)) {
	f.Helper()
	var found bool
	err := f.do(func(tx driver.Tx) (err error) {
		found, err = run(tx)
		return err
	})
	if err != nil || found != want {
		f.Errorf("found %v (%v), not %v", found, err, want)
	}
}

// refuse runs a transaction that must fail with a code, naming a constraint
// where one is given.
func (f *fixture) refuse(code fault.Code, constraint string, run func(driver.Tx) error) *fault.Error {
	f.Helper()
	err := f.do(run)
	if fault.CodeOf(err) != code {
		f.Errorf("failed with %v, not %s", err, code)
		return &fault.Error{}
	}
	e := fault.As(err)
	if constraint != "" && e.Constraint != constraint {
		f.Errorf("names the constraint %q, not %q", e.Constraint, constraint)
	}
	return e
}
