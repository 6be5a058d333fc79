package graphql

import (
	"encoding/json"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/value"
)

// prepared is what an operation of a document became for whoever sees one schema: all of
// its request but the values that variables bring to conditions. What else variables
// decide (a limit, whether a field is there, a whole condition) is part of what it is
// found by. It is shared by requests, and never changed.
type prepared struct {
	op     *ast.OperationDefinition
	brings []brought // by variable definition
	pieces []piece
	translation
	weight int
}

// brought is what a variable has to bring for a prepared operation to be of use.
type brought struct {
	late  bool // any value; else
	given bool
	raw   string
}

// late is a parameter that is all that a variable brings.
type late struct {
	param, variable int
	want, typ       value.Type
}

// use counts how often a variable was looked at, and how often to be a parameter.
type use struct{ looked, late int }

// The bounds of what is prepared.
const (
	maxPrepared = 4 // of one document
	// What is kept of one slot is as long as so many bytes of a document that is read.
	slotWeight = 4
)

// look counts that what a variable brings was looked at.
func (t *translator) look(name string) {
	for i := range t.uses {
		if t.definitions[i].Variable == name {
			t.uses[i].looked++
			return
		}
	}
}

// operand makes a parameter of a value that something of a type is compared with.
func (t *translator) operand(want value.Type, v *ast.Value) (*expr.Node, error) {
	val, typ, err := t.compared(want, v)
	if err != nil {
		return nil, err
	}
	for i := range t.uses {
		if t.vars[t.definitions[i].Variable] == v {
			t.uses[i].late++
			t.lates = append(t.lates, late{param: len(t.params), variable: i, want: want, typ: typ})
		}
	}
	return t.param(val, typ), nil
}

// observe lets the translator note what it needs to prepare the operation.
func (t *translator) observe(op *ast.OperationDefinition) {
	t.definitions = op.VariableDefinitions
	t.uses = make([]use, len(t.definitions))
}

// prepare gives what can be kept of a translated operation; nil is nothing.
func (t *translator) prepare(op *ast.OperationDefinition, sent map[string]json.RawMessage, pieces []piece) *prepared {
	if len(t.calls) > 0 || len(t.acts) > 0 || slices.ContainsFunc(pieces, func(p piece) bool { return len(p.text) > maxKept }) {
		return nil
	}
	p := &prepared{op: op, pieces: pieces, translation: t.translation, brings: make([]brought, len(t.definitions)), weight: len(pieces)}
	for i, u := range t.uses {
		b := &p.brings[i]
		raw, given := sent[t.definitions[i].Variable]
		if b.late = u.late > 0 && u.late == u.looked; b.late {
			continue
		}
		b.given, b.raw = given, string(raw)
		p.weight += len(raw)
	}
	p.lates = slices.DeleteFunc(p.lates, func(l late) bool { return !p.brings[l.variable].late })
	for _, l := range p.layouts {
		p.weight += slotWeight * l.size()
	}
	return p
}

// size is how many slots a layout has, those within it included.
func (l *layout) size() int {
	if l == nil {
		return 0
	}
	n := len(l.slots)
	for i := range l.slots {
		n += l.slots[i].inner.size()
	}
	if l.pages != nil && l.pages.edge != l { // an edge's layout names the pages that it is of
		n += l.pages.edge.size()
	}
	return n
}

// recall takes a prepared operation as the translation of a request, where one fits.
func (t *translator) recall(doc *keptDocument, op *ast.OperationDefinition, sent map[string]json.RawMessage) ([]piece, bool) {
	list := doc.prepared.Load()
	if list == nil {
		return nil, false
	}
	for _, p := range *list {
		if p.op == op && p.fits(sent) && t.bind(p, sent) {
			return p.pieces, true
		}
	}
	return nil, false
}

// fits tells whether the variables that decide more than a parameter are as they were, and
// no other is there.
func (p *prepared) fits(sent map[string]json.RawMessage) bool {
	known := 0
	for i, def := range p.op.VariableDefinitions {
		raw, given := sent[def.Variable]
		if given {
			known++
		}
		if b := &p.brings[i]; !b.late && (given != b.given || string(raw) != b.raw) {
			return false
		}
	}
	return known == len(sent)
}

// bind makes parameters of what variables bring. Whatever is wrong with it is found
// again, and told, where the operation is translated anew.
func (t *translator) bind(p *prepared, sent map[string]json.RawMessage) bool {
	params := slices.Clone(p.params)
	for _, l := range p.lates {
		def := p.op.VariableDefinitions[l.variable]
		v := def.DefaultValue
		if raw, given := sent[def.Variable]; given {
			var err error
			if v, err = t.typed.variable(def.Type, raw, def.Position, "", 0); err != nil {
				return false
			}
		}
		if v == nil || v.Kind == ast.NullValue {
			return false
		}
		val, typ, err := t.compared(l.want, v)
		if err != nil || typ != l.typ {
			return false
		}
		params[l.param] = val
	}
	t.translation = p.translation
	t.params = params
	t.ops = slices.Clone(p.ops)
	return true
}
