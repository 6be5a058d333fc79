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

// KeyValues reads an address's key as the values of the collection's, which
// last until the next.
func (p *Parser) KeyValues(c *schema.Collection, at Address) ([]value.Value, error) {
	key := p.Sight.Key(c)
	if len(key) == 0 {
		return nil, NoKey(c)
	}
	if strings.Count(at.key, ",") != len(key)-1 {
		if len(key) == 1 {
			return nil, fault.New(fault.Syntax, "the key of %s is one value, %s", c.Name, FieldNames(c, key)).
				WithHint("write a comma within it as %%2C")
		}
		return nil, fault.New(fault.Syntax, "the key of %s has %d values", c.Name, len(key)).
			WithHint("join them by commas in the order %s; a comma within a value is %%2C", FieldNames(c, key))
	}
	values := p.room.key[:0]
	for i, rest := 0, at.key; i < len(key); i++ {
		var part string
		part, rest, _ = strings.Cut(rest, ",")
		v, err := p.keyValue(c, i, part)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// keyValue reads the part i of an address's key.
func (p *Parser) keyValue(c *schema.Collection, i int, part string) (value.Value, error) {
	if found, err := p.Lent(c, i, part); err != nil || found {
		return value.Value{}, err
	}
	text, err := url.PathUnescape(part)
	if err != nil {
		return value.Value{}, noPath()
	}
	f := c.Fields[c.Key[i]]
	v, err := value.ParseText(f.Type, text)
	if err != nil {
		return v, About(f.Name, err)
	}
	return v, nil
}

// NoKey refuses an address by key.
func NoKey(c *schema.Collection) error {
	return fault.New(fault.Path, "%s has no key, so its records have no addresses", c.Name)
}

// Keyed is the condition that a record has a key.
func (p *Parser) Keyed(c *schema.Collection, key []value.Value) *expr.Node {
	in := p.Cat.infos[c]
	shared := len(p.Params) == 0
	var tests []*expr.Node
	for i, v := range key {
		f := c.Key[i]
		if shared {
			p.keep(v)
		} else {
			tests = append(tests, p.paramTest(expr.Eq, in.fields[f], v, c.Fields[f].Type))
		}
		p.borrow(i)
	}
	if shared {
		return in.keyed
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
