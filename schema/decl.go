package schema

import (
	"maps"
	"slices"
)

// Decl says what a collection is, as a schema file does: names and texts, not
// yet linked to anything. New makes a Schema of them; pull makes them of a
// database; Marshal writes them.
type Decl struct {
	Name    string
	Table   string // "" is Name
	Store   string // "" is main
	Comment string
	Was     string
	Key     []string // nil is id
	Fields  []*FieldDecl
	Indexes []*IndexDecl
	Search  []string
	Rules   RuleDecls

	Internal   bool
	Aggregates bool
	View       bool
	ViewText   string            // the SELECT of a view of ours, on any store
	ViewTexts  map[string]string // likewise, by the kind of store: sqlite, ...
	Unmanaged  bool              // manage: false

	at marks
}

// RuleDecls are the texts of the rules; "" is a rule that is absent.
type RuleDecls struct{ Read, Create, Update, Delete string }

// FieldDecl says what a field is, or a reference of several columns.
type FieldDecl struct {
	Name    string
	Type    string // as the files spell it: text, ref, ...
	Column  string // "" is Name
	Comment string
	Was     string
	SQLType string

	Required  bool
	Unique    bool
	Internal  bool
	Generated bool
	Identity  bool

	Of        string // of a list
	Precision int    // of a decimal
	Scale     int
	Max       int
	Format    string
	Pattern   string
	Values    []string // of an enum
	Collation string
	Set       string // create, write or ""
	Default   *DefaultDecl

	Value              string // of a computed field, an expression
	Check, Read, Write string // expressions

	// Of a reference: To is users or users.code. Columns are the fields that
	// hold it where it is not a field itself, Target the fields they refer to
	// where those are not the key.
	To         string
	Columns    []string
	Target     []string
	OnDelete   string // restrict, cascade, set_null or "", which is restrict
	Back       string
	Constraint string // "" is made of the table and its columns

	at marks
}

// DefaultDecl is a default: exactly one member is set.
type DefaultDecl struct {
	JSON     string // a literal, as JSON
	Expr     string
	Database string
}

// IndexDecl says what an index is. On names fields, with a minus for
// descending order.
type IndexDecl struct {
	On     []string
	Where  string
	Unique bool
	Name   string // "" is made of the table and its columns
}

// Decl gives the declaration that the collection was made of, in memory of its
// own: it may be changed and made a schema of.
func (c *Collection) Decl() *Decl {
	d := *c.decl
	d.Key, d.Search = slices.Clone(d.Key), slices.Clone(d.Search)
	d.ViewTexts = maps.Clone(d.ViewTexts)
	d.Fields = make([]*FieldDecl, len(c.decl.Fields))
	for i, f := range c.decl.Fields {
		own := *f
		own.Columns, own.Target, own.Values = slices.Clone(f.Columns), slices.Clone(f.Target), slices.Clone(f.Values)
		if f.Default != nil {
			given := *f.Default
			own.Default = &given
		}
		d.Fields[i] = &own
	}
	d.Indexes = make([]*IndexDecl, len(c.decl.Indexes))
	for i, x := range c.decl.Indexes {
		own := *x
		own.On = slices.Clone(x.On)
		d.Indexes[i] = &own
	}
	return &d
}
