package engine_test

import (
	"testing"

	"bedplate/fault"
)

// TestOneBadRowRefusesThemAll holds every row of a bulk create to checks and
// rules, wherever it stands.
func TestOneBadRowRefusesThemAll(t *testing.T) {
	onEveryStore(t, notes, func(t *testing.T, a *app) {
		ann := a.by(user("ann"))
		good := row{"id": "1", "title": "good", "owner": "ann", "votes": "1"}
		for bad, want := range map[*row]fault.Code{
			{"id": "2", "title": "bad", "owner": "ann", "votes": "-1"}:             fault.Check,
			{"id": "2", "title": "bad", "owner": "bob", "votes": "1"}:              fault.Denied,
			{"id": "2", "title": "a title too long", "owner": "ann", "votes": "1"}: fault.TooLong,
			{"id": "1", "title": "again", "owner": "ann", "votes": "1"}:            fault.Unique,
		} {
			ann.fails(want, ann.create("notes", good, *bad))
			a.rows(a.read("notes", "", "id"))
		}
	})
}
