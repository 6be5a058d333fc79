package rest

import (
	"net/url"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// address is what a URL's path names: a collection, and maybe a record of it.
type address struct {
	collection string // "" is the door itself
	key        string // as it is escaped; its values are joined by commas
	keyed      bool
}

// parseAddress reads an escaped path below prefix. Addresses of later nouns
// (rpc/name) begin here.
func parseAddress(path, prefix string) (address, error) {
	path = strings.TrimPrefix(path, prefix)
	path = strings.TrimPrefix(path, "/")
	var at address
	if path == "" {
		return at, nil
	}
	first, rest, more := strings.Cut(path, "/")
	name, err := url.PathUnescape(first)
	if err != nil {
		return at, noPath()
	}
	at.collection, at.key, at.keyed = name, rest, more
	if more && (rest == "" || name != "rpc" && strings.IndexByte(rest, '/') >= 0) {
		return at, noPath()
	}
	return at, nil
}

func noPath() error {
	return fault.New(fault.Path, "Invalid path specified in request URL").
		WithHint("a path is /collection or /collection/key; a slash within a key is %%2F")
}

// keyValues reads an address's key as the values of the collection's.
func (p *parser) keyValues(c *schema.Collection, at address) ([]value.Value, error) {
	key := p.sight.key(c)
	if len(key) == 0 {
		return nil, noKey(c)
	}
	parts := strings.SplitN(at.key, ",", len(key)+1)
	if len(parts) != len(key) {
		return nil, fault.New(fault.Syntax, "the key of %s has %d values", c.Name, len(key)).
			WithHint("join them by commas in the order %s; a comma within a value is %%2C", fieldNames(c, key))
	}
	values := make([]value.Value, len(parts))
	for i, part := range parts {
		f := c.Fields[key[i]]
		text, err := url.PathUnescape(part)
		if err != nil {
			return nil, noPath()
		}
		if values[i], err = value.ParseText(f.Type, text); err != nil {
			return nil, about(f.Name, err)
		}
	}
	return values, nil
}

func noKey(c *schema.Collection) error {
	return fault.New(fault.Path, "%s has no key, so its records have no addresses", c.Name)
}

// keyed is the condition that a record has a key.
func (p *parser) keyed(c *schema.Collection, key []value.Value) *expr.Node {
	tests := make([]*expr.Node, len(key))
	for i, v := range key {
		f := c.Key[i]
		tests[i] = expr.TestOf(expr.Eq, p.cat.infos[c].fields[f], p.param(v, c.Fields[f].Type))
	}
	return conjunction(tests)
}

// fieldNames lists fields for a message.
func fieldNames(c *schema.Collection, fields []int) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = c.Fields[f].Name
	}
	return strings.Join(names, ",")
}
