package toolchain

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// requirements is the file that names packages of PyPI.
const requirements = "requirements.txt"

// Python gives a Python that has the packages of the requirements.txt in dir.
// Where they are not installed the test is skipped, and fails under CI=true.
func Python(t testing.TB, dir string) string {
	t.Helper()
	at, err := keyed("python", dir, requirements)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(at, "bin", "python")
	if _, err := os.Stat(program); err != nil {
		missing(t, "the packages of %s/%s are not installed; `make test` installs them", dir, requirements)
	}
	return program
}

func installPython(dir string, log io.Writer) error {
	python, err := exec.LookPath("python3")
	if err != nil {
		return fmt.Errorf("python3 is not installed")
	}
	at, err := keyed("python", dir, requirements)
	if err != nil {
		return err
	}
	wanted, err := filepath.Abs(filepath.Join(dir, requirements))
	if err != nil {
		return err
	}
	return once(at, func(into string) error {
		fmt.Fprintf(log, "installing the packages of %s\n", dir)
		for _, cmd := range []*exec.Cmd{
			exec.Command(python, "-m", "venv", into),
			exec.Command(filepath.Join(into, "bin", "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted),
		} {
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w\n%s", cmd, err, out)
			}
		}
		return nil
	})
}
