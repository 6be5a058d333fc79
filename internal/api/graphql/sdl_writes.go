package graphql

import (
	"slices"
	"strings"

	"bedplate/schema"
	"bedplate/value"
)

// updater is one of the ways in which an update makes a new value of the old one.
type updater struct {
	name  string // of the argument
	input string // what the type's name ends in
	takes func(*column) bool
	typ   func(*column) string
}

func own(col *column) string { return col.typ }

// updaters are all of them but _set.
var updaters = []updater{
	{"_append", "_append_input", joins, own},
	{"_delete_at_path", "_delete_at_path_input", isJSON, func(*column) string { return "[String!]" }},
	{"_delete_elem", "_delete_elem_input", isJSON, func(*column) string { return "Int" }},
	{"_delete_key", "_delete_key_input", isJSON, func(*column) string { return "String" }},
	{"_inc", "_inc_input", numeric, own},
	{"_prepend", "_prepend_input", joins, own},
	{"_set", "_set_input", func(*column) bool { return true }, own},
}

func isJSON(col *column) bool { return col.kind == value.JSON }

func joins(col *column) bool { return col.kind == value.JSON || col.kind == value.List }

// has tells whether a collection has a column that an updater takes.
func (u updater) has(c *seen) bool { return slices.ContainsFunc(c.inputs, u.takes) }

// updateArgs are the updaters as arguments.
func updateArgs(c *seen) []string {
	var args []string
	for _, u := range updaters {
		if u.has(c) {
			args = append(args, u.name+": "+c.name+u.input)
		}
	}
	return args
}

// constraint is one that an insert can meet.
type constraint struct {
	name   string
	fields []int // none is the key
}

// constraints are the key and the unique indexes whose fields the caller sees.
func (c *seen) constraints() []constraint {
	var out []constraint
	visible := func(field int) bool {
		return slices.ContainsFunc(c.rows, func(col *column) bool { return col.Index == field })
	}
	if name := c.KeyName(); c.key != nil && spelt(name) {
		out = append(out, constraint{name: name})
	}
	for _, x := range c.Indexes {
		if !x.Unique || x.Where != nil || !spelt(x.Name) {
			continue
		}
		var fields []int
		for _, p := range x.Parts {
			fields = append(fields, p.Field)
		}
		if !slices.ContainsFunc(fields, func(f int) bool { return !visible(f) }) &&
			!slices.ContainsFunc(out, func(o constraint) bool { return o.name == x.Name }) {
			out = append(out, constraint{x.Name, fields})
		}
	}
	return out
}

// creatable tells whether records can be made of what the caller may write.
func (c *seen) creatable() bool { return (c.create || c.upsert) && len(c.inputs) > 0 && !c.View }

func (c *seen) updatable() bool { return c.update && len(c.inputs) > 0 && !c.View }

func (w *writer) mutationsOf(c *seen) []string {
	var out []string
	response := ": " + c.name + "_mutation_response"
	if c.creatable() {
		conflict := ""
		if len(c.constraints()) > 0 && c.upsert {
			conflict = ", on_conflict: " + c.name + "_on_conflict"
		}
		out = append(out, "insert_"+c.name+"(objects: ["+c.name+"_insert_input!]!"+conflict+")"+response)
		if c.read {
			out = append(out, "insert_"+c.name+"_one(object: "+c.name+"_insert_input!"+conflict+"): "+c.name)
		}
	}
	if c.updatable() && c.read {
		args := strings.Join(updateArgs(c), ", ")
		out = append(out, "update_"+c.name+"("+args+", where: "+c.name+"_bool_exp!)"+response,
			"update_"+c.name+"_many(updates: ["+c.name+"_updates!]!): ["+c.name+"_mutation_response]")
		if c.key != nil {
			out = append(out, "update_"+c.name+"_by_pk("+args+", pk_columns: "+c.name+"_pk_columns_input!): "+c.name)
		}
	}
	if c.remove && c.read && !c.View {
		out = append(out, "delete_"+c.name+"(where: "+c.name+"_bool_exp!)"+response)
		if c.key != nil {
			var args []string
			for _, k := range c.key {
				args = append(args, k.name+": "+w.scalar(k)+"!")
			}
			out = append(out, "delete_"+c.name+"_by_pk("+strings.Join(args, ", ")+"): "+c.name)
		}
	}
	return out
}

// inputs writes the types of what is written.
func (w *writer) inputs(c *seen) {
	if c.creatable() || c.read && !c.View && (c.updatable() || c.remove) {
		returning := ""
		if c.read {
			returning = "returning: [" + c.name + "!]!"
		}
		w.block("type "+c.name+"_mutation_response", "affected_rows: Int!", returning)
	}
	if c.creatable() {
		w.insertInputs(c)
	}
	if !c.updatable() || !c.read {
		return
	}
	for _, u := range updaters {
		var lines []string
		for _, col := range c.inputs {
			if u.takes(col) {
				w.base(col)
				lines = append(lines, col.name+": "+u.typ(col))
			}
		}
		w.block("input "+c.name+u.input, lines...)
	}
	w.block("input "+c.name+"_updates", append(updateArgs(c), "where: "+c.name+"_bool_exp!")...)
	if c.key != nil {
		var lines []string
		for _, k := range c.key {
			lines = append(lines, k.name+": "+w.scalar(k)+"!")
		}
		w.block("input "+c.name+"_pk_columns_input", lines...)
	}
}

func (w *writer) insertInputs(c *seen) {
	var lines []string
	for _, col := range c.inputs {
		lines = append(lines, describe(col.Comment)+col.name+": "+w.scalar(col))
	}
	for _, l := range c.links {
		target := w.view.of[l.target.Collection]
		if !w.nests(l, target) {
			continue
		}
		if l.Many {
			lines = append(lines, l.name+": "+target.name+"_arr_rel_insert_input")
		} else {
			lines = append(lines, l.name+": "+target.name+"_obj_rel_insert_input")
		}
	}
	w.block("input "+c.name+"_insert_input", lines...)
	conflict := ""
	if list := c.constraints(); len(list) > 0 && c.upsert {
		conflict = "on_conflict: " + c.name + "_on_conflict"
		where := ""
		if c.read {
			where = "where: " + c.name + "_bool_exp"
		}
		w.block("input "+c.name+"_on_conflict", "constraint: "+c.name+"_constraint!", "update_columns: ["+c.name+"_update_column!]! = []", where)
		var names []string
		for _, x := range list {
			names = append(names, x.name)
		}
		w.block("enum "+c.name+"_constraint", names...)
		w.columnsOf(c.name+"_update_column", c.inputs)
	}
	w.block("input "+c.name+"_arr_rel_insert_input", "data: ["+c.name+"_insert_input!]!", conflict)
	w.block("input "+c.name+"_obj_rel_insert_input", "data: "+c.name+"_insert_input!", conflict)
}

// nests tells whether records of a relation can be made together with the one that it
// leaves: the reference is written there, so it must be one that the caller may write.
func (w *writer) nests(l *link, target *seen) bool {
	if target == nil || !target.creatable() || target.Store != l.Base.(*schema.Collection).Store {
		return false
	}
	base, fields := w.view.of[l.Base.(*schema.Collection)], l.Local
	if l.Many || !refers(l) {
		base, fields = target, l.Remote
	}
	for _, f := range fields {
		if !slices.ContainsFunc(base.inputs, func(col *column) bool { return col.Index == f }) {
			return false
		}
	}
	return true
}

// refers tells whether a relation goes along a reference of its base, and not back.
func refers(l *link) bool {
	base := l.Base.(*schema.Collection)
	return slices.ContainsFunc(base.Refs, func(r *schema.Ref) bool { return r.Forward == l.Relation })
}
