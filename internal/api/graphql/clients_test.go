package graphql

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"bedplate/fault"
	"bedplate/internal/toolchain"
)

// programs puts programs of testdata/clients into a directory beside their packages.
func programs(t testing.TB, packages toolchain.Packages, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	packages.Link(t, dir)
	for _, name := range append(names, "package.json") {
		text, err := os.ReadFile(filepath.Join("testdata/clients", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// runProgram runs a program in dir and gives what it prints.
func runProgram(t testing.TB, dir, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(program), err, out)
	}
	return string(out)
}

func newFault(code fault.Code) error { return fault.New(code, "refused") }

// TestCodes: every code of a fault has one of Hasura's.
func TestCodes(t *testing.T) {
	t.Parallel()
	for _, code := range fault.Codes() {
		if codes[code] == "" {
			t.Errorf("%s has no code", code)
		}
	}
}
