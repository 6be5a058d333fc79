package body

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// readCSV gives every cell of a text, a quoted one in brackets, record by
// record.
func readCSV(text string, most int) (records []string, err error) {
	r := newCSVReader(strings.NewReader(text), most)
	for {
		if err := r.record(); err == io.EOF {
			return records, nil
		} else if err != nil {
			return records, err
		}
		var cells []string
		for i, c := range r.cells {
			said := string(r.get(i))
			if c.quoted {
				said = "<" + said + ">"
			}
			cells = append(cells, said)
		}
		records = append(records, strings.Join(cells, "|"))
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                       nil,
		"a":                      {"a"},
		"a,b\nc,d":               {"a|b", "c|d"},
		"a,b\r\nc,d\r\n":         {"a|b", "c|d"},
		"a,\n,b\n":               {"a|", "|b"},
		",":                      {"|"},
		"\n\na\n":                {"", "", "a"},
		"\"\",\"a,b\",\"c\"\"\"": {"<>|<a,b>|<c\">"},
		"\"a\nb\",\"c\r\nd\"":    {"<a\nb>|<c\r\nd>"},
		"\"a\"\r\n\"b\"":         {"<a>", "<b>"},
		" a , \tb ":              {" a | \tb "},
		"\uFEFFa,b":              {"a|b"},
		"\uFEFF\"a\",b":          {"<a>|b"},
		"é,日本":                   {"é|日本"},
	} {
		got, err := readCSV(text, 100)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
}

// TestWrongCSV refuses what may be read in two ways, and names the line.
func TestWrongCSV(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		code fault.Code
		line int
	}{
		"a\nb\"c\n":                         {fault.Body, 2},
		"a\n\"b\"c\n":                       {fault.Body, 2},
		"a\n\"b\" ,c\n":                     {fault.Body, 2},
		"a\n\n \"b\"\n":                     {fault.Body, 3},
		"a,b\n\"c\nd\",\"e":                 {fault.Body, 3},
		"a\n\"b\n\n\n":                      {fault.Body, 2},
		"\"":                                {fault.Body, 1},
		"\"a\"\"":                           {fault.Body, 1},
		"a\rb":                              {fault.Body, 1},
		"a\nb\r":                            {fault.Body, 2},
		"a\n" + strings.Repeat("b", 101):    {fault.TooLarge, 2},
		"a\n\"" + strings.Repeat("\n", 200): {fault.TooLarge, 2},
		strings.Repeat(",", 5000):           {fault.Body, 1},
	} {
		_, err := readCSV(text, 100)
		if f := fault.As(err); f == nil || f.Code != want.code || f.Line != want.line {
			t.Errorf("%.40q: %v, want %s in line %d", text, err, want.code, want.line)
		}
	}
}

// TestCSVAgrees reads what another writer of CSV writes.
func TestCSVAgrees(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching("[a,\"\\n é]{0,6}")
		width := rapid.IntRange(2, 4).Draw(t, "width")
		rows := rapid.SliceOf(rapid.SliceOfN(cell, width, width)).Draw(t, "rows")
		var text strings.Builder
		w := csv.NewWriter(&text)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		r := newCSVReader(strings.NewReader(text.String()), 1000)
		for _, row := range rows {
			if err := r.record(); err != nil {
				t.Fatal(err)
			}
			got := make([]string, len(r.cells))
			for i := range got {
				got[i] = string(r.get(i))
			}
			want := slices.Clone(row)
			if w.UseCRLF {
				for i := range want { // that writer ends lines within values so too
					want[i] = strings.ReplaceAll(want[i], "\n", "\r\n")
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q, want %q", got, want)
			}
		}
		if err := r.record(); err != io.EOF {
			t.Fatal(err)
		}
	})
}

// TestCSVComesBack reads every value that was written as it was, null apart
// from empty texts.
func TestCSVComesBack(t *testing.T) {
	t.Parallel()
	kinds := []value.Type{{Kind: value.Text}, {Kind: value.Int}, {Kind: value.JSON}, {Kind: value.List, Elem: value.Text}}
	members := make([]query.Member, len(kinds))
	for i, kind := range kinds {
		members[i] = query.Member{Name: string("a,\"b"[i]), Type: kind}
	}
	shape := query.NewShape(members)
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "NULL", "null", " ", "\r", "\n", "\"", "a,b", "\uFEFF"}), rapid.StringN(0, 8, 20).Filter(value.ValidText))
	rapid.Check(t, func(t *rapid.T) {
		row := record{
			value.OfText(text.Draw(t, "text")), value.OfInt(rapid.Int64().Draw(t, "int")),
			value.OfJSON(string(value.OfText(text.Draw(t, "json")).AppendJSON(nil))),
			value.OfList([]value.Value{value.OfText(text.Draw(t, "item"))}),
		}
		for i := range row {
			if rapid.Bool().Draw(t, "null") {
				row[i] = value.Value{}
			}
		}
		out, err := query.AppendCSV(query.AppendCSVHeader(nil, shape), shape, row, query.Encoding{})
		if err != nil {
			t.Fatal(err)
		}
		r := newCSVReader(strings.NewReader(string(out)), 1000)
		if err := r.record(); err != nil || len(r.cells) != len(members) || string(r.get(2)) != "\"" {
			t.Fatalf("%q: %v", out, err)
		}
		if err := r.record(); err != nil || len(r.cells) != len(members) {
			t.Fatalf("%q: %v", out, err)
		}
		for i, c := range r.cells {
			said := string(r.get(i))
			if null := !c.quoted && (said == "" || said == "NULL"); null != row[i].IsNull() {
				t.Fatalf("%q: value %d is null: %v", out, i, null)
			} else if null {
				continue
			}
			got, err := value.ParseText(kinds[i], said)
			if err != nil || got.String() != row[i].String() {
				t.Fatalf("%q: value %d is %s, %v", out, i, got, err)
			}
		}
	})
}

// record is a row of values.
type record []value.Value

func (r record) Value(i int) value.Value                 { return r[i] }
func (r record) Nested(int, func(query.Row) error) error { return nil }
