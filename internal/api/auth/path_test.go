package auth

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	routes := map[string]map[string]route{
		"/a":           {"GET": {fixed: "a"}},
		"/a/{id}":      {"GET": {fixed: "id"}},
		"/a/{id}/b":    {"GET": {fixed: "b"}},
		"/a/{x}/c/{y}": {"GET": {fixed: "c"}},
	}
	all := patternsOf(routes)
	for path, want := range map[string]map[string]string{
		"/a/1": {"id": "1"}, "/a/1/b": {"id": "1"}, "/a/1/c/2": {"x": "1", "y": "2"},
		"/a/": nil, "/a//b": nil, "/a/1/": nil, "/b/1": nil, "/a/1/c/2/3": nil, "": nil, "/": nil,
	} {
		var got map[string]string
		segments := strings.Split(path, "/")
		for _, p := range all[len(segments)] {
			if args, ok := p.match(segments); ok {
				got = args
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", path, d)
		}
	}
}
