package sqlgen

import (
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// mark opens and closes a placeholder's number while a statement is built;
// no text of ours or of the schema's contains it.
const mark = "\x01"

// builder gathers one statement. Pieces of SQL are strings in which
// placeholders stand as marks, so that pieces may be repeated and reordered
// before finish numbers them.
type builder struct {
	dialect Dialect
	binds   []Bind
	aliases int
	tables  map[string]*schema.Collection // by alias
	err     *fault.Error
	// merges says that equal constants have one placeholder, so that a database
	// sees that it groups and sorts by the same.
	merges bool
}

// bind gives a placeholder for b. A path into JSON has one, wherever it stands.
func (g *builder) bind(b Bind) string {
	for i, have := range g.binds {
		if have.Source == b.Source && have.Index == b.Index && have.Form == b.Form &&
			have.Scale == b.Scale && have.Type == b.Type && have.Field == b.Field &&
			(b.Source != Constant || b.Form == Path && have.Value.Raw() == b.Value.Raw() ||
				g.merges && have.Value.Kind() == b.Value.Kind() && have.Value.String() == b.Value.String()) {
			return mark + strconv.Itoa(i) + mark
		}
	}
	g.binds = append(g.binds, b)
	return mark + strconv.Itoa(len(g.binds)-1) + mark
}

// constant gives a placeholder or a literal for v in canonical form.
func (g *builder) constant(v value.Value, t value.Type) string {
	if v.IsNull() {
		return "NULL"
	}
	if s, ok := g.dialect.Literal(v); ok {
		return s
	}
	return g.bind(Bind{Source: Constant, Value: v, Type: t})
}

func (g *builder) newAlias() string {
	g.aliases++
	return "t" + strconv.Itoa(g.aliases-1)
}

// fail keeps the first refusal; what is built after it is thrown away.
func (g *builder) fail(format string, args ...any) string {
	if g.err == nil {
		g.err = fault.New(fault.Unsupported, format, args...)
	}
	return "NULL"
}

// finish numbers the placeholders: in the order of binds where one may stand
// in several places, in the order of the text where not.
func (g *builder) finish(sql string) (string, []Bind) {
	var out strings.Builder
	var binds []Bind
	parts := strings.Split(sql, mark)
	var places []int
	if g.dialect.Numbered() {
		binds, places = g.used(parts)
	}
	for i, part := range parts {
		if i%2 == 0 {
			out.WriteString(part)
			continue
		}
		n, _ := strconv.Atoi(part)
		if !g.dialect.Numbered() {
			binds = append(binds, g.binds[n])
			n = len(binds) - 1
		} else {
			n = places[n]
		}
		out.WriteString(g.dialect.Placeholder(n+1, &binds[n]))
	}
	return out.String(), binds
}

// used gives the binds that stand in a text at all, and the new place of each.
func (g *builder) used(parts []string) (binds []Bind, places []int) {
	used := make([]bool, len(g.binds))
	for i := 1; i < len(parts); i += 2 {
		n, _ := strconv.Atoi(parts[i])
		used[n] = true
	}
	places = make([]int, len(g.binds))
	for i, b := range g.binds {
		if places[i] = len(binds); used[i] {
			binds = append(binds, b)
		}
	}
	return binds, places
}

func and(parts ...string) string { return join(" AND ", parts) }

func or(parts ...string) string { return join(" OR ", parts) }

// join leaves out what is empty, and puts brackets around more than one.
func join(with string, parts []string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	switch len(kept) {
	case 0:
		return ""
	case 1:
		return kept[0]
	}
	return "(" + strings.Join(kept, with) + ")"
}
