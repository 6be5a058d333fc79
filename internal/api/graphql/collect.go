package graphql

import (
	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/fault"
)

// picked is a field of a selection, with what every place that asks for it selects of
// it. The validation made sure that those agree.
type picked struct {
	key   string
	field *ast.Field
	sets  []ast.SelectionSet
}

// collect gives the fields of selections on an object type, in the order in which they
// are first asked for, fragments in their places.
func (t *translator) collect(typeName string, sets []ast.SelectionSet) ([]picked, error) {
	c := collector{t: t, typeName: typeName}
	for _, set := range sets {
		if err := c.add(set); err != nil {
			return nil, err
		}
	}
	return c.fields, nil
}

type collector struct {
	t        *translator
	typeName string
	fields   []picked
	at       map[string]int // where many are asked for
	spread   map[string]bool
}

func (c *collector) add(set ast.SelectionSet) error {
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			if there, err := c.t.wanted(sel.Directives); !there || err != nil {
				if err != nil {
					return err
				}
				continue
			}
			c.field(sel)
		case *ast.InlineFragment:
			there, err := c.t.wanted(sel.Directives)
			if err != nil {
				return err
			}
			if there && c.fits(sel.TypeCondition) {
				if err := c.add(sel.SelectionSet); err != nil {
					return err
				}
			}
		case *ast.FragmentSpread:
			there, err := c.t.wanted(sel.Directives)
			if err != nil {
				return err
			}
			if !there || c.spread[sel.Name] || !c.fits(sel.Definition.TypeCondition) {
				continue
			}
			if c.spread == nil {
				c.spread = map[string]bool{}
			}
			c.spread[sel.Name] = true
			if err := c.add(sel.Definition.SelectionSet); err != nil {
				return err
			}
		}
	}
	return nil
}

// few is how many fields are looked through one by one.
const few = 16

func (c *collector) field(f *ast.Field) {
	key := f.Alias
	if key == "" {
		key = f.Name
	}
	if i := c.find(key); i >= 0 {
		c.fields[i].sets = append(c.fields[i].sets[:len(c.fields[i].sets):len(c.fields[i].sets)], f.SelectionSet)
		return
	}
	p := picked{key: key, field: f}
	if f.SelectionSet != nil {
		p.sets = []ast.SelectionSet{f.SelectionSet}
	}
	c.fields = append(c.fields, p)
	if c.at != nil {
		c.at[key] = len(c.fields) - 1
	}
}

func (c *collector) find(key string) int {
	if c.at == nil && len(c.fields) > few {
		c.at = make(map[string]int, 2*len(c.fields))
		for i := range c.fields {
			c.at[c.fields[i].key] = i
		}
	}
	if c.at != nil {
		if i, ok := c.at[key]; ok {
			return i
		}
		return -1
	}
	for i := range c.fields {
		if c.fields[i].key == key {
			return i
		}
	}
	return -1
}

// fits tells whether a type condition holds for the object type.
func (c *collector) fits(condition string) bool {
	if condition == "" || condition == c.typeName {
		return true
	}
	for _, def := range c.t.schema.PossibleTypes[condition] {
		if def.Name == c.typeName {
			return true
		}
	}
	return false
}

// wanted tells whether @include and @skip let a selection be there.
func (t *translator) wanted(directives ast.DirectiveList) (bool, error) {
	for _, d := range directives {
		if d.Name != "include" && d.Name != "skip" {
			continue
		}
		a := d.Arguments.ForName("if")
		if a == nil {
			continue
		}
		v := t.resolved(a.Value)
		if v == nil || v.Kind != ast.BooleanValue {
			return false, t.fail(d.Position, fault.Value, "@%s needs a Boolean", d.Name)
		}
		if (v.Raw == "true") != (d.Name == "include") {
			return false, nil
		}
	}
	return true, nil
}
