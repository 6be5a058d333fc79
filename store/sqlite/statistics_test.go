package sqlite

import (
	"path/filepath"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest/indexes"
	"bedplate/value"
)

// TestStatistics explains a list under a rule of two halves, of which one
// holds for nearly every record: once the database is known, the list is read
// in its order rather than collected by two indexes and sorted. A database
// that is not ours is left without statistics.
func TestStatistics(t *testing.T) {
	t.Parallel()
	again := func(t *testing.T, d *Driver) *Driver {
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		return openAt(t, d.Path())
	}
	// The open driver has looked at the tables before: it must look again.
	migrated := func(t *testing.T, d *Driver) *Driver {
		nothing := func(driver.Session) error { return nil }
		if err := d.Migrate(t.Context(), nothing); err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		name  string
		ours  bool
		after func(*testing.T, *Driver) *Driver
	}{
		{"ours, opened again", true, again},
		{"ours, migrated", true, migrated},
		{"another's, opened again", false, again},
		{"another's, migrated", false, migrated},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture()
			d := openAt(t, filepath.Join(t.TempDir(), "test.db"))
			tables := f.tables(t)
			if c.ours {
				tables = append(tables, "CREATE TABLE _bedplate_ledger (kind TEXT)")
			}
			if err := d.Exec(t.Context(), tables...); err != nil {
				t.Fatal(err)
			}
			// There are statistics already, of another table.
			add(t, d, f.users, map[string]value.Value{"id": value.OfInt(1), "name": value.OfText("Ada")})
			migrated(t, d)
			fillPosts(t, d, f)
			if !sorts(t, d, f) {
				t.Fatal("the rows are not sorted even before")
			}
			d = c.after(t, d)
			defer d.Close()
			if sorted := sorts(t, d, f); sorted == c.ours {
				t.Errorf("the rows are sorted: %v", sorted)
			}
		})
	}
}

func fillPosts(t *testing.T, d *Driver, f *fixture) {
	t.Helper()
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
}

// sorts tells whether a list in the order of its key would be sorted.
func sorts(t *testing.T, d *Driver, f *fixture) bool {
	t.Helper()
	where := expr.OrOf(eq(self(f.posts, "score"), bind(0, kind(value.Int))), eq(self(f.posts, "author"), bind(1, kind(value.Int))))
	explained := indexes.Explain(t, d, &plan.Read{From: f.posts, Outputs: outputs(f.posts, "id"), Where: where,
		Order: []plan.Order{{Expr: self(f.posts, "id")}}, Limit: plan.None, Offset: plan.None}, nil)
	return strings.Contains(explained.String(), "TEMP B-TREE")
}

func openAt(t *testing.T, path string) *Driver {
	t.Helper()
	d, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
