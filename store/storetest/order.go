package storetest

import "testing"

// testOrder sorts with nulls at either end, by several keys, across
// references.
func testOrder(t *testing.T, h Harness) {
	f := shelve(t, h)
	f.need(f.Capabilities().Order, "order")
	cases := []struct {
		order []string
		want  []string
	}{
		{[]string{"price", "id"}, []string{`[2]`, `[1]`, `[4]`, `[3]`}},
		{[]string{"price?", "id"}, []string{`[3]`, `[2]`, `[1]`, `[4]`}},
		{[]string{"-price", "id"}, []string{`[4]`, `[1]`, `[2]`, `[3]`}},
		{[]string{"-price?", "id"}, []string{`[3]`, `[4]`, `[1]`, `[2]`}},
		{[]string{"title", "id"}, []string{`[3]`, `[1]`, `[2]`, `[4]`}}, // byte by byte
		{[]string{"ratio", "id"}, []string{`[3]`, `[1]`, `[4]`, `[2]`}},
		{[]string{"sold", "-id"}, []string{`[4]`, `[2]`, `[3]`, `[1]`}},
		{[]string{"author.name", "-id"}, []string{`[2]`, `[1]`, `[3]`, `[4]`}},
		{[]string{"-author.name?", "id"}, []string{`[4]`, `[3]`, `[1]`, `[2]`}},
		{[]string{"author.mentor.name", "id"}, []string{`[3]`, `[1]`, `[2]`, `[4]`}},
	}
	for _, c := range cases {
		f.expect(ask{from: "books", get: []string{"id"}, order: c.order}, c.want...)
	}
}

// testPaging limits and skips; past the end there is nothing.
func testPaging(t *testing.T, h Harness) {
	f := shelve(t, h)
	books := func(limit, offset int) ask {
		return ask{from: "books", get: []string{"id"}, order: []string{"id"}, limit: limit, offset: offset}
	}
	f.expect(books(2, 0), `[1]`, `[2]`)
	f.expect(books(2, 2), `[3]`, `[4]`)
	f.expect(books(2, 3), `[4]`)
	f.expect(books(2, 4))
	f.expect(books(0, 3), `[4]`)
	f.expect(books(100, 0), `[1]`, `[2]`, `[3]`, `[4]`)

	// A limit of 0 is no rows, and a limit that is null is none.
	p, args := f.plan(books(7, 7))
	for _, c := range []struct {
		limit, offset string
		want          int
	}{{"0", "0", 0}, {"null", "null", 4}, {"null", "3", 1}, {"9223372036854775807", "0", 4}, {"1", "9223372036854775807", 0}} {
		args[0], args[1] = number(c.limit), number(c.offset)
		if got := f.column(p, args); len(got) != c.want {
			t.Errorf("limit %s offset %s gives %d rows, not %d", c.limit, c.offset, len(got), c.want)
		}
	}
}
