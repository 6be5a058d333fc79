package graphql

import (
	"slices"
	"strings"

	"bedplate/schema"
	"bedplate/value"
)

// writer writes a view as a document of GraphQL's schema language: text is the one form
// of a schema that a reader, the parser and a test understand alike.
type writer struct {
	strings.Builder
	view     *view
	scalars  map[string]bool // that are used
	compared map[string]bool // comparisons that are used
	listed   map[string]bool
	enums    map[string][]string
	ordered  bool
}

// document writes the whole schema of a view.
func document(v *view) string {
	w := &writer{view: v, scalars: map[string]bool{}, compared: map[string]bool{}, listed: map[string]bool{}, enums: map[string][]string{}}
	w.roots()
	for _, c := range v.collections {
		w.collection(c)
	}
	for _, a := range v.actions {
		w.result(a)
	}
	if v.relay {
		w.relayTypes()
	}
	w.leaves()
	return w.String()
}

// say writes lines.
func (w *writer) say(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
	w.WriteByte('\n')
}

// described writes a description before what it describes.
func (w *writer) described(text string) {
	if text != "" {
		w.say(quoted(text))
	}
}

// quoted is a text as GraphQL's, whose escapes are JSON's.
func quoted(text string) string {
	return string(value.AppendQuoted(nil, strings.ToValidUTF8(text, "\uFFFD")))
}

// block writes a type of some lines, and nothing where there is no line.
func (w *writer) block(head string, lines ...string) bool {
	lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	if len(lines) == 0 {
		return false
	}
	w.say(head, " {")
	for _, l := range lines {
		w.say("  ", l)
	}
	w.say("}")
	return true
}

// scalar notes that a column's type is used, and gives it.
func (w *writer) scalar(col *column) string {
	w.base(col)
	return col.typ
}

func (w *writer) base(col *column) {
	if col.values != nil {
		w.enums[col.base] = col.values
	} else {
		w.scalars[col.base] = true
	}
}

// roots writes query_root and mutation_root.
func (w *writer) roots() {
	var queries, mutations []string
	for _, c := range w.view.collections {
		queries = append(queries, w.queries(c)...)
		mutations = append(mutations, w.mutationsOf(c)...)
	}
	for _, a := range w.view.actions {
		field := w.action(a)
		if a.Reads {
			queries = append(queries, field)
		} else {
			mutations = append(mutations, field)
		}
	}
	if w.view.relay {
		queries = append(queries, "node(id: ID!): Node")
	}
	if len(queries) == 0 {
		queries = []string{quoted("There is nothing for this caller to ask.") + " no_queries_available: String"}
	}
	w.say("schema {\n  query: query_root")
	if len(mutations) > 0 {
		w.say("  mutation: mutation_root")
	}
	w.say("}")
	w.block("type query_root", queries...)
	w.block("type mutation_root", mutations...)
}

// listArgs are the arguments that a list of a collection takes.
func listArgs(c *seen) string {
	return "(distinct_on: [" + c.name + "_select_column!], limit: Int, offset: Int, order_by: [" + c.name + "_order_by!], where: " + c.name + "_bool_exp)"
}

func (w *writer) queries(c *seen) []string {
	if !c.read {
		return nil
	}
	if w.view.relay {
		if c.key == nil {
			return nil
		}
		return []string{c.name + "_connection" + connectionArgs(c) + ": " + c.name + "_connection!"}
	}
	out := []string{describe(c.Comment) + c.name + listArgs(c) + ": [" + c.name + "!]!"}
	if c.key != nil {
		var args []string
		for _, k := range c.key {
			args = append(args, k.name+": "+w.scalar(k)+"!")
		}
		out = append(out, c.name+"_by_pk("+strings.Join(args, ", ")+"): "+c.name)
	}
	if c.fold {
		out = append(out, c.name+"_aggregate"+listArgs(c)+": "+c.name+"_aggregate!")
	}
	return out
}

func describe(text string) string {
	if text == "" {
		return ""
	}
	return quoted(text) + " "
}

// collection writes the types of one collection.
func (w *writer) collection(c *seen) {
	if c.read {
		w.object(c)
		w.filters(c)
		w.orders(c)
		if c.fold {
			w.aggregates(c)
		}
		w.columnsOf(c.name+"_select_column", c.rows)
	}
	w.inputs(c)
}

func (w *writer) object(c *seen) {
	var lines []string
	for _, col := range c.rows {
		if w.view.relay && col.name == "id" && c.key != nil {
			continue
		}
		typ, args := w.scalar(col), ""
		if col.kind == value.JSON {
			args = "(" + quoted("The member at a path, as in $.a.b[0].") + " path: String)"
		}
		if !c.nullable(col) {
			typ += "!"
		}
		lines = append(lines, describe(col.Comment)+col.name+args+": "+typ)
	}
	for _, l := range c.links {
		target := w.view.of[l.target.Collection]
		switch {
		case l.Many && w.view.relay:
			if target.key != nil {
				lines = append(lines, l.name+"_connection"+connectionArgs(target)+": "+target.name+"_connection!")
			}
		case l.Many:
			lines = append(lines, l.name+listArgs(target)+": ["+target.name+"!]!")
			if m := c.members[l.name+"_aggregate"]; target.fold && m.total && m.link == l {
				lines = append(lines, l.name+"_aggregate"+listArgs(target)+": "+target.name+"_aggregate!")
			}
		default:
			lines = append(lines, l.name+": "+target.name)
		}
	}
	w.described(c.Comment)
	head := "type " + c.name
	if w.view.relay && c.key != nil {
		head += " implements Node"
		lines = append([]string{"id: ID!"}, lines...)
	}
	w.block(head, lines...)
}

// filters writes what chooses records.
func (w *writer) filters(c *seen) {
	lines := []string{"_and: [" + c.name + "_bool_exp!]", "_not: " + c.name + "_bool_exp", "_or: [" + c.name + "_bool_exp!]"}
	for _, col := range c.rows {
		lines = append(lines, col.name+": "+w.comparison(col))
	}
	for _, l := range c.links {
		target := w.view.of[l.target.Collection]
		lines = append(lines, l.name+": "+target.name+"_bool_exp")
		if m := c.members[l.name+"_aggregate"]; l.Many && target.fold && m.total && m.link == l {
			lines = append(lines, l.name+"_aggregate: "+target.name+"_aggregate_bool_exp")
		}
	}
	w.block("input "+c.name+"_bool_exp", lines...)
	if c.fold {
		w.totalFilters(c)
	}
}

func (w *writer) comparison(col *column) string {
	w.base(col)
	if col.kind == value.List {
		w.listed[col.base] = true
		return col.base + "_array_comparison_exp"
	}
	w.compared[col.base] = true
	return col.base + "_comparison_exp"
}

// orders writes what sorts records.
func (w *writer) orders(c *seen) {
	w.ordered = true
	var lines []string
	for _, col := range c.rows {
		if sortable(col) {
			lines = append(lines, col.name+": order_by")
		}
	}
	for _, l := range c.links {
		target := w.view.of[l.target.Collection]
		if !l.Many {
			lines = append(lines, l.name+": "+target.name+"_order_by")
		} else if m := c.members[l.name+"_aggregate"]; target.fold && m.total && m.link == l {
			lines = append(lines, l.name+"_aggregate: "+target.name+"_aggregate_order_by")
		}
	}
	if !w.block("input "+c.name+"_order_by", lines...) { // nothing can be sorted by: an input has a field all the same
		w.block("input "+c.name+"_order_by", "_: order_by")
	}
	if c.fold {
		w.totalOrders(c)
	}
}

// sortable tells whether rows can be sorted by a column.
func sortable(col *column) bool { return col.kind != value.List }

func (w *writer) columnsOf(name string, cols []*column) bool {
	var lines []string
	for _, col := range cols {
		lines = append(lines, col.name)
	}
	return w.block("enum "+name, lines...)
}

// result writes the object type that an action gives.
func (w *writer) result(a *action) {
	if a.Result.Kind != schema.ObjectResult {
		return
	}
	var lines []string
	for _, f := range a.Result.Members {
		if spelt(f.Name) {
			lines = append(lines, describe(f.Comment)+f.Name+": "+w.typeOf(f))
		}
	}
	w.block("type "+a.output, lines...)
}

func spelt(name string) bool { return isName(name) && !strings.HasPrefix(name, "__") }

// typeOf is the type of a parameter or of what an action gives.
func (w *writer) typeOf(f *schema.Field) string {
	kind := f.Type.Kind
	if kind == value.List {
		w.scalars[scalarNames[f.Type.Elem]] = true
		return "[" + scalarNames[f.Type.Elem] + "!]"
	}
	w.scalars[scalarNames[kind]] = true
	return scalarNames[kind]
}

// action gives the root field of an action.
func (w *writer) action(a *action) string {
	var args []string
	for _, p := range a.Params {
		if !spelt(p.Name) {
			continue
		}
		typ := w.typeOf(p)
		if p.Needed() {
			typ += "!"
		}
		args = append(args, describe(p.Comment)+p.Name+": "+typ)
	}
	said := ""
	if len(args) > 0 {
		said = "(" + strings.Join(args, ", ") + ")"
	}
	gives := ""
	switch a.Result.Kind {
	case schema.NoResult:
		gives = "Boolean"
	case schema.ValueResult:
		gives = w.typeOf(a.Result.Value)
	case schema.ObjectResult:
		gives = a.output
	default:
		gives = w.view.of[a.Result.Collection].name
		if a.Result.Kind == schema.RecordsResult {
			gives = "[" + gives + "!]!"
		}
	}
	return describe(a.Comment) + a.name + said + ": " + gives
}
