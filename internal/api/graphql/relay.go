package graphql

import (
	"encoding/base64"
	"encoding/json"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// connectionArgs are the arguments of a connection.
func connectionArgs(c *seen) string {
	return "(after: String, before: String, distinct_on: [" + c.name + "_select_column!], first: Int, last: Int, order_by: [" +
		c.name + "_order_by!], where: " + c.name + "_bool_exp)"
}

// relayTypes writes what Relay's schema has beside the collections' own types.
func (w *writer) relayTypes() {
	w.block("interface Node", "id: ID!")
	w.block("type PageInfo", "endCursor: String", "hasNextPage: Boolean!", "hasPreviousPage: Boolean!", "startCursor: String")
	for _, c := range w.view.collections {
		if c.read && c.key != nil {
			w.block("type "+c.name+"_connection", "edges: ["+c.name+"_edge!]!", "pageInfo: PageInfo!")
			w.block("type "+c.name+"_edge", "cursor: String!", "node: "+c.name+"!")
		}
	}
}

// nodeID is the slot of a record's id in all of the schema: which collection it is of,
// and its key.
func (t *translator) nodeID(c *seen, sel *query.Select) slot {
	s := slot{kind: slotID, text: append(value.AppendQuoted([]byte("[1,"), c.Collection.Name), ','), inner: &layout{}}
	for _, k := range c.key {
		s.inner.slots = append(s.inner.slots, slot{at: columnAt(k, sel)})
	}
	return s
}

// columnAt adds a column to the outputs, where it is not among them.
func columnAt(col *column, sel *query.Select) int {
	for i := range sel.Outputs {
		if sel.Outputs[i].Expr == col.node && sel.Outputs[i].Aggregate == query.NoAggregate {
			return i
		}
	}
	return output(sel, query.Output{Name: col.Field.Name, Expr: col.node})
}

// appendID appends an id as it is shown.
func appendID(dst []byte, s *slot, row query.Row) []byte {
	raw := append(make([]byte, 0, 64), s.text...)
	for i := range s.inner.slots {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = row.Value(s.inner.slots[i].at).AppendJSON(raw)
	}
	dst = append(dst, '"')
	dst = base64.StdEncoding.AppendEncode(dst, append(raw, ']'))
	return append(dst, '"')
}

// relayQuery reads a root field of Relay's schema.
func (t *translator) relayQuery(p *picked, out *piece) error {
	if p.field.Name == "node" {
		return t.node(p, out)
	}
	c := t.rootOf(p.field.Name, "", "_connection")
	if c == nil {
		out.text = []byte("null")
		return nil
	}
	sel := &query.Select{Collection: c.Collection}
	s, err := t.connection(c, p, sel, 1, true)
	if err != nil {
		return err
	}
	at := t.add(query.Operation{Kind: query.Read, Collection: c.Collection, Select: sel}, s.inner.pages.edge)
	out.kind, out.ops, out.connection = pieceConnection, []int{at}, s.inner
	return nil
}

// node reads node(id): a record by its id in all of the schema. What is no id of a record
// that the caller may know is null.
func (t *translator) node(p *picked, out *piece) error {
	id := t.argument(p.field, "id")
	if id == nil {
		return t.fail(p.field.Position, fault.Value, "id is missing")
	}
	c, key := t.opened(id.Raw)
	if c == nil {
		out.text = []byte("null")
		return nil
	}
	where, err := t.keyed(c, func(name string) *ast.Value {
		for i, k := range c.key {
			if k.name == name {
				return &ast.Value{Kind: rawJSON, Raw: string(key[i]), Position: p.field.Position}
			}
		}
		return nil
	})
	if err != nil { // the key of another form of the collection
		out.text = []byte("null")
		return nil
	}
	return t.oneWhere(c, p, where, out)
}

// opened reads an id.
func (t *translator) opened(id string) (*seen, []json.RawMessage) {
	raw, err := base64.StdEncoding.DecodeString(id)
	if err != nil {
		return nil, nil
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) < 3 || string(parts[0]) != "1" {
		return nil, nil
	}
	name, ok := unquoted(parts[1])
	if !ok {
		return nil, nil
	}
	c := t.of[t.cat.schema.Collection(name)]
	if c == nil || !c.read || len(c.key) != len(parts)-2 {
		return nil, nil
	}
	for _, part := range parts[2:] {
		if string(part) == "null" {
			return nil, nil
		}
	}
	return c, parts[2:]
}

// connected reads the connection of a relation.
func (t *translator) connected(_ *seen, l *link, p *picked, sel *query.Select, times int) (slot, error) {
	target := t.of[l.target.Collection]
	embed := &query.Embed{Relation: l.Relation, Select: query.Select{Collection: target.Collection}}
	s, err := t.connection(target, p, &embed.Select, times, false)
	if err != nil {
		return s, err
	}
	s.at = output(sel, query.Output{Name: p.key, Embed: embed})
	return s, nil
}
