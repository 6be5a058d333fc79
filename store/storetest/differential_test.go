package storetest_test

import (
	"context"
	"flag"
	"path/filepath"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/sqlite"
	"bedplate/store/storetest"
)

var (
	cases = flag.Int("cases", 100_000, "how many random cases to compare")
	seed  = flag.Uint64("seed", 1, "where the random numbers start")
)

// TestDifferential compares SQLite with mem and with the evaluator.
func TestDifferential(t *testing.T) {
	storetest.Differential(t, storetest.Options{Cases: *cases, Seed: *seed}, inMemory(), inFile())
}

func inMemory() storetest.Harness {
	return storetest.Harness{
		Name: "mem",
		Open: func(_ testing.TB, s *schema.Schema) driver.Driver { return mem.New(s) },
	}
}

func inFile() storetest.Harness {
	return storetest.Harness{
		Name: "sqlite",
		Open: func(t testing.TB, s *schema.Schema) driver.Driver {
			d, err := sqlite.Open(filepath.Join(t.TempDir(), "test.db"), sqlite.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = d.Close() })
			for _, c := range s.Collections {
				statements, err := sqlite.DDL(c)
				if err != nil {
					t.Fatal(err)
				}
				for _, statement := range statements {
					if err := d.Exec(context.Background(), statement); err != nil {
						t.Fatalf("%s: %v", statement, err)
					}
				}
			}
			return d
		},
	}
}
