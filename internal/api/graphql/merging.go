package graphql

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// maxRepeats is how often one member of an answer may be selected. The validation looks
// at each two of those selections, whether they agree.
const maxRepeats = 100

// place is a member of the answer: how often it is selected, and what is in it.
type place struct {
	times int
	in    map[string]*place
}

// merging counts which selections become one member of the answer.
type merging struct {
	fragments map[string]*ast.FragmentDefinition
	within    map[string]bool
	steps     int // that are left
}

// repeats tells whether an operation selects one member of its answer too often, in as
// many steps as it has fields and spreads, and never in more than steps.
func repeats(op *ast.OperationDefinition, fragments map[string]*ast.FragmentDefinition, steps int) bool {
	m := merging{fragments: fragments, within: map[string]bool{}, steps: steps}
	return !m.selection(op.SelectionSet, &place{})
}

// selection puts a selection into its place, and is false where there is too much.
func (m *merging) selection(set ast.SelectionSet, at *place) bool {
	for _, sel := range set {
		if m.steps--; m.steps < 0 {
			return false
		}
		ok := true
		switch sel := sel.(type) {
		case *ast.Field:
			ok = m.field(sel, at)
		case *ast.InlineFragment:
			ok = m.selection(sel.SelectionSet, at)
		case *ast.FragmentSpread:
			f := m.fragments[sel.Name]
			if f == nil || m.within[sel.Name] { // which the validation refuses
				continue
			}
			m.within[sel.Name] = true
			ok = m.selection(f.SelectionSet, at)
			delete(m.within, sel.Name)
		}
		if !ok {
			return false
		}
	}
	return true
}

func (m *merging) field(f *ast.Field, at *place) bool {
	key := f.Alias
	if key == "" {
		key = f.Name
	}
	in := at.in[key]
	if in == nil {
		in = &place{}
		if at.in == nil {
			at.in = map[string]*place{}
		}
		at.in[key] = in
	}
	in.times++
	return in.times <= maxRepeats && m.selection(f.SelectionSet, in)
}
