// Package grammar reads the REST door's addresses: which rows of a collection
// a URL asks for, in which order, and what of each. It makes a query.Select of
// a URL's arguments for one caller (Sight: what is hidden is answered as what
// does not exist) and knows nothing of bodies, answers or HTTP's methods.
//
// A Catalog is what is made of a schema once; a Parser reads one request; a
// Level is the select that came of it, to which the door may still add.
package grammar

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
	"strings"
)

// The bounds of a request, as the reference gives them.
const (
	maxTerms   = 100 // conditions and sort keys
	maxDepth   = 10  // and and or within each other
	maxItems   = 500 // of one list
	maxEmbeds  = 5   // embeds within each other
	maxOutputs = 500 // members of one answer, nested ones included
	maxNested  = 50  // embeds of one answer, however nested
)

// Parser makes one request's expressions of one URL. The values it meets
// become the request's parameters, so that requests of one shape share a plan.
type Parser struct {
	Cat    *Catalog
	Sight  Sight
	Params []value.Value
	// Lending is of the parser of one of several operations; nil of any other.
	Lending *Lending
	terms   int
	vars    int
	room    room
}

// room is memory for what most requests have.
type room struct {
	root   Level
	params [4]value.Value
	where  [4]*expr.Node
	order  [2]query.Order
	key    [2]value.Value
}

// param makes a parameter of a value.
func (p *Parser) param(v value.Value, t value.Type) *expr.Node {
	return expr.ParamOf(p.keep(v), t)
}

// paramTest is a test of an operand with a value, which becomes a parameter.
func (p *Parser) paramTest(op expr.Op, operand *expr.Node, v value.Value, t value.Type) *expr.Node {
	return expr.ParamTestOf(op, operand, p.keep(v), t)
}

// keep gives the number of the parameter that it makes of a value.
func (p *Parser) keep(v value.Value) int {
	if p.Params == nil {
		p.Params = p.room.params[:0]
	}
	p.Params = append(p.Params, v)
	return len(p.Params) - 1
}

// variable gives a record variable that nothing else in the request has.
func (p *Parser) variable() int {
	p.vars++
	return p.vars
}

// term counts one condition or sort key.
func (p *Parser) term(arg string) error {
	if p.terms++; p.terms > maxTerms {
		return fault.Of(fault.TooComplex, arg, "the request has more than %d conditions", maxTerms)
	}
	return nil
}

// place is an argument that is about the rows of one level.
type place struct {
	level *Level
	depth int
	name  string   // what it says of them: a field, order, and, ...
	path  []string // of a JSON field
	text  bool     // the path ends in ->>
	not   bool     // of and and or
	arg   Argument
}

// Read reads a URL's arguments for a collection into a level, which lasts until
// the next.
func (p *Parser) Read(c *schema.Collection, args []Argument) (*Level, error) {
	sel := p.Cat.infos[c].all
	if text, ok := Find(args, "select"); ok && text != "" && text != "*" {
		var err error
		if sel, err = p.selection(c, text); err != nil {
			return nil, err
		}
	}
	p.room.root = newLevel(sel)
	root := &p.room.root
	root.Where, root.order = p.room.where[:0], p.room.order[:0]
	var few [16]place
	places, deepest := few[:0], 0
	for i := range args {
		if Reserved(args[i].Key) {
			continue
		}
		at, err := p.place(root, args[i])
		if err != nil {
			return nil, err
		}
		places = append(places, at)
		deepest = max(deepest, at.depth)
	}
	// The deepest first: a condition that an embed is there (comments=is.null)
	// needs the embed's own conditions.
	for depth := deepest; depth >= 0; depth-- {
		for i := range places {
			if places[i].depth != depth {
				continue
			}
			if err := p.apply(&places[i]); err != nil {
				return nil, err
			}
		}
	}
	if len(root.Embeds) > 0 {
		if err := root.unfiltered(); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// Reserved are the arguments that are about the whole request.
func Reserved(key string) bool {
	return key == "select" || key == "columns" || key == "on_conflict"
}

// place finds what an argument is about.
func (p *Parser) place(root *Level, arg Argument) (place, error) {
	at := place{level: root, name: arg.Key, arg: arg}
	if plain(arg.Key) {
		return at, nil
	}
	t := text{s: arg.Key, arg: arg.Key}
	var names []string
	for {
		name, err := t.name()
		if err != nil {
			return at, err
		}
		names = append(names, name)
		if !t.take(".") {
			break
		}
		if len(names) > maxEmbeds+2 {
			return at, fault.Of(fault.TooComplex, "", "%s names more than %d embeds", Quote(arg.Key), maxEmbeds)
		}
	}
	var err error
	if at.path, at.text, err = t.path(); err != nil {
		return at, err
	}
	if err := t.end(); err != nil {
		return at, err
	}
	last := len(names) - 1
	at.name, names = names[last], names[:last]
	if n := len(names); n > 0 && names[n-1] == "not" && (at.name == "and" || at.name == "or") {
		at.not, names = true, names[:n-1]
	}
	at.depth = len(names)
	at.level, err = root.descend(names)
	return at, err
}

// plain tells a key that is one bare name.
func plain(key string) bool {
	for i := 0; i < len(key); i++ {
		switch key[i] {
		case '.', '"', '-', ' ':
			return false
		}
	}
	return key != ""
}

// apply adds what an argument says to its level.
func (p *Parser) apply(at *place) error {
	l, val := at.level, at.arg.Val
	switch at.name {
	case "order":
		return p.order(l, at.arg)
	case "limit":
		n, err := bound(at.arg)
		l.Limit = n
		return err
	case "offset":
		n, err := bound(at.arg)
		l.Offset = n
		return err
	case "and", "or":
		t := text{s: val, arg: at.arg.Key}
		n, err := p.group(l, &t, at.name == "and", at.not, 1)
		if err == nil {
			err = t.end()
		}
		return l.add(n, err)
	case "$filter", "filter":
		if at.depth == 0 && p.Ours(l, at.name) {
			return l.add(p.expression(l.collection, at.arg))
		}
	case "$cursor", "cursor":
		if at.depth == 0 && p.Ours(l, at.name) {
			if l.Paged {
				return fault.Of(fault.Cursor, at.name, "the address has two cursors").WithHint("leave one out")
			}
			l.Paged, l.Cursor = true, val
			return nil
		}
	}
	t := text{s: val, arg: at.arg.Key}
	n, err := p.condition(l, subject{at.name, at.path, at.text}, &t, false, false)
	return l.add(n, err)
}

// add adds a condition, nil for one that is always true.
func (l *Level) add(n *expr.Node, err error) error {
	if err == nil && n != nil {
		l.Where = append(l.Where, n)
	}
	return err
}

// Conjunction is the and of conditions; nil for none.
func Conjunction(nodes []*expr.Node) *expr.Node {
	switch len(nodes) {
	case 0:
		return nil
	case 1:
		return nodes[0]
	}
	return expr.AndOf(nodes...)
}

// Ours tells an argument of this door's own: nothing of that name is in the
// collection or the selection.
func (p *Parser) Ours(l *Level, name string) bool {
	return strings.HasPrefix(name, "$") || p.Sight.Field(l.collection, name) == nil && l.embed(name) < 0
}
