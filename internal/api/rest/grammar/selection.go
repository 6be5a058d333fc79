package grammar

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// selection reads a select argument about a collection, or finds it read: by a
// caller for whom all that mattered was there, or not, as it is for this one.
func (p *Parser) selection(c *schema.Collection, arg string) (*selection, error) {
	cat, key := p.Cat, selectKey{c, arg}
	if sel, ok := cat.reads.Get(key); ok && p.Sight.same(sel.glances) {
		return sel, nil
	}
	p.Sight.noting, p.Sight.glances = true, nil
	defer func() { p.Sight.noting = false }()
	s := selecting{cat: cat, parser: p, text: text{s: arg, arg: "select"}}
	sel, err := s.items(c, 0)
	if err != nil {
		return nil, err
	}
	if err := s.end(); err != nil {
		return nil, err
	}
	if len(arg) <= cachedLength {
		sel.glances = p.Sight.glances
		// The key must not keep the request's own memory.
		cat.reads.Add(selectKey{c, strings.Clone(arg)}, sel)
	}
	return sel, nil
}

// selecting reads one select argument.
type selecting struct {
	text
	cat     *Catalog
	parser  *Parser
	outputs int // so far
	embeds  int // so far
}

// items reads a list of members of rows of c, as far as its closing bracket.
func (s *selecting) items(c *schema.Collection, depth int) (*selection, error) {
	if depth > maxEmbeds {
		return nil, fault.Of(fault.TooComplex, "select", "embeds are nested more than %d deep", maxEmbeds)
	}
	sel := &selection{collection: c}
	if s.spaces(); depth > 0 && s.at(')') {
		return sel, nil
	}
	for {
		if s.outputs++; s.outputs > maxOutputs {
			return nil, fault.Of(fault.TooComplex, "select", "more than %d members are selected", maxOutputs)
		}
		if err := s.item(sel, depth); err != nil {
			return nil, err
		}
		if s.spaces(); !s.take(",") {
			if err := s.lift(sel); err != nil {
				return nil, err
			}
			if err := sel.groupable(); err != nil {
				return nil, err
			}
			if err := sel.settle(); err != nil {
				return nil, err
			}
			return sel, s.distinct(sel)
		}
	}
}

// item reads one member: *, a field, an aggregate or an embed.
func (s *selecting) item(sel *selection, depth int) error {
	s.spaces()
	if s.take("*") {
		if sel.all { // a second one adds nothing
			return nil
		}
		sel.all = true
		sel.outputs = append(sel.outputs, s.cat.infos[sel.collection].all.outputs...)
		return nil
	}
	spread := s.take("...")
	name, err := s.name()
	if err != nil {
		return err
	}
	alias := ""
	if s.at(':') && !strings.HasPrefix(s.rest(), "::") && !spread {
		s.pos++
		alias = name
		if name, err = s.name(); err != nil {
			return err
		}
	}
	counts := strings.HasPrefix(s.rest(), "()") && name == "count" && s.parser.Sight.relation(sel.collection, name) == nil
	if spread || s.at('!') || s.at('(') && !counts {
		return s.embed(sel, name, alias, spread, depth)
	}
	return s.field(sel, name, alias)
}

// field reads the rest of a field, a path in it, or an aggregate over it.
func (s *selecting) field(sel *selection, name, alias string) error {
	c := sel.collection
	out := query.Output{Name: name}
	f := s.parser.Sight.Field(c, name)
	if name == "count" && strings.HasPrefix(s.rest(), "()") {
		f = nil // what is called is never a field
	}
	switch {
	case f != nil:
		out.Expr = s.cat.infos[c].fields[f.Index]
		path, asText, err := s.path()
		if err != nil {
			return err
		}
		if len(path) > 0 {
			if f.Type.Kind != value.JSON {
				return fault.Of(fault.Type, name, "%s.%s is not a JSON field, so no path leads into it", c.Name, name)
			}
			out.Expr = pathOf(out.Expr, path)
			out.Name = pathName(name, path)
			if asText {
				out.Cast = "text"
			}
		}
	case name == "count": // count() of rows, which may stand without its brackets
		s.take("()")
		out.Aggregate = query.CountRows
	default:
		return noField(c, name)
	}
	if out.Aggregate == query.NoAggregate {
		if err := s.cast(&out, name); err != nil {
			return err
		}
		if s.take(".") {
			if err := s.aggregate(&out); err != nil {
				return err
			}
		}
	}
	if out.Aggregate != query.NoAggregate {
		if err := s.cast(&out, name); err != nil {
			return err
		}
	}
	if alias != "" {
		out.Name = alias
	}
	sel.outputs = append(sel.outputs, out)
	return nil
}

// pathName is what a path's member is called: its last step that is a name.
func pathName(name string, path []string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if strings.Trim(path[i], "0123456789") != "" {
			return path[i]
		}
	}
	return name
}

var aggregates = map[string]query.Aggregate{
	"count": query.CountRows, "sum": query.Sum, "avg": query.Avg, "min": query.Min, "max": query.Max,
}

// aggregate reads sum() and its like after a field and its dot.
func (s *selecting) aggregate(out *query.Output) error {
	word, err := s.name()
	if err != nil {
		return err
	}
	agg, ok := aggregates[word]
	if !ok || !s.take("()") {
		return s.fail("%s is not an aggregate: write count(), sum(), avg(), min() or max()", Quote(word))
	}
	if err := unfold(out, agg, word); err != nil {
		return err
	}
	kind := out.Expr.Type.Kind
	numeric := kind == value.Int || kind == value.Float || kind == value.Decimal
	ordered := kind != value.JSON && kind != value.List && kind != value.Bool && kind != value.Bytes
	if (agg == query.Sum || agg == query.Avg) && !numeric || (agg == query.Min || agg == query.Max) && !ordered {
		return fault.Of(fault.Type, out.Name, "%s() of %s, which is of type %s, is not defined", word, out.Name, kind)
	}
	out.Aggregate, out.Name = agg, word
	return nil
}

// embed reads the rest of an embed: hint, join and members.
func (s *selecting) embed(sel *selection, name, alias string, spread bool, depth int) error {
	if s.embeds++; s.embeds > maxNested {
		return fault.Of(fault.TooComplex, "select", "more than %d relations are embedded", maxNested)
	}
	e := embedding{name: name, spread: spread, output: hidden}
	if alias != "" {
		e.name = alias
	}
	hint, left := "", false
	for s.take("!") {
		word, err := s.name()
		switch {
		case err != nil:
			return err
		case word == "inner":
			e.inner = true
		case word == "left":
			left = true
		case hint == "":
			hint = word
		default:
			return s.fail("an embed has one hint at most")
		}
	}
	if e.inner && left {
		return s.fail("an embed is either !inner or !left")
	}
	var err error
	if e.relation, e.via, err = s.parser.Sight.embed(sel.collection, name, hint); err != nil {
		return err
	}
	if sel.embedNamed(e.name) {
		return fault.Of(fault.Syntax, "select", "%s is embedded twice", Quote(e.name)).
			WithHint("give one of them an alias, as in other:%s(*)", ValidText(name))
	}
	if err := s.expect('('); err != nil {
		return err
	}
	target := schema.Of(e.relation)
	if e.via != nil {
		target = schema.Of(e.via)
	}
	if e.rows, err = s.items(target, depth+1); err != nil {
		return err
	}
	if err := s.expect(')'); err != nil {
		return err
	}
	if len(e.rows.outputs) > 0 {
		e.output = len(sel.outputs)
		sel.outputs = append(sel.outputs, query.Output{Name: e.name, Embed: &query.Embed{Spread: spread}})
	}
	sel.embeds = append(sel.embeds, e)
	return nil
}

func (sel *selection) embedNamed(name string) bool {
	for i := range sel.embeds {
		if sel.embeds[i].name == name {
			return true
		}
	}
	return false
}

// settle makes the members' names unique: what came of a * gives way to what
// was asked by name, and the same field twice is once.
func (sel *selection) settle() error {
	named := make(map[string]int, len(sel.outputs))
	for i := range sel.outputs {
		o := &sel.outputs[i]
		if o.Implied || spreads(o) {
			continue
		}
		if first, ok := named[o.Name]; ok {
			if same(&sel.outputs[first], o) {
				continue
			}
			return fault.Of(fault.Syntax, "select", "two members of an answer are called %s", Quote(o.Name)).
				WithHint("give one of them an alias, as in other:%s", ValidText(o.Name))
		}
		named[o.Name] = i
	}
	kept := make([]query.Output, 0, len(sel.outputs))
	moved := make([]int, len(sel.outputs))
	for i, o := range sel.outputs {
		first, ok := named[o.Name]
		switch {
		case spreads(&o):
		case ok && o.Implied && same(&sel.outputs[first], &o):
			o.Implied = false // asked for by name too, so it must be there
			named[o.Name] = i
		case ok && first != i:
			continue
		}
		moved[i] = len(kept)
		kept = append(kept, o)
	}
	for i := range sel.embeds {
		if e := &sel.embeds[i]; e.output != hidden {
			e.output = moved[e.output]
		}
	}
	sel.outputs = kept
	return nil
}

// distinct refuses a member of the name of another one where a spread embed
// brings it along: an object would have two of one name.
func (s *selecting) distinct(sel *selection) error {
	if !slices.ContainsFunc(sel.outputs, func(o query.Output) bool { return spreads(&o) }) {
		return nil
	}
	seen := map[string]bool{}
	for _, name := range s.names(sel, nil) {
		if seen[name] {
			return fault.Of(fault.Syntax, "select", "two members of an answer are called %s, one of them by a spread embed", Quote(name)).
				WithHint("name the members of the embed, and give one of them an alias, as in other:%s", ValidText(name))
		}
		seen[name] = true
	}
	return nil
}

// names appends the names of a selection's members as an answer has them: those
// of spread embeds in their place, and none that * leaves out for this caller.
func (s *selecting) names(sel *selection, to []string) []string {
	for i := range sel.outputs {
		o := &sel.outputs[i]
		switch {
		case spreads(o):
			for j := range sel.embeds {
				if sel.embeds[j].output == i {
					to = s.names(sel.embeds[j].rows, to)
				}
			}
		case !o.Implied || s.parser.Sight.Sees(sel.collection, o.Expr.Index):
			to = append(to, o.Name)
		}
	}
	return to
}

// folds tells whether rows are grouped.
func (sel *selection) folds() bool {
	for i := range sel.outputs {
		if sel.outputs[i].Aggregate != query.NoAggregate {
			return true
		}
	}
	return false
}

func spreads(o *query.Output) bool { return o.Embed != nil && o.Embed.Spread }

// same tells outputs that give the same field.
func same(a, b *query.Output) bool {
	return a.Expr != nil && a.Expr == b.Expr && a.Aggregate == b.Aggregate && a.Cast == b.Cast && a.Expr.Op == expr.Field
}
