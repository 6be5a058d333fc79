package sqlgen

import (
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// Seeker is a Dialect of a database with adopted columns of texts whose indexes do not
// serve equality in canonical form, since they have another collation or type.
type Seeker interface {
	// Seek spells a condition that an index of the column serves, and that holds at
	// least where it equals one of values; "" where there is none or none is needed.
	Seek(c *schema.Collection, f *schema.Field, column string, values []string) string
	// SeekAmong is Seek for the items of a bound list.
	SeekAmong(c *schema.Collection, f *schema.Field, column, list string) string
}

// seek gives what has to stand beside a test that n equals one of others for the sake
// of an index, "" where nothing has.
func (g *builder) seek(n *expr.Node, s scope, others []*expr.Node) string {
	seeker, c, column := g.sought(n, s)
	if seeker == nil {
		return ""
	}
	values := make([]string, len(others))
	for i, o := range others {
		if o.Op != expr.Bind && o.Op != expr.Literal || o.Type.Kind != value.Text || isNullLiteral(o) {
			return ""
		}
		values[i] = g.value(o, s).sql
	}
	return seeker.Seek(c, c.Fields[n.Index], column, values)
}

// seekAmong is seek for the items of a bound list.
func (g *builder) seekAmong(n *expr.Node, s scope, of value.Kind, list string) string {
	seeker, c, column := g.sought(n, s)
	if seeker == nil || of != value.Text {
		return ""
	}
	return seeker.SeekAmong(c, c.Fields[n.Index], column, list)
}

// sought gives the column that n is, where it is a text in a form of its own.
func (g *builder) sought(n *expr.Node, s scope) (Seeker, *schema.Collection, string) {
	seeker, ok := g.dialect.(Seeker)
	if !ok || s.unindexed || n.Op != expr.Field || n.Args[0].Op != expr.Var || s.of[n.Args[0].Index] == nil {
		return nil, nil, ""
	}
	c := s.of[n.Args[0].Index]
	if f := c.Fields[n.Index]; !foreign(f) {
		return nil, nil, ""
	}
	return seeker, c, g.column(s.alias[n.Args[0].Index], c.Fields[n.Index])
}

// foreign tells texts that are kept otherwise than in tables of ours.
func foreign(f *schema.Field) bool {
	return f.Type.Kind == value.Text && (f.SQLType != "" || f.Collation != "")
}
