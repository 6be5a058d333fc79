package auth

import (
	"maps"
	"slices"
)

// Endpoint is a way to ask of the door, for its tests: a method, a path, and of
// /token a grant.
type Endpoint struct {
	Method, Path, Action string
	Query                []string // arguments that stand in the address
	Browser              bool     // browsers are led on from here
}

// Name is how tests call it.
func (e Endpoint) Name() string { return e.Method + " " + e.Path }

// Endpoints are all that there are, in an order that stays.
func Endpoints() []Endpoint {
	var all []Endpoint
	for _, path := range slices.Sorted(maps.Keys(table)) {
		for _, method := range slices.Sorted(maps.Keys(table[path])) {
			to := table[path][method]
			if !to.grants {
				all = append(all, Endpoint{method, path, to.action, to.query, to.link || to.own != nil})
				continue
			}
			for _, grant := range slices.Sorted(maps.Keys(grants)) {
				all = append(all, Endpoint{method, path + "?grant_type=" + grant, grants[grant], to.query, false})
			}
		}
	}
	return all
}

// Absent are the beginnings of the paths that are refused with a reason.
func Absent() map[string]string {
	found := map[string]string{}
	for _, a := range absent {
		found[a.prefix] = a.reason
	}
	return found
}
