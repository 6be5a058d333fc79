package sqlite

import (
	"path/filepath"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/storetest"
)

// harness opens databases with the schema's tables.
func harness() storetest.Harness {
	return storetest.Harness{Name: "sqlite",
		Open: func(t testing.TB, s *schema.Schema) driver.Driver {
			d := reopen(t, filepath.Join(t.TempDir(), "test.db"))
			for _, c := range s.Collections {
				statements, err := ddl.Statements(c)
				if err != nil {
					t.Fatal(err)
				}
				if err := d.Exec(t.Context(), statements...); err != nil {
					t.Fatal(err)
				}
			}
			return d
		},
		Reopen: func(t testing.TB, d driver.Driver, _ *schema.Schema) driver.Driver {
			return reopen(t, d.(*Driver).Path())
		},
	}
}

func reopen(t testing.TB, path string) *Driver {
	t.Helper()
	d, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // a second Close does nothing
	return d
}

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, harness())
}
