package transfer_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/internal/transfer"
	"bedplate/schema"
)

// exported gives the archive of a library with so many books.
func exported(t *testing.T, s *schema.Schema, books int) []byte {
	t.Helper()
	from := made(t, s)
	shelve(t, from, s, books)
	var out bytes.Buffer
	if _, err := transfer.Export(t.Context(), from.Driver, s, &out, transfer.ExportOptions{Name: "library", Made: time.Unix(0, 0)}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// checked writes an archive to a file, opens and checks it.
func checked(t *testing.T, s *schema.Schema, archive []byte) (*transfer.Archive, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "library.zip")
	if err := os.WriteFile(path, archive, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := transfer.OpenArchive(path)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = a.Close() })
	return a, a.Check(t.Context(), s, nil)
}

// What is exported is imported into every kind of store, and exported from there
// is the same bytes.
func TestExportImport(t *testing.T) {
	t.Parallel()
	s := parse(t, library)
	archive := exported(t, s, 300)
	if again := exported(t, s, 300); !bytes.Equal(archive, again) {
		t.Error("the same rows give another archive")
	}
	for kind, open := range targets {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			to := open(t)
			a, err := checked(t, s, archive)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := transfer.Import(t.Context(), a, to, s, kind, nil); err != nil {
				t.Fatal(err)
			}
			var back bytes.Buffer
			if _, err := transfer.Export(t.Context(), to.Driver, s, &back, transfer.ExportOptions{Name: "library", Made: time.Unix(0, 0)}); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(back.Bytes(), archive) {
				t.Error("the archive that comes out is another than the one that went in")
			}
		})
	}
}

// rewritten gives an archive with its files changed; nil leaves one out.
func rewritten(t *testing.T, archive []byte, change func(name string, text []byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	out := zip.NewWriter(&buf)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if text = change(f.Name, text); text == nil {
			continue
		}
		w, err := out.Create(f.Name)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// An archive that is not as it was written is refused before anything is done.
func TestDamagedArchives(t *testing.T) {
	t.Parallel()
	s := parse(t, library)
	archive := exported(t, s, 50)
	swap := func(file, old, new string) func(*testing.T) []byte {
		return func(t *testing.T) []byte {
			found := false
			out := rewritten(t, archive, func(name string, text []byte) []byte {
				if name == file {
					found = found || bytes.Contains(text, []byte(old))
					return bytes.Replace(text, []byte(old), []byte(new), 1)
				}
				return text
			})
			if !found {
				t.Fatalf("%s has no %s", file, old)
			}
			return out
		}
	}
	without := func(file string) func(*testing.T) []byte {
		return func(t *testing.T) []byte {
			return rewritten(t, archive, func(name string, text []byte) []byte {
				if name == file {
					return nil
				}
				return text
			})
		}
	}
	tests := map[string]struct {
		archive func(t *testing.T) []byte
		code    fault.Code
	}{
		"cut short":         {func(*testing.T) []byte { return archive[:len(archive)/2] }, fault.Syntax},
		"empty":             {func(*testing.T) []byte { return nil }, fault.Syntax},
		"a bit in the rows": {func(*testing.T) []byte { return flipped(archive) }, fault.Syntax},
		"no manifest":       {without("manifest.json"), fault.Syntax},
		"no rows":           {without("rows/books.ndjson"), fault.Syntax},
		"no schema":         {without("schema/books.yaml"), fault.Syntax},
		"another value":     {swap("rows/books.ndjson", `"book 7"`, `"boot 7"`), fault.Value},
		"another length":    {swap("rows/books.ndjson", `"book 7"`, `"book seven"`), fault.Value},
		"no JSON":           {swap("rows/books.ndjson", `{"number"`, `["number"`), fault.Syntax},
		"unknown field":     {swap("rows/books.ndjson", `"title"`, `"titel"`), fault.UnknownField},
		"another type":      {swap("rows/authors.ndjson", `"ada"`, `12345`), fault.Value},
		"another schema":    {swap("schema/books.yaml", "precision: 12", "precision: 11"), fault.Value},
		"a later format":    {swap("manifest.json", `"bedplate_archive": 1`, `"bedplate_archive": 2`), fault.Unsupported},
		"unknown rows":      {swap("manifest.json", `"name": "books"`, `"name": "boots"`), fault.UnknownCollection},
		"a strange path":    {swap("manifest.json", `"schema/books.yaml"`, `"../books.yaml"`), fault.Path},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := checked(t, s, test.archive(t)); fault.CodeOf(err) != test.code {
				t.Errorf("got %v, want %s", err, test.code)
			}
		})
	}
}

// flipped changes a bit of the longest file's compressed bytes.
func flipped(archive []byte) []byte {
	at := bytes.LastIndex(archive, []byte("rows/books.ndjson"))
	first := bytes.Index(archive, []byte("rows/books.ndjson"))
	out := bytes.Clone(archive)
	if at > first {
		out[first+200] ^= 4
	}
	return out
}

// An archive is refused by an app with another schema, and an import that fails
// leaves nothing behind.
func TestImportIntoOthers(t *testing.T) {
	t.Parallel()
	s := parse(t, library)
	archive := exported(t, s, 50)
	for name, other := range map[string]string{
		"a field more":  strings.Replace(library, "more: json", "more: json\n  less: json", 1),
		"a field less":  strings.Replace(library, "  more: json\n", "", 1),
		"another type":  strings.Replace(library, "more: json", "more: text", 1),
		"another order": strings.Replace(strings.Replace(library, "  more: json\n", "", 1), "  tags:", "  more: json\n  tags:", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := checked(t, parse(t, other), archive); fault.CodeOf(err) != fault.SchemaChanged {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("stricter", func(t *testing.T) {
		t.Parallel()
		strict := parse(t, strings.Replace(library, "  - [price]", "  - {on: [author], unique: true}", 1))
		a, err := checked(t, strict, archive)
		if err != nil {
			t.Fatal(err)
		}
		for kind, open := range targets {
			to := open(t)
			if _, err := transfer.Import(t.Context(), a, to, strict, kind, nil); fault.CodeOf(err) != fault.Unique {
				t.Errorf("%s: %v", kind, err)
			}
			if err := migrate.Vacant(t.Context(), migrate.Target{Migrator: to.Migrator, Store: "main"}); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	})
}
