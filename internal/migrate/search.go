package migrate

import "slices"

// search compares the full-text index.
func (t *tableDiff) search() {
	have, want := t.have.Search, t.want.Search
	if slices.Equal(have, want) {
		return
	}
	t.touched = true
	switch {
	case want == nil:
		t.add(Change{Kind: DropSearch, Collection: t.c.Name}, Deferred, "searches of the version before would fail")
	case have != nil:
		t.add(Change{Kind: AddSearch, Collection: t.c.Name}, Deferred, "the full-text index is made again of "+joined(want))
	case t.db.WordsWritten:
		t.add(Change{Kind: AddSearch, Collection: t.c.Name}, Deferred, "records that the version before writes would not be found")
	case t.small():
		t.add(Change{Kind: AddSearch, Collection: t.c.Name}, Safe, "the table is small")
	default:
		t.add(Change{Kind: AddSearch, Collection: t.c.Name}, Deferred, "the table is large, and writes wait while its full-text index is filled")
	}
}
