package database

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/schema"
)

var remote = config.Store{URL: "postgres://u:p@h/d", Kind: schema.Postgres}

// A server that comes back within the time is reached, and one that does not is
// given up; both are told once.
func TestWaits(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		down   time.Duration
		wait   time.Duration
		code   fault.Code
		longer bool // than the wait, or just tried
		told   int
	}{
		"up":       {down: 0, wait: time.Minute, code: ""},
		"late":     {down: 20 * time.Second, wait: time.Minute, code: "", told: 1},
		"down":     {down: time.Hour, wait: time.Minute, code: fault.Unavailable, longer: true, told: 1},
		"no wait":  {down: time.Hour, wait: -1, code: fault.Unavailable},
		"standard": {down: time.Hour, wait: 0, code: fault.Unavailable, told: 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began, told := time.Now(), 0
				err := reach(t.Context(), remote, Options{Wait: test.wait, Waiting: func(error) { told++ }}, func() error {
					if time.Since(began) < test.down {
						return fault.New(fault.Unavailable, "down")
					}
					return nil
				})
				if test.code == "" && err != nil || test.code != "" && fault.CodeOf(err) != test.code || told != test.told {
					t.Errorf("got %v, told %d times", err, told)
				}
				if took := time.Since(began); test.longer != (took >= time.Minute) || took > 62*time.Second {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// What a server says for itself ends the wait, and so does whoever waits.
func TestEndsOfWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		err := reach(t.Context(), remote, Options{}, func() error {
			tries++
			return fault.New(fault.Denied, "the password is wrong")
		})
		if fault.CodeOf(err) != fault.Denied || tries != 1 {
			t.Errorf("after %d tries %v", tries, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		err = reach(ctx, remote, Options{}, func() error { return fault.New(fault.Unavailable, "down") })
		if fault.CodeOf(err) != fault.Unavailable || time.Since(began) > 2*time.Second {
			t.Errorf("after %s %v", time.Since(began), err)
		}
	})
}

func TestOpensFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "not", "there", "main.db")
	s := config.Store{URL: "sqlite:" + path, Kind: schema.SQLite, Path: path}
	d, err := Open(t.Context(), s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	m, err := NewMigrator(s)
	if err != nil {
		t.Fatal(err)
	}
	if stamp, err := m.Stamp(t.Context()); err != nil || stamp.Epoch != 0 {
		t.Errorf("a new file's stamp is %v, %v", stamp, err)
	}
	if _, err := NewMigrator(config.Store{Kind: "abacus"}); fault.CodeOf(err) != fault.Unsupported {
		t.Errorf("of no kind: %v", err)
	}
}
