package postgres_test

import (
	"context"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest"
)

// database is a driver that knows where it was opened.
type database struct {
	*postgres.Driver
	address string
}

// harness makes a schema of its own for each test.
func harness(on server.Server) storetest.Harness {
	return storetest.Harness{Name: "postgres",
		Open: func(t testing.TB, s *schema.Schema) driver.Driver {
			d := open(t, on.Schema(t))
			server.Create(t, d.Pool(), s)
			return d
		},
		Reopen: func(t testing.TB, d driver.Driver, _ *schema.Schema) driver.Driver {
			return open(t, d.(*database).address)
		},
	}
}

func open(t testing.TB, address string) *database {
	t.Helper()
	d, err := postgres.Open(context.Background(), address, postgres.Options{MaxConns: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // a second Close does nothing
	return &database{d, address}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	server.Each(t, func(t *testing.T, on server.Server) { storetest.Run(t, harness(on)) })
}
