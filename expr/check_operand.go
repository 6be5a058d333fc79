package expr

import (
	"fmt"
	"strings"

	"bedplate/value"
)

// form is what a part of an expression can still become.
type form uint8

const (
	bad      form = iota // a problem that was reported already
	rigid                // node, of a type of its own
	number               // a number literal: takes the other side's type
	textual              // a text literal: takes the other side's type
	nothing              // the literal null
	span                 // a constant duration
	fact                 // what the caller brought, of the other side's type
	sum                  // a calculation over number and fact alone
	choice               // one of several such parts, by ? : or coalesce
	records              // a record to one, perhaps with a key for its value
	relation             // records to many
	list                 // a list of items, for in
	caller               // auth itself
	source               // request itself
	headers              // request.headers itself
)

// operand is a part of an expression before its neighbours give it a type.
type operand struct {
	form form
	pos  Pos
	what string // as written, where that is short; for messages

	node     *Node    // rigid, fact; the record of records, the base of relation
	nullable bool     // rigid: null can stand there
	values   []string // rigid: the members of an enum

	digits string // number, as written
	text   string // textual
	micros int64  // span

	op   Op        // sum, choice
	args []operand // sum, list, choice
	when *Node     // choice: the condition of ? :, nil of coalesce

	rec Record    // records
	rel *Relation // relation; of records, how the base came there (nil otherwise)
	key *operand  // records: its value, nil where it has none
}

// typeName says a type as the schema files spell it.
func typeName(t value.Type) string {
	switch {
	case t.Kind == value.Null:
		return "null"
	case t.Kind == value.Decimal && t.Precision > 0:
		return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
	case t.Kind == value.List:
		return "list of " + t.Elem.String()
	}
	return t.Kind.String()
}

// describe names an operand's type in a message.
func (o operand) describe() string {
	switch o.form {
	case rigid:
		return typeName(o.node.Type)
	case number, sum:
		return "a number"
	case choice:
		if t := o.natural(); t.Kind != value.Null {
			return typeName(t)
		}
		return "a choice"
	case textual:
		return "text"
	case nothing:
		return "null"
	case span:
		return "a duration"
	case fact:
		return "auth." + strings.Join(append([]string{o.node.Name}, o.node.Path...), ".")
	case records:
		return "a record of " + o.rec.RecordName()
	case relation:
		return "records of " + o.rel.Target.RecordName()
	case list:
		return "a list"
	case caller:
		return "auth"
	case source:
		return "request"
	case headers:
		return "request.headers"
	}
	return "nothing"
}

// natural gives the type that a flexible operand has where the other side
// has none to give either; Null where it has none.
func (o operand) natural() value.Type {
	switch o.form {
	case rigid:
		return o.node.Type
	case number:
		if strings.ContainsAny(o.digits, ".eE") {
			return value.Type{Kind: value.Decimal}
		}
		return value.Type{Kind: value.Int}
	case textual:
		return value.Type{Kind: value.Text}
	case fact:
		if o.node.Name != "claims" {
			return value.Type{Kind: value.Text}
		}
	case sum, choice:
		var t value.Type
		for _, a := range o.args {
			t = wider(t, a.natural())
		}
		return t
	}
	return value.Type{}
}

// wider gives the type that two natural types share, Null for none.
func wider(a, b value.Type) value.Type {
	switch {
	case a.Kind == value.Null:
		return b
	case b.Kind == value.Null || a == b:
		return a
	case a.Kind == value.Decimal && b.Kind == value.Int:
		return a
	case a.Kind == value.Int && b.Kind == value.Decimal:
		return b
	}
	return value.Type{}
}

// value gives what a part stands for as a value: a reference stands for its
// key. What is no value is reported.
func (c *checker) value(o operand) operand {
	switch o.form {
	case records:
		if o.key != nil {
			return *o.key
		}
		return c.bad(o.pos, typeCode, "name one of its fields", "%s is not a value", o.describe())
	case relation:
		return c.bad(o.pos, typeCode, fmt.Sprintf("write %s.exists(x, ...), %s.all(x, ...) or size(%s)", o.rel.Name, o.rel.Name, o.rel.Name),
			"%s are not a value", o.describe())
	case caller, source, headers:
		return c.bad(o.pos, typeCode, "name one of its members", "%s is not a value", o.describe())
	case list:
		return c.bad(o.pos, typeCode, "lists stand on the right of in", "a list cannot stand here")
	case span:
		return c.bad(o.pos, typeCode, `durations are added to or taken from times: now - duration("24h")`, "a duration cannot stand here")
	}
	return o
}

// as gives an operand the type want, or reports why it cannot have it. In
// arithmetic a decimal literal keeps the scale it was written with.
func (c *checker) as(o operand, want value.Type, arithmetic bool) *Node {
	switch o.form {
	case bad:
		return nil
	case number:
		return c.numberAs(o, want, arithmetic)
	case textual:
		return c.textAs(o, want)
	case fact:
		return c.factAs(o, want)
	case sum:
		return c.sumAs(o, want)
	case choice:
		return c.choiceAs(o, want, arithmetic)
	case rigid:
		if fits(o.node.Type, want) {
			return o.node
		}
	}
	c.report(o.pos, typeCode, "", "%s is wanted here, not %s", typeName(want), o.describe())
	return nil
}

// fits tells whether a value of one type can stand beside one of the other:
// decimals of any size, lists of one kind, everything else of one type.
func fits(a, b value.Type) bool {
	if a.Kind != b.Kind {
		return false
	}
	return a.Kind != value.List || a.Elem == b.Elem
}

// factAs gives what the caller brought the type of the other side; where it
// does not convert when the request comes, it is undefined.
func (c *checker) factAs(o operand, want value.Type) *Node {
	list := want.Kind == value.List
	if want.Kind == value.Null || list && o.node.Name != "claims" {
		c.report(o.pos, typeCode, "", "%s is wanted here, not %s", typeName(want), o.describe())
		return nil
	}
	n := *o.node
	n.Type = want
	return &n
}

// sumAs gives a calculation the type want, operand by operand.
func (c *checker) sumAs(o operand, want value.Type) *Node {
	switch want.Kind {
	case value.Int, value.Float, value.Decimal:
	default:
		c.report(o.pos, typeCode, "", "%s is wanted here, not a number", typeName(want))
		return nil
	}
	args := make([]*Node, len(o.args))
	for i, a := range o.args {
		if args[i] = c.as(a, want, true); args[i] == nil {
			return nil
		}
	}
	return c.calculate(o.pos, o.op, args)
}
