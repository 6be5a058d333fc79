// Package schema describes an app's data: collections, their fields, keys,
// indexes, references and rules. It is what every floor above and every store
// reads; once loaded it never changes (a change is a new Schema).
//
// Load reads it from YAML files; see load.go. The package knows no database:
// what a collection looks like there is a store's and migrate's business.
package schema

import (
	"regexp"
	"slices"

	"bedplate/expr"
	"bedplate/value"
)

// Schema is a whole app's collections and actions, immutable.
type Schema struct {
	Collections []*Collection // sorted by name
	Actions     []*Action     // sorted by name
	Version     string        // a hash of the collections: plan caches key on it

	byName  map[string]*Collection
	actions map[string]*Action
}

// Collection finds a collection by name, nil where there is none.
func (s *Schema) Collection(name string) *Collection { return s.byName[name] }

// Collection is a set of records of one shape.
type Collection struct {
	Name    string
	Table   string // its name in the database
	Store   string // the store of bedplate.yaml that keeps it, "main" by default
	Comment string
	Was     string // its name before, for a rename
	// Fields are those that a record is stored with, and then the computed ones.
	Fields  []*Field
	Key     []int // indexes of the key's fields, at least one unless View
	Indexes []*Index
	// Relations are the ways to other records, to one and to many, sorted by
	// name. A reference of one column stands here under its field's name.
	Relations []*expr.Relation
	Refs      []*Ref // the references that leave this collection
	Referrers []*Ref // the references that lead here, for cascades
	Rules     Rules
	Search    []int // the texts of the full-text index, in its order

	Internal   bool   // reachable through no door
	System     bool   // Bedplate's own (Options.System), and Internal
	Owner      string // the service that alone writes it; "" for the app's own
	Aggregates bool   // grouping and sums for ordinary callers
	View       bool   // read-only
	Managed    bool   // its table is ours to create and alter
	// Query is what a view of ours is made of; nil for tables, and for views
	// that the database had before.
	Query *Query

	members   map[string]expr.Member
	names     []string
	relations map[string]*expr.Relation
	columns   map[string]int
	ruled     []*Field
	computed  int   // how many of Fields are, the last ones
	decl      *Decl // what Marshal writes
}

// Rules are the four rules; nil denies everyone but the service role.
type Rules struct {
	Read, Create, Update, Delete *expr.Node
}

// Field is one field of a collection.
type Field struct {
	Index   int // in Collection.Fields
	Name    string
	Column  string // its name in the database
	Comment string
	Was     string
	Type    value.Type

	Required bool // null is refused
	Unique   bool // its constraint stands in Collection.Indexes
	Internal bool // passes through no door
	// The database makes the value: Generated refuses input (a generated
	// column), Identity takes it or makes one (an integer key).
	Generated bool
	Identity  bool
	// Derived is a column of a view of ours: nothing made sure that its values
	// are of the type.
	Derived bool

	Max       int            // longest text in code points (bytes for bytes); 0 is unlimited
	Format    string         // email, url, slug, uuid or ""
	Pattern   *regexp.Regexp // nil is none
	Values    []string       // of an enum, as declared; nil otherwise
	Default   *Default
	Set       SetTime
	Ref       *Ref // where the field alone is a reference
	Check     *expr.Node
	CheckText string // as written
	// Value is what a computed field is, over the record's stored fields and
	// what it leads to; nil for a stored field. Nobody writes one.
	Value *expr.Node
	Read  *expr.Node // nil is allowed
	Write *expr.Node // nil is allowed
	// Reaches tells that Value looks at other records than its own.
	Reaches bool
	// Collation is the column's own, by which lists are sorted, "" for byte
	// order. Binary is byte order too, of an adopted column that has another.
	Collation string
	// SQLType is an adopted column's declared type, "" for ours.
	SQLType string

	makesUUID bool
}

// Default is what a field has where a new record does not say.
type Default struct {
	Value    value.Value // a literal, null where Expr or Database is set
	Expr     *expr.Node  // over auth and now
	Database string      // an adopted column's own default, as SQL; the store applies it
}

// SetTime says when the server sets a time field by itself.
type SetTime uint8

// The moments.
const (
	SetNever  SetTime = iota
	SetCreate         // at creation
	SetWrite          // at creation and every change
)

// Ref is a reference: Columns of From hold the Target fields of To.
type Ref struct {
	Name     string // the constraint's name, posts_author_fkey
	From, To *Collection
	Columns  []int // fields of From
	Target   []int // fields of To
	OnDelete OnDelete
	Forward  *expr.Relation // From to To
	Back     *expr.Relation // To to From, nil where it has no name
	// Unchecked is a reference to another store: a plain key.
	Unchecked bool

	reverse *expr.Relation
}

// OnDelete says what becomes of referring records when their target goes.
type OnDelete uint8

// What may become of them. The engine does it, not the database.
const (
	Restrict OnDelete = iota // refuse the deletion
	Cascade                  // delete them too
	SetNull                  // set the reference to null
)

// Index is an index, or a unique constraint.
type Index struct {
	Name   string
	Parts  []Part
	Unique bool
	Where  *expr.Node // nil is all
}

// Part is one field of an index.
type Part struct {
	Field int
	Desc  bool
}

// Field finds a field by name, nil where there is none.
func (c *Collection) Field(name string) *Field {
	if i, ok := c.columns[name]; ok {
		return c.Fields[i]
	}
	return nil
}

// Relation finds a relation by name, nil where there is none.
func (c *Collection) Relation(name string) *expr.Relation { return c.relations[name] }

// IsKey tells whether the field is part of the key.
func (c *Collection) IsKey(field int) bool { return slices.Contains(c.Key, field) }

// KeyName is the key constraint's name, posts_pkey.
func (c *Collection) KeyName() string { return c.Table + "_pkey" }

// UniqueName is the name of the unique constraint over just these fields in
// any order, "" where there is none.
func (c *Collection) UniqueName(fields []int) string {
	if sameFields(c.Key, fields) {
		return c.KeyName()
	}
	for _, x := range c.Indexes {
		on := make([]int, len(x.Parts))
		for i, p := range x.Parts {
			on[i] = p.Field
		}
		if x.Unique && x.Where == nil && sameFields(on, fields) {
			return x.Name
		}
	}
	return ""
}

func sameFields(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for _, f := range a {
		if !slices.Contains(b, f) {
			return false
		}
	}
	return true
}

// Stored lists the fields that a record is stored with: those that are not
// computed. They stand first in Fields.
func (c *Collection) Stored() []*Field { return c.Fields[:c.firstComputed()] }

// Computed lists the fields with a Value.
func (c *Collection) Computed() []*Field { return c.Fields[c.firstComputed():] }

// firstComputed is the index of the first computed field.
func (c *Collection) firstComputed() int { return len(c.Fields) - c.computed }

// ReadOnly tells a field that takes no input from anybody, whatever the rules say.
func (f *Field) ReadOnly() bool { return f.Value != nil || f.Generated }

// Ruled lists the fields with a rule of their own.
func (c *Collection) Ruled() []*Field { return c.ruled }

// MakesUUID tells whether the server makes the field's value where a new
// record does not give one: a lone uuid key.
func (f *Field) MakesUUID() bool { return f.makesUUID }

// RecordName gives the collection's name.
func (c *Collection) RecordName() string { return c.Name }

// SearchFields names the texts of the full-text index.
func (c *Collection) SearchFields() []string {
	names := make([]string, len(c.Search))
	for i, f := range c.Search {
		names[i] = c.Fields[f].Name
	}
	return names
}

// Member finds a field or relation as expressions name it.
func (c *Collection) Member(name string) (expr.Member, bool) {
	m, ok := c.members[name]
	return m, ok
}

// Members lists the names of fields and relations, sorted.
func (c *Collection) Members() []string { return c.names }

// Of gives the collection that a relation leads to.
func Of(r *expr.Relation) *Collection { return r.Target.(*Collection) }

// Reverse is the way back along the reference, under Back's name or, where it
// has none, the referring collection's. Doors embed by it what expressions
// cannot name.
func (r *Ref) Reverse() *expr.Relation { return r.reverse }

// Binary is the collation of texts that are sorted by their bytes.
const Binary = "binary"
