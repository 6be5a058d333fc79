package grammar

import (
	"net/url"
	"strings"

	"bedplate/fault"
)

// Argument is one name=value of a URL's query, unescaped.
type Argument struct {
	Key, Val string
}

// maxArguments bounds what one URL may ask.
const maxArguments = 300

// SplitQuery appends the arguments of a raw query in their order.
func SplitQuery(raw string, into []Argument) ([]Argument, error) {
	for raw != "" {
		var part string
		part, raw, _ = strings.Cut(raw, "&")
		if part == "" {
			continue
		}
		if len(into) == maxArguments {
			return nil, fault.New(fault.TooComplex, "there are more than %d arguments", maxArguments)
		}
		key, val, _ := strings.Cut(part, "=")
		key, err := Unescape(key)
		if err != nil {
			return nil, err
		}
		if val, err = Unescape(val); err != nil {
			return nil, fault.As(err)
		}
		into = append(into, Argument{key, val})
	}
	return into, nil
}

// Unescape undoes percent signs and pluses; mostly there are none.
func Unescape(s string) (string, error) {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s, nil
	}
	out, err := url.QueryUnescape(s)
	if err != nil {
		return "", fault.Of(fault.Syntax, "", "%s holds a broken escape", Quote(s)).
			WithHint("write %%25 for a percent sign")
	}
	return out, nil
}

// Find gives the first argument of a name.
func Find(args []Argument, key string) (string, bool) {
	for i := range args {
		if args[i].Key == key {
			return args[i].Val, true
		}
	}
	return "", false
}
