package query_test

import (
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/query"
)

func TestParseScope(t *testing.T) {
	t.Parallel()
	one, err := query.ParseScope([]string{"notes:read", "notes:write", "notes:read"})
	if err != nil {
		t.Fatal(err)
	}
	two, err := query.ParseScope([]string{"notes:write", "notes:read"})
	if err != nil || one.String() != two.String() {
		t.Errorf("%q is not %q, %v", one, two, err)
	}
	if none, err := query.ParseScope(nil); none != nil || err != nil || none.String() != "" {
		t.Errorf("%v, %v", none, err)
	}
	for _, wrong := range [][]string{{""}, {"write"}, {"notes"}, {"notes:"}, {":read"}, {"notes:reads"}, {"call:"}, {"notes:update"}, {"notes:delete", "others:read"},
		{strings.Repeat("x", query.MaxScopePart) + ":read"}, {"read", "no"}} {
		if _, err := query.ParseScope(wrong); fault.CodeOf(err) != fault.Value {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if _, err := query.ParseScope(make([]string, query.MaxScope+1)); fault.CodeOf(err) != fault.TooLong {
		t.Errorf("%v", err)
	}
}
