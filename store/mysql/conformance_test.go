package mysql

import (
	"context"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	machine "bedplate/store/mysql/server"
	"bedplate/store/storetest"
)

// open opens an empty database with a schema's tables.
func open(t testing.TB, s *schema.Schema, o Options) *Driver {
	t.Helper()
	address := machine.Database(t)
	d := reopen(t, address, o)
	conn := machine.Connect(t, address)
	made, err := ddl.Ask(context.Background(), conn, d.Dialect())
	if err != nil {
		t.Fatal(err)
	}
	if err := ddl.Create(context.Background(), conn, s, made); err != nil {
		t.Fatal(err)
	}
	return d
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
