package storetest

import (
	"errors"
	"testing"

	"bedplate/query"
)

// testNesting reads rows within rows, in both directions, several deep.
func testNesting(t *testing.T, h Harness) {
	f := shelve(t, h)
	f.need(f.Capabilities().Relations, "relations")
	byID := []string{"id"}
	f.expect(ask{from: "books", get: []string{"id"}, order: byID, nested: map[string]ask{
		"author": {get: []string{"name"}},
	}}, `[1,[["Ann"]]]`, `[2,[["Ann"]]]`, `[3,[["Bob"]]]`, `[4,[]]`)

	f.expect(ask{from: "authors", get: []string{"name"}, order: byID, nested: map[string]ask{
		"books": {get: []string{"id"}, order: byID},
	}}, `["Ann",[[1],[2]]]`, `["Bob",[[3]]]`, `["Cid",[]]`)

	f.expect(ask{from: "authors", get: []string{"id"}, where: `id > 1`, order: byID, nested: map[string]ask{
		"books":  {get: []string{"id"}, order: byID},
		"mentor": {get: []string{"name"}, nested: map[string]ask{"books": {get: []string{"title"}, order: []string{"-id"}}}},
		"pupils": {get: []string{"name"}, order: byID, nested: map[string]ask{"mentor": {get: byID}}},
	}}, `[2,[[3]],[["Ann",[["air "],["Air"]]]],[["Cid",[[2]]]]]`, `[3,[],[["Bob",[["100%"]]]],[]]`)

	// Each parent has its own order, filter, limit and offset.
	f.expect(ask{from: "authors", get: []string{"id"}, order: byID, nested: map[string]ask{
		"books": {get: []string{"id"}, where: `price != null`, order: []string{"-id"}, limit: 1},
	}}, `[1,[[2]]]`, `[2,[]]`, `[3,[]]`)
	f.expect(ask{from: "authors", get: []string{"id"}, order: byID, nested: map[string]ask{
		"books": {get: []string{"id"}, order: byID, limit: 5, offset: 1},
	}}, `[1,[[2]]]`, `[2,[]]`, `[3,[]]`)
	f.expect(ask{from: "books", get: []string{"id"}, order: byID, nested: map[string]ask{
		"author": {get: []string{"id"}, where: `name == "Bob"`},
	}}, `[1,[]]`, `[2,[]]`, `[3,[[2]]]`, `[4,[]]`)

	// Nothing but nested rows.
	f.expect(ask{from: "authors", where: `id == 2`, nested: map[string]ask{"books": {get: byID, order: byID}}}, `[[[3]]]`)

	t.Run("twice", func(t *testing.T) { testNestedTwice(&fixture{t, f.Driver, f.schema}) })
}

// testNestedTwice visits nested rows in another order than the outputs', more
// than once, and not to the end.
func testNestedTwice(f *fixture) {
	p, args := f.plan(ask{from: "authors", get: []string{"id"}, order: []string{"id"}, nested: map[string]ask{
		"books":  {get: []string{"id"}, order: []string{"id"}},
		"pupils": {get: []string{"id"}, order: []string{"id"}},
	}})
	prepared, err := f.Prepare(p)
	if err != nil {
		f.Fatal(err)
	}
	stop := errors.New("enough")
	var pupils, books []int64
	err = f.Read(f.Context(), prepared, args, func(r query.Row) error {
		if err := r.Nested(2, func(inner query.Row) error {
			pupils = append(pupils, inner.Value(0).Int())
			return nil
		}); err != nil {
			return err
		}
		for range 2 {
			err := r.Nested(1, func(inner query.Row) error {
				books = append(books, inner.Value(0).Int())
				return stop
			})
			if err != nil && !errors.Is(err, stop) {
				return err
			}
		}
		if id := r.Value(0).Int(); id < 1 || id > 3 {
			f.Errorf("the row itself has changed: %d", id)
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	if len(pupils) != 2 || pupils[0] != 2 || pupils[1] != 3 {
		f.Errorf("pupils %v", pupils)
	}
	if len(books) != 4 || books[0] != 1 || books[1] != 1 || books[2] != 3 {
		f.Errorf("books %v", books)
	}
}

// testVisitErrors expects an error of visit to end the read and to come back
// unchanged, from the top and from within.
func testVisitErrors(f *fixture) {
	own := errors.New("visit's own")
	p, args := f.plan(ask{from: "authors", get: []string{"id"}, order: []string{"id"}, nested: map[string]ask{"books": {get: []string{"id"}}}})
	prepared, err := f.Prepare(p)
	if err != nil {
		f.Fatal(err)
	}
	visited := 0
	err = f.Read(f.Context(), prepared, args, func(query.Row) error {
		visited++
		return own
	})
	if err != own || visited != 1 {
		f.Errorf("visit's error came back as %v after %d rows", err, visited)
	}
	err = f.Read(f.Context(), prepared, args, func(r query.Row) error {
		return r.Nested(1, func(query.Row) error { return own })
	})
	if err != own {
		f.Errorf("a nested visit's error came back as %v", err)
	}
	f.expect(ask{from: "authors", get: []string{"id"}, order: []string{"id"}}, `[1]`, `[2]`, `[3]`)
}
