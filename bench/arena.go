//go:build linux

package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"bedplate/internal/token"
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
	if a.service, err = mint("service", ""); err != nil {
		return nil, err
	}
	if a.token, err = mint("authenticated", a.user); err != nil {
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

func mint(role, subject string) (string, error) {
	return token.Mint([]byte(secret), token.Grant{Role: role, Subject: subject, Lifetime: 12 * time.Hour}, time.Now())
}

// fill adds the rows of files to Bedplate's database, and copies it.
func (a *arena) fill(dir string, collections ...string) error {
	s, err := a.startBedplate()
	if err != nil {
		return err
	}
	for _, name := range collections {
		if err == nil {
			err = s.upload(a.service, name, filepath.Join(dir, name+".ndjson"))
		}
	}
	s.Stop() // writes everything back into the one file
	if err != nil {
		return err
	}
	return a.database.copy()
}

// upload sends a file of NDJSON.
func (s *server) upload(bearer, collection, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	req, err := http.NewRequest("POST", "http://"+s.Addr.String()+"/rest/v1/"+collection, f)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	req.Header.Set("Content-Type", "application/x-ndjson")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusCreated {
		err = fmt.Errorf("filling %s: %s %s", collection, resp.Status, answer)
	}
	return err
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
