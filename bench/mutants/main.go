// Mutants breaks one guard of the program after another and runs the tests
// that must notice. Each file of list/ is one mutant: the file that it breaks,
// the packages whose tests must fail, the text that stands there and the text
// that comes in its place. The tree itself is never touched: the compiler is
// given an overlay.
//
//	go run ./bench/mutants [NAME...]
//
// It ends with 1 where a mutant survives, does not apply any more, or does not
// compile.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// mutant is one broken guard.
type mutant struct {
	name     string
	why      string // what is broken, in one line
	file     string
	tests    []string // packages, and flags of go test
	old, new string
}

// patience bounds one mutant's tests: one that makes them hang is caught too.
const patience = 10 * time.Minute

func main() {
	all, err := load("bench/mutants/list")
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
	if len(os.Args) > 1 {
		all = slices.DeleteFunc(all, func(m mutant) bool { return !slices.Contains(os.Args[1:], m.name) })
	}
	// A test that fails anyway catches nothing.
	for _, tests := range suites(all) {
		if out, err := run("go", append([]string{"test"}, tests...)...); err != nil {
			fmt.Fprintf(os.Stderr, "mutants: the tests fail without any mutant:\n%s", out)
			os.Exit(1)
		}
	}
	failed := 0
	for _, m := range all {
		began := time.Now()
		verdict, detail := m.try()
		fmt.Printf("%-10s %-24s %6.1fs  %s\n", verdict, m.name, time.Since(began).Seconds(), m.why)
		if verdict != "caught" {
			failed++
			fmt.Println(detail)
		}
	}
	if failed > 0 {
		fmt.Printf("%d of %d mutants were not caught\n", failed, len(all))
		os.Exit(1)
	}
}

// suites lists the tests that the mutants must fail, each once.
func suites(all []mutant) [][]string {
	var out [][]string
	for _, m := range all {
		out = append(out, m.tests)
	}
	slices.SortFunc(out, slices.Compare)
	return slices.CompactFunc(out, slices.Equal)
}

func load(dir string) ([]mutant, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no mutants in %s: run this in the root of the repository", dir)
	}
	var all []mutant
	for _, path := range paths {
		m, err := parse(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, m)
	}
	return all, nil
}

func parse(path string) (mutant, error) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		return mutant{}, err
	}
	m := mutant{name: strings.TrimSuffix(filepath.Base(path), ".txtar")}
	for line := range strings.Lines(string(archive.Comment)) {
		line = strings.TrimSpace(line)
		if v, ok := strings.CutPrefix(line, "file: "); ok {
			m.file = v
		} else if v, ok := strings.CutPrefix(line, "test: "); ok {
			m.tests = strings.Fields(v)
		} else if m.why == "" {
			m.why = line
		}
	}
	if len(archive.Files) != 2 || archive.Files[0].Name != "old" || archive.Files[1].Name != "new" || m.file == "" || len(m.tests) == 0 {
		return mutant{}, errors.New("a mutant has file:, test:, and the parts old and new")
	}
	m.old, m.new = string(archive.Files[0].Data), string(archive.Files[1].Data)
	return m, nil
}

// try applies the mutant and runs its tests.
func (m mutant) try() (verdict, detail string) {
	source, err := os.ReadFile(m.file)
	if err != nil {
		return "broken", err.Error()
	}
	if n := bytes.Count(source, []byte(m.old)); n != 1 {
		return "broken", fmt.Sprintf("its old text stands %d times in %s", n, m.file)
	}
	dir, err := os.MkdirTemp("", "mutant-*")
	if err != nil {
		return "broken", err.Error()
	}
	defer os.RemoveAll(dir)
	overlay, err := m.overlay(dir, bytes.Replace(source, []byte(m.old), []byte(m.new), 1))
	if err != nil {
		return "broken", err.Error()
	}
	if out, err := run("go", "build", "-overlay", overlay, "./"+filepath.Dir(m.file)); err != nil {
		return "broken", "it does not compile:\n" + out
	}
	out, err := run("go", append([]string{"test", "-count=1", "-failfast", "-vet=off", "-overlay", overlay}, m.tests...)...)
	switch {
	case err == nil:
		return "SURVIVED", "no test of " + strings.Join(m.tests, " ") + " noticed"
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return "broken", "its tests do not compile:\n" + out
	}
	return "caught", ""
}

// overlay writes the mutated file and the JSON that puts it in place.
func (m mutant) overlay(dir string, mutated []byte) (string, error) {
	original, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(dir, filepath.Base(m.file))
	if err := os.WriteFile(changed, mutated, 0o600); err != nil {
		return "", err
	}
	doc, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, doc, 0o600)
}

func run(name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	return string(out), err
}
