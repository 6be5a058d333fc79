package graphql

import (
	"slices"

	"bedplate/value"
)

// folds are the functions over columns, with which columns they take and what they give:
// "" is the column's own type.
var folds = []struct {
	name  string
	gives string
	takes func(*column) bool
}{
	{"avg", "Float", numeric}, {"max", "", ordered}, {"min", "", ordered},
	{"stddev", "Float", numeric}, {"stddev_pop", "Float", numeric}, {"stddev_samp", "Float", numeric},
	{"sum", "", numeric},
	{"var_pop", "Float", numeric}, {"var_samp", "Float", numeric}, {"variance", "Float", numeric},
}

func numeric(col *column) bool {
	return col.kind == value.Int || col.kind == value.Float || col.kind == value.Decimal
}

func ordered(col *column) bool {
	switch col.kind {
	case value.JSON, value.List, value.Bool, value.Bytes:
		return false
	}
	return true
}

func (w *writer) aggregates(c *seen) {
	w.block("type "+c.name+"_aggregate", "aggregate: "+c.name+"_aggregate_fields", "nodes: ["+c.name+"!]!")
	lines := []string{"count(columns: [" + c.name + "_select_column!], distinct: Boolean): Int!"}
	for _, f := range folds {
		var fields []string
		for _, col := range c.rows {
			if !f.takes(col) {
				continue
			}
			typ := f.gives
			if typ == "" {
				typ = w.scalar(col)
			}
			fields = append(fields, col.name+": "+typ)
		}
		if w.block("type "+c.name+"_"+f.name+"_fields", fields...) {
			lines = append(lines, f.name+": "+c.name+"_"+f.name+"_fields")
		}
	}
	w.block("type "+c.name+"_aggregate_fields", lines...)
}

// totalOrders writes what sorts records by aggregates of others.
func (w *writer) totalOrders(c *seen) {
	lines := []string{"count: order_by"}
	for _, f := range folds {
		made := c.name + "_" + f.name + "_order_by"
		var fields []string
		for _, col := range c.rows {
			if f.takes(col) {
				fields = append(fields, col.name+": order_by")
			}
		}
		if w.block("input "+made, fields...) {
			lines = append(lines, f.name+": "+made)
		}
	}
	w.block("input "+c.name+"_aggregate_order_by", lines...)
}

// totalTests are the functions that conditions compare, with what they take and the
// comparison of what they give.
var totalTests = []struct {
	name  string
	takes value.Kind
	by    string
}{
	{"avg", value.Float, "float8"}, {"bool_and", value.Bool, "Boolean"}, {"bool_or", value.Bool, "Boolean"},
	{"max", value.Float, "float8"}, {"min", value.Float, "float8"}, {"stddev_samp", value.Float, "float8"},
	{"sum", value.Float, "float8"}, {"var_samp", value.Float, "float8"},
}

// totalFilters writes what chooses records by aggregates of others.
func (w *writer) totalFilters(c *seen) {
	w.compared["Int"], w.scalars["Int"], w.scalars["Boolean"] = true, true, true
	made := c.name + "_aggregate_bool_exp"
	lines := []string{"count: " + made + "_count"}
	for _, f := range totalTests {
		columns := c.name + "_select_column_" + made + "_" + f.name + "_arguments_columns"
		if !w.columnsOf(columns, slices.DeleteFunc(slices.Clone(c.rows), func(col *column) bool { return col.kind != f.takes })) {
			continue
		}
		w.compared[f.by] = true
		lines = append(lines, f.name+": "+made+"_"+f.name)
		w.block("input "+made+"_"+f.name,
			"arguments: "+columns+"!", "filter: "+c.name+"_bool_exp", "predicate: "+f.by+"_comparison_exp!")
	}
	w.block("input "+made, lines...)
	w.block("input "+made+"_count",
		"arguments: ["+c.name+"_select_column!]", "distinct: Boolean", "filter: "+c.name+"_bool_exp", "predicate: Int_comparison_exp!")
}
