package value

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"bedplate/fault"
)

// maxExpansion bounds how much longer than its input a canonical document may
// be: exponents written out are the only thing that grows.
const maxExpansion = 1 << 16

// CanonicalJSON gives the one text of a JSON document, by the rules of
// PostgreSQL's jsonb: object keys ordered by length and then by bytes, the
// last of duplicates kept, numbers written out without exponents, no white
// space. Numbers over MaxDigits digits, nesting over MaxDepth, invalid UTF-8,
// NUL and halves of surrogate pairs are refused.
func CanonicalJSON(raw []byte) (string, error) {
	c := canonical{scanner: scanner{src: raw}, out: make([]byte, 0, len(raw))}
	if err := c.value(); err != nil {
		return "", err
	}
	if err := c.end(); err != nil {
		return "", err
	}
	return string(c.out), nil
}

// CanonicalMembers gives the members of a JSON object, each as the text that
// CanonicalJSON gives of it: the last of duplicates.
func CanonicalMembers(raw []byte) (map[string]json.RawMessage, error) {
	c := canonical{scanner: scanner{src: raw}, out: make([]byte, 0, len(raw))}
	if c.peek() != '{' {
		return nil, c.fail("the JSON is no object")
	}
	members, err := c.members()
	if err == nil {
		err = c.end()
	}
	if err != nil {
		return nil, err
	}
	out := make(map[string]json.RawMessage, len(members))
	for _, m := range members {
		out[m.key] = c.out[m.value:m.end:m.end]
	}
	return out, nil
}

// canonical rewrites a document from src to out.
type canonical struct {
	scanner
	out   []byte
	grown int
}

func (c *canonical) value() error {
	switch b := c.peek(); b {
	case '{':
		return c.object()
	case '[':
		return c.array()
	case '"':
		text, err := c.text()
		if err != nil {
			return err
		}
		c.out = AppendQuoted(c.out, text)
		return nil
	case 't':
		return c.literal("true")
	case 'f':
		return c.literal("false")
	case 'n':
		return c.literal("null")
	default:
		if b == '-' || b >= '0' && b <= '9' {
			return c.number()
		}
		return c.unexpected()
	}
}

func (c *canonical) literal(w string) error {
	c.out = append(c.out, w...)
	return c.word(w)
}

func (c *canonical) number() error {
	text, err := c.numberText()
	if err != nil {
		return err
	}
	n, _ := readNumber(text)
	if n.size() > MaxDigits {
		return fault.New(fault.OutOfRange, "the number %s has more than %d digits", excerpt(text), MaxDigits)
	}
	before := len(c.out)
	c.out = n.appendPlain(c.out)
	c.grown += max(0, len(c.out)-before-len(text))
	if c.grown > maxExpansion {
		return fault.New(fault.TooLarge, "the numbers of the JSON document have too many digits in all")
	}
	return nil
}

func (c *canonical) array() error {
	if err := c.enter(); err != nil {
		return err
	}
	c.out = append(c.out, '[')
	for first := true; ; first = false {
		if c.peek() == ']' && first {
			break
		}
		if !first {
			c.out = append(c.out, ',')
		}
		if err := c.value(); err != nil {
			return err
		}
		if b := c.peek(); b == ']' {
			break
		} else if b != ',' {
			return c.unexpected()
		}
		c.pos++
	}
	c.pos++
	c.depth--
	c.out = append(c.out, ']')
	return nil
}

// member is one member of an object: its key, and where its text stands in out.
type member struct {
	key               string
	start, value, end int // in the output, the value's without the key
}

func (c *canonical) object() error {
	c.out = append(c.out, '{')
	start := len(c.out)
	members, err := c.members()
	if err != nil {
		return err
	}
	c.order(start, members)
	c.out = append(c.out, '}')
	return nil
}

// members takes an object's members, as they come.
func (c *canonical) members() (members []member, err error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	for c.peek() != '}' || len(members) > 0 {
		m, err := c.member(len(members) > 0)
		if err != nil {
			return nil, err
		}
		members = append(members, m)
		if b := c.peek(); b == '}' {
			break
		} else if b != ',' {
			return nil, c.unexpected()
		}
		c.pos++
	}
	c.pos++
	c.depth--
	return members, nil
}

func (c *canonical) member(comma bool) (member, error) {
	if comma {
		c.out = append(c.out, ',')
	}
	if c.peek() != '"' {
		return member{}, c.unexpected()
	}
	key, err := c.text()
	if err != nil {
		return member{}, err
	}
	m := member{key: key, start: len(c.out)}
	c.out = append(AppendQuoted(c.out, key), ':')
	if c.peek() != ':' {
		return member{}, c.unexpected()
	}
	c.pos++
	m.value = len(c.out)
	err = c.value()
	m.end = len(c.out)
	return m, err
}

func compareKeys(a, b member) int {
	if len(a.key) != len(b.key) {
		return len(a.key) - len(b.key)
	}
	return strings.Compare(a.key, b.key)
}

// order puts the members that begin at start in order and drops all but the
// last of each key.
func (c *canonical) order(start int, members []member) {
	inOrder := true
	for i := 1; i < len(members) && inOrder; i++ {
		inOrder = compareKeys(members[i-1], members[i]) < 0
	}
	if inOrder {
		return
	}
	slices.SortStableFunc(members, compareKeys)
	source := bytes.Clone(c.out[start:])
	c.out = c.out[:start]
	for i, m := range members {
		if i+1 < len(members) && members[i+1].key == m.key {
			continue
		}
		if len(c.out) > start {
			c.out = append(c.out, ',')
		}
		c.out = append(c.out, source[m.start-start:m.end-start]...)
	}
}
