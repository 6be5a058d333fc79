package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"bedplate/fault"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

func TestOpenRefusals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("this is not a database, but it is long enough to look like one"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		options    Options
		code       fault.Code
	}{
		{"not a database", text, Options{}, fault.Unavailable},
		{"a directory", dir, Options{}, fault.Unavailable},
		{"no such directory", filepath.Join(dir, "none", "a.db"), Options{}, fault.Unavailable},
		{"nothing to read", filepath.Join(dir, "none.db"), Options{ReadOnly: true}, fault.Unavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, err := Open(c.path, c.options)
			if fault.CodeOf(err) != c.code {
				t.Errorf("gave %v", err)
			}
			if d != nil {
				d.Close()
			}
		})
	}
}

func TestReadOnlyFiles(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		t.Skip("nothing is read-only to the superuser")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	if err := os.WriteFile(path, nil, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); fault.CodeOf(err) != fault.ReadOnly {
		t.Errorf("a read-only file gave %v", err)
	}
}

func TestOneServerForAFile(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	if _, err := Open(d.Path(), Options{}); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a second server gave %v", err)
	}
	elsewhere := filepath.Join(t.TempDir(), "lock")
	first, err := Open(filepath.Join(t.TempDir(), "a.db"), Options{Lock: elsewhere})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if _, err := Open(filepath.Join(t.TempDir(), "b.db"), Options{Lock: elsewhere}); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a second server by the lock of the first gave %v", err)
	}
}

// TestAdoptedFilesStayAsTheyAre: reading a database that is not ours changes
// nothing of it, and writing keeps its journal mode.
func TestAdoptedFilesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	f := newFixture()
	made := open(t, f, Options{})
	add(t, made, f.users, map[string]value.Value{"id": value.OfInt(1), "name": value.OfText("Ada")})
	path := filepath.Join(t.TempDir(), "adopted.db")
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(made.Path())
	if err != nil {
		t.Fatal(err)
	}
	raw[18], raw[19] = 1, 1 // a rollback journal
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(t.TempDir(), "lock")
	d, err := Open(path, Options{Adopted: true, Lock: lock})
	if err != nil {
		t.Fatal(err)
	}
	if got := namesOf(t, d, f); got != "Ada" {
		t.Errorf("read %q", got)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	same, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(raw, same) {
		t.Errorf("reading changed the file (%v)", err)
	}
	if left, _ := filepath.Glob(path + "*"); len(left) != 1 {
		t.Errorf("reading left %v", left)
	}

	if d, err = Open(path, Options{Adopted: true, Lock: lock}); err != nil {
		t.Fatal(err)
	}
	add(t, d, f.users, map[string]value.Value{"id": value.OfInt(2), "name": value.OfText("Bob")})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if same, err = os.ReadFile(path); err != nil || same[18] != 1 || bytes.Equal(raw, same) {
		t.Errorf("writing changed the journal mode, or nothing (%v)", err)
	}
}

// TestLockedByAnother holds SQLite's own lock, as another program would.
func TestLockedByAnother(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{BusyTimeout: 1})
	other, err := openConn(d.Path(), true, Options{}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	if err := script.Run(other.db, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if err := d.Exec(t.Context(), "CREATE TABLE x (a)"); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("gave %v", err)
	}
}
