package rest

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
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

// parser makes one request's expressions of one URL. The values it meets
// become the request's parameters, so that requests of one shape share a plan.
type parser struct {
	cat    *catalog
	sight  sight
	params []value.Value
	terms  int
	vars   int
}

// param makes a parameter of a value.
func (p *parser) param(v value.Value, t value.Type) *expr.Node {
	p.params = append(p.params, v)
	return expr.ParamOf(len(p.params)-1, t)
}

// variable gives a record variable that nothing else in the request has.
func (p *parser) variable() int {
	p.vars++
	return p.vars
}

// term counts one condition or sort key.
func (p *parser) term(arg string) error {
	if p.terms++; p.terms > maxTerms {
		return fault.Of(fault.TooComplex, arg, "the request has more than %d conditions", maxTerms)
	}
	return nil
}

// place is an argument that is about the rows of one level.
type place struct {
	level *level
	depth int
	name  string   // what it says of them: a field, order, and, ...
	path  []string // of a JSON field
	text  bool     // the path ends in ->>
	not   bool     // of and and or
	arg   argument
}

// read reads a URL's arguments for a collection into a level.
func (p *parser) read(c *schema.Collection, args []argument) (*level, error) {
	sel := p.cat.infos[c].all
	if text, ok := find(args, "select"); ok && text != "" && text != "*" {
		var err error
		if sel, err = p.selection(c, text); err != nil {
			return nil, err
		}
	}
	root := newLevel(sel)
	var room [16]place
	places, deepest := room[:0], 0
	for i := range args {
		if reserved(args[i].key) {
			continue
		}
		at, err := p.place(&root, args[i])
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
	return &root, nil
}

// reserved are the arguments that are about the whole request.
func reserved(key string) bool {
	return key == "select" || key == "columns" || key == "on_conflict"
}

// place finds what an argument is about.
func (p *parser) place(root *level, arg argument) (place, error) {
	at := place{level: root, name: arg.key, arg: arg}
	if plain(arg.key) {
		return at, nil
	}
	t := text{s: arg.key, arg: arg.key}
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
			return at, fault.Of(fault.TooComplex, "", "%s names more than %d embeds", quote(arg.key), maxEmbeds)
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
func (p *parser) apply(at *place) error {
	l, val := at.level, at.arg.val
	switch at.name {
	case "order":
		return p.order(l, at.arg)
	case "limit":
		n, err := bound(at.arg)
		l.limit = n
		return err
	case "offset":
		n, err := bound(at.arg)
		l.offset = n
		return err
	case "and", "or":
		t := text{s: val, arg: at.arg.key}
		n, err := p.group(l, &t, at.name == "and", at.not, 1)
		if err == nil {
			err = t.end()
		}
		return l.add(n, err)
	case "$filter", "filter":
		if at.depth == 0 && p.ours(l, at.name) {
			return l.add(p.expression(l.collection, at.arg))
		}
	case "$cursor", "cursor":
		if at.depth == 0 && p.ours(l, at.name) {
			if l.paged {
				return fault.Of(fault.Cursor, at.name, "the address has two cursors").WithHint("leave one out")
			}
			l.paged, l.cursor = true, val
			return nil
		}
	}
	t := text{s: val, arg: at.arg.key}
	n, err := p.condition(l, subject{at.name, at.path, at.text}, &t, false, false)
	return l.add(n, err)
}

// add adds a condition, nil for one that is always true.
func (l *level) add(n *expr.Node, err error) error {
	if err == nil && n != nil {
		l.where = append(l.where, n)
	}
	return err
}

// conjunction is the and of conditions; nil for none.
func conjunction(nodes []*expr.Node) *expr.Node {
	switch len(nodes) {
	case 0:
		return nil
	case 1:
		return nodes[0]
	}
	return expr.AndOf(nodes...)
}
