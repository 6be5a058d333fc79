package graphql

import (
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
	w.block("type PageInfo", "endCursor: String!", "hasNextPage: Boolean!", "hasPreviousPage: Boolean!", "startCursor: String!")
	for _, c := range w.view.collections {
		if c.read && c.key != nil {
			w.block("type "+c.name+"_connection", "edges: ["+c.name+"_edge!]!", "pageInfo: PageInfo!")
			w.block("type "+c.name+"_edge", "cursor: String!", "node: "+c.name+"!")
		}
	}
}

func (t *translator) nodeID(c *seen, sel *query.Select) slot { return slot{} }

func appendID(dst []byte, s *slot, row query.Row) []byte { return dst }

func (t *translator) connected(c *seen, l *link, p *picked, sel *query.Select, times int) (slot, error) {
	return slot{}, nil
}

func (e *encoder) connection(dst []byte, s *slot, row query.Row) ([]byte, error) { return dst, nil }

func (t *translator) relayQuery(p *picked, out *piece) error { return nil }

var _ value.Value
