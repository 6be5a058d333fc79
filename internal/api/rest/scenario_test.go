package rest

import (
	"bedplate/store/storetest/stores"
	"encoding/json"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var rewrite = flag.Bool("rewrite", false, "write the scenarios' answers as they are now")

// TestScenarios sends the requests of each file of testdata/*.txtar, in order,
// to a board of its own on each store, and compares status, headers and body. A section
// "> name" is a request, the one after it is its answer.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			stores.Each(t, func(t *testing.T, store string) { scenario(t, file, store) })
		})
	}
}

func scenario(t *testing.T, file, store string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(text)
	h := boardOn(t, store)
	out := &txtar.Archive{Comment: archive.Comment}
	for i, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, "> ")
		if !ok {
			continue
		}
		got := printAnswer(ask(h, strings.TrimRight(string(f.Data), "\n")))
		out.Files = append(out.Files, f, txtar.File{Name: "<", Data: []byte(got)})
		want := ""
		if i+1 < len(archive.Files) && archive.Files[i+1].Name == "<" {
			want = string(archive.Files[i+1].Data)
		}
		if !*rewrite && got != want {
			t.Errorf("%s:\n%s\n%s", name, f.Data, cmp.Diff(want, got))
		}
	}
	if *rewrite && store == stores.Embedded {
		if err := os.WriteFile(file, txtar.Format(out), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// printAnswer writes an answer for people: the headers that matter, sorted.
func printAnswer(res *httptest.ResponseRecorder) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", res.Code)
	names := make([]string, 0)
	for name := range res.Header() {
		if name != "Content-Length" && name != "Vary" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		val := res.Header().Get(name)
		if name == "Content-Type" && val == "application/json; charset=utf-8" {
			continue
		}
		fmt.Fprintf(&b, "%s: %s\n", name, val)
	}
	if body := strings.TrimRight(res.Body.String(), "\n"); body != "" {
		b.WriteString("\n" + withoutText(res.Code, body) + "\n")
	}
	return b.String()
}

// withoutText leaves of an error what clients act on: its code, the fields of
// its errors, and details that are not prose.
func withoutText(status int, body string) string {
	var failure struct {
		Code   string
		Errors []struct {
			Field, Code string
			Line, Row   int
		}
	}
	if status < 300 || json.Unmarshal([]byte(body), &failure) != nil {
		return body
	}
	out := "! " + failure.Code
	for _, e := range failure.Errors {
		out += "\n! " + e.Code + " " + e.Field
		if e.Line > 0 {
			out += fmt.Sprint(", line ", e.Line)
		}
		if e.Row > 0 {
			out += fmt.Sprint(", row ", e.Row)
		}
	}
	return out
}
