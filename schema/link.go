package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// Options say what the schema's surroundings are.
type Options struct {
	// Stores are the names that collections may be placed on; nil allows any.
	Stores []string
	// Kinds are the kinds of stores, by their names. A view has a text for its
	// store's kind, where that is known.
	Kinds map[string]string
	// Actions are declared beside the collections.
	Actions []*ActionDecl
	// System are the collections that Bedplate keeps for itself, under names
	// with SystemPrefix. They are added to a store where any collection is
	// managed, and reach no door.
	System []*Decl
	// Services bring collections and actions of their own.
	Services []Service
}

// New links declarations to a Schema: references, relations, names, rules. It
// gives Problems, all of them, where something is wrong. The declarations
// belong to the Schema afterwards.
func New(decls []*Decl, options Options) (*Schema, error) {
	var problems Problems
	s := link(decls, options, &problems, false)
	if err := problems.sorted(); err != nil {
		return nil, err
	}
	return s, nil
}

// linker makes collections of declarations. Its steps follow each other
// because each needs what the one before knows of all collections.
type linker struct {
	problems *Problems
	options  Options
	drafts   []*draft
	byName   map[string]*draft
	// partial says that some collections could not be read, so that a name
	// that is not there may be one of theirs.
	partial bool
}

// draft is a collection on the way.
type draft struct {
	l      *linker
	decl   *Decl
	c      *Collection
	fields []*FieldDecl // parallel to c.Fields
	refs   []*draftRef
	taken  map[string]bool // names of constraints and indexes
	// conditions are those of partial indexes.
	conditions map[*Index]condition
	// values are those of computed fields, by the field's index.
	values map[int]*computation
	// missing are the fields that are declared but could not be made: what
	// names them is not the mistake.
	missing map[string]bool
	// broken says that members are missing, so that expressions which name
	// them cannot be judged.
	broken bool
}

func link(decls []*Decl, options Options, problems *Problems, partial bool) *Schema {
	l := &linker{problems: problems, options: options, byName: map[string]*draft{}, partial: partial}
	for _, decl := range decls {
		l.add(decl)
	}
	l.addServices()
	l.addSystem()
	l.tables()
	steps := []func(*draft){
		(*draft).addFields, (*draft).addKey, (*draft).addRefs, (*draft).checkFields,
		(*draft).addIndexes, (*draft).addRefIndexes, (*draft).boundTexts, (*draft).addRelations,
		(*draft).addMembers, (*draft).addQuery, (*draft).addDefaults, (*draft).addValues, (*draft).settleValues,
		(*draft).addExpressions,
	}
	for _, step := range steps {
		for _, d := range l.drafts {
			step(d)
		}
	}
	actions := l.actions()
	s := l.schema()
	if s != nil {
		s.addActions(actions)
	}
	return s
}

// fail reports a problem of the collection, or of a field where f is given;
// path says which part of it.
func (d *draft) fail(f *FieldDecl, path string, code fault.Code, message, hint string) {
	where, at := d.decl.Name, d.decl.at
	if f != nil {
		where += "." + f.Name
		if f.at != nil {
			at = f.at
		}
	}
	m := at.of(path)
	*d.l.problems = append(*d.l.problems, Problem{File: m.file, Line: m.pos.Line, Column: m.pos.Column,
		Where: where, Code: code, Message: message, Hint: hint})
}

func (l *linker) add(decl *Decl) {
	c := &Collection{
		Name: decl.Name, Table: decl.Table, Store: decl.Store, Comment: decl.Comment, Was: decl.Was,
		Internal: decl.Internal, Aggregates: decl.Aggregates, View: decl.View, Managed: !decl.Unmanaged && !decl.View,
		relations: map[string]*expr.Relation{}, columns: map[string]int{}, members: map[string]expr.Member{},
		decl: decl,
	}
	if decl.ViewText != "" || decl.ViewTexts != nil {
		c.View, c.Managed = true, false
	}
	if c.Table == "" {
		c.Table = c.Name
	}
	if c.Store == "" {
		c.Store = "main"
	}
	d := &draft{l: l, decl: decl, c: c, taken: map[string]bool{c.KeyName(): true},
		conditions: map[*Index]condition{}, missing: map[string]bool{}, values: map[int]*computation{}}
	switch {
	case !isName(c.Name):
		d.fail(nil, "collection", fault.Value, show(c.Name)+" is not a name for a collection",
			"use letters, digits and _, at most 63; table: can name it otherwise in the database")
	case c.Name == "rpc":
		d.fail(nil, "collection", fault.Value, `the name "rpc" is taken by the calls of actions`, "choose another one; table: rpc keeps the table's name")
	case l.byName[c.Name] != nil:
		other := l.byName[c.Name].decl.at.of("collection")
		hint := ""
		if other.file != "" {
			hint = "the other one stands in " + other.file
		}
		d.fail(nil, "collection", fault.Value, "the collection "+show(c.Name)+" is declared twice", hint)
	default:
		if l.options.Stores != nil && !slices.Contains(l.options.Stores, c.Store) {
			d.fail(nil, "store", fault.Value, "there is no store "+show(c.Store), expr.Suggest(c.Store, l.options.Stores))
		}
		l.byName[c.Name] = d
		l.drafts = append(l.drafts, d)
	}
}

// tables sees to it that no two collections have one table.
func (l *linker) tables() {
	owners := map[[2]string]string{}
	for _, d := range l.drafts {
		if !isColumnName(d.c.Table) {
			d.fail(nil, "table", fault.Value, show(d.c.Table)+" cannot name a table", "")
		}
		at := [2]string{d.c.Store, strings.ToLower(d.c.Table)}
		if other, taken := owners[at]; taken {
			d.fail(nil, "table", fault.Value, "the table "+show(d.c.Table)+" belongs to the collection "+other, "")
		}
		owners[at] = d.c.Name
	}
}

// isColumnName tells whether a database can have a column or table so named.
func isColumnName(s string) bool {
	return s != "" && len(s) <= 2*maxName && value.ValidText(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' })
}

// schema finishes the collections.
func (l *linker) schema() *Schema {
	if len(*l.problems) > 0 {
		return nil
	}
	s := &Schema{byName: map[string]*Collection{}}
	for _, d := range l.drafts {
		s.Collections = append(s.Collections, d.c)
		s.byName[d.c.Name] = d.c
	}
	slices.SortFunc(s.Collections, func(a, b *Collection) int { return strings.Compare(a.Name, b.Name) })
	hash := sha256.New()
	for _, c := range s.Collections {
		hash.Write(Marshal(c))
		hash.Write([]byte("---\n"))
	}
	s.Version = hex.EncodeToString(hash.Sum(nil)[:16])
	return s
}

// names gives the collections' names, for suggestions.
func (l *linker) names() []string {
	var out []string
	for _, d := range l.drafts {
		if !d.c.System {
			out = append(out, d.c.Name)
		}
	}
	slices.Sort(out)
	return out
}

func (d *draft) fieldNames() []string {
	var out []string
	for _, f := range d.c.Fields {
		out = append(out, f.Name)
	}
	return out
}

// find gives the index of a field, or reports that there is none.
func (d *draft) find(f *FieldDecl, path, name string) (int, bool) {
	if i, ok := d.c.columns[name]; ok {
		if i >= d.c.firstComputed() {
			d.fail(f, path, fault.Unsupported, show(name)+" is computed, and can stand in no key, index or reference", "")
			return 0, false
		}
		return i, true
	}
	if !d.missing[name] {
		d.fail(f, path, fault.UnknownField, d.c.Name+" has no field "+show(name), expr.Suggest(name, d.fieldNames()))
	}
	return 0, false
}
