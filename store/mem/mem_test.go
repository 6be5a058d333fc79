package mem_test

import (
	"testing"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Harness{
		Name: "mem",
		Open: func(_ testing.TB, s *schema.Schema) driver.Driver { return mem.New(s) },
	})
}

const notes = `
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  text: text
`

func ignore(query.Row) error { return nil }

// A plan is about one schema and one driver; what mixes them up is refused.
func TestForeignPlans(t *testing.T) {
	t.Parallel()
	ours, theirs := storetest.Schema(t, notes), storetest.Schema(t, notes)
	d := mem.New(ours)
	all := func(s *schema.Schema) *plan.Read {
		return &plan.Read{From: s.Collection("notes"), Limit: plan.None, Offset: plan.None}
	}
	if _, err := d.Prepare(all(theirs)); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("another schema's plan: %v", err)
	}
	other, err := mem.New(theirs).Prepare(all(theirs))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Read(t.Context(), other, nil, ignore); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("another database's plan: %v", err)
	}
	err = d.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		_, err := tx.Delete(t.Context(), &plan.Delete{From: theirs.Collection("notes")}, []value.Value{value.OfInt(1)})
		return err
	})
	if fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a write to another schema: %v", err)
	}
}

// A malformed plan is a mistake of the floors above, and is named, not run.
func TestMalformedPlans(t *testing.T) {
	t.Parallel()
	s := storetest.Schema(t, notes)
	d, c := mem.New(s), s.Collection("notes")
	for name, p := range map[string]*plan.Read{
		"a limit that is not bound":        {From: c, Limit: 0, Offset: plan.None},
		"an output without a source":       {From: c, Limit: plan.None, Offset: plan.None, Outputs: []plan.Output{{}}},
		"a nested read without a relation": {From: c, Limit: plan.None, Offset: plan.None, Outputs: []plan.Output{{Nested: &plan.Read{From: c}}}},
	} {
		if _, err := d.Prepare(p); fault.CodeOf(err) != fault.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	p, err := d.Prepare(&plan.Read{From: c, Limit: 0, Offset: plan.None, Binds: []value.Type{{Kind: value.Int}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Read(t.Context(), p, nil, ignore); fault.CodeOf(err) != fault.Internal {
		t.Errorf("a missing argument: %v", err)
	}
	err = d.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		_, err := tx.Insert(t.Context(), &plan.Insert{Into: c, Fields: []int{0}}, []value.Value{value.OfText("1")})
		return err
	})
	if fault.CodeOf(err) != fault.Value {
		t.Errorf("a text in an int: %v", err)
	}
}
