//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"bedplate/bench/program"
	"bedplate/bench/remote"
	"bedplate/bench/sample"
)

const secret = "doors-doors-doors-doors-doors-doors" // as app/bedplate.yaml has it

// app is the app on one store, filled.
type app struct {
	command string // Bedplate's
	dir     string
	server  *remote.Server // nil where the store is a file in dir
	name    string         // of the database on server
	rows    *rows
}

// connections are how many each program may have to a server.
const connections = 8

// newApp makes the app on a store, a database of its own on a server or a file.
func newApp(o options, dir string, all *rows, server *remote.Server) (_ *app, err error) {
	a := &app{command: o.bedplate, dir: filepath.Join(dir, "app"), server: server, rows: all, name: fmt.Sprintf("bedplate_doors_%d", os.Getpid())}
	if err := os.CopyFS(a.dir, os.DirFS("bench/doors/app")); err != nil {
		return nil, err
	}
	ctx := context.Background()
	if server != nil {
		if err := server.Create(ctx, a.name); err != nil {
			return nil, err
		}
		defer func() {
			if err != nil {
				_ = a.drop() // what went wrong at first matters
			}
		}()
	}
	if err := a.fill(filepath.Join(dir, "rows")); err != nil {
		return nil, err
	}
	if server != nil && server.Kind == remote.Postgres {
		// What autovacuum does sooner or later. On a server that does not wait for its disk
		// rows are marked as seen by all only once what wrote them is there: by a checkpoint.
		err = server.Do(ctx, a.name, "CHECKPOINT", "VACUUM ANALYZE")
	}
	return a, err
}

// address is that of the app's database on its server.
func (a *app) address(arguments ...string) string { return a.server.Address(a.name, arguments...) }

func (a *app) drop() error {
	if a.server == nil {
		return nil
	}
	return a.server.Drop(context.Background(), a.name)
}

func (a *app) start() (*program.Program, error) {
	return program.Start(func(addr string) *exec.Cmd {
		args := []string{"serve", a.dir, "--addr", addr, "--log-level", "warn"}
		if a.server != nil {
			store := a.address()
			if a.server.Kind == remote.Postgres {
				store = a.address(fmt.Sprintf("pool_max_conns=%d", connections))
			}
			args = append(args, "--store", store)
		}
		return exec.Command(a.command, args...)
	})
}

// fill adds the rows through the door that takes files.
func (a *app) fill(files string) error {
	if err := a.rows.write(files); err != nil {
		return err
	}
	bearer, err := sample.Token(secret, "service", "")
	if err != nil {
		return err
	}
	p, err := a.start()
	if err != nil {
		return err
	}
	defer p.Stop()
	for _, name := range a.rows.written {
		if err := sample.Send(p.Addr.String(), bearer, name, filepath.Join(files, name+".ndjson")); err != nil {
			return err
		}
	}
	return nil
}
