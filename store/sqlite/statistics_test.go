package sqlite

import (
	"path/filepath"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// TestStatistics explains a list under a rule of two halves, of which one
// holds for nearly every record: once the database is known, the list is read
// in its order rather than collected by two indexes and sorted. A database
// that is not ours is left without statistics.
func TestStatistics(t *testing.T) {
	t.Parallel()
	for name, ours := range map[string]bool{"ours": true, "another's": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture()
			path := filepath.Join(t.TempDir(), "test.db")
			d := openAt(t, path)
			tables := append(DDL(f.users), DDL(f.posts)...)
			if ours {
				tables = append(tables, "CREATE TABLE _bedplate_ledger (kind TEXT)")
			}
			if err := d.Exec(t.Context(), tables...); err != nil {
				t.Fatal(err)
			}
			err := d.Transact(t.Context(), driver.Mode{Alone: true}, func(tx driver.Tx) error {
				for i := range int64(2000) {
					if err := insert(t.Context(), tx, f.posts, map[string]value.Value{"id": value.OfInt(i),
						"title": value.OfText("title"), "score": value.OfInt(i / 1990)}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			d = openAt(t, path)
			defer d.Close()
			where := expr.OrOf(eq(self(f.posts, "score"), bind(0, kind(value.Int))), eq(self(f.posts, "author"), bind(1, kind(value.Int))))
			p, err := d.Prepare(&plan.Read{From: f.posts, Outputs: outputs(f.posts, "id"), Where: where,
				Order: []plan.Order{{Expr: self(f.posts, "id")}}, Limit: plan.None, Offset: plan.None})
			if err != nil {
				t.Fatal(err)
			}
			text, err := d.Explain(t.Context(), p, nil)
			if err != nil {
				t.Fatal(err)
			}
			if sorted := strings.Contains(text, "TEMP B-TREE"); sorted == ours {
				t.Errorf("the rows are sorted: %v\n%s", sorted, text)
			}
		})
	}
}

func openAt(t *testing.T, path string) *Driver {
	t.Helper()
	d, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
