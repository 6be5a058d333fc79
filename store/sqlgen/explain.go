package sqlgen

import (
	"maps"
	"slices"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/value"
)

// Arguments gives what each placeholder takes, of the plan's arguments as far as they
// are known.
func (s *Statement) Arguments(args []value.Value) []driver.Argument {
	out := make([]driver.Argument, len(s.Binds))
	for i := range s.Binds {
		b := &s.Binds[i]
		out[i] = driver.Argument{Index: -1, Type: b.Type, Parent: b.Source == Parent}
		switch b.Source {
		case Constant:
			out[i].Value = b.Value
		case Argument:
			out[i].Index = b.Index
			if b.Index < len(args) {
				out[i].Value = args[b.Index]
			}
		}
	}
	return out
}

// Collections gives those that the statement reads, each once.
func (s *Statement) Collections() (all []*schema.Collection) {
	for _, alias := range slices.Sorted(maps.Keys(s.Tables)) {
		if c := s.Tables[alias]; !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}
