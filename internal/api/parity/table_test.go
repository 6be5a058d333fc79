package parity

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/internal/api/apitest"
	"bedplate/store/storetest/stores"
)

// row is a row of the table: something to ask, and how each door says it.
type row struct {
	name  string
	as    string
	cells []cell
}

// cell is what one door is sent.
type cell struct {
	door string
	how  how
	text string
}

// how is how much of a row a cell says: the same request with the same answer; the same
// answer by another request; or, where a door cannot say it, the nearest thing, which it
// refuses or answers otherwise.
type how int

const (
	alike how = iota
	otherwise
	cannot
)

// parseRow reads a row: lines of "door: text", "door otherwise: text" or "door cannot:
// text", which go on in lines that are indented, and "as: role id" before them.
func parseRow(t *testing.T, name, text string) row {
	t.Helper()
	r := row{name: name}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if n := len(r.cells); n > 0 && strings.HasPrefix(line, " ") {
			r.cells[n-1].text += "\n" + strings.TrimSpace(line)
			continue
		}
		head, rest, ok := strings.Cut(line, ": ")
		if !ok {
			t.Fatalf("%s: %s", name, line)
		}
		if head == "as" {
			r.as = rest
			continue
		}
		door, said, _ := strings.Cut(head, " ")
		how, known := map[string]how{"": alike, "otherwise": otherwise, "cannot": cannot}[said]
		if says[door] == nil || !known {
			t.Fatalf("%s: there is no door %s", name, head)
		}
		r.cells = append(r.cells, cell{door, how, rest})
	}
	return r
}

// rows reads the rows of a file: what is asked, followed by the request and the answer.
func rows(t *testing.T, file string) (archive *txtar.Archive, all []row) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	archive = txtar.Parse(text)
	for _, f := range archive.Files {
		if name, ok := strings.CutPrefix(f.Name, "> "); ok {
			all = append(all, parseRow(t, name, string(f.Data)))
		}
	}
	return archive, all
}

// TestParity: the cells of a row are one request, and have one answer, on every store. A
// door that cannot say it has a cell all the same, so that the row fails once it can.
func TestParity(t *testing.T) {
	t.Parallel()
	apitest.EachFile(t, func(t *testing.T, file string) {
		stores.Each(t, func(t *testing.T, kind string) { compareFile(t, file, kind) })
	})
}

func compareFile(t *testing.T, file, kind string) {
	archive, all := rows(t, file)
	want := map[string]string{}
	for i := 0; i+1 < len(archive.Files); i++ {
		if f := archive.Files[i]; strings.HasPrefix(f.Name, "> ") && archive.Files[i+1].Name == "<" {
			want[f.Name[2:]] = string(archive.Files[i+1].Data)
		}
	}
	out := &txtar.Archive{Comment: archive.Comment}
	d := open(t, kind)
	for _, r := range all {
		got := d.compare(t, r)
		if !*apitest.Rewrite && got != want[r.name] {
			t.Errorf("%s:\n%s", r.name, cmp.Diff(want[r.name], got))
		}
		for _, f := range archive.Files {
			if f.Name == "> "+r.name {
				out.Files = append(out.Files, f, txtar.File{Name: "<", Data: []byte(got)})
			}
		}
	}
	if *apitest.Rewrite && kind == stores.Embedded {
		if err := os.WriteFile(file, txtar.Format(out), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// compare sends each cell of a row, and gives what the first of them is answered: the
// request that it is, and the data.
func (d *doors) compare(t *testing.T, r row) string {
	t.Helper()
	asked, gives := "", ""
	for _, c := range r.cells {
		for _, way := range says[c.door] {
			got, data := "", ""
			if c.how == alike {
				got, data = d.said(t, way, c.text, r.as)
			}
			switch {
			case c.how != alike:
			case data == "":
				t.Errorf("%s: %s refuses\n%s\n%s", r.name, way.name, c.text, d.last.Body)
			case gives == "":
				asked, gives = got, data
			case got != asked || data != gives:
				t.Errorf("%s: %s says something else:\n%s\n%s", r.name, way.name, c.text, cmp.Diff(asked+gives, got+data))
			}
		}
	}
	there := map[string]bool{}
	for _, c := range r.cells {
		there[c.door] = true
		for _, way := range says[c.door] {
			if c.how == alike {
				continue
			}
			got, data := d.said(t, way, c.text, r.as)
			switch {
			case c.how == otherwise && data != gives:
				t.Errorf("%s: %s is answered otherwise:\n%s\n%s\n%s", r.name, way.name, c.text, cmp.Diff(gives, data), d.last.Body)
			case c.how == otherwise && got == asked:
				t.Errorf("%s: %s says the same:\n%s", r.name, way.name, c.text)
			case c.how == cannot && data == gives:
				t.Errorf("%s: %s can say it:\n%s", r.name, way.name, c.text)
			}
		}
	}
	for _, door := range []string{"REST", "GraphQL", "SOAP"} {
		if !there[door] {
			t.Errorf("%s: nothing is said of %s", r.name, door)
		}
	}
	return asked + gives
}

// TestRowsHaveNames: a name is one row's, and each file has rows.
func TestRowsHaveNames(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		seen := map[string]bool{}
		_, all := rows(t, file)
		for _, r := range all {
			if seen[r.name] {
				t.Errorf("%s: %s is there twice", file, r.name)
			}
			seen[r.name] = true
		}
	}
}
