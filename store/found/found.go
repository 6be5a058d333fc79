// Package found is what drivers have in common that describe tables which somebody
// else made (driver.Adopter): which key a table has, which indexes and references
// schema files can say, and what a person should know of the others. It asks no
// database anything.
package found

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bedplate/store/driver"
	"bedplate/value"
)

// Names tells names of columns that are the same to a database.
type Names func(a, b string) bool

// Column gives the described column of that name, nil where there is none.
func (same Names) Column(t *driver.Found, name string) *driver.FoundColumn {
	for i := range t.Columns {
		if same(t.Columns[i].Name, name) {
			return &t.Columns[i]
		}
	}
	return nil
}

// Key takes the primary key, or a unique index of columns that have no nulls. A table
// without one can be read and not written.
func (same Names) Key(t *driver.Found, primary []string) {
	usable := func(names []string) bool {
		return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool {
			c := same.Column(t, n)
			return c == nil || !c.Required || c.Generated || c.Type == "json" || c.Type == "list"
		})
	}
	if usable(primary) {
		t.Key = primary
	}
	for _, ix := range t.Indexes {
		names := make([]string, len(ix.Parts))
		for i, p := range ix.Parts {
			names[i] = p.Column
		}
		if t.Key == nil && ix.Unique && usable(names) {
			t.Key = names
			t.Notes = append(t.Notes, "The table has no primary key that can be taken; its unique index serves.")
		}
	}
	if t.Key == nil {
		t.View = true
		t.Notes = append(t.Notes, "The table has no key that could name a row, so it can only be read.")
	}
}

// Refer takes a foreign key of a table that can be written to another one, or says
// why not.
func (same Names) Refer(t, to *driver.Found, r driver.FoundReference) string {
	taken := driver.FoundReference{To: r.To, OnDelete: r.OnDelete}
	for i, name := range r.Target {
		own, other := same.Column(t, r.Columns[i]), same.Column(to, name)
		if own == nil || other == nil {
			return "a column of it is not there"
		}
		if own.Type != other.Type || own.Scale != other.Scale || own.Generated || other.Generated {
			return fmt.Sprintf("%s is %s and %s is %s", own.Name, own.Type, other.Name, other.Type)
		}
		taken.Columns, taken.Target = append(taken.Columns, own.Name), append(taken.Target, other.Name)
	}
	if !Unique(to, taken.Target) {
		return "what it refers to is not taken for unique"
	}
	t.References = append(t.References, taken)
	return ""
}

// Refused notes a foreign key that is not taken, and why.
func Refused(t *driver.Found, columns []string, why string) {
	t.Notes = append(t.Notes, fmt.Sprintf("The foreign key of %s is not taken as a reference: %s.", strings.Join(columns, ", "), why))
}

// Unique tells whether columns are the key of a table, or all of a unique index.
func Unique(t *driver.Found, columns []string) bool {
	return slices.Equal(columns, t.Key) || slices.ContainsFunc(t.Indexes, func(ix driver.FoundIndex) bool {
		return ix.Unique && slices.EqualFunc(ix.Parts, columns, func(p driver.Part, name string) bool { return p.Column == name })
	})
}

// OnDelete reads what a foreign key does, as the database writes it.
func OnDelete(text string) string {
	switch {
	case strings.Contains(text, "ON DELETE CASCADE"):
		return "cascade"
	case strings.Contains(text, "ON DELETE SET NULL"):
		return "set_null"
	}
	return ""
}

// Index takes an index, or notes why schema files do not say it. One whose name
// they would give it anyway goes without.
func Index(t *driver.Found, ix driver.FoundIndex, why string) {
	if why != "" {
		t.Notes = append(t.Notes, "Index "+ix.Name+" "+why+"; the database keeps it, and this file does not say it.")
		return
	}
	usual := t.Name
	for _, p := range ix.Parts {
		usual += "_" + p.Column
	}
	if usual+map[bool]string{true: "_key", false: "_idx"}[ix.Unique] == ix.Name {
		ix.Name = ""
	}
	t.Indexes = append(t.Indexes, ix)
}

// Default takes a default that is written as a constant of the column's type, and
// tells whether it is one. Texts are not among them, whose quotes are the database's.
func Default(c *driver.FoundColumn, said string) bool {
	switch c.Type {
	case "bool", "int", "float", "decimal", "date", "uuid":
	default:
		return false
	}
	t := value.Type{Precision: uint8(c.Precision), Scale: uint8(c.Scale)}
	if err := t.Kind.UnmarshalText([]byte(c.Type)); err != nil {
		return false
	}
	v, err := value.ParseText(t, said)
	if err != nil {
		return false
	}
	if c.Default.JSON = v.String(); c.Type == "date" || c.Type == "uuid" {
		c.Default.JSON = strconv.Quote(c.Default.JSON)
	}
	return true
}

// Counted says a number of things.
func Counted(n int64, name string) string {
	if n != 1 {
		name += "s"
	}
	return strconv.FormatInt(n, 10) + " " + name
}
