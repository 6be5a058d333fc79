package gathered_test

import (
	"strings"
	"testing"

	"bedplate/query"
	"bedplate/store/gathered"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

func column(k value.Kind) sqlgen.Column { return sqlgen.Column{Type: value.Type{Kind: k}} }

// books are rows of every kind, with one joined record and rows within.
func books() *sqlgen.Gathered {
	marks := &sqlgen.Gathered{Columns: []sqlgen.Column{column(value.Int)}, Outputs: []sqlgen.Output{{Column: 0}}}
	columns := []sqlgen.Column{column(value.Text), column(value.Int), column(value.Float),
		{Type: value.Type{Kind: value.Decimal, Precision: 12, Scale: 2}}, column(value.Bool), column(value.Time), column(value.Date),
		column(value.UUID), column(value.Bytes), column(value.JSON), {Type: value.Type{Kind: value.List, Elem: value.Text}}, {Rows: marks}, column(value.Int)}
	outputs := make([]sqlgen.Output, 11, 13)
	for i := range outputs {
		outputs[i].Column = i
	}
	outputs = append(outputs, sqlgen.Output{Column: 11, Gathered: marks, Many: true},
		sqlgen.Output{Column: -1, Joined: &sqlgen.Joined{Present: 12, Outputs: []sqlgen.Output{{Column: 12}}}})
	return &sqlgen.Gathered{Columns: columns, Outputs: outputs, Joins: 1}
}

const nulls = `[null,null,null,null,null,null,null,null,null,null,null,null,null]`

func show(t *testing.T, doc string, one bool) (string, error) {
	t.Helper()
	var out strings.Builder
	rows := books()
	err := new(gathered.Decoder).Each([]byte(doc), rows, one, func(r query.Row) error {
		for i, o := range rows.Outputs {
			if o.Joined == nil && o.Gathered == nil {
				out.Write(append(r.Value(i).AppendJSON(nil), ' '))
				continue
			}
			if err := r.Nested(i, func(in query.Row) error {
				out.WriteString("<" + in.Value(0).String() + ">")
				return nil
			}); err != nil {
				return err
			}
		}
		out.WriteByte('\n')
		return nil
	})
	return out.String(), err
}

func TestRows(t *testing.T) {
	t.Parallel()
	const row = `["a\"é\u0041", 9223372036854775807, 1e308, "1.5", 1, 1000001, "2024-02-29", "0190b8a47d5c70008000000000000001", "00FF", "{\"a\":1}", "[\"x\"]", [[1],[2]], 7]`
	const want = `"a\"éA" 9223372036854775807 1e+308 1.50 true "1970-01-01T00:00:01.000001+00:00" "2024-02-29" "0190b8a4-7d5c-7000-8000-000000000001" "\\x00ff" {"a":1} ["x"] <1><2><7>` + "\n"
	for _, c := range []struct {
		doc, want string
		one       bool
	}{
		{"[" + row + "]", want, false},
		{"[" + row + ", " + row + "]", want + want, false},
		{"[" + row + ", " + row + "]", want, true},
		{"[]", "", false},
		{"[0]", "", false},
		{"[" + row + "," + row + ",2]", want + want, false},
		{"[" + nulls + "]", strings.Repeat("null ", 11) + "\n", false},
		{strings.Replace("["+row+"]", "[[1],[2]]", `"[[1],[\"2\"]]"`, 1), want, false},
	} {
		got, err := show(t, c.doc, c.one)
		if err != nil || got != c.want {
			t.Errorf("%s\n got %s, %v\nwant %s", c.doc, got, err, c.want)
		}
	}
}

// TestBroken expects an error of what is not whole, never a row that is short.
func TestBroken(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{"", "{}", "[1]", "[[1]]", `[["a`, `[[null,"x"]]`, `[[`, "[", "[1]", "[0", "[" + nulls, "[" + nulls + ",2]", "[" + nulls + ",1"} {
		if got, err := show(t, doc, false); err == nil {
			t.Errorf("%s is read as %q", doc, got)
		}
	}
}

// FuzzRows reads anything without a panic.
func FuzzRows(f *testing.F) {
	f.Add(`[["a",1,1,1,1,1,"2024-02-29","","","","",[[1]],1]]`)
	f.Fuzz(func(t *testing.T, doc string) { _, _ = show(t, doc, false) })
}
