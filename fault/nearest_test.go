package fault_test

import (
	"strings"
	"testing"

	"bedplate/fault"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"title", "status", "author", "id"}
	for name, want := range map[string]string{
		"tilte":                   "title",
		"titles":                  "title",
		"autor":                   "author",
		"state":                   "status",
		"ids":                     "id",
		"ix":                      "", // one letter of two is another word
		"a":                       "",
		"xy":                      "",
		"":                        "",
		"comments":                "",
		strings.Repeat("t", 9000): "",
	} {
		if got := fault.Nearest(name, known); got != want {
			t.Errorf("%.20q is nearest %q, want %q", name, got, want)
		}
	}
}
