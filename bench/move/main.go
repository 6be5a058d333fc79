//go:build linux

// Command move measures `bedplate move` beside a server's own bulk load (COPY,
// LOAD DATA) of the same rows, the making of the same indexes included. It prints
// both times, their ratio, and the most memory that the move had. Both work in a
// database of their own, which is dropped in the end.
//
//	go run ./bench/move -database postgres://user:password@127.0.0.1/postgres
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"bedplate/internal/config"
	"bedplate/internal/migrate"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite"
	"bedplate/value"
)

type options struct {
	bedplate, database, keep string
	rows, rounds             int
	limit                    time.Duration
}

func main() {
	var o options
	flag.StringVar(&o.bedplate, "bedplate", "bin/bedplate", "the built command")
	flag.StringVar(&o.database, "database", os.Getenv("BEDPLATE_TEST_POSTGRES"), "the URL of a PostgreSQL, MariaDB or MySQL server, of a user who may create databases")
	flag.IntVar(&o.rows, "rows", 1_000_000, "rows to move")
	flag.IntVar(&o.rounds, "rounds", 3, "turns of each; the best counts")
	flag.StringVar(&o.keep, "app", "", "make the app in this directory, and do nothing else")
	flag.DurationVar(&o.limit, "limit", 20*time.Minute, "the most time for all of it")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), o.limit)
	defer cancel()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench/move:", err)
		os.Exit(1)
	}
}

// orders has what tables have mostly: a few types, a unique number, a reference
// and an index.
const orders = `
collection: customers
fields:
  name: {type: text, required: true, max: 100}
---
collection: orders
fields:
  number:   {type: int, required: true, unique: true}
  customer: {type: ref, to: customers, required: true, back: orders}
  status:   {type: enum, values: [open, paid, sent], required: true}
  total:    {type: decimal, precision: 12, scale: 2, required: true}
  weight:   float
  note:     {type: text, required: true}
  gift:     {type: bool, required: true, default: false}
  due:      date
  placed:   {type: time, required: true}
indexes:
  - [customer, -placed]
`

// run makes an app, and lets both take turns.
func run(ctx context.Context, o options) (err error) {
	if o.keep != "" {
		return fill(ctx, o.keep, o.rows)
	}
	if o.database == "" {
		return fmt.Errorf("-database is missing")
	}
	dir, err := os.MkdirTemp("", "bedplate-bench-move-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	// By a process of its own: what a process has held counts as its children's too.
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, self, "-app", dir, "-rows", fmt.Sprint(o.rows)).CombinedOutput(); err != nil {
		return fmt.Errorf("filling the app: %w\n%s", err, out)
	}
	to, err := newTarget(o.database, dir)
	if err != nil {
		return err
	}
	defer func() {
		if dropped := to.Drop(context.WithoutCancel(ctx), to.database); err == nil {
			err = dropped
		}
	}()
	var moved, loaded time.Duration
	var memory int64
	for range o.rounds {
		if err := to.empty(ctx); err != nil {
			return err
		}
		took, most, err := move(ctx, o.bedplate, dir, to.Address(to.database))
		if err != nil {
			return err
		}
		moved, memory = least(moved, took), max(memory, most)
		took, err = to.load(ctx)
		if err != nil {
			return err
		}
		loaded = least(loaded, took)
		fmt.Printf("%d rows: moved in %.1fs (at most %d MiB), loaded by %s in %.1fs, ratio %.2f\n",
			o.rows, moved.Seconds(), memory>>20, to.loadName(), loaded.Seconds(), loaded.Seconds()/moved.Seconds())
	}
	return nil
}

func least(a, b time.Duration) time.Duration {
	if a == 0 {
		return b
	}
	return min(a, b)
}

// move moves the app, and gives the time and the most memory that it took.
func move(ctx context.Context, bedplate, dir, to string) (time.Duration, int64, error) {
	begun := time.Now()
	cmd := exec.CommandContext(ctx, bedplate, "move", dir)
	cmd.Env = append(os.Environ(), "BEDPLATE_TO="+to)
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("bedplate move: %w\n%s", err, out)
	}
	took := time.Since(begun)
	if out, err := exec.CommandContext(ctx, bedplate, "move", "--cancel", dir).CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("bedplate move --cancel: %w\n%s", err, out)
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return took, usage.Maxrss << 10, nil
}

const customers = 1000

// fill makes an app on the embedded store.
func fill(ctx context.Context, dir string, rows int) error {
	path := filepath.Join(dir, "data", "main.db")
	for _, at := range []string{filepath.Dir(path), filepath.Join(dir, schema.Folder)} {
		if err := os.Mkdir(at, 0o700); err != nil {
			return err
		}
	}
	for name, text := range map[string]string{config.File: "name: orders\n", schema.Folder + "/orders.yaml": orders} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	conf, err := config.Load(dir, config.Options{})
	if err != nil {
		return err
	}
	s, err := config.ReadSchema(dir, conf)
	if err != nil {
		return err
	}
	d, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := migrate.Start(ctx, migrate.Target{Migrator: sqlite.NewMigrator(path), Store: "main"}, s); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2))
	err = insert(ctx, d, s.Collection("customers"), customers, func(i int) []value.Value {
		return []value.Value{id(i), value.OfText(fmt.Sprint("customer ", i))}
	})
	if err != nil {
		return err
	}
	return insert(ctx, d, s.Collection("orders"), rows, func(i int) []value.Value { return order(r, i) })
}

// insert adds rows, a thousand in a transaction.
func insert(ctx context.Context, d driver.Driver, c *schema.Collection, n int, row func(int) []value.Value) error {
	in := &plan.Insert{Into: c}
	for i := range c.Stored() {
		in.Fields = append(in.Fields, i)
	}
	for at := 0; at < n; {
		err := d.Transact(ctx, driver.Mode{Alone: true}, func(tx driver.Tx) error {
			for end := min(at+1000, n); at < end; at++ {
				if _, err := tx.Insert(ctx, in, row(at)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// id makes a key that rises, as those of version 7 do.
func id(i int) value.Value {
	raw := [16]byte{0: 1, 6: 0x70, 8: 0x80, 15: byte(i)}
	raw[3], raw[4], raw[5] = byte(i>>24), byte(i>>16), byte(i>>8)
	return value.OfUUID(raw)
}

var words = strings.Fields("anchor bridge copper dawn ember field garden harbour iron journey kernel größe")

func order(r *rand.Rand, i int) []value.Value {
	var note []string
	for range 12 {
		note = append(note, words[r.IntN(len(words))])
	}
	placed := time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)
	return []value.Value{id(i), value.OfInt(int64(i)), id(r.IntN(customers)), value.OfText([]string{"open", "paid", "sent"}[r.IntN(3)]),
		value.OfDecimal(int64(r.IntN(1_000_000)), 2), value.OfFloat(r.Float64()), value.OfText(strings.Join(note, " ")),
		value.OfBool(i%7 == 0), value.OfDate(placed.Format(time.DateOnly)), value.OfTime(placed.UnixMicro())}
}
