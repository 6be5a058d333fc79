package query

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
)

// Scope is what a credential is good for where that is less than its role: what
// is not in it is refused whatever the rules say, and what is in it they still
// judge. It is made once and never changed; nil narrows nothing.
type Scope struct {
	text        string
	every       operations            // of all collections
	collections map[string]operations // and of these
	actions     map[string]bool
}

// operations are a set of what is done with records.
type operations uint8

const (
	reads operations = 1 << iota
	creates
	updates
	deletes
)

// named are the operations as scopes write them.
var named = map[string]operations{
	"read": reads, "create": creates, "update": updates, "delete": deletes, "write": creates | updates | deletes,
}

// needed are the operations that a kind of operation takes.
var needed = [...]operations{Read: reads, Create: creates, Update: updates, Delete: deletes, Upsert: creates | updates}

// MaxScope is how many parts a scope may have, and MaxScopePart how long each
// may be.
const (
	MaxScope     = 100
	MaxScopePart = 150
)

// ParseScope reads a scope of its parts: read, for everything that only reads;
// notes:read, with create, update, delete, or write for these three; and
// call:search for an action. None is nil. Names are not looked up: a schema may
// come to have them.
func ParseScope(parts []string) (*Scope, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	if len(parts) > MaxScope {
		return nil, fault.Of(fault.TooLong, "scope", "a scope has at most %d parts", MaxScope)
	}
	s := &Scope{collections: map[string]operations{}, actions: map[string]bool{}}
	for _, part := range parts {
		name, operation, ok := strings.Cut(part, ":")
		switch {
		case part == "read":
			s.every = reads
		case len(part) > MaxScopePart, !ok, name == "", operation == "":
			return nil, badScope(part)
		case name == "call":
			s.actions[operation] = true
		case named[operation] == 0:
			return nil, badScope(part)
		default:
			s.collections[name] |= named[operation]
		}
	}
	for name, all := range s.collections {
		if all&(updates|deletes) != 0 && (all|s.every)&reads == 0 {
			return nil, fault.Of(fault.Value, "scope", "records of %s must be read to be changed: add %s:read to the scope", name, name)
		}
	}
	sorted := slices.Clone(parts)
	slices.Sort(sorted)
	s.text = strings.Join(slices.Compact(sorted), " ")
	return s, nil
}

func badScope(part string) error {
	if len(part) > MaxScopePart {
		part = part[:MaxScopePart] + "..."
	}
	return fault.Of(fault.Value, "scope", "%q is no part of a scope", part).
		WithHint("write read, COLLECTION:read, :create, :update, :delete or :write, or call:ACTION")
}

// String gives the same text for scopes that are the same; nil has none.
func (s *Scope) String() string {
	if s == nil {
		return ""
	}
	return s.text
}

// Allows tells whether operations of a kind on a collection are in the scope.
func (s *Scope) Allows(c *schema.Collection, kind Kind) bool {
	if s == nil || kind == Act {
		return true
	}
	need := needed[kind]
	return (s.every|s.collections[c.Name])&need == need
}

// Calls tells whether calls of an action are in the scope: of one that is named,
// and of any that only reads where everything may be read.
func (s *Scope) Calls(a *schema.Action) bool {
	return s == nil || s.actions[a.Name] || s.every&reads != 0 && a.Reads
}

// Writes tells whether an action that only reads may let requests of its own
// write for who called: the scope has something that writes.
func (s *Scope) Writes() bool {
	if s == nil || len(s.actions) > 0 {
		return true
	}
	for _, all := range s.collections {
		if all != reads {
			return true
		}
	}
	return false
}
