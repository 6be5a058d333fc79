//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bedplate/bench/sample"
)

const secret = "bench-bench-bench-bench-bench-bench" // as bench/app/bedplate.yaml has it

// arena is a directory with a filled database for each program.
type arena struct {
	dir         string
	bedplate    string // the command
	handwritten string // the program
	pocketbase  string // the program; "" is to do without
	app         string // an app directory with its database
	database    database
	rows        *rows
	user        string // who calls
	token       string // that user's, for Bedplate and the program by hand
	pocketToken string // and for PocketBase
	service     string // the token of the service role
}

// newArena builds the programs and fills their databases: Bedplate's through
// its own door, from which the program by hand gets a copy.
func newArena(dir string, o options) (_ *arena, err error) {
	a := &arena{
		dir: dir, bedplate: o.bedplate, handwritten: filepath.Join(dir, "handwritten"),
		app:  filepath.Join(dir, "app"),
		rows: newRows(o.rows),
	}
	if a.database, err = newDatabase(o.database, dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = a.database.drop() // what went wrong at first matters
		}
	}()
	a.user = a.rows.users[0].ID
	if err := a.build(o); err != nil {
		return nil, err
	}
	if a.service, err = sample.Token(secret, "service", ""); err != nil {
		return nil, err
	}
	if a.token, err = sample.Token(secret, "authenticated", a.user); err != nil {
		return nil, err
	}
	files := filepath.Join(dir, "rows")
	if err := a.rows.write(files); err != nil {
		return nil, err
	}
	if err := os.CopyFS(a.app, os.DirFS("bench/app")); err != nil {
		return nil, err
	}
	if err := a.fill(files, "users", "posts", "comments", "reviews"); err != nil {
		return nil, err
	}
	err = a.fillPocketBase(files)
	return a, err
}

// build makes the programs that Bedplate is measured against.
func (a *arena) build(o options) error {
	if err := build("bench/handwritten", a.handwritten); err != nil {
		return err
	}
	if !o.pocketbase {
		return nil
	}
	a.pocketbase = filepath.Join(a.dir, "pocketbase")
	return build("bench/pocketbase", a.pocketbase)
}

func build(in, to string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", to, ".")
	cmd.Dir, cmd.Env = in, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", in, err, out)
	}
	return nil
}

// fill adds the rows of files to Bedplate's database, and copies it.
func (a *arena) fill(dir string, collections ...string) error {
	s, err := a.startBedplate()
	if err != nil {
		return err
	}
	for _, name := range collections {
		if err == nil {
			err = sample.Send(s.Addr.String(), a.service, name, filepath.Join(dir, name+".ndjson"))
		}
	}
	s.Stop() // writes everything back into the one file
	if err != nil {
		return err
	}
	return a.database.copy()
}

func copyFile(to, from string) error {
	for _, beside := range []string{"-wal", "-shm"} { // of what was there before
		if err := os.RemoveAll(to + beside); err != nil {
			return err
		}
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}

// fillPocketBase lets PocketBase make a database of the same rows.
func (a *arena) fillPocketBase(files string) error {
	if a.pocketbase == "" {
		return nil
	}
	out, err := exec.Command(a.pocketbase, "--dir", a.pocketData(), "fill", files, pocketID(a.user)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("filling PocketBase: %w\n%s", err, out)
	}
	a.pocketToken = strings.TrimSpace(string(out))
	if strings.ContainsAny(a.pocketToken, " \n") {
		return fmt.Errorf("filling PocketBase: it said %s", out)
	}
	return nil
}

// pocketID is an id as PocketBase has it.
func pocketID(id string) string { return strings.ReplaceAll(id, "-", "") }

func (a *arena) pocketData() string { return filepath.Join(a.dir, "pocketbase-data") }
