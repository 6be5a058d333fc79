package schema

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// addDefaults reads the literals of defaults.
func (d *draft) addDefaults() {
	for i, f := range d.c.Fields {
		fd := d.fields[i]
		if fd.Default == nil {
			continue
		}
		f.Default = &Default{Database: fd.Default.Database}
		if fd.Default.JSON == "" || f.Type == (value.Type{}) {
			continue
		}
		v, err := value.ParseJSON(f.Type, []byte(fd.Default.JSON))
		if err == nil && v.IsNull() {
			err = fault.New(fault.Value, "a default of null says nothing")
		}
		if err == nil && fd.Default.JSON[0] == '"' && (f.Type.Kind == value.Int || f.Type.Kind == value.Decimal) &&
			len(fd.Default.JSON) < 20 {
			err = fault.New(fault.Value, "the default is a text, not %s", typeText(f.Type)).WithHint("write it without quotes")
		}
		if err == nil {
			if refused := f.Validate(v); refused != nil {
				err = refused
			}
		}
		if err != nil {
			e := fault.As(err)
			d.fail(fd, "default", e.Code, "the default cannot be kept: "+e.Message, e.Hint)
			continue
		}
		f.Default.Value = v
		fd.Default.JSON = string(v.AppendJSON(nil))
	}
}

// addExpressions parses every expression. Those about collections with
// missing members are left for when those are there: what they name cannot be
// judged.
func (d *draft) addExpressions() {
	c := d.c
	rules := d.decl.Rules
	c.Rules.Read = d.rule("read", rules.Read, expr.Env{Record: c, Source: true})
	c.Rules.Create = d.rule("create", rules.Create, expr.Env{Record: c, Source: true})
	c.Rules.Update = d.rule("update", rules.Update, expr.Env{Record: c, Source: true, Old: true})
	c.Rules.Delete = d.rule("delete", rules.Delete, expr.Env{Record: c, Source: true})
	for i, f := range c.Fields {
		fd := d.fields[i]
		f.Check = d.parse(fd, "check", fd.Check, expr.Env{Record: c, Old: true})
		f.Read = d.parse(fd, "read", fd.Read, expr.Env{NoRecord: true, Source: true})
		f.Write = d.parse(fd, "write", fd.Write, expr.Env{NoRecord: true, Source: true})
		if f.Read != nil || f.Write != nil {
			c.ruled = append(c.ruled, f)
		}
		if fd.Default != nil && fd.Default.Expr != "" && f.Type != (value.Type{}) {
			f.Default.Expr = d.parse(fd, "default.expr", fd.Default.Expr, expr.Env{NoRecord: true, Want: f.Type})
		}
	}
	for _, x := range c.Indexes {
		if when, ok := d.conditions[x]; ok {
			x.Where = d.parse(nil, when.path, when.text, expr.Env{Record: c})
			d.constant(when, x.Where)
		}
	}
}

func (d *draft) rule(name, text string, env expr.Env) *expr.Node {
	path := "rules." + name
	if text != "" && d.c.View && name != "read" {
		d.fail(nil, path, fault.ReadOnly, "a view is read-only: it has no rule to "+name, "")
		return nil
	}
	return d.parse(nil, path, text, env)
}

// parse gives the expression, nil where it is absent or wrong.
func (d *draft) parse(fd *FieldDecl, path, text string, env expr.Env) *expr.Node {
	if text == "" {
		return nil
	}
	n, problems := expr.Parse(text, env)
	if len(problems) == 0 {
		return d.expanded(fd, path, n)
	}
	d.report(fd, path, text, problems, env.NoRecord)
	return nil
}

// report reports the problems of an expression; those that may come of members
// which could not be made are left out.
func (d *draft) report(fd *FieldDecl, path, text string, problems expr.Problems, alone bool) {
	complete := alone || d.complete(map[*draft]bool{})
	for _, p := range problems {
		if p.Code == fault.Syntax || complete {
			d.failAt(fd, path, text, p.Pos, p.Code, p.Message, p.Hint)
		}
	}
}

// failAt reports a problem at a position in an expression.
func (d *draft) failAt(fd *FieldDecl, path, text string, at expr.Pos, code fault.Code, message, hint string) {
	d.fail(fd, path, code, message, hint)
	marks := d.decl.at
	if fd != nil {
		marks = fd.at
	}
	pos := marks.of(path).place(text, at)
	last := &(*d.l.problems)[len(*d.l.problems)-1]
	last.Line, last.Column = pos.Line, pos.Column
}

// complete tells whether every member that an expression could reach is there.
func (d *draft) complete(seen map[*draft]bool) bool {
	if d.broken || d.l.partial || len(*d.l.problems) > maxProblems {
		return false
	}
	seen[d] = true
	for _, rel := range d.c.Relations {
		next := d.l.byName[rel.Target.RecordName()]
		if !seen[next] && !next.complete(seen) {
			return false
		}
	}
	return !slices.ContainsFunc(d.l.drafts, (*draft).lacksBack)
}

// lacksBack tells whether a reference that could not be read names a way back
// from some other collection.
func (d *draft) lacksBack() bool {
	return slices.ContainsFunc(d.refs, func(r *draftRef) bool { return r.ref == nil && r.decl.Back != "" })
}

// constant refuses an index's condition that is not about the record alone.
func (d *draft) constant(when condition, n *expr.Node) {
	expr.Visit(n, func(n *expr.Node) bool {
		switch n.Op {
		case expr.Auth, expr.Now, expr.Request, expr.Walk, expr.Exists, expr.All, expr.Count, expr.Fold:
			d.failAt(nil, when.path, when.text, n.Pos, fault.Unsupported,
				"the condition of an index depends on the record's own fields alone", "")
			return false
		}
		return true
	})
}
