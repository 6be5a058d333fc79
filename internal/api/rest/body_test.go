package rest

import (
	"net/http"
	"strings"
	"testing"

	"bedplate/fault"
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
		p, err := splitBody([]byte(test.body))
		got := "!" + string(fault.CodeOf(err))
		if err == nil {
			var rows []string
			for _, row := range p.rows {
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

// TestBodyLimits takes more of an array than of an object.
func TestBodyLimits(t *testing.T) {
	t.Parallel()
	h := board(t)
	row := `{"code":"` + strings.Repeat("x", 10) + `","shelf":`
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"an object":        {`{"code":"y","shelf":1}` + strings.Repeat(" ", 4000), http.StatusCreated},
		"a long object":    {`{"code":"z","shelf":1}` + strings.Repeat(" ", 5000), http.StatusRequestEntityTooLarge},
		"a long array":     {"[" + row + "1}," + row + "2}]" + strings.Repeat(" ", 5000), http.StatusCreated},
		"a too long array": {"[" + row + "3}]" + strings.Repeat(" ", 17000), http.StatusRequestEntityTooLarge},
	} {
		if res := ask(h, "POST /stock\n\n"+test.body); res.Code != test.want {
			t.Errorf("%s: %d %s", name, res.Code, res.Body)
		}
	}
}

// TestBodyIsBounded: what a body becomes in memory is bounded too, and a long
// one is read in time.
func TestBodyIsBounded(t *testing.T) {
	t.Parallel()
	c := newCatalog(boardSchema(t)).collection("posts")
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
		body, err := splitBody([]byte(test.body))
		if err == nil {
			_, err = new(sight).tabulate(c, body, nil)
		}
		if fault.CodeOf(err) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	sparse := payload{array: true, rows: make([][]member, maxRows)}
	for _, f := range c.Fields {
		sparse.rows[0] = append(sparse.rows[0], member{f.Name, []byte("null")})
	}
	only := make([]int, maxBodyMembers/maxRows+1)
	if _, err := new(sight).tabulate(c, sparse, only); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("many absent members: %v", err)
	}
}
