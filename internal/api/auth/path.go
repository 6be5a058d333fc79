package auth

import (
	"maps"
	"slices"
	"strings"
)

// pattern is a path of the table, some of whose segments are arguments:
// /admin/users/{id}.
type pattern struct {
	segments []string
	routes   map[string]route
}

// patterns are those of the table, by how many segments they have.
var patterns = patternsOf(table)

func patternsOf(table map[string]map[string]route) map[int][]pattern {
	found := map[int][]pattern{}
	for _, path := range slices.Sorted(maps.Keys(table)) { // "{" comes after all names
		if strings.Contains(path, "{") {
			segments := strings.Split(path, "/")
			found[len(segments)] = append(found[len(segments)], pattern{segments, table[path]})
		}
	}
	return found
}

// find gives the routes of a path, and the arguments that stand in it. A path
// that the table has as it is goes before one with arguments.
func find(path string) (routes map[string]route, args map[string]string) {
	if routes = table[path]; routes != nil {
		return routes, nil
	}
	segments := strings.Split(path, "/")
	for _, p := range patterns[len(segments)] {
		if args, ok := p.match(segments); ok {
			return p.routes, args
		}
	}
	return nil, nil
}

func (p *pattern) match(segments []string) (args map[string]string, ok bool) {
	args = map[string]string{}
	for i, want := range p.segments {
		if name, isArg := strings.CutPrefix(want, "{"); isArg && segments[i] != "" {
			args[strings.TrimSuffix(name, "}")] = segments[i]
		} else if want != segments[i] {
			return nil, false
		}
	}
	return args, true
}
