package graphql

import (
	"math"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/fault"
)

// Limits bound what a document may ask for. Each is computed in time that grows with
// the document's length alone, before it is validated.
type Limits struct {
	Tokens     int // of a document; 2,000
	Depth      int // fields within each other, introspection apart; 10
	Cost       int // rows that could be touched; 1,000
	Aliases    int // of an operation, fragments counted where they are spread; 30
	Directives int // likewise; 10
	Fields     int // likewise; 1,000
	Roots      int // fields of a root; 50
	Rows       int // rows of an answer, nested ones included; 100,000
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		at *int
		is int
	}{{&l.Tokens, 2000}, {&l.Depth, 10}, {&l.Cost, 1000}, {&l.Aliases, 30}, {&l.Directives, 10}, {&l.Fields, 1000}, {&l.Roots, 50}, {&l.Rows, 100_000}} {
		if *d.at == 0 {
			*d.at = d.is
		}
	}
	return l
}

// size is how much a selection has.
type size struct{ depth, aliases, directives, fields int }

// sizer measures the parts of a document. Each fragment is measured once, however
// often it is spread.
type sizer struct {
	fragments map[string]*ast.FragmentDefinition
	known     map[string]size
	within    map[string]bool
}

// check refuses a document of which an operation is too large, whichever of them is
// asked for.
func (l *Limits) check(doc *ast.QueryDocument) error {
	s := &sizer{fragments: map[string]*ast.FragmentDefinition{}, known: map[string]size{}, within: map[string]bool{}}
	for _, f := range doc.Fragments {
		s.fragments[f.Name] = f
	}
	for _, op := range doc.Operations {
		if len(op.SelectionSet) > l.Fields {
			return tooMuch(op.Position, "fields", l.Fields)
		}
		m := s.selection(op.SelectionSet)
		m.directives += len(op.Directives)
		for _, v := range op.VariableDefinitions {
			m.directives += len(v.Directives)
		}
		switch {
		case m.aliases > l.Aliases:
			return tooMuch(op.Position, "aliases", l.Aliases)
		case m.directives > l.Directives:
			return tooMuch(op.Position, "directives", l.Directives)
		case m.fields > l.Fields:
			return tooMuch(op.Position, "fields", l.Fields)
		case m.depth > l.Depth:
			return tooMuch(op.Position, "levels of fields", l.Depth)
		case repeats(op, s.fragments, stepsPerField*l.Fields):
			return tooMuch(op.Position, "selections of one field in one place", maxRepeats)
		}
	}
	return nil
}

// stepsPerField is how many selections an operation may have for each field that it may
// have: some are spreads of fragments, and what asks for the schema is counted as one field.
const stepsPerField = 10

func tooMuch(pos *ast.Position, what string, most int) error {
	return placed(fault.New(fault.TooComplex, "the operation has more than %d %s", most, what), pos, "$")
}

func (s *sizer) selection(set ast.SelectionSet) size {
	var out size
	for _, sel := range set {
		var in size
		switch sel := sel.(type) {
		case *ast.Field:
			if sel.Name == "__schema" || sel.Name == "__type" { // what may be asked of it is bounded by the tokens
				in = size{depth: 1, fields: 1, directives: len(sel.Directives)}
				break
			}
			in = s.selection(sel.SelectionSet)
			in.depth++
			in.fields = plus(in.fields, 1)
			in.directives = plus(in.directives, len(sel.Directives))
			if sel.Alias != "" && sel.Alias != sel.Name {
				in.aliases = plus(in.aliases, 1)
			}
		case *ast.InlineFragment:
			in = s.selection(sel.SelectionSet)
			in.directives = plus(in.directives, len(sel.Directives))
		case *ast.FragmentSpread:
			in = s.fragment(sel.Name)
			in.directives = plus(in.directives, len(sel.Directives))
		}
		out.depth = max(out.depth, in.depth)
		out.aliases = plus(out.aliases, in.aliases)
		out.directives = plus(out.directives, in.directives)
		out.fields = plus(out.fields, in.fields)
	}
	return out
}

// fragment measures a fragment once. One that leads back to itself ends there; the
// validation refuses it.
func (s *sizer) fragment(name string) size {
	if known, ok := s.known[name]; ok {
		return known
	}
	f := s.fragments[name]
	if f == nil || s.within[name] {
		return size{}
	}
	s.within[name] = true
	out := s.selection(f.SelectionSet)
	out.directives = plus(out.directives, len(f.Directives))
	delete(s.within, name)
	s.known[name] = out
	return out
}

// plus adds without overflow.
func plus(a, b int) int {
	if a > math.MaxInt32-b {
		return math.MaxInt32
	}
	return a + b
}
