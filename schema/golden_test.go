package schema_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/schema"
)

var update = flag.Bool("update", false, "write the golden files' problems anew")

// files gives the schema files of an archive.
func files(a *txtar.Archive) map[string][]byte {
	out := map[string][]byte{}
	for _, f := range a.Files {
		if strings.HasSuffix(f.Name, ".yaml") {
			out[f.Name] = f.Data
		}
	}
	return out
}

// problems lists positions and codes, and the sentence for the reader.
func problems(err error) string {
	if err == nil {
		return ""
	}
	var all schema.Problems
	if !errors.As(err, &all) {
		return err.Error()
	}
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, "%s:%d:%d %s | %s", p.File, p.Line, p.Column, p.Code, p.Message)
		if p.Hint != "" {
			fmt.Fprintf(&b, " (%s)", p.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// positions keeps what the tests compare: where and what kind, not the wording.
func positions(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		at, _, _ := strings.Cut(line, " | ")
		out = append(out, strings.TrimSpace(at))
	}
	return out
}

// TestMistakes shows every family of mistakes with the position and the code
// of each problem, all of them at once.
func TestMistakes(t *testing.T) {
	t.Parallel()
	names, _ := filepath.Glob("testdata/mistakes/*.txtar")
	if len(names) == 0 {
		t.Fatal("no golden files")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, err = schema.Parse(files(a))
			got := problems(err)
			var want string
			for i, f := range a.Files {
				if f.Name != "problems" {
					continue
				}
				want = string(f.Data)
				a.Files[i].Data = []byte(got)
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(positions(want), positions(got)); d != "" {
				t.Errorf("positions (-want +got):\n%s\nfull:\n%s", d, got)
			}
		})
	}
}
