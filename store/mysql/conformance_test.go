package mysql

import (
	"context"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	machine "bedplate/store/mysql/server"
	"bedplate/store/storetest"
)

// open opens an empty database with a schema's tables.
func open(t testing.TB, s *schema.Schema, o Options) *Driver {
	t.Helper()
	address := machine.Database(t)
	d := reopen(t, address, o)
	machine.Create(t, address, s, d.Dialect())
	return d
}

// opened gives no driver where there is an error.
func opened(ctx context.Context, address string, o Options) (driver.Driver, error) {
	d, err := Open(ctx, address, o)
	if err != nil {
		return nil, err
	}
	return d, nil
}

func reopen(t testing.TB, address string, o Options) *Driver {
	t.Helper()
	d, err := Open(context.Background(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// harness opens databases with the schema's tables.
func harness() storetest.Harness {
	return storetest.Harness{Name: "mysql",
		Open: func(t testing.TB, s *schema.Schema) driver.Driver { return open(t, s, Options{}) },
		Reopen: func(t testing.TB, d driver.Driver, _ *schema.Schema) driver.Driver {
			t.Helper()
			return reopen(t, d.(*Driver).address, Options{})
		}}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, harness())
}
