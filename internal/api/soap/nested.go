package soap

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// references is the element of a record that holds those which its references lead to.
// A collection with a field of that name has none.
const references = "references"

// The bounds of what is nested in a record.
const (
	maxNested  = 32 // records
	maxNesting = 5  // of them in each other
)

// nested is a record in a record.
type nested struct {
	open, end string
	at        int // the member of the row
	layout    *layout
}

// branch is what is wanted beside a record: those that its references lead to.
type branch map[string]branch

// grow adds a path of references, as it stands in an element with.
func (a *asking) grow(c *collection, tree branch, e *element) error {
	text, err := e.leaf()
	if err != nil {
		return err
	}
	names := strings.Split(strings.TrimSpace(text), ".")
	if len(names) > maxNesting {
		return fault.Of(fault.TooComplex, "with", "records are nested at most %d deep", maxNesting)
	}
	for _, name := range names {
		rel := c.reference(name)
		if rel == nil || a.catalog.of[schema.Of(rel)] == nil || !leads(a.rights, c.Collection, rel) {
			return fault.Of(fault.UnknownRelation, "with", "%s has no reference %s", c.Name, excerpt(name)).
				WithHint("the type References_%s of the WSDL names those that there are", c.Name)
		}
		if tree[name] == nil {
			if a.nested++; a.nested > maxNested {
				return fault.Of(fault.TooComplex, "with", "more than %d records are nested", maxNested)
			}
			tree[name] = branch{}
		}
		tree, c = tree[name], a.catalog.of[schema.Of(rel)]
	}
	return nil
}

// layoutWith is how a caller's records are written with others in them.
func (a *asking) layoutWith(c *collection, tree branch) *layout {
	plain := c.layoutFor(a.rights)
	if len(tree) == 0 {
		return plain
	}
	l := &layout{columns: plain.columns, outputs: slices.Clip(plain.outputs)}
	for _, rel := range c.Relations { // in the order of the WSDL
		inner := tree[rel.Name]
		if inner == nil {
			continue
		}
		target := a.catalog.of[schema.Of(rel)]
		n := nested{open: "<" + rel.Name + ">", end: "</" + rel.Name + ">", at: len(l.outputs), layout: a.layoutWith(target, inner)}
		l.nested = append(l.nested, n)
		l.outputs = append(l.outputs, query.Output{Name: rel.Name, Embed: &query.Embed{Relation: rel,
			Select: query.Select{Collection: target.Collection, Outputs: n.layout.outputs, Limit: query.Unlimited}}})
	}
	return l
}

// reference gives the relation of that name that leads to one record; nil is none.
func (c *collection) reference(name string) *expr.Relation {
	if c.Field(references) != nil {
		return nil
	}
	if rel := c.Relation(name); rel != nil && !rel.Many {
		return rel
	}
	return nil
}

// leads tells whether a relation leads a caller to records that they may read.
func leads(rights query.Rights, c *schema.Collection, rel *expr.Relation) bool {
	return passable(rights, c, rel) && !rights.Barred(schema.Of(rel), query.Read)
}

// passable tells whether a relation of a collection is there for a caller.
func passable(rights query.Rights, c *schema.Collection, rel *expr.Relation) bool {
	target := schema.Of(rel)
	if target.Internal {
		return false
	}
	for i := range rel.Local {
		if hidden(rights, c, c.Fields[rel.Local[i]]) || hidden(rights, target, target.Fields[rel.Remote[i]]) {
			return false
		}
	}
	return true
}

// hidden tells whether a field is not there for a caller.
func hidden(rights query.Rights, c *schema.Collection, f *schema.Field) bool {
	return f.Internal || f.Read != nil && rights.Hidden(c, f.Name)
}

// appendRecord appends the members of a record and of those in it. A null has no element.
func (l *layout) appendRecord(dst []byte, row query.Row) ([]byte, error) {
	var err error
	for i := range l.columns {
		v := row.Value(i)
		if v.IsNull() {
			continue
		}
		if dst, err = appendElement(dst, &l.columns[i], v); err != nil {
			return dst, err
		}
	}
	if l.nested == nil {
		return dst, nil
	}
	begin := len(dst)
	dst = append(dst, "<"+references+">"...)
	empty := len(dst)
	for i := range l.nested {
		n := &l.nested[i]
		err = row.Nested(n.at, func(inner query.Row) (err error) {
			dst, err = n.layout.appendRecord(append(dst, n.open...), inner)
			dst = append(dst, n.end...)
			return err
		})
		if err != nil {
			return dst, err
		}
	}
	if len(dst) == empty {
		return dst[:begin], nil
	}
	return append(dst, "</"+references+">"...), nil
}
