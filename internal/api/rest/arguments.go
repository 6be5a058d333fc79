package rest

import (
	"net/url"
	"strings"

	"bedplate/fault"
)

// argument is one name=value of a URL's query, unescaped.
type argument struct {
	key, val string
}

// maxArguments bounds what one URL may ask.
const maxArguments = 300

// splitQuery appends the arguments of a raw query in their order.
func splitQuery(raw string, into []argument) ([]argument, error) {
	for raw != "" {
		var part string
		part, raw, _ = strings.Cut(raw, "&")
		if part == "" {
			continue
		}
		if len(into) == maxArguments {
			return nil, fault.New(fault.TooComplex, "the address has more than %d arguments", maxArguments)
		}
		key, val, _ := strings.Cut(part, "=")
		key, err := unescape(key)
		if err != nil {
			return nil, err
		}
		if val, err = unescape(val); err != nil {
			return nil, fault.As(err)
		}
		into = append(into, argument{key, val})
	}
	return into, nil
}

// unescape undoes percent signs and pluses; mostly there are none.
func unescape(s string) (string, error) {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s, nil
	}
	out, err := url.QueryUnescape(s)
	if err != nil {
		return "", fault.Of(fault.Syntax, "", "the address holds a broken escape: %s", quote(s)).
			WithHint("write %%25 for a percent sign")
	}
	return out, nil
}

// find gives the first argument of a name.
func find(args []argument, key string) (string, bool) {
	for i := range args {
		if args[i].key == key {
			return args[i].val, true
		}
	}
	return "", false
}
