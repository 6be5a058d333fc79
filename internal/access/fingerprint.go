package access

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Fingerprint appends what Grant's outcome depends on besides the request's
// shape: whether the caller is the service role, the scope of its credential,
// and which field rules of the touched collections pass. Two requests of one shape, one schema and one
// fingerprint are granted alike, so a plan may serve both.
func Fingerprint(dst []byte, p *query.Principal, facts expr.Facts, req *query.Request) []byte {
	if p.Scope != nil {
		dst = append(append(append(dst, 'k'), p.Scope.String()...), 0)
	}
	if p.Service() {
		return append(append(dst, 's'), p.Owner...)
	}
	dst = append(dst, 'c')
	f := fingerprinter{facts: facts, dst: dst}
	for i := range req.Ops {
		op := &req.Ops[i]
		f.collection(op.Collection)
		f.selection(op.Select)
		f.expression(op.Where)
	}
	return f.dst
}

type fingerprinter struct {
	facts expr.Facts
	dst   []byte
}

// collection appends a byte for each field rule; most collections have none.
func (f *fingerprinter) collection(c *schema.Collection) {
	if c == nil {
		return
	}
	for _, field := range c.Ruled() {
		bits := byte('0')
		if field.Read == nil || passes(field.Read, f.facts) {
			bits |= 1
		}
		if field.Write == nil || passes(field.Write, f.facts) {
			bits |= 2
		}
		f.dst = append(f.dst, bits)
	}
}

func (f *fingerprinter) selection(s *query.Select) {
	if s == nil {
		return
	}
	f.collection(s.Collection)
	f.expression(s.Where)
	for i := range s.Order {
		f.expression(s.Order[i].Expr)
	}
	for i := range s.Outputs {
		f.expression(s.Outputs[i].Expr)
		if e := s.Outputs[i].Embed; e != nil {
			f.selection(&e.Select)
		}
	}
}

// expression looks at the targets of every relation in n.
func (f *fingerprinter) expression(n *expr.Node) {
	if n == nil {
		return
	}
	if n.Rel != nil {
		f.collection(schema.Of(n.Rel))
	}
	for _, a := range n.Args {
		f.expression(a)
	}
}
