package soap

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/api/apitest"
)

// wsdlFor gives the WSDL that a caller is given.
func wsdlFor(t testing.TB, d doors, as string) string {
	t.Helper()
	res := apitest.Serve(d.soap, httptest.NewRequest("GET", Prefix+"?WSDL", nil), as)
	if res.Code != 200 {
		t.Fatalf("%d %s", res.Code, res.Body)
	}
	return res.Body.String()
}

// TestWSDLOfCallers: who may not do or know something is not told of it.
func TestWSDLOfCallers(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	anon, staff, service := wsdlFor(t, d, ""), wsdlFor(t, d, "staff"), wsdlFor(t, d, "service")
	for what, c := range map[string][3]bool{ // anon, staff, service
		`<wsdl:operation name="Get_posts">`:          {true, true, true},
		`<wsdl:operation name="Delete_posts">`:       {false, true, true},
		`<wsdl:operation name="Create_labels">`:      {false, false, true},
		`<wsdl:operation name="List_report">`:        {true, true, true},
		`<wsdl:operation name="Create_report">`:      {false, false, false},
		`<wsdl:operation name="List_tokens">`:        {false, false, false},
		`<wsdl:operation name="Call_add">`:           {true, true, true},
		`<wsdl:operation name="Call_unruled">`:       {false, false, true},
		`name="email"`:                               {true, true, true}, // anyone may write it
		`name="near"`:                                {false, true, true},
		`name="hidden"`:                              {false, false, false},
		`name="Record_ledger"`:                       {false, false, true},
		`<xsd:enumeration value="draft"/>`:           {true, true, true},
		`<xsd:maxLength value="20"/>`:                {true, true, true},
		`<xsd:fractionDigits value="2"/>`:            {true, true, true},
		`location="https://board.example/soap/v1"/>`: {true, true, true},
		`Adds &lt;two&gt; numbers.`:                  {true, true, true},
	} {
		if got := [3]bool{strings.Contains(anon, what), strings.Contains(staff, what), strings.Contains(service, what)}; got != c {
			t.Errorf("%s: %v", what, got)
		}
	}
	record, _, _ := strings.Cut(anon[strings.Index(anon, `name="Record_users"`):], "</xsd:complexType>\n")
	if strings.Contains(record, "email") {
		t.Error(record)
	}
}

// TestWSDLIsWhole: whatever it refers to is there, once.
func TestWSDLIsWhole(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	for _, as := range []string{"", "staff", "service"} {
		var names, uses []string
		depth := 0
		decoder := xml.NewDecoder(strings.NewReader(wsdlFor(t, d, as)))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch e := token.(type) {
			case xml.StartElement:
				depth++
				kind := e.Name.Local
				for _, a := range e.Attr {
					used, refers := strings.CutPrefix(a.Value, "tns:")
					switch {
					case refers && a.Name.Local == "message":
						uses = append(uses, "message "+used)
					case refers && (a.Name.Local == "element" || a.Name.Local == "ref"):
						uses = append(uses, "element "+used)
					case refers && a.Name.Local == "type" && kind == "element":
						uses = append(uses, "complexType "+used)
					case a.Name.Local == "name" && (kind == "message" || depth == 4 && (kind == "element" || kind == "complexType")):
						names = append(names, kind+" "+a.Value)
					}
				}
			case xml.EndElement:
				depth--
			}
		}
		slices.Sort(names)
		for i, name := range names {
			if i > 0 && name == names[i-1] {
				t.Errorf("%q: %s is there twice", as, name)
			}
		}
		for _, use := range uses {
			if _, ok := slices.BinarySearch(names, use); !ok {
				t.Errorf("%q: %s is not there", as, use)
			}
		}
		if len(names) < 50 || len(uses) < 50 {
			t.Errorf("%q: %d names, %d uses", as, len(names), len(uses))
		}
	}
}

// sequence is what an element of the schema holds.
type sequence struct {
	Name     string `xml:"name,attr"`
	Elements []struct {
		Name string `xml:"name,attr"`
		Type string `xml:"type,attr"`
	} `xml:"complexType>sequence>element"`
}

// TestNamesOfQuestionsAndAnswers: what an operation takes and what it gives are called
// the same only where they are.
func TestNamesOfQuestionsAndAnswers(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	for _, as := range []string{"", "staff", "service"} {
		var text struct {
			Elements []sequence `xml:"types>schema>element"`
		}
		if err := xml.Unmarshal([]byte(wsdlFor(t, d, as)), &text); err != nil {
			t.Fatal(err)
		}
		types := map[string]map[string]string{}
		for _, e := range text.Elements {
			types[e.Name] = map[string]string{}
			for _, in := range e.Elements {
				types[e.Name][in.Name] = in.Type
			}
		}
		compared := 0
		for name, asked := range types {
			for what, kind := range types[name+response] {
				if compared++; asked[what] != "" && asked[what] != kind {
					t.Errorf("%q: %s takes %s as %s, and gives it as %s", as, name, what, asked[what], kind)
				}
			}
		}
		if compared < 20 {
			t.Errorf("%q: only %d elements were compared", as, compared)
		}
	}
}

// TestCodesAreDocumented: users are told of every code.
func TestCodesAreDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/soap.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range fault.Codes() {
		if !strings.Contains(string(page), "`"+string(code)+"`") {
			t.Errorf("docs/soap.md has no %s", code)
		}
	}
}
