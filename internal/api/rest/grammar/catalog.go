package grammar

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Catalog is what this door makes of one schema, once: nodes and outputs that
// every request over it shares, and selections it has read before.
type Catalog struct {
	Schema *schema.Schema
	infos  map[*schema.Collection]*info
	reads  *lru.Cache[selectKey, *selection]
}

// info is what requests on one collection share.
type info struct {
	fields []*expr.Node // field i of the record itself
	keyed  *expr.Node   // that the record has the key that the first parameters are; nil without one
	all    *selection   // select=*
}

type selectKey struct {
	collection *schema.Collection
	text       string
}

// The bounds of the cache of selections: its entries, and the longest text kept.
const (
	cachedSelects = 512
	cachedLength  = 1024
)

// NewCatalog makes the catalog of a schema.
func NewCatalog(s *schema.Schema) *Catalog {
	reads, err := lru.New[selectKey, *selection](cachedSelects)
	if err != nil {
		panic(err) // the size is a constant
	}
	cat := &Catalog{Schema: s, infos: make(map[*schema.Collection]*info, len(s.Collections)), reads: reads}
	for _, c := range s.Collections {
		in := &info{}
		sel := &selection{collection: c}
		for i, f := range c.Fields {
			node := expr.FieldOf(expr.Self, i, f.Name, f.Type)
			in.fields = append(in.fields, node)
			if !f.Internal {
				sel.outputs = append(sel.outputs, query.Output{Name: f.Name, Expr: node, Implied: true})
			}
		}
		in.all, in.keyed = sel, keyed(c, in.fields)
		cat.infos[c] = in
	}
	return cat
}

// keyed is the condition that a record has the key that the first parameters are.
func keyed(c *schema.Collection, fields []*expr.Node) *expr.Node {
	var tests []*expr.Node
	for i, f := range c.Key {
		tests = append(tests, expr.ParamTestOf(expr.Eq, fields[f], i, c.Fields[f].Type))
	}
	return Conjunction(tests)
}

// Collection finds a collection that doors may show, nil where there is none.
func (cat *Catalog) Collection(name string) *schema.Collection {
	if c := cat.Schema.Collection(name); c != nil && !c.Internal {
		return c
	}
	return nil
}

// Known lists the collections that a caller may know by name: those with any
// rule that could let someone in, all of them for the service role.
func (cat *Catalog) Known(p *query.Principal) []string {
	var names []string
	for _, c := range cat.Schema.Collections {
		r := c.Rules
		open := r.Read != nil || r.Create != nil || r.Update != nil || r.Delete != nil
		if !c.Internal && (open || p.Unbounded()) {
			names = append(names, c.Name)
		}
	}
	return names
}

// suggestions lists the fields that anyone may know, for hints.
func suggestions(c *schema.Collection) []string {
	names := make([]string, 0, len(c.Fields))
	for _, f := range c.Fields {
		if open(f) {
			names = append(names, f.Name)
		}
	}
	return names
}
