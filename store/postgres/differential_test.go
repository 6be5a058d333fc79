package postgres_test

import (
	"flag"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest"
)

var (
	cases = flag.Int("cases", 8_000, "how many random cases to compare")
	seed  = flag.Uint64("seed", 1, "where the random numbers start")
)

// TestDifferential compares PostgreSQL with mem and with the evaluator.
func TestDifferential(t *testing.T) {
	t.Parallel()
	server.Each(t, func(t *testing.T, on server.Server) {
		o := storetest.Options{Cases: *cases, Seed: *seed}
		if on == server.Newer {
			o.Cases = (*cases + 4) / 5
		}
		storetest.Differential(t, o, storetest.Harness{
			Name: "mem",
			Open: func(_ testing.TB, s *schema.Schema) driver.Driver { return mem.New(s) },
		}, harness(on))
	})
}
