package toolchain

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// cache is the directory of everything that is installed for tests.
func cache() (string, error) {
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "bedplate"), err
}

// keyed gives the directory in the cache that belongs to what some files of dir
// hold.
func keyed(kind, dir string, files ...string) (string, error) {
	cache, err := cache()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, file := range files {
		raw, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return "", err
		}
		hash.Write(raw)
	}
	return filepath.Join(cache, kind+"-"+hex.EncodeToString(hash.Sum(nil)[:8])), nil
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

// Chromium gives the browser's program, as Find does.
func Chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	missing(t, "Chromium is not installed")
	return ""
}

func missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}
