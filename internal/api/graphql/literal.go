package graphql

import "github.com/vektah/gqlparser/v2/ast"

// safeDigits is how long a whole number may be that has 64 bits for certain.
const safeDigits = 18

// widen lets numbers of a document be longer than 64 bits: the validation holds whole
// numbers to those, whatever the scalar, and others to none. What a column takes is its
// type's to say, and every digit is read.
func widen(doc *ast.QueryDocument) {
	for _, op := range doc.Operations {
		for _, v := range op.VariableDefinitions {
			widenValue(v.DefaultValue)
			widenDirectives(v.Directives)
		}
		widenDirectives(op.Directives)
		widenSelection(op.SelectionSet)
	}
	for _, f := range doc.Fragments {
		widenDirectives(f.Directives)
		widenSelection(f.SelectionSet)
	}
}

func widenSelection(set ast.SelectionSet) {
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			for _, a := range sel.Arguments {
				widenValue(a.Value)
			}
			widenDirectives(sel.Directives)
			widenSelection(sel.SelectionSet)
		case *ast.InlineFragment:
			widenDirectives(sel.Directives)
			widenSelection(sel.SelectionSet)
		case *ast.FragmentSpread:
			widenDirectives(sel.Directives)
		}
	}
}

func widenDirectives(list ast.DirectiveList) {
	for _, d := range list {
		for _, a := range d.Arguments {
			widenValue(a.Value)
		}
	}
}

func widenValue(v *ast.Value) {
	if v == nil {
		return
	}
	if v.Kind == ast.IntValue && len(v.Raw) > safeDigits {
		v.Kind = ast.FloatValue
	}
	for _, child := range v.Children {
		widenValue(child.Value)
	}
}
