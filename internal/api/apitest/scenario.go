package apitest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/store/storetest/stores"
)

// Rewrite tells that files of what is expected are to be written as it is now.
var Rewrite = flag.Bool("rewrite", false, "write what is expected as it is now")

// Scenarios sends the requests of each file of testdata/*.txtar, in order, to a board
// of its own on each store, and compares the answers. A section "> name" is a request,
// as the door has it written; the one after it is its answer. open gives what answers
// the requests of one file.
func Scenarios(t *testing.T, open func(t testing.TB, kind string) func(request string) string) {
	t.Helper()
	EachFile(t, func(t *testing.T, file string) {
		stores.Each(t, func(t *testing.T, kind string) { scenario(t, file, kind, open(t, kind)) })
	})
}

// EachFile runs a test on each file of testdata/*.txtar, in parallel.
func EachFile(t *testing.T, test func(t *testing.T, file string)) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			test(t, file)
		})
	}
}

func scenario(t *testing.T, file, kind string, ask func(string) string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(text)
	out := &txtar.Archive{Comment: archive.Comment}
	for i, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "> ") {
			continue
		}
		got := ask(string(f.Data))
		out.Files = append(out.Files, f, txtar.File{Name: "<", Data: []byte(got)})
		want := ""
		if i+1 < len(archive.Files) && archive.Files[i+1].Name == "<" {
			want = string(archive.Files[i+1].Data)
		}
		if !*Rewrite && got != want {
			t.Errorf("%s:\n%s\n%s", f.Name, f.Data, cmp.Diff(want, got))
		}
	}
	if *Rewrite && kind == stores.Embedded {
		if err := os.WriteFile(file, txtar.Format(out), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
