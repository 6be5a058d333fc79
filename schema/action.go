package schema

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/value"
)

// Action is a named operation beside those of collections. What it does is
// code; this is what everyone else knows of it. It is an expr.Record of its
// parameters: its rule and their checks speak of them by name.
type Action struct {
	Name    string
	Comment string
	// Params are what a call gives, in the order in which they are declared. One
	// that is not required may be left out, and is its default or null then.
	Params []*Field
	Result Result
	// Reads says that a call changes nothing, so that it may be asked again,
	// fetched ahead or taken from a cache.
	Reads bool
	// Atomic says that a call is one transaction, so that it can be undone, done
	// once, and done together with other operations.
	Atomic bool
	// Whole says that the one parameter takes the whole body of a request, as
	// it was sent.
	Whole bool
	// Rule says who may call it; nil is the service role alone. It speaks of
	// the caller, the request and the parameters.
	Rule *expr.Node

	params *Collection
}

// ResultKind is the form of what an action gives.
type ResultKind uint8

// The kinds.
const (
	NoResult      ResultKind = iota
	ValueResult              // one value, Result.Value says of which type
	ObjectResult             // one object of the members Result.Members
	RecordResult             // a record of Result.Collection, or none
	RecordsResult            // records of Result.Collection
)

// Result says what an action gives.
type Result struct {
	Kind       ResultKind
	Value      *Field
	Members    []*Field
	Collection *Collection
}

// Records tells whether the action gives records of a collection, one or many.
func (r *Result) Records() bool { return r.Collection != nil }

// Action finds an action by name, nil where there is none.
func (s *Schema) Action(name string) *Action { return s.actions[name] }

func (s *Schema) addActions(actions []*Action) {
	s.Actions, s.actions = actions, make(map[string]*Action, len(actions))
	for _, a := range actions {
		s.actions[a.Name] = a
	}
}

// Param finds a parameter by name, nil where there is none.
func (a *Action) Param(name string) *Field { return a.params.Field(name) }

// RecordName names the action in messages.
func (a *Action) RecordName() string { return a.params.Name }

// Member finds a parameter as expressions name it.
func (a *Action) Member(name string) (expr.Member, bool) { return a.params.Member(name) }

// Members lists the parameters' names, sorted.
func (a *Action) Members() []string { return a.params.Members() }

// Needed tells whether a call must give the parameter.
func (f *Field) Needed() bool { return f.Required && f.Default == nil }

// Signature is how an action is written in messages: search(text, limit).
func (a *Action) Signature() string {
	names := make([]string, len(a.Params))
	for i, f := range a.Params {
		names[i] = f.Name
	}
	return a.Name + "(" + strings.Join(names, ", ") + ")"
}

// ActionDecl says what an action is: names and texts, not yet linked to
// anything.
type ActionDecl struct {
	Name    string
	Comment string
	// Params may have the types of fields but references, and what bounds
	// them: Required, Default, Max, Format, Pattern, Values, Check.
	Params []*FieldDecl
	Result ResultDecl
	Reads  bool
	Atomic bool   // a call is one transaction
	Whole  bool   // the one parameter, of type json, text or bytes, is the body
	Rule   string // "" denies everyone but the service role
}

// ResultDecl says what an action gives; at most one member is set, and nothing
// is given where none is.
type ResultDecl struct {
	Value   *FieldDecl   // one value; its Name does not matter
	Object  []*FieldDecl // one object of these members
	Record  string       // a record of the collection of this name, or none
	Records string       // records of it
}

// wholeKinds are the types that a whole body can be.
var wholeKinds = []value.Kind{value.JSON, value.Text, value.Bytes}

// sortActions puts actions in the order of their names.
func sortActions(actions []*Action) {
	slices.SortFunc(actions, func(a, b *Action) int { return strings.Compare(a.Name, b.Name) })
}
