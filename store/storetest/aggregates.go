package storetest

import (
	"testing"

	"bedplate/fault"
	"bedplate/store/plan"
	"bedplate/value"
)

// testAggregates groups and sums.
func testAggregates(t *testing.T, h Harness) {
	f := shelve(t, h)
	f.need(f.Capabilities().Aggregates, "aggregates")
	f.expect(ask{from: "books", sums: []sum{{"", plan.CountRows}, {"price", plan.CountRows}, {"price", plan.Sum},
		{"price", plan.Min}, {"price", plan.Max}, {"title", plan.Min}, {"title", plan.Max}}},
		`[4,3,101.49,0.00,99.99,"100%","air "]`)
	f.expect(ask{from: "books", sums: []sum{{"id", plan.Sum}, {"id", plan.Avg}, {"id", plan.Max}}}, `[10,2.5,4]`)

	f.expect(ask{from: "books", sums: []sum{{"author", plan.CountRows}, {"author", plan.CountDistinct}, {"sold", plan.CountDistinct}, {"title", plan.CountDistinct}}},
		`[3,2,2,3]`)
	f.expect(ask{from: "books", sums: []sum{{"author sold", plan.CountRows}, {"author sold", plan.CountDistinct}, {"sold price title", plan.CountDistinct}, {"sold sold", plan.CountDistinct}}},
		`[3,3,2,2]`)
	f.expect(ask{from: "books", sums: []sum{{"id", plan.Variance}, {"id", plan.VarianceSample}, {"author", plan.Stddev}, {"price", plan.CountDistinct}}, where: "id < 3"},
		`[0.25,0.5,0,2]`)
	f.expect(ask{from: "books", sums: []sum{{"price", plan.Stddev}, {"price", plan.Variance}, {"ratio", plan.StddevSample}}, where: "id < 3"},
		`[0.75,0.5625,null]`)
	f.testWithin()

	// Nothing to sum is null; nothing to count is 0; no group is no row.
	f.expect(ask{from: "books", where: "false", sums: []sum{{"", plan.CountRows}, {"id", plan.Sum}, {"ratio", plan.Avg}, {"title", plan.Max}}},
		`[0,null,null,null]`)
	f.expect(ask{from: "books", where: "false", get: []string{"sold"}, sums: []sum{{"", plan.CountRows}}})

	// Null is a group of its own.
	f.expect(ask{from: "books", get: []string{"author"}, order: []string{"author"}, sums: []sum{{"", plan.CountRows}, {"id", plan.Max}}},
		`[1,2,2]`, `[2,1,3]`, `[null,1,4]`)
	f.expect(ask{from: "books", get: []string{"author", "sold"}, order: []string{"author?", "-sold"}, sums: []sum{{"", plan.CountRows}}},
		`[null,false,1]`, `[1,true,1]`, `[1,false,1]`, `[2,true,1]`)
	if f.Capabilities().Relations {
		f.expect(ask{from: "authors", get: []string{"id"}, order: []string{"id"}, nested: map[string]ask{
			"books": {sums: []sum{{"", plan.CountRows}, {"price", plan.Sum}}},
		}}, `[1,[[2,1.50]]]`, `[2,[[1,null]]]`, `[3,[[0,null]]]`)
	}
	if f.Capabilities().Relations { // what is nested hangs on one record for each group
		f.expect(ask{from: "books", order: []string{"author"}, nested: map[string]ask{"author": {get: []string{"name"}}},
			sums: []sum{{"", plan.CountRows}}}, `[[["Ann"]],2]`, `[[["Bob"]],1]`, `[[],1]`)
		f.expect(ask{from: "authors", order: []string{"id"}, nested: map[string]ask{"books": {get: []string{"id"}, order: []string{"id"}}},
			sums: []sum{{"", plan.CountRows}}}, `[[[1],[2]],1]`, `[[[3]],1]`, `[[],1]`)
		f.expect(ask{from: "books", where: "false", nested: map[string]ask{"author": {get: []string{"name"}}}, sums: []sum{{"", plan.CountRows}}})
	}
	f.expect(ask{from: "books", get: []string{"author"}, order: []string{"author"}, limit: 1, offset: 1, sums: []sum{{"", plan.CountRows}}}, `[2,1]`)

	t.Run("overflow", func(t *testing.T) {
		f := &fixture{t, f.Driver, f.schema}
		_, err := f.try(f.Driver, ask{from: "authors", sums: []sum{{"score", plan.Sum}}})
		if fault.CodeOf(err) != fault.OutOfRange {
			t.Errorf("a sum over 64 bits gives %v, not out_of_range", err)
		}
		f.expect(ask{from: "authors", sums: []sum{{"score", plan.Max}}}, `[9223372036854775807]`)
	})
}

// testWithin folds and lists the rows that are chosen before.
func (f *fixture) testWithin() {
	f.Helper()
	first := &within{by: 1, order: []string{"author", "-id"}}
	f.expect(ask{from: "books", get: []string{"id"}, order: []string{"id"}, within: first}, `[2]`, `[3]`, `[4]`)
	f.expect(ask{from: "books", get: []string{"id"}, order: []string{"id"}, where: "id != 2", within: first}, `[1]`, `[3]`, `[4]`)
	f.expect(ask{from: "books", sums: []sum{{"", plan.CountRows}, {"id", plan.Sum}}, within: first}, `[3,9]`)
	f.expect(ask{from: "books", sums: []sum{{"id", plan.Sum}}, within: &within{order: []string{"-id"}, limit: 2}}, `[7]`)
	f.expect(ask{from: "books", sums: []sum{{"id", plan.Sum}}, within: &within{order: []string{"-id"}, limit: 2, offset: 1}}, `[5]`)
	f.expect(ask{from: "books", sums: []sum{{"id", plan.Sum}}, within: &within{by: 1, order: []string{"author", "-id"}, limit: 1, offset: 1}}, `[3]`)
	if f.Capabilities().Relations {
		f.expect(ask{from: "authors", get: []string{"id"}, order: []string{"id"}, nested: map[string]ask{
			"books": {sums: []sum{{"", plan.CountRows}, {"id", plan.Max}}, within: &within{order: []string{"id"}, limit: 1}},
		}}, `[1,[[1,1]]]`, `[2,[[1,3]]]`, `[3,[[0,null]]]`)
		f.expect(ask{from: "authors", get: []string{"id"}, order: []string{"id"}, nested: map[string]ask{
			"books": {get: []string{"id"}, order: []string{"id"}, within: &within{by: 1, order: []string{"author", "-id"}}},
		}}, `[1,[[2]]]`, `[2,[[3]]]`, `[3,[]]`)
	}
}

// number reads an Int, or null.
func number(s string) value.Value {
	if s == "null" {
		return value.Value{}
	}
	return parsed(intType, s)
}
