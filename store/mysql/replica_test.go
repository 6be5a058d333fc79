package mysql

import (
	"context"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	machine "bedplate/store/mysql/server"
	"bedplate/store/storetest/replicas"
)

func TestReplicas(t *testing.T) {
	t.Parallel()
	pair := machine.NewPair(t)
	home, replica := pair.Database(t)
	replicas.Run(t, replicas.Setup{Pair: pair,
		Home: func(t testing.TB, s *schema.Schema) driver.Driver {
			d := reopen(t, home, Options{})
			machine.Create(t, home, s, d.Dialect())
			return d
		},
		Replica: func(ctx context.Context) (driver.Driver, error) { return opened(ctx, replica, Options{}) },
	})
}

// TestPositions compares positions of servers that number their transactions in
// either way.
func TestPositions(t *testing.T) {
	t.Parallel()
	const a, b = "3e11fa47-71ca-11e1-9e33-c80aa9429562", "4E11FA47-71CA-11E1-9E33-C80AA9429562"
	d := func(server string, follows bool, ends string) string {
		return domainsText(server, follows, ends, "app")
	}
	s := func(done string) string { return setsText(done, "app") }
	const holds, lags, apart = driver.Holds, driver.Lags, driver.Apart
	tests := []struct {
		reached, wanted string
		want            driver.Relation
	}{
		{d("h", false, "0-1-100"), d("h", false, "0-1-100"), holds},
		{d("r", true, "0-1-100"), d("h", false, "0-1-100"), holds},
		{d("r", true, "0-1-101"), d("h", false, "0-1-100"), holds},
		{d("r", true, "0-1-99"), d("h", false, "0-1-100"), lags},
		{d("r", true, ""), d("h", false, "0-1-100"), lags},
		{d("r", true, "0-1-100"), d("h", false, "0-1-100,1-1-1"), lags},
		{d("r", true, "0-1-100,1-1-7"), d("h", false, "1-1-7,0-1-100"), holds},
		{d("r", true, "0-1-100,1-1-7"), d("h", false, "0-1-100"), holds},
		{d("r", true, "0-2-105"), d("h", false, "0-1-100"), apart}, // another server went on, maybe from 90
		{d("r", true, "0-1-99"), d("h", true, "0-2-105"), lags},
		{d("h", true, "0-2-105"), d("r", true, "0-2-105"), holds},
		{d("other", false, "0-1-100"), d("h", false, "0-1-100"), apart}, // two that never followed anybody
		{d("r", true, "0-1-100"), domainsText("h", false, "0-1-100", "other"), apart},
		{d("h", false, "0-1-18446744073709551615"), d("h", false, "0-1-100"), holds},

		{s(a + ":1-100"), s(a + ":1-100"), holds},
		{s(a + ":1-101"), s(a + ":1-100"), holds},
		{s(a + ":1-99"), s(a + ":1-100"), lags},
		{s(a + ":1-50:51-100"), s(a + ":1-100"), holds},
		{s(a + ":51-100:1-50"), s(a + ":1-20:30-40"), holds},
		{s(a + ":1-50:52-100"), s(a + ":1-100"), lags}, // with a gap, as appliers side by side leave it
		{s(a + ":1-100"), s(a + ":1-50," + b + ":1"), lags},
		{s(a + ":1-50,\n" + b + ":1-3"), s(b + ":2"), holds},
		{s(b + ":1-100"), s(a + ":1-50"), apart},
		{s(""), s(a + ":1"), lags},
		{s(a + ":1"), s(""), holds},
		{s(a + ":1-5:tag:1-9"), s(a + ":tag:9"), holds},
		{s(a + ":1-9:tag:1-5"), s(a + ":tag:9"), lags},
		{s(a + ":1-100"), d("h", false, "0-1-1"), apart},
		{setsText(a+":1", "a/b"), setsText(a+":1", "a/b"), holds},
		{setsText(a+":1", "a/b"), setsText(a+":1", "a"), apart},
	}
	var driver Driver
	for _, test := range tests {
		if got := driver.Compare(test.reached, test.wanted); got != test.want {
			t.Errorf("%s to %s lies as %d, not %d", test.reached, test.wanted, got, test.want)
		}
	}
	good := s(a + ":1-100")
	for _, bad := range []string{"", "x", "s", "d", "s/", "d/h/true/0-1/app", "d/h/yes!/0-1-1/app", "d/h/true/0-1-1-1/app", "d/h/true/0-1--1/app",
		"d/h/true/0-1-1,0-1-2/app", "d/h/true/0-1-1", "s/" + a + "/app", "s/" + a + ":/app", "s/" + a + ":0-5/app", "s/" + a + ":5-1/app", "s/" + a + ":1-/app", "s/:1/app",
		"s/" + a + ":99999999999999999999/app"} {
		if driver.Compare(bad, bad) != apart || driver.Compare(good, bad) != apart || driver.Compare(bad, good) != apart {
			t.Errorf("%q is taken for a position", bad)
		}
	}
}
