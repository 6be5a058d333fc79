package postgres_test

import (
	"context"
	"net/url"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest/faults"
)

// machine is the server of the tests of faults.
var machine = faults.Server{
	Database: server.Database,
	Create: func(t testing.TB, address string, s *schema.Schema) {
		t.Helper()
		server.Create(t, server.Connect(t, address), s)
	},
	Open: func(ctx context.Context, address string, l faults.Limits) (driver.Driver, error) {
		return opened(ctx, address, postgres.Options{MaxConns: l.MaxConns, StatementTimeout: l.StatementTimeout, AcquireTimeout: l.AcquireTimeout})
	},
	Held: func(d driver.Driver) int { return int(d.(*postgres.Driver).Pool().Stat().AcquiredConns()) },
	Run:  func(t testing.TB, address, sql string) { t.Helper(); run(t, server.Connect(t, address), sql) },
	Kill: func(t testing.TB, address string) {
		t.Helper()
		run(t, server.Connect(t, address),
			"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	},
	Lock: func(t testing.TB, address string) func() {
		t.Helper()
		other := server.Connect(t, address)
		run(t, other, "BEGIN")
		run(t, other, "LOCK TABLE notes")
		return func() { run(t, other, "ROLLBACK") }
	},
	Commit: []byte("COMMIT\x00"),
	Narrow: "ALTER TABLE notes ALTER n TYPE integer",
}

// opened gives no driver where there is an error.
func opened(ctx context.Context, address string, o postgres.Options) (driver.Driver, error) {
	d, err := postgres.Open(ctx, address, o)
	if err != nil {
		return nil, err
	}
	return d, nil
}

func run(t testing.TB, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	faults.Run(t, machine)
}

// TestLimits meets what a server refuses.
func TestLimits(t *testing.T) {
	t.Parallel()
	t.Run("read-only", func(t *testing.T) {
		t.Parallel()
		b := machine.Book(t, faults.Limits{})
		b.Run("ALTER DATABASE " + server.Connect(t, b.Home).Config().Database + " SET default_transaction_read_only = on")
		b.Driver.(*postgres.Driver).Pool().Reset()
		b.Code("a write", b.AddOne(driver.Mode{}, 1), fault.ReadOnly)
		b.Want(0)
	})
	t.Run("fewer connections than the pool would open", func(t *testing.T) {
		t.Parallel()
		address := machine.Book(t, faults.Limits{}).Home
		admin := server.Connect(t, address)
		role := "few_" + admin.Config().Database
		if _, err := admin.Exec(t.Context(), "CREATE ROLE "+role+" LOGIN PASSWORD 'x' CONNECTION LIMIT 2; GRANT ALL ON notes TO "+role, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_, _ = admin.Exec(context.Background(), "DROP OWNED BY "+role+"; DROP ROLE "+role, pgx.QueryExecModeSimpleProtocol)
		})
		u, _ := url.Parse(address)
		u.User = url.UserPassword(role, "x")
		b := machine.Known(t, address, u.String(), faults.Limits{MaxConns: 10})
		var work sync.WaitGroup
		for id := range int64(30) {
			work.Go(func() {
				if err := b.AddOne(driver.Mode{}, id); err != nil {
					t.Error(err)
				}
			})
		}
		work.Wait()
		b.Want(30)
	})
}
