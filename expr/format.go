package expr

import (
	"fmt"
	"strings"

	"bedplate/value"
)

// Format writes a tree for people: as CEL, with parameters as $1, a plan's
// arguments as ?1, quantifiers' records as r1, and guards in braces behind
// the relation that they narrow.
func Format(n *Node) string {
	if n == nil {
		return "true"
	}
	var w writer
	w.node(n, 0)
	return w.String()
}

type writer struct{ strings.Builder }

// infix are the operators between operands, with how tightly they bind.
var infix = map[Op]struct {
	text  string
	binds int
}{
	Or: {" || ", 1}, And: {" && ", 2},
	Eq: {" == ", 3}, Ne: {" != ", 3}, Lt: {" < ", 3}, Le: {" <= ", 3}, Gt: {" > ", 3}, Ge: {" >= ", 3}, In: {" in ", 3},
	Add: {" + ", 4}, Concat: {" + ", 4}, Sub: {" - ", 4}, Mul: {" * ", 5}, Div: {" / ", 5}, Mod: {" % ", 5},
}

var methods = map[Op]string{
	StartsWith: "startsWith", EndsWith: "endsWith", Contains: "contains", Matches: "matches",
	Like: "like", ILike: "ilike", Includes: "includes", Within: "within", Lower: "lower", Upper: "upper", Size: "size",
}

// unary is how tightly ! and - bind; what stands before a point binds tighter.
const unary, member = 6, 7

// node writes n, in parentheses where what is around binds tighter.
func (w *writer) node(n *Node, around int) {
	binds := member
	if op, ok := infix[n.Op]; ok {
		binds = op.binds
	}
	switch {
	case n.Op == Not || n.Op == Neg:
		binds = unary
	case n.Op == IsNull:
		binds = infix[Eq].binds
	case n.Op == If:
		binds = 0
	case n.Op == Literal && n.Type.Kind == value.Decimal && around >= member, n.Op == Literal && n.Type.Kind == value.Int && around >= member:
		binds = 0
	}
	if binds < around {
		w.WriteByte('(')
		defer w.WriteByte(')')
	}
	w.open(n, binds)
}

// open writes n without parentheses around it.
func (w *writer) open(n *Node, binds int) {
	switch n.Op {
	case Literal:
		w.literal(n)
	case Param:
		fmt.Fprintf(w, "$%d", n.Index+1)
	case Bind:
		fmt.Fprintf(w, "?%d", n.Index+1)
	case Now:
		w.WriteString("now")
	case Auth:
		w.WriteString("auth." + n.Name)
		w.path(n.Path)
	case Request:
		w.WriteString("request." + n.Name)
		w.path(n.Path)
	case Var, Old, Walk, Field:
		w.member(n)
	case Path:
		w.node(n.Args[0], member)
		w.path(n.Path)
	case Not:
		w.WriteByte('!')
		w.node(n.Args[0], member) // CEL folds !! away
	case Neg:
		w.WriteByte('-')
		w.node(n.Args[0], member)
	case IsNull:
		w.node(n.Args[0], binds+1)
		w.WriteString(" == null")
	case Exists, All, Count, Fold:
		w.quantifier(n)
	case In:
		w.in(n, binds)
	case If:
		w.node(n.Args[0], infix[Or].binds)
		w.WriteString(" ? ")
		w.node(n.Args[1], infix[Or].binds)
		w.WriteString(" : ")
		w.node(n.Args[2], 0)
	case Coalesce:
		w.WriteString("coalesce")
		w.list(n.Args)
	case Tuple:
		w.list(n.Args)
	case Settled:
		w.open(n.Args[0], binds)
	case Search, Rank:
		w.search(n)
	default:
		w.operation(n, binds)
	}
}

func (w *writer) list(all []*Node) {
	w.WriteByte('(')
	for i, a := range all {
		if i > 0 {
			w.WriteString(", ")
		}
		w.node(a, 0)
	}
	w.WriteByte(')')
}

// search writes a search or its rank with the texts that it looks into.
func (w *writer) search(n *Node) {
	if n.Op == Rank {
		w.WriteString("rank(")
	} else {
		w.WriteString("search(")
	}
	for i, a := range n.Args {
		if i > 0 {
			w.WriteString(", ")
		}
		w.node(a, 0)
	}
	w.WriteByte(')')
}

func (w *writer) operation(n *Node, binds int) {
	if op, ok := infix[n.Op]; ok {
		for i, a := range n.Args {
			if i > 0 {
				w.WriteString(op.text)
				if n.Type.Kind == value.Time && a.Op == Literal {
					fmt.Fprintf(w, "duration(%q)", spanText(a.Value.Int()))
				} else {
					w.node(a, binds+1)
				}
				continue
			}
			// And and Or hold more than two, so even the first is bracketed;
			// comparisons do not chain.
			left := binds
			if n.Op == And || n.Op == Or || binds == infix[Eq].binds {
				left++
			}
			w.node(a, left)
		}
		return
	}
	if name, ok := methods[n.Op]; ok {
		w.node(n.Args[0], member)
		w.WriteString("." + name + "(")
		for i, a := range n.Args[1:] {
			if i > 0 {
				w.WriteString(", ")
			}
			w.node(a, 0)
		}
		w.WriteByte(')')
		return
	}
	w.WriteString("invalid")
}

func (w *writer) literal(n *Node) {
	if n.Value.IsNull() {
		w.WriteString("null")
		return
	}
	text := n.Value.AppendJSON(nil)
	if n.Value.Kind() == value.Decimal && n.Value.DecimalScale() == 0 {
		text = append(text, ".0"...) // or it would read as an int
	}
	switch n.Value.Kind() {
	case value.Time:
		fmt.Fprintf(w, "timestamp(%s)", text)
	case value.Date, value.UUID, value.Bytes, value.JSON:
		fmt.Fprintf(w, "%s(%s)", n.Value.Kind(), text)
	default:
		w.Write(text)
	}
}

func (w *writer) in(n *Node, binds int) {
	w.node(n.Args[0], binds+1)
	w.WriteString(" in ")
	if len(n.Args) == 2 && n.Args[1].Type.Kind == value.List {
		w.node(n.Args[1], binds+1)
		return
	}
	w.WriteByte('[')
	for i, a := range n.Args[1:] {
		if i > 0 {
			w.WriteString(", ")
		}
		w.node(a, 0)
	}
	w.WriteByte(']')
}

// member writes a record or its field; the record itself goes without saying.
func (w *writer) member(n *Node) {
	switch n.Op {
	case Var:
		if n.Index == 0 {
			w.WriteString("record")
		} else {
			fmt.Fprintf(w, "r%d", n.Index)
		}
	case Old:
		w.WriteString("old")
	case Field:
		w.base(n.Args[0])
		if n.Name == "" {
			fmt.Fprintf(w, "#%d", n.Index)
		}
		w.WriteString(n.Name)
	case Walk:
		w.base(n.Args[0])
		w.relation(n)
	}
}

func (w *writer) base(n *Node) {
	if n.Op == Var && n.Index == 0 {
		return
	}
	w.node(n, member)
	w.WriteByte('.')
}

func (w *writer) relation(n *Node) {
	w.WriteString(n.Rel.Name)
	if n.Guard != nil {
		w.WriteByte('{')
		w.node(n.Guard, 0)
		w.WriteByte('}')
	}
}

func (w *writer) quantifier(n *Node) {
	w.base(n.Args[0])
	w.relation(n)
	switch n.Op {
	case Count:
		if len(n.Args) > 1 {
			fmt.Fprintf(w, ".filter(r%d, ", n.Index)
			w.node(n.Args[1], 0)
			w.WriteByte(')')
		}
		w.WriteString(".size()")
		return
	case Fold:
		if len(n.Args) > 2 {
			fmt.Fprintf(w, ".filter(r%d, ", n.Index)
			w.node(n.Args[2], 0)
			w.WriteByte(')')
		}
		w.WriteString("." + n.Name + "(")
	case Exists:
		w.WriteString(".exists(")
	case All:
		w.WriteString(".all(")
	}
	fmt.Fprintf(w, "r%d, ", n.Index)
	w.node(n.Args[1], 0)
	w.WriteByte(')')
}

func (w *writer) path(path []string) {
	for _, p := range path {
		switch {
		case isName(p):
			w.WriteString("." + p)
		case isIndex(p):
			w.WriteString("[" + p + "]")
		default:
			fmt.Fprintf(w, "[%q]", p)
		}
	}
}

// isName tells what can follow a point: a word that is no literal or operator.
func isName(s string) bool {
	switch s {
	case "true", "false", "null", "in":
		return false
	}
	for i, c := range s {
		if !isNameRune(c) || i == 0 && c >= '0' && c <= '9' {
			return false
		}
	}
	return s != ""
}

func isIndex(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
