package storetest

import (
	"context"
	"testing"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// testLoading fills a table as a driver likes it best: exactly what was sent is
// there, all of it or nothing.
func testLoading(t *testing.T, h Harness) {
	f := open(t, h, everyType)
	loader, ok := f.Driver.(driver.Loader)
	if !ok {
		t.Skip("the driver loads no rows in a way of its own")
	}
	c := f.collection("things")
	in := everyField(c)
	exact := exactValues()
	var rows [][]value.Value
	for _, field := range c.Fields[1:] {
		for i, v := range append(exact[field.Name], value.Value{}) {
			row := make([]value.Value, len(in.Fields))
			row[0], row[field.Index] = id(field, i), v
			rows = append(rows, row)
		}
	}
	load := func(rows [][]value.Value) error {
		return f.Transact(context.Background(), driver.Mode{Alone: true}, func(tx driver.Tx) error {
			return loader.Load(context.Background(), tx, in, rows)
		})
	}
	// A key that is there already: nothing of the others is left.
	if err := load(append(append([][]value.Value{}, rows...), rows[0])); fault.CodeOf(err) != fault.Unique {
		t.Errorf("a key twice: %v", err)
	}
	if n := len(f.column(wholeOf(c), nil)); n != 0 {
		t.Errorf("%d rows are left of a load that was refused", n)
	}
	if err := load(rows); err != nil {
		t.Fatal(err)
	}
	for _, field := range c.Fields[1:] {
		f.readAll(c, field, append(exact[field.Name], value.Value{}))
	}
	if n := len(f.column(wholeOf(c), nil)); n != len(rows) {
		t.Errorf("%d rows were loaded and %d are there", len(rows), n)
	}
	if err := loader.Loaded(context.Background(), c); err != nil {
		t.Error(err)
	}
}

// testCounters loads numbers into a field that the database counts, and goes on.
func testCounters(t *testing.T, h Harness) {
	f := open(t, h, "collection: things\nkey: [id]\nfields:\n  id: {type: int, identity: true}\n  name: text\n")
	loader, ok := f.Driver.(driver.Loader)
	if !ok {
		t.Skip("the driver loads no rows in a way of its own")
	}
	c := f.collection("things")
	for _, numbers := range [][]int64{{}, {-5}, {0, 1003, 1041}} {
		var rows [][]value.Value
		highest := int64(0)
		for _, n := range numbers {
			rows = append(rows, []value.Value{value.OfInt(n), {}})
			highest = max(highest, n)
		}
		f.must(f.do(func(tx driver.Tx) error { return loader.Load(context.Background(), tx, everyField(c), rows) }))
		f.must(loader.Loaded(context.Background(), c))
		var made []value.Value
		f.must(f.do(func(tx driver.Tx) (err error) {
			made, err = tx.Insert(context.Background(), &plan.Insert{Into: c, Fields: []int{1}, Return: []int{0}}, []value.Value{value.OfText("next")})
			return err
		}))
		if len(made) != 1 || made[0].Int() <= highest {
			t.Errorf("after %v the next number is %v", numbers, made)
		}
	}
}

// testOneState reads twice while somebody writes: both are of one state.
func testOneState(t *testing.T, h Harness) {
	f := open(t, h, everyType)
	snapshotter, ok := f.Driver.(driver.Snapshotter)
	if !ok {
		t.Skip("the driver keeps no state for several reads")
	}
	c := f.collection("things")
	add := func(n int64) {
		f.must(f.do(func(tx driver.Tx) error {
			_, err := tx.Insert(context.Background(), &plan.Insert{Into: c, Fields: []int{0}}, []value.Value{value.OfInt(n)})
			return err
		}))
	}
	add(1)
	ready, err := f.Prepare(wholeOf(c))
	f.must(err)
	f.must(snapshotter.Snapshot(context.Background(), func(tx driver.Tx) error {
		for range 2 {
			n := 0
			if err := tx.Read(context.Background(), ready, nil, func(query.Row) error { n++; return nil }); err != nil {
				return err
			}
			if n != 1 {
				t.Errorf("%d rows are there, of 1", n)
			}
			add(int64(n + len(f.column(wholeOf(c), nil))))
		}
		if _, err := tx.Insert(context.Background(), &plan.Insert{Into: c, Fields: []int{0}}, []value.Value{value.OfInt(9)}); err == nil {
			t.Error("a state that is only looked at was written to")
		}
		return nil
	}))
	if n := len(f.column(wholeOf(c), nil)); n != 3 {
		t.Errorf("%d rows are there afterwards, of 3", n)
	}
}

// everyField writes all fields of a collection.
func everyField(c *schema.Collection) *plan.Insert {
	in := &plan.Insert{Into: c}
	for i := range c.Stored() {
		in.Fields = append(in.Fields, i)
	}
	return in
}

// wholeOf reads the keys of all rows.
func wholeOf(c *schema.Collection) *plan.Read {
	return &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Outputs: []plan.Output{{Expr: fieldOf(c, 0)}}}
}
