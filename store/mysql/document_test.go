package mysql

import (
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

const filed = `
collection: files
key: [id]
fields:
  id: {type: int, required: true}
  doc: json
`

// hard are documents that a server which reads them into a form of its own, or by a
// regular expression, may change or refuse.
func hard() []string {
	digits := strings.Repeat("1234567890", 40)
	return []string{
		`{"a":` + digits + `,"b":"` + digits + `"}`,
		`{"a":-` + digits + `.50,"b":true}`,
		`{"a":0.` + strings.Repeat("0", 400) + `1,"b":{"c":"1.50"}}`,
		`{"a":{"b":[1.50,"2.50",-0.10,[],{},{"c":18446744073709551616}],"é":"\u0001\n\"\\ -1.5, : "}}`,
		`{"a":"\\\"1.5","b":"[1, 2]: {\"c\": 3}","c":[[[1.0]],"x",{"d":null}]}`,
		`{"a":1.0,"b":9007199254740993.10,"aa":1,"c":[9223372036854775808,-9223372036854775809,0.1]}`,
		`["0",{"0":1.5},[2.5]]`, `"\\u00001.5"`, `{"a":"\\u00001.5","b":[1.5,"\\u0000"]}`,
	}
}

// large are documents as large, and as deep, as a server takes apart that marks numbers.
// MariaDB, which does not, follows none below 32 levels.
func large() []string {
	return []string{
		`{"a":[` + strings.Repeat(`"text, with: signs",1.5,`, 4_000) + `2.50]}`,
		`{"a":[` + strings.Repeat(`{"name":"some text","n":12,"x":1.50},`, 1_500) + `0]}`,
		strings.Repeat(`{"a":`, value.MaxDepth-1) + `[1.50]` + strings.Repeat("}", value.MaxDepth-1),
	}
}

// TestDocuments takes documents apart as the reference does, and asks what they include.
func TestDocuments(t *testing.T) {
	t.Parallel()
	s := storetest.Schema(t, filed)
	c := s.Collection("files")
	d, reference := open(t, s, Options{}), mem.New(s)
	docs := hard()
	if !d.Dialect().PlainJSON {
		docs = append(docs, large()...)
	}
	insert := &plan.Insert{Into: c, Fields: []int{0, 1}}
	for _, store := range []driver.Driver{d, reference} {
		if err := store.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
			for i, text := range docs {
				doc, err := value.CanonicalJSON([]byte(text))
				if err != nil {
					return err
				}
				if _, err := tx.Insert(t.Context(), insert, []value.Value{value.OfInt(int64(i)), value.OfJSON(doc)}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	doc := c.Fields[1]
	field := func(i int) *expr.Node { return expr.FieldOf(expr.Self, i, c.Fields[i].Name, c.Fields[i].Type) }
	read := &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Binds: []value.Type{doc.Type},
		Outputs: []plan.Output{{Expr: field(0)}}, Order: []plan.Order{{Expr: field(0)}}}
	for _, path := range []string{"a", "b", "c", "a b", "a é", "a b 5 c", "b c", "0", "1 0", "2 0", "c 0", strings.TrimSpace(strings.Repeat("a ", value.MaxDepth-1))} {
		member := &expr.Node{Op: expr.Path, Args: []*expr.Node{field(1)}, Path: strings.Split(path, " "), Type: doc.Type}
		read.Outputs = append(read.Outputs, plan.Output{Expr: member})
	}
	included := *read
	included.Outputs = included.Outputs[:1]
	included.Where = expr.TestOf(expr.Includes, field(1), &expr.Node{Op: expr.Bind, Type: doc.Type})
	compare := func(p *plan.Read, args ...value.Value) {
		t.Helper()
		got, want := answer(t, d, p, args), answer(t, reference, p, args)
		for i := range max(len(got), len(want)) {
			if len(got) != len(want) || got[i] != want[i] {
				t.Errorf("row %d is %.2000s, not %.2000s", i, got[min(i, len(got)-1)], want[min(i, len(want)-1)])
				return
			}
		}
	}
	compare(read, value.OfJSON("0"))
	for _, part := range []string{`{"a":[2.5]}`, `{"a":{"b":[[]]}}`, `{"b":true}`, `{}`, `[]`, `"0"`, `[[2.50]]`, `{"a":[{"x":1.5}]}`, `{"a":1}`, `{"c":[0.10]}`} {
		compare(&included, value.OfJSON(part))
	}
}

func answer(t *testing.T, d driver.Driver, p *plan.Read, args []value.Value) []string {
	t.Helper()
	prepared, err := d.Prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	if err := d.Read(t.Context(), prepared, args, func(r query.Row) error {
		var row strings.Builder
		for i := range p.Outputs {
			row.WriteString(string(r.Value(i).AppendJSON(nil)) + " ")
		}
		out = append(out, row.String())
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}
