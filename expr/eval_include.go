package expr

import (
	"encoding/json"
	"slices"
	"strings"

	"bedplate/value"
)

// includes is Includes: it looks at the documents as trees.
func (e *evaluator) includes(n *Node) (truth, error) {
	l, r, ok, err := e.pair(n.Args[0], n.Args[1])
	if !ok || err != nil {
		return undefined, err
	}
	if l.Kind() != value.JSON || r.Kind() != value.JSON {
		return isFalse, nil
	}
	whole, part := tree(l.Raw()), tree(r.Raw())
	if items, ok := whole.([]any); ok && isScalar(part) {
		return truthOf(slices.ContainsFunc(items, func(item any) bool { return covers(item, part) })), nil
	}
	return truthOf(covers(whole, part)), nil
}

// tree reads a canonical document, numbers as they are written.
func tree(doc string) any {
	dec := json.NewDecoder(strings.NewReader(doc))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil
	}
	return v
}

func isScalar(v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		return false
	}
	return true
}

// covers tells whether one tree includes another of its own kind.
func covers(whole, part any) bool {
	switch part := part.(type) {
	case map[string]any:
		members, ok := whole.(map[string]any)
		for name, want := range part {
			have, there := members[name]
			ok = ok && there && covers(have, want)
		}
		return ok
	case []any:
		items, ok := whole.([]any)
		for _, want := range part {
			ok = ok && slices.ContainsFunc(items, func(have any) bool { return covers(have, want) })
		}
		return ok
	case json.Number:
		have, ok := whole.(json.Number)
		return ok && orderNumbers(have.String(), part.String()) == 0
	}
	return isScalar(whole) && whole == part
}

// within is Within.
func (e *evaluator) within(n *Node) (truth, error) {
	l, r, ok, err := e.pair(n.Args[0], n.Args[1])
	if !ok || err != nil {
		return undefined, err
	}
	if l.IsNull() || r.IsNull() {
		return isFalse, nil
	}
	have, err := l.Items(n.Args[0].Type.Element())
	if err != nil { // a list that was stored is canonical
		return undefined, nil
	}
	allowed, err := r.Items(n.Args[1].Type.Element())
	if err != nil {
		return undefined, nil
	}
	return truthOf(!slices.ContainsFunc(have, func(item value.Value) bool { return !contains(allowed, item) })), nil
}
