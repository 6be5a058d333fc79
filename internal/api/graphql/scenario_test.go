package graphql

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/store/storetest/stores"
)

var rewrite = flag.Bool("rewrite", false, "write the scenarios' answers as they are now")

// TestScenarios sends the documents of each file of testdata/*.txtar, in order, to a
// board of its own on each store, and compares the answers. A section "> name" is a
// document, with "as: role id" and "at: path" before it and its variables behind a line
// of dashes; the one after it is the answer.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			stores.Each(t, func(t *testing.T, kind string) { scenario(t, file, kind) })
		})
	}
}

func scenario(t *testing.T, file, kind string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(text)
	b := board(t, kind, Options{})
	out := &txtar.Archive{Comment: archive.Comment}
	for i, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "> ") {
			continue
		}
		got := printAnswer(b.said(string(f.Data)))
		out.Files = append(out.Files, f, txtar.File{Name: "<", Data: []byte(got)})
		want := ""
		if i+1 < len(archive.Files) && archive.Files[i+1].Name == "<" {
			want = string(archive.Files[i+1].Data)
		}
		if !*rewrite && got != want {
			t.Errorf("%s:\n%s\n%s", f.Name, f.Data, cmp.Diff(want, got))
		}
	}
	if *rewrite && kind == stores.Embedded {
		if err := os.WriteFile(file, txtar.Format(out), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// said sends what a section says.
func (b boards) said(text string) *httptest.ResponseRecorder {
	as, path := "", "/graphql/v1"
	for {
		line, rest, _ := strings.Cut(text, "\n")
		if who, ok := strings.CutPrefix(line, "as: "); ok {
			as, text = who, rest
		} else if at, ok := strings.CutPrefix(line, "at: "); ok {
			path, text = at, rest
		} else {
			break
		}
	}
	document, variables, _ := strings.Cut(text, "---\n")
	return b.askAt(path, document, strings.TrimSpace(variables), as)
}

// printAnswer writes an answer for people, its errors without their texts.
func printAnswer(res *httptest.ResponseRecorder) string {
	var failed struct {
		Errors []struct {
			Locations  []struct{ Line, Column int }
			Extensions struct{ Path, Code, Field string }
		}
	}
	body := res.Body.String()
	if !strings.HasPrefix(body, `{"errors"`) || json.Unmarshal([]byte(body), &failed) != nil {
		return body + "\n"
	}
	var b strings.Builder
	for _, e := range failed.Errors {
		fmt.Fprintf(&b, "! %s %s", e.Extensions.Code, e.Extensions.Path)
		if e.Extensions.Field != "" {
			fmt.Fprintf(&b, " (%s)", e.Extensions.Field)
		}
		for _, at := range e.Locations {
			fmt.Fprintf(&b, " %d:%d", at.Line, at.Column)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
