// Package expr is the expression language of rules, filters, checks and
// defaults: CEL's grammar, type-checked when it is read, lowered to a small
// typed tree (Node) as it was written, and evaluated in process by Eval. Stores
// compile the same tree to their own query language; the two must agree, and a
// random test holds them to it.
//
// # Meaning
//
// A boolean expression has two values. Inside, a comparison may be undefined: it is
// neither true nor false, and so is its negation. That is what a comparison
// over an absent caller (auth.*, request.*) or over failed arithmetic is. Not,
// And and Or pass undefined on as Kleene's logic does; a quantifier and the
// whole expression take it for false. So x == y and !(x == y) are both refused
// where y is nobody. Null is ordinary: null == null, null != 3, and ordering,
// in and the text tests are false (not undefined) where an operand is null.
//
// This package knows no schema and no store: records are described to it by
// the Record interface.
package expr

import (
	"bedplate/value"
)

// Op is what a Node does.
type Op uint8

// The operations. Record-valued ones (Var, Old, Walk) stand only as Args[0] of
// Field, Walk and the quantifiers.
const (
	Invalid Op = iota

	// Literal is the constant Value.
	Literal
	// Param is the request's parameter Index, of type Type; never null. Doors
	// put what callers send there, so that requests share a shape.
	Param
	// Bind is the plan's argument Index: a value computed once for a request.
	// A null argument there is undefined. Only the planner makes it.
	Bind
	// Auth is a fact about the caller: Name is id, role, roles, email, aal,
	// tenant or claims, with Path below claims. Undefined where absent.
	Auth
	// Now is the request's time.
	Now
	// Request is a fact about the request: Name is method, ip or headers, with
	// Path[0] the header's name in lower case. Undefined where absent.
	Request

	// Var is the record variable Index: 0 is the record itself, others are
	// introduced by quantifiers, each number once in an expression.
	Var
	// Old is the record before the write.
	Old
	// Walk is the record that Args[0] refers to by Rel (to one), or none.
	Walk
	// Field is field Index (Name) of the record Args[0]; null where there is
	// no record.
	Field
	// Path is the member at Path of the JSON document Args[0], as JSON.
	Path

	// Not is Args[0]'s opposite.
	Not
	// And is true where all Args are.
	And
	// Or is true where one of Args is.
	Or

	// Exists is true where a record of Rel from Args[0], as variable Index,
	// passes Args[1].
	Exists
	// All is true where every such record passes Args[1].
	All
	// Count is the number of records of Rel from Args[0], an Int: of those that, as
	// variable Index, pass Args[1] where that is there.
	Count

	// Eq and Ne compare two values, null included.
	Eq
	Ne
	// Lt, Le, Gt and Ge order two values of one type.
	Lt
	Le
	Gt
	Ge
	// In is true where Args[0] equals an item of the list Args[1], or of the
	// further Args where Args[1] is not a list.
	In
	// IsNull is true where Args[0] is null or, of auth and request, absent.
	IsNull
	// StartsWith, EndsWith and Contains compare texts byte by byte.
	StartsWith
	EndsWith
	Contains
	// Matches tests a text against the RE2 pattern Args[1], a literal or param.
	Matches
	// Like and ILike test a text against the SQL pattern Args[1] (% and _,
	// escaped by a backslash); ILike folds ASCII letters only.
	Like
	ILike
	// Includes is true where the JSON document Args[0] includes Args[1], as
	// PostgreSQL's @> has it: an object the members of an object, by name; an
	// array the items of an array, in any order and however often; everything
	// else what equals it. An array also includes a text, number or constant that
	// it holds, where that is the whole of Args[1]. False over null.
	Includes
	// Within is true where every item of the list Args[0] is one of the list
	// Args[1], which has items of the same type. False over null.
	Within
	// Search is true where the further Args, which are texts of one record,
	// satisfy the query Args[0]: a literal, param or bind that package search
	// wrote. Texts that are null have no words.
	Search

	// Add, Sub, Mul, Div, Mod and Neg are exact on Int and Decimal (Decimal
	// knows Add, Sub, Mul, Neg); Float knows all but Mod. Undefined on
	// overflow, division by zero, a null operand and a Float that is not finite.
	Add
	Sub
	Mul
	Div
	Mod
	Neg

	// Lower and Upper fold ASCII letters of a text. Null on null.
	Lower
	Upper
	// Size is a text's length in code points or a list's in items. Null on null.
	Size
	// Concat is the text Args[0] with the text Args[1] behind it. Null on null.
	Concat

	// If is Args[1] where Args[0] is true, and Args[2] where it is not,
	// undefined included.
	If
	// Coalesce is the first of Args that is neither null nor undefined. Where
	// none is, it is what the last one is.
	Coalesce
	// Settled is Args[0], and null where that is undefined: what a computed
	// field holds. Only the schema makes it.
	Settled

	// Rank is how well a record satisfies a query, an Int that is never null;
	// more is better. Its Args are Search's.
	Rank

	// Fold is the function Name over Args[1] of the records of Rel from Args[0] which,
	// as variable Index, pass Args[2] where that is there (FoldOf). Only doors make it,
	// of collections that allow aggregates.
	Fold
	// Tuple is its Args as one value: null where one of them is null or undefined, and the
	// same as another where all of them are. Only what counts values takes it (TupleOf).
	Tuple
)

// Node is one node of an expression. A Node is never changed once it is made:
// rewrites make new ones and may share the rest.
type Node struct {
	Op   Op
	Type value.Type // of the result; Kind Null for record-valued nodes and the literal null
	Args []*Node

	Value value.Value // Literal
	Name  string      // Field, Auth, Request, Fold
	Path  []string    // Path, Auth, Request; a JSON array index is its decimal text
	Index int         // Field, Param, Bind, Var, and the variable of a quantifier or Fold
	Rel   *Relation   // Walk, Exists, All, Count, Fold

	// Guard hides records from Walk, Exists, All, Count and Fold: only those that
	// pass it are there. It is written over the target as its own record, Var
	// 0. Access puts the target's read rule there on a caller's walks; the
	// parser leaves it nil.
	Guard *Node

	Pos Pos // where it was written; zero where a door made it
}

// Pos is a position in an expression's text, counted from 1; zero is unknown.
type Pos struct{ Line, Column int }

// Record describes records that an expression can be about.
// *schema.Collection implements it.
type Record interface {
	// RecordName names the collection, for messages.
	RecordName() string
	// Member finds a field or relation by the name expressions use.
	Member(name string) (Member, bool)
	// Members lists every name, for suggestions and type environments.
	Members() []string
}

// Member is what a name in a record is. A reference of one column is both a
// field (its key) and a relation to one.
type Member struct {
	Field    int // the field's index, or -1
	Type     value.Type
	Nullable bool
	Relation *Relation // nil where the name is only a field
	Values   []string  // of an enum, so that a misspelt one is found; nil otherwise
}

// Relation leads from one record to one or many others: those whose Remote
// fields equal the Local ones. A null Local field leads nowhere.
type Relation struct {
	Name   string // as the base collection calls it: author, comments
	Base   Record
	Target Record
	Many   bool
	Local  []int // field indexes of the base
	Remote []int // field indexes of the target, in the same order
	// Constraint is the reference's name in the database (posts_author_fkey).
	Constraint string
	// Inverse is the same reference seen from the other side, nil where the
	// way back has no name.
	Inverse *Relation
}

// True and False are the constants, shared.
var (
	True  = &Node{Op: Literal, Type: value.Type{Kind: value.Bool}, Value: value.OfBool(true)}
	False = &Node{Op: Literal, Type: value.Type{Kind: value.Bool}, Value: value.OfBool(false)}
	// Self is the record itself.
	Self = &Node{Op: Var}
)

var boolType = value.Type{Kind: value.Bool}

// IsTrue and IsFalse tell the constants from everything else; nil is true, as
// a filter that is not there.
func IsTrue(n *Node) bool { return n == nil || n.Op == Literal && n.Type == boolType && n.Value.Bool() }

// IsFalse tells the constant false.
func IsFalse(n *Node) bool {
	return n != nil && n.Op == Literal && n.Type == boolType && !n.Value.Bool()
}

// AndOf is the conjunction of what is not constantly true: nil for nothing.
func AndOf(nodes ...*Node) *Node {
	var args []*Node
	for _, n := range nodes {
		if n == nil || IsTrue(n) {
			continue
		}
		if IsFalse(n) {
			return False
		}
		args = append(args, n)
	}
	switch len(args) {
	case 0:
		return nil
	case 1:
		return args[0]
	}
	return &Node{Op: And, Type: boolType, Args: args}
}

// OrOf is the disjunction of one or more nodes.
func OrOf(nodes ...*Node) *Node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return &Node{Op: Or, Type: boolType, Args: nodes}
}

// NotOf is the opposite of n.
func NotOf(n *Node) *Node { return &Node{Op: Not, Type: boolType, Args: []*Node{n}} }

// FieldOf is field index of the record base (Self for the record itself).
func FieldOf(base *Node, index int, name string, t value.Type) *Node {
	return &Node{Op: Field, Type: t, Args: []*Node{base}, Index: index, Name: name}
}

// WalkOf is the record that base refers to by rel, which must not be Many.
func WalkOf(base *Node, rel *Relation) *Node {
	return &Node{Op: Walk, Args: []*Node{base}, Rel: rel}
}

// ParamOf is the request's parameter index, of type t.
func ParamOf(index int, t value.Type) *Node { return &Node{Op: Param, Type: t, Index: index} }

// LiteralOf is a constant of type t.
func LiteralOf(v value.Value, t value.Type) *Node { return &Node{Op: Literal, Type: t, Value: v} }

// TestOf applies an operation that gives a boolean. The caller answers for the
// types of args.
func TestOf(op Op, args ...*Node) *Node { return &Node{Op: op, Type: boolType, Args: args} }

// ParamTestOf is TestOf an operand and the request's parameter index, of type t,
// in one piece of memory.
func ParamTestOf(op Op, operand *Node, index int, t value.Type) *Node {
	made := &struct {
		test, param Node
		args        [2]*Node
	}{param: Node{Op: Param, Type: t, Index: index}}
	made.args = [2]*Node{operand, &made.param}
	made.test = Node{Op: op, Type: boolType, Args: made.args[:]}
	return &made.test
}

// ExistsOf is true where a record of rel passes pred, which is written over
// the target as variable v.
func ExistsOf(base *Node, rel *Relation, v int, pred *Node) *Node {
	if pred == nil {
		pred = True
	}
	return &Node{Op: Exists, Type: boolType, Args: []*Node{base, pred}, Rel: rel, Index: v}
}
