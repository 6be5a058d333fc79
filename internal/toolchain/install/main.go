// Command install puts the packages of npm, PyPI and Maven that tests need into the
// cache where they look: one argument for each directory with a package-lock.json, a
// requirements.txt or a pom.xml. Where that fails it says so, and fails itself under
// CI=true only, because elsewhere those tests are skipped.
package main

import (
	"fmt"
	"os"

	"bedplate/internal/toolchain"
)

func main() {
	failed := false
	for _, dir := range os.Args[1:] {
		if err := toolchain.Install(dir, os.Stdout); err != nil {
			fmt.Fprintf(os.Stderr, "missing: %v\ntests that need the packages of %s are skipped\n", err, dir)
			failed = true
		}
	}
	if failed && os.Getenv("CI") == "true" {
		os.Exit(1)
	}
}
