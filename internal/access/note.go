package access

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Note is one rule that Grant met: of a collection, or of a field that a
// wildcard would have named and that is left out.
type Note struct {
	Op         int // the operation's number
	Collection *schema.Collection
	Field      *schema.Field // of a field's rule; nil for a collection's
	Rule       string        // read, create, update or delete
	Node       *expr.Node    // nil where there is no such rule: everyone but the service role is denied
	// Bypassed tells that the caller is the service role, which it does not bind.
	Bypassed bool
}

// Noted grants as Grant does, and lists every rule that was met, each once for
// an operation. Also where the request is denied, what was met until then is
// listed. It is for explanations: what it tells is not for ordinary callers.
func Noted(p *query.Principal, facts expr.Facts, req *query.Request) (*Granted, []Note, error) {
	var notes []Note
	g := granterOf(p, facts)
	g.notes = &notes
	granted, err := g.grant(req)
	return granted, notes, err
}

func (g *granter) note(c *schema.Collection, name string, rule *expr.Node) {
	g.add(Note{Op: g.number, Collection: c, Rule: name, Node: rule, Bypassed: g.service})
}

func (g *granter) noteField(c *schema.Collection, f *schema.Field) {
	g.add(Note{Op: g.number, Collection: c, Field: f, Rule: "read", Node: f.Read, Bypassed: g.service})
}

func (g *granter) add(n Note) {
	if g.notes == nil {
		return
	}
	for _, have := range *g.notes {
		if have == n {
			return
		}
	}
	*g.notes = append(*g.notes, n)
}
