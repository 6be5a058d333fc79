package body

import (
	"strconv"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/schema"
)

// TestSplitBody splits bodies into members, and refuses what is not objects.
func TestSplitBody(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		body string
		want string // name=raw of each member, | between objects; or a code
	}{
		{`{}`, ""},
		{` { "a" : 1 , "b":"x,}" } `, `a=1 b="x,}"`},
		{`[]`, ""},
		{`[{"a":[1,{"b":"]"}]},{"a":null}]`, `a=[1,{"b":"]"}]|a=null`},
		{`{"a\"b":1,"\u0063":"\\"}`, `a"b=1 c="\\"`},
		{`{"a":1,"a":2}`, "!body"},
		{`{"a":1,"\u0061":2}`, "!body"},
		{`{"a":1}x`, "!body"},
		{`{"a":}`, "!body"},
		{`{"a`, "!body"},
		{`"`, "!body"},
		{`[1]`, "!body"},
		{`[[]]`, "!body"},
		{`null`, "!body"},
		{``, "!body"},
		{`{"a":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `}`, "!too_complex"},
		{strings.Repeat("[", 1_000_000), "!too_complex"},
	} {
		p, err := Split([]byte(test.body))
		got := "!" + string(fault.CodeOf(err))
		if err == nil {
			var rows []string
			for _, row := range p.Rows {
				var members []string
				for _, m := range row {
					members = append(members, m.name+"="+string(m.raw))
				}
				rows = append(rows, strings.Join(members, " "))
			}
			got = strings.Join(rows, "|")
		}
		if got != test.want {
			t.Errorf("%.40s: %s, want %s", test.body, got, test.want)
		}
	}
}

// TestBodyIsBounded: what a body becomes in memory is bounded too, and a long
// one is read in time.
func TestBodyIsBounded(t *testing.T) {
	t.Parallel()
	s, err := schema.Parse(map[string][]byte{"schema/notes.yaml": []byte("collection: notes\nfields: {a: int, b: int, " +
		numbered("n%: int, ", maxBodyMembers/maxRows) + "c: int}\n")})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Collection("notes")
	wide := "{" + numbered(`"a%":1,`, maxMembers-1) + `"b":1}`
	for name, test := range map[string]struct {
		body string
		want fault.Code
	}{
		"many objects":     {"[{}" + strings.Repeat(",{}", maxRows) + "]", fault.TooLarge},
		"many members":     {"[" + wide + strings.Repeat(","+wide, 1100) + "]", fault.TooLarge},
		"wide objects":     {"[" + wide + strings.Repeat(","+wide, 100) + "]", fault.UnknownColumn},
		"an odd object":    {strings.TrimSuffix(wide, "}") + `,"c":1}`, fault.TooComplex},
		"twice among many": {strings.TrimSuffix(strings.Replace(wide, `"a1":1,`, "", 1), "}") + `,"a9":1}`, fault.Body},
	} {
		body, err := Split([]byte(test.body))
		if err == nil {
			_, err = Tabulate(new(grammar.Sight), c, body, nil)
		}
		if fault.CodeOf(err) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	sparse := Payload{Array: true, Rows: make([][]Member, maxRows)}
	for _, f := range c.Fields {
		sparse.Rows[0] = append(sparse.Rows[0], Member{name: f.Name, raw: []byte("null")})
	}
	only := make([]int, maxBodyMembers/maxRows+1)
	if _, err := Tabulate(new(grammar.Sight), c, sparse, only); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("many absent members: %v", err)
	}
}

// numbered repeats a pattern with a number in the place of its %.
func numbered(pattern string, count int) string {
	var b strings.Builder
	for i := range count {
		b.WriteString(strings.ReplaceAll(pattern, "%", strconv.Itoa(i+1)))
	}
	return b.String()
}
