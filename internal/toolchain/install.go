package toolchain

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Install puts the packages of the package-lock.json, the requirements.txt or the
// pom.xml in dir into the cache, and a Node.js beside them where the machine's is too old.
// What is there is left.
func Install(dir string, log io.Writer) error {
	if _, err := os.Stat(filepath.Join(dir, requirements)); err == nil {
		return installPython(dir, log)
	}
	if _, err := os.Stat(filepath.Join(dir, project)); err == nil {
		return installJava(dir, log)
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("npm is not installed")
	}
	if _, err := findNode(); err != nil {
		if err := installNode(npm, log); err != nil {
			return err
		}
	}
	modules, err := place(dir)
	if err != nil {
		return err
	}
	return once(filepath.Dir(modules), func(into string) error {
		for _, file := range []string{"package.json", "package-lock.json"} {
			raw, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(into, file), raw, 0o644); err != nil {
				return err
			}
		}
		fmt.Fprintf(log, "installing the packages of %s\n", dir)
		// esbuild and its like come as packages of their platform: no package
		// of the lock needs its scripts to run.
		return npmIn(into, npm, "ci", "--ignore-scripts")
	})
}

func installNode(npm string, log io.Writer) error {
	dir, err := cache()
	if err != nil {
		return err
	}
	return once(filepath.Join(dir, newer), func(into string) error {
		fmt.Fprintf(log, "installing %s, because the machine's Node.js is older than %d\n", newer, oldest)
		if err := os.WriteFile(filepath.Join(into, "package.json"), []byte(`{"private":true}`), 0o644); err != nil {
			return err
		}
		// Its script fetches the package with the program for this platform.
		return npmIn(into, npm, "install", "--ignore-scripts=false", newer)
	})
}

func npmIn(dir, npm string, args ...string) error {
	cmd := exec.Command(npm, append(args, "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm %s: %w\n%s", args[0], err, out)
	}
	return nil
}
