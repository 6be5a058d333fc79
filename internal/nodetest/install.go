package nodetest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Install puts the packages of the package-lock.json in dir into the cache, and
// a Node.js beside them where the machine's is too old. What is there is left.
func Install(dir string, log io.Writer) error {
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

// once fills a directory that is not there yet: under another name first, so
// that it is there whole or not at all, whoever else is at it.
func once(dir string, fill func(into string) error) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	into, err := os.MkdirTemp(filepath.Dir(dir), ".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(into)
	if err := fill(into); err != nil {
		return err
	}
	if err := os.Rename(into, dir); err != nil {
		if _, there := os.Stat(dir); there == nil {
			return nil // another was faster
		}
		return err
	}
	return nil
}

func npmIn(dir, npm string, args ...string) error {
	cmd := exec.Command(npm, append(args, "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm %s: %w\n%s", args[0], err, out)
	}
	return nil
}
