package graphql

import (
	"strings"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// catalog is what a schema's names are in GraphQL. It is made once for a schema and
// says the same to every caller: what one of them may see is a view's to say.
type catalog struct {
	schema      *schema.Schema
	collections map[*schema.Collection]*collection
	order       []*collection
	actions     []*action
	taken       map[string]bool // names of types
	roots       map[string]bool // fields of the roots
	// volatile tells that what a caller sees may differ from one request to the next.
	volatile bool
}

// collection is a collection as GraphQL calls it.
type collection struct {
	*schema.Collection
	name    string
	columns []*column // as Fields, nil for what is internal or cannot be spelt
	members map[string]member
	links   []*link
	byName  map[string]*column
}

// column is a field of a collection.
type column struct {
	*schema.Field
	name   string
	typ    string     // what a value of it is in GraphQL: uuid, [String!]
	base   string     // the scalar's name, which names the comparison
	values []string   // of an enum of GraphQL's
	node   *expr.Node // the field of the record itself
	kind   value.Kind
}

// link is a relation of a collection.
type link struct {
	*expr.Relation
	name   string
	target *collection
}

// member is what a name in an object type is.
type member struct {
	column *column
	link   *link
	total  bool // of link: its aggregates
}

// action is an action as GraphQL calls it.
type action struct {
	*schema.Action
	name   string
	output string // the object type of what it gives
}

// suffixes of the types that stand beside a collection's own. A collection whose name
// makes one that is taken has another name in GraphQL.
var companions = []string{
	"_bool_exp", "_order_by", "_select_column", "_update_column", "_constraint", "_insert_input", "_set_input", "_inc_input",
	"_append_input", "_prepend_input", "_delete_key_input", "_delete_at_path_input", "_delete_elem_input",
	"_pk_columns_input", "_updates", "_on_conflict", "_mutation_response", "_arr_rel_insert_input", "_obj_rel_insert_input",
	"_aggregate", "_aggregate_fields", "_aggregate_bool_exp", "_aggregate_order_by", "_aggregate_bool_exp_count", "_aggregate_bool_exp_bool_and", "_aggregate_bool_exp_bool_or",
	"_aggregate_bool_exp_avg", "_aggregate_bool_exp_max", "_aggregate_bool_exp_min", "_aggregate_bool_exp_stddev_samp", "_aggregate_bool_exp_sum",
	"_aggregate_bool_exp_var_samp",
	"_avg_fields", "_sum_fields", "_min_fields", "_max_fields", "_stddev_fields", "_stddev_pop_fields", "_stddev_samp_fields",
	"_var_pop_fields", "_var_samp_fields", "_variance_fields",
	"_avg_order_by", "_sum_order_by", "_min_order_by", "_max_order_by", "_stddev_order_by", "_stddev_pop_order_by",
	"_stddev_samp_order_by", "_var_pop_order_by", "_var_samp_order_by", "_variance_order_by", "_connection", "_edge",
}

// rootsOf are the fields that a collection has in the roots.
func rootsOf(name string) []string {
	return []string{
		name, name + "_by_pk", name + "_aggregate", name + "_connection",
		"insert_" + name, "insert_" + name + "_one", "update_" + name, "update_" + name + "_by_pk", "update_" + name + "_many",
		"delete_" + name, "delete_" + name + "_by_pk",
	}
}

// reserved are types that are there whatever the schema.
var reserved = []string{
	"query_root", "mutation_root", "subscription_root", "Query", "Mutation", "Subscription", "Node", "PageInfo", "order_by",
	"String", "Int", "Float", "Boolean", "ID", "uuid", "timestamptz", "date", "numeric", "bigint", "jsonb", "bytea", "float8",
	"jsonb_cast_exp", "cursor_ordering",
}

// newCatalog names everything in a schema.
func newCatalog(s *schema.Schema) *catalog {
	cat := &catalog{schema: s, collections: map[*schema.Collection]*collection{}, taken: map[string]bool{}, roots: map[string]bool{"node": true}}
	for _, name := range reserved {
		cat.taken[name] = true
	}
	for _, base := range scalarNames {
		cat.taken[base+"_comparison_exp"], cat.taken[base+"_array_comparison_exp"] = true, true
	}
	for _, c := range s.Collections {
		if !c.Internal {
			cat.add(c)
		}
	}
	for _, c := range cat.order {
		cat.members(c)
	}
	for _, a := range s.Actions {
		name := cat.free(a.Name, func(n string) []string { return []string{n + "_output"} }, func(n string) []string { return []string{n} })
		cat.actions = append(cat.actions, &action{Action: a, name: name, output: name + "_output"})
	}
	return cat
}

func (cat *catalog) add(c *schema.Collection) {
	name := cat.free(c.Name, func(n string) []string {
		names := make([]string, 0, len(companions)+1)
		names = append(names, n)
		for _, suffix := range companions {
			names = append(names, n+suffix)
		}
		return names
	}, rootsOf)
	made := &collection{Collection: c, name: name, members: map[string]member{}, byName: map[string]*column{}}
	cat.collections[c] = made
	cat.order = append(cat.order, made)
}

// free finds a name whose types and roots nobody has, and takes them.
func (cat *catalog) free(name string, types, roots func(string) []string) string {
	for strings.HasPrefix(name, "__") {
		name = name[1:]
	}
	for {
		ok := true
		for _, n := range types(name) {
			ok = ok && !cat.taken[n]
		}
		for _, n := range roots(name) {
			ok = ok && !cat.roots[n]
		}
		if ok {
			break
		}
		name += "_"
	}
	for _, n := range types(name) {
		cat.taken[n] = true
	}
	for _, n := range roots(name) {
		cat.roots[n] = true
	}
	return name
}

// members names a collection's columns and relations. A relation that has the name of
// its reference keeps it, and the reference's key is a column beside it: author leads to
// the author, author_id is its key.
func (cat *catalog) members(c *collection) {
	taken := map[string]bool{}
	for _, name := range []string{"_and", "_or", "_not", "__typename"} {
		taken[name] = true
	}
	for _, rel := range c.Relations {
		target := cat.collections[schema.Of(rel)]
		if target == nil || strings.HasPrefix(rel.Name, "__") {
			continue
		}
		l := &link{Relation: rel, name: rel.Name, target: target}
		c.links = append(c.links, l)
		taken[l.name] = true
		if rel.Many {
			taken[l.name+"_aggregate"] = true
		}
	}
	c.columns = make([]*column, len(c.Fields))
	for i, f := range c.Fields { // those that keep their names come first
		if !f.Internal && !taken[f.Name] && !strings.HasPrefix(f.Name, "__") {
			taken[f.Name] = true
			c.columns[i] = cat.column(c, f, f.Name)
		}
	}
	for i, f := range c.Fields {
		if f.Internal || c.columns[i] != nil {
			continue
		}
		name := strings.TrimLeft(f.Name, "_")
		for name += "_id"; taken[name]; {
			name += "_"
		}
		taken[name] = true
		c.columns[i] = cat.column(c, f, name)
	}
	for _, col := range c.columns {
		if col != nil {
			c.members[col.name], c.byName[col.name] = member{column: col}, col
		}
	}
	for _, l := range c.links {
		c.members[l.name] = member{link: l}
		if _, known := c.members[l.name+"_aggregate"]; l.Many && !known {
			c.members[l.name+"_aggregate"] = member{link: l, total: true}
		}
	}
}

func (cat *catalog) column(c *collection, f *schema.Field, name string) *column {
	cat.volatile = cat.volatile || momentary(f.Read) || momentary(f.Write)
	col := &column{Field: f, name: name, kind: f.Type.Kind, node: expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)}
	col.base = scalarNames[f.Type.Kind]
	if f.Type.Kind == value.List {
		col.base = scalarNames[f.Type.Elem]
	}
	if spellable(f.Values) {
		enum := c.name + "_" + strings.TrimLeft(f.Name, "_") + "_enum"
		for cat.taken[enum] {
			enum += "_"
		}
		cat.taken[enum], cat.taken[enum+"_comparison_exp"] = true, true
		col.base, col.values = enum, f.Values
	}
	col.typ = col.base
	if f.Type.Kind == value.List {
		col.typ = "[" + col.base + "!]"
	}
	return col
}

// momentary tells a rule that speaks of more than the caller.
func momentary(rule *expr.Node) bool {
	return !expr.Visit(rule, func(n *expr.Node) bool { return n.Op != expr.Request && n.Op != expr.Now })
}

// scalarNames are the scalars of the kinds of values.
var scalarNames = map[value.Kind]string{
	value.Text: "String", value.Int: "bigint", value.Float: "float8", value.Decimal: "numeric", value.Bool: "Boolean",
	value.Time: "timestamptz", value.Date: "date", value.UUID: "uuid", value.Bytes: "bytea", value.JSON: "jsonb",
}

// spellable tells whether texts can be the values of an enum of GraphQL's.
func spellable(values []string) bool {
	for _, v := range values {
		if !isName(v) || v == "true" || v == "false" || v == "null" || strings.HasPrefix(v, "__") {
			return false
		}
	}
	return len(values) > 0
}

func isName(s string) bool {
	for i, c := range []byte(s) {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// nullable tells whether a record may have no value there.
func (c *collection) nullable(col *column) bool {
	if c.IsKey(col.Index) {
		return false
	}
	m, ok := c.Member(col.Field.Name)
	return col.Derived || col.Field.Value != nil || !ok || m.Nullable
}
