package mysql

import (
	"flag"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/storetest"
)

var (
	cases = flag.Int("cases", 1600, "how many random cases TestDifferential tries")
	seed  = flag.Uint64("seed", 1, "where its random numbers start")
)

// TestDifferential compares with the reference and with the language's evaluator.
func TestDifferential(t *testing.T) {
	t.Parallel()
	reference := storetest.Harness{Name: "mem", Open: func(_ testing.TB, s *schema.Schema) driver.Driver { return mem.New(s) }}
	storetest.Differential(t, storetest.Options{Cases: *cases, Seed: *seed}, reference, harness())
}
