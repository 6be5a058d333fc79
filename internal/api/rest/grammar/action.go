package grammar

import (
	"net/url"
	"strings"
)

// actions is the first part of the addresses of actions; no collection has
// this name.
const actions = "rpc"

// Action gives the name of the action that an address is of, ok where it is
// of one at all.
func (at Address) Action() (name string, ok bool, err error) {
	if at.Collection != actions || !at.Keyed {
		return "", false, nil
	}
	name, err = url.PathUnescape(at.key)
	if err != nil {
		return "", true, noPath()
	}
	return name, true, nil
}

// ofRows are the arguments that are about the rows that are asked for,
// whatever else is called so.
var ofRows = []string{"select", "columns", "on_conflict", "order", "limit", "offset", "and", "or"}

// OfRows tells whether an argument's name means something of its own, so that
// it is no parameter's of an action.
func OfRows(key string) bool {
	for _, name := range ofRows {
		if key == name || key == "not."+name {
			return true
		}
	}
	return false
}

// Filters tells whether an argument looks like one about rows: by its name, or
// by the operator that its value begins with. Any other is meant for an action.
func Filters(arg Argument) bool {
	if OfRows(arg.Key) || strings.ContainsAny(arg.Key, `.>"`) {
		return true
	}
	switch arg.Key {
	case "filter", "cursor", "$filter", "$cursor":
		return true
	}
	t := text{s: arg.Val, arg: arg.Key}
	t.take("not.")
	word, _, err := t.operator()
	_, known := operators[word]
	return err == nil && (known || refusedOperators[word] != "")
}
