package schema

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
)

// maxParams bounds the parameters of an action, and the members of its result.
const maxParams = 100

// resultName is what the field of a result of one value is called.
const resultName = "result"

// actions makes the actions of their declarations. Their parameters and
// results are linked as the fields of a collection without a table.
func (l *linker) actions() []*Action {
	var out []*Action
	taken := map[string]bool{}
	for _, decl := range l.declaredActions() {
		d := l.fieldsOf("action "+decl.Name, decl.Params)
		switch {
		case !isName(decl.Name):
			d.fail(nil, "", fault.Value, show(decl.Name)+" is not a name for an action", "use letters, digits and _, at most 63")
		case taken[decl.Name]:
			d.fail(nil, "", fault.Value, "the action "+show(decl.Name)+" is declared twice", "")
		}
		taken[decl.Name] = true
		a := &Action{Name: decl.Name, Comment: decl.Comment, Params: d.c.Fields, Reads: decl.Reads, Atomic: decl.Atomic, Whole: decl.Whole, params: d.c}
		for i, f := range a.Params {
			if !d.broken {
				f.Check = d.parse(d.fields[i], "check", d.fields[i].Check, expr.Env{Record: a})
			}
		}
		if !d.broken {
			a.Rule = d.parse(nil, "rule", decl.Rule, expr.Env{Record: a, Source: true})
		}
		if decl.Whole && (len(a.Params) != 1 || !slices.Contains(wholeKinds, a.Params[0].Type.Kind)) {
			d.fail(nil, "", fault.Value, "a body that is taken whole is the one parameter, of type json, text or bytes", "")
		}
		a.Result = d.result(decl.Result)
		out = append(out, a)
	}
	sortActions(out)
	return out
}

// fieldsOf links fields that stand in no collection.
func (l *linker) fieldsOf(name string, fields []*FieldDecl) *draft {
	decl := &Decl{Name: name, View: true, Key: []string{}}
	d := &draft{l: l, decl: decl, taken: map[string]bool{}, conditions: map[*Index]condition{}, missing: map[string]bool{},
		c: &Collection{Name: name, Internal: true, View: true, decl: decl, columns: map[string]int{},
			relations: map[string]*expr.Relation{}, members: map[string]expr.Member{}}}
	if len(fields) > maxParams {
		d.fail(nil, "", fault.TooComplex, "more than 100 fields", "")
		fields = fields[:maxParams]
	}
	for _, fd := range fields {
		if fd = d.plain(fd); fd != nil {
			decl.Fields = append(decl.Fields, fd)
		}
	}
	d.addFields()
	for i, f := range d.c.Fields {
		f.Check, f.CheckText = nil, d.fields[i].Check
	}
	d.checkFields()
	d.addMembers()
	d.addDefaults()
	for i, f := range d.c.Fields {
		if fd := d.fields[i]; fd.Default != nil && fd.Default.Expr != "" {
			f.Default.Expr = d.parse(fd, "default.expr", fd.Default.Expr, expr.Env{NoRecord: true, Want: f.Type})
		}
	}
	return d
}

// plain is a field's declaration, a copy, without what only a collection's
// fields can have: that is refused.
func (d *draft) plain(fd *FieldDecl) *FieldDecl {
	if fd == nil {
		d.fail(nil, "", fault.Required, "a field is nil", "")
		return nil
	}
	kept := *fd
	if kept.Default != nil {
		def := *kept.Default
		kept.Default = &def
	}
	stored := []attribute{
		{key: "column", given: fd.Column != ""}, {key: "was", given: fd.Was != ""}, {key: "unique", given: fd.Unique},
		{key: "internal", given: fd.Internal}, {key: "generated", given: fd.Generated}, {key: "identity", given: fd.Identity},
		{key: "sql_type", given: fd.SQLType != ""}, {key: "collation", given: fd.Collation != ""}, {key: "set", given: fd.Set != ""},
		{key: "read", given: fd.Read != ""}, {key: "write", given: fd.Write != ""},
		{key: "default.database", given: fd.Default != nil && fd.Default.Database != ""},
	}
	ok := true
	for _, a := range stored {
		if a.given {
			d.fail(&kept, a.key, fault.Value, "what is not kept has no "+a.key, "")
			ok = false
		}
	}
	if fd.Type == "ref" {
		d.fail(&kept, "type", fault.Value, "a reference is of a collection's fields", "use the type of the key that is referred to")
		ok = false
	}
	if !ok {
		d.broken = true
		return nil
	}
	return &kept
}

// result links what an action gives.
func (d *draft) result(decl ResultDecl) Result {
	said := 0
	for _, given := range []bool{decl.Value != nil, decl.Object != nil, decl.Record != "", decl.Records != ""} {
		if given {
			said++
		}
	}
	if said > 1 {
		d.fail(nil, "result", fault.Value, "an action gives one thing: a value, an object, a record or records", "")
		return Result{}
	}
	switch {
	case decl.Value != nil:
		fd := *decl.Value
		fd.Name = resultName
		if fields := d.given([]*FieldDecl{&fd}); len(fields) == 1 {
			return Result{Kind: ValueResult, Value: fields[0]}
		}
	case decl.Object != nil:
		if len(decl.Object) == 0 {
			d.fail(nil, "result", fault.Required, "the object that the action gives has no members", "")
		}
		return Result{Kind: ObjectResult, Members: d.given(decl.Object)}
	case decl.Record != "":
		return Result{Kind: RecordResult, Collection: d.giver(decl.Record)}
	case decl.Records != "":
		return Result{Kind: RecordsResult, Collection: d.giver(decl.Records)}
	}
	return Result{}
}

// given links what a result is made of, which has no defaults and no checks.
func (d *draft) given(fields []*FieldDecl) []*Field {
	for _, fd := range fields {
		if fd != nil && (fd.Default != nil || fd.Check != "") {
			d.fail(fd, "", fault.Value, "what an action gives has neither default nor check", "")
		}
	}
	return d.l.fieldsOf(d.c.Name+"'s result", fields).c.Fields
}

// giver finds the collection whose records an action gives.
func (d *draft) giver(name string) *Collection {
	of := d.l.byName[name]
	switch {
	case of == nil && d.l.partial:
		return nil
	case of == nil:
		d.fail(nil, "result", fault.UnknownCollection, "there is no collection "+show(name), expr.Suggest(name, d.l.names()))
		return nil
	case of.c.Internal:
		d.fail(nil, "result", fault.Unsupported, "the collection "+show(name)+" is internal: nobody can be given its records", "")
	}
	return of.c
}
