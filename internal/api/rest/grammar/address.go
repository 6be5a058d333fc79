package grammar

import (
	"net/url"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// Address is what a URL's path names: a collection, and maybe a record of it.
type Address struct {
	Collection string // "" is the door itself
	key        string // as it is escaped; its values are joined by commas
	Keyed      bool
}

// ParseAddress reads an escaped path below prefix. Addresses of later nouns
// (rpc/name) begin here.
func ParseAddress(path, prefix string) (Address, error) {
	path = strings.TrimPrefix(path, prefix)
	path = strings.TrimPrefix(path, "/")
	var at Address
	if path == "" {
		return at, nil
	}
	first, rest, more := strings.Cut(path, "/")
	name, err := url.PathUnescape(first)
	if err != nil {
		return at, noPath()
	}
	at.Collection, at.key, at.Keyed = name, rest, more
	if more && (rest == "" || name != "rpc" && strings.IndexByte(rest, '/') >= 0) {
		return at, noPath()
	}
	return at, nil
}

func noPath() error {
	return fault.New(fault.Path, "Invalid path specified in request URL").
		WithHint("a path is /collection or /collection/key; a slash within a key is %%2F")
}

// KeyValues reads an address's key as the values of the collection's.
func (p *Parser) KeyValues(c *schema.Collection, at Address) ([]value.Value, error) {
	key := p.Sight.Key(c)
	if len(key) == 0 {
		return nil, NoKey(c)
	}
	parts := strings.SplitN(at.key, ",", len(key)+1)
	if len(parts) != len(key) {
		if len(key) == 1 {
			return nil, fault.New(fault.Syntax, "the key of %s is one value, %s", c.Name, FieldNames(c, key)).
				WithHint("write a comma within it as %%2C")
		}
		return nil, fault.New(fault.Syntax, "the key of %s has %d values", c.Name, len(key)).
			WithHint("join them by commas in the order %s; a comma within a value is %%2C", FieldNames(c, key))
	}
	values := make([]value.Value, len(parts))
	for i, part := range parts {
		f := c.Fields[key[i]]
		if found, err := p.lent(c, i, part); err != nil {
			return nil, err
		} else if found {
			continue
		}
		text, err := url.PathUnescape(part)
		if err != nil {
			return nil, noPath()
		}
		if values[i], err = value.ParseText(f.Type, text); err != nil {
			return nil, About(f.Name, err)
		}
	}
	return values, nil
}

// NoKey refuses an address by key.
func NoKey(c *schema.Collection) error {
	return fault.New(fault.Path, "%s has no key, so its records have no addresses", c.Name)
}

// Keyed is the condition that a record has a key.
func (p *Parser) Keyed(c *schema.Collection, key []value.Value) *expr.Node {
	tests := make([]*expr.Node, len(key))
	for i, v := range key {
		f := c.Key[i]
		tests[i] = expr.TestOf(expr.Eq, p.Cat.infos[c].fields[f], p.param(v, c.Fields[f].Type))
		p.borrow(i)
	}
	return Conjunction(tests)
}

// FieldNames lists fields for a message.
func FieldNames(c *schema.Collection, fields []int) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = c.Fields[f].Name
	}
	return strings.Join(names, ",")
}
