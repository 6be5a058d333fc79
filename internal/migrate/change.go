package migrate

import (
	"fmt"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
)

// Kind is what a change does, in the words of the schema files.
type Kind string

// The kinds.
const (
	CreateCollection  Kind = "create collection"
	RenameCollection  Kind = "rename collection"
	AdoptCollection   Kind = "adopt collection"   // a table that stood there before
	ReleaseCollection Kind = "release collection" // manage: false; its table stays
	DropCollection    Kind = "drop collection"
	ReformCollection  Kind = "reform collection" // bring its table to what this release makes
	FinishCollection  Kind = "finish collection" // whose alteration ended midway
	AddField          Kind = "add field"
	RenameField       Kind = "rename field"
	DropField         Kind = "drop field"
	ChangeField       Kind = "change field"
	ChangeKey         Kind = "change key"
	AddIndex          Kind = "add index"
	DropIndex         Kind = "drop index"
	AddSearch         Kind = "add search"  // make the full-text index, or make it again of other fields
	DropSearch        Kind = "drop search" // the full-text index
	AddReference      Kind = "add reference"
	DropReference     Kind = "drop reference"
	CreateView        Kind = "create view"
	ChangeView        Kind = "change view"
	RemakeView        Kind = "make view again" // around changes of what it may read
	DropView          Kind = "drop view"
)

// Class says what a change needs before it is done.
type Class uint8

// The classes, from the mildest to the worst.
const (
	// Safe changes lose nothing and the version before tolerates them: they
	// are done at start.
	Safe Class = iota
	// Deferred changes lose nothing, but wait for `migrate apply`.
	Deferred
	// Lossy changes lose data, and also wait for --allow-loss.
	Lossy
	// Refused changes cannot be done with the rows that are there.
	Refused
)

var classNames = [...]string{"safe", "deferred", "lossy", "refused"}

// String names the class.
func (c Class) String() string { return classNames[c] }

// MarshalText gives the class's name.
func (c Class) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the class's name.
func (c *Class) UnmarshalText(name []byte) error {
	for i, known := range classNames {
		if known == string(name) {
			*c = Class(i)
			return nil
		}
	}
	return fault.New(fault.Value, "%q is no class of a change", name)
}

// Change is one difference between the database and the files.
type Change struct {
	Kind       Kind   `json:"kind"`
	Collection string `json:"collection"`
	Field      string `json:"field,omitempty"`
	Index      string `json:"index,omitempty"` // or reference
	Class      Class  `json:"class"`
	Reason     string `json:"reason,omitempty"` // of the class, and what it does
	// SQL is of all changes of one table, at the first of them. Views are dropped
	// before anything else is done: at the first change of all.
	SQL []string `json:"sql,omitempty"`
}

// String says the change in one line.
func (c Change) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", c.Kind, c.Collection)
	if c.Field != "" {
		b.WriteString("." + c.Field)
	}
	if c.Index != "" {
		b.WriteString(" " + c.Index)
	}
	return b.String()
}

// Migration is what lies between a database and the files.
type Migration struct {
	Store   string       `json:"store"`
	From    driver.Stamp `json:"from"`
	To      driver.Stamp `json:"to"`
	Changes []Change     `json:"changes"`

	// granted is what a migration to the same schema was allowed to do that has
	// ended midway: what it left is allowed too.
	granted Class
	schema  *schema.Schema
	steps   []driver.Step
	ledger  []driver.Table
	owned   []driver.Object
}

// Empty tells that there is nothing to do to any table of the app.
func (p *Migration) Empty() bool { return len(p.Changes) == 0 }

// Worst is the class of the worst change; Safe where there is none.
func (p *Migration) Worst() Class {
	worst := Safe
	for _, c := range p.Changes {
		worst = max(worst, c.Class)
	}
	return worst
}

// Statements lists every statement of the plan, in order.
func (p *Migration) Statements() []string {
	var all []string
	for _, c := range p.Changes {
		all = append(all, c.SQL...)
	}
	return all
}

// allow tells whether changes up to class may be done; the error names every
// change beyond it, and why.
func (p *Migration) allow(class Class) error {
	worst := p.Worst()
	if class = max(class, p.granted); worst <= class {
		return nil
	}
	var waiting []string
	for _, c := range p.Changes {
		if c.Class > class {
			waiting = append(waiting, fmt.Sprintf("%s (%s)", c, c.Reason))
		}
	}
	list := strings.Join(waiting, "; ")
	switch {
	case worst == Refused:
		return fault.New(fault.Check, "the rows of store %s do not fit the schema: %s", p.Store, list).
			WithHint("change the rows or the schema, then run bedplate migrate plan")
	case worst == Lossy && class == Deferred:
		return fault.New(fault.SchemaChanged, "changes of store %s would lose data: %s", p.Store, list).
			WithHint("run bedplate migrate apply --allow-loss, or give the fields back; was: makes a rename of a drop and an add")
	}
	hint := "run bedplate migrate apply"
	if worst == Lossy {
		hint = "run bedplate migrate plan, then bedplate migrate apply --allow-loss; was: makes a rename of a drop and an add"
	}
	return fault.New(fault.SchemaChanged, "changes of store %s wait for migrate apply: %s", p.Store, list).
		WithHint("%s", hint)
}
