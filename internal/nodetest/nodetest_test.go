package nodetest

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestOnceIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "cache", "packages")
	failure := errors.New("npm")
	fill := func(into string) error {
		if err := os.WriteFile(filepath.Join(into, "half"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return failure
	}
	if err := once(dir, fill); !errors.Is(err, failure) {
		t.Errorf("a failure gives %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(left) > 0 {
		t.Errorf("a failure leaves %v, %v", left, err)
	}
	failure = nil
	for range 2 {
		if err := once(dir, fill); err != nil {
			t.Errorf("it fails: %v", err)
		}
		fill = func(string) error { t.Error("it is filled twice"); return nil }
	}
	if _, err := os.Stat(filepath.Join(dir, "half")); err != nil {
		t.Error(err)
	}
}

func TestPlaceFollowsTheLock(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("package.json", "{}")
	seen := map[string]bool{}
	for _, lock := range []string{"a", "b", "a"} {
		write("package-lock.json", lock)
		modules, err := place(dir)
		if err != nil {
			t.Fatal(err)
		}
		seen[modules] = true
	}
	if len(seen) != 2 {
		t.Errorf("two locks have %d places", len(seen))
	}
	if _, err := find(dir); err == nil {
		t.Error("packages are found that nobody installed")
	}
}
