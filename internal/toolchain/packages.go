// Package toolchain is what tests stand on that run programs in other languages
// than Go: it finds Node.js with the packages of npm that a lock file names,
// Python with those of a requirements.txt, Java with those of a pom.xml, and
// Chromium. Packages are installed
// into a cache directory outside of the tree, once for each content of those
// files, when `make test` asks for it (toolchain/install); tests only look
// there. It is no part of what users are given.
package toolchain

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// oldest is the oldest Node.js that the packages work with, and newer the
// package that stands in where the machine's is older.
const (
	oldest = 20
	newer  = "node@22"
)

// Packages are installed packages, and the Node.js that runs them.
type Packages struct {
	Modules string // the node_modules
	Node    string // the program
}

// Find gives the packages of the package-lock.json in dir. Where they are not
// installed the test is skipped, and fails under CI=true.
func Find(t testing.TB, dir string) Packages {
	t.Helper()
	p, err := find(dir)
	if err != nil {
		missing(t, "%v; `make test` installs it", err)
	}
	return p
}

// Link puts the packages into a directory whose programs import them.
func (p Packages) Link(t testing.TB, dir string) {
	t.Helper()
	if err := os.Symlink(p.Modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
}

// Run runs a program of JavaScript in dir and gives what it prints; a failure
// fails the test with all that was printed.
func (p Packages) Run(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command(p.Node, args...)
	cmd.Dir = dir
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		printed := string(out)
		if _, failures, found := strings.Cut(printed, "failing tests:\n"); found {
			printed = failures // of Node's own test runner, which tells them once more at the end
		}
		t.Fatalf("node %s: %v\n%s%s", strings.Join(args, " "), err, printed, said.String())
	}
	return string(out)
}

// Program gives the script that a package calls by name, for Run.
func (p Packages) Program(t testing.TB, name string) string {
	t.Helper()
	path, err := filepath.EvalSymlinks(filepath.Join(p.Modules, ".bin", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func find(dir string) (Packages, error) {
	modules, err := place(dir)
	if err != nil {
		return Packages{}, err
	}
	if _, err := os.Stat(modules); err != nil {
		return Packages{}, fmt.Errorf("the packages of %s/package-lock.json are not installed", dir)
	}
	node, err := findNode()
	return Packages{Modules: modules, Node: node}, err
}

// Modules gives the node_modules that Install makes of the lock in dir, for what is
// no test.
func Modules(dir string) (string, error) { return place(dir) }

// place gives the node_modules of the lock in dir, whether it is there or not.
func place(dir string) (string, error) {
	at, err := keyed("npm", dir, "package.json", "package-lock.json")
	return filepath.Join(at, "node_modules"), err
}

// findNode gives the machine's Node.js where it is new enough, else the one in
// the cache.
func findNode() (string, error) {
	if program, err := exec.LookPath("node"); err == nil && version(program) >= oldest {
		return program, nil
	}
	dir, err := cache()
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, newer, "node_modules", "node", "bin", "node")
	if version(program) >= oldest {
		return program, nil
	}
	return "", fmt.Errorf("no Node.js %d or later is installed", oldest)
}

// version gives a Node.js program's major version, 0 where it does not run.
func version(program string) int {
	out, err := exec.Command(program, "--version").Output()
	if err != nil {
		return 0
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(string(out)), "v"), ".")
	n, _ := strconv.Atoi(major)
	return n
}
