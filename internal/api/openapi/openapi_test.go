package openapi

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

var rewrite = flag.Bool("rewrite", false, "write the documents as they are now")

func shop(t *testing.T) *schema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Load(fstest.MapFS{"schema/shop.yaml": {Data: text}}, ".", schema.Options{Actions: actions})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	service = Caller{Service: true, Rights: rights{all: true, calls: []string{"close", "find", "hello", "move", "receive", "sum"}}}
	staff   = Caller{Rights: rights{fixed: []string{"stock", "made"}, calls: []string{"close"}}}
	// A visitor writes the text of a note, and cannot read it.
	visitor = Caller{Rights: rights{hidden: []string{"cost", "text"}, fixed: []string{"cost", "stock", "made"}, calls: []string{"find", "sum"}}}
)

// actions are the shop's, of every form.
var actions = []*schema.ActionDecl{
	{Name: "close"},
	{Name: "find", Comment: "Finds things.", Reads: true, Result: schema.ResultDecl{Records: "things"},
		Params: []*schema.FieldDecl{
			{Name: "text", Comment: "What to find.", Type: "text", Required: true, Max: 20},
			{Name: "limit", Type: "int", Default: &schema.DefaultDecl{JSON: "10"}},
			{Name: "tags", Type: "list", Of: "text"},
		}},
	{Name: "hello", Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "enum", Values: []string{"hi", "ho"}, Required: true}},
		Reads: true, Params: []*schema.FieldDecl{{Name: "meta", Type: "json"}}},
	{Name: "move", Result: schema.ResultDecl{Record: "things"}},
	{Name: "receive", Whole: true, Params: []*schema.FieldDecl{{Name: "raw", Type: "bytes", Required: true}}},
	{Name: "sum", Result: schema.ResultDecl{Object: []*schema.FieldDecl{
		{Name: "count", Type: "int", Required: true}, {Name: "mean", Comment: "None of nothing.", Type: "float"}}}},
}

// rights are made up: members by their names, and no rules but those that are
// not there or never true.
type rights struct {
	hidden, fixed, calls, barred []string
	all                          bool // may do all, whatever the rules
}

func (r rights) Hidden(_ *schema.Collection, name string) bool {
	return slices.Contains(r.hidden, name)
}
func (r rights) Fixed(_ *schema.Collection, name string) bool { return slices.Contains(r.fixed, name) }
func (r rights) Sealed(c *schema.Collection, name string) bool {
	return r.Hidden(c, name) && r.Fixed(c, name)
}
func (r rights) Callable(a *schema.Action) bool { return slices.Contains(r.calls, a.Name) }

func (r rights) Barred(c *schema.Collection, kind query.Kind) bool {
	if slices.Contains(r.barred, c.Name) || c.View && kind != query.Read {
		return true
	}
	never := func(rule *expr.Node) bool { return !r.all && (rule == nil || expr.IsFalse(rule)) }
	switch kind {
	case query.Read:
		return never(c.Rules.Read)
	case query.Create:
		return never(c.Rules.Create)
	case query.Update:
		return never(c.Rules.Update)
	case query.Delete:
		return never(c.Rules.Delete)
	}
	return never(c.Rules.Create) && never(c.Rules.Update)
}

func documentFor(t *testing.T, caller Caller) *Document {
	t.Helper()
	return NewDocument(NewView(shop(t), caller), About{
		Title: "shop", Failures: map[int][]string{400: {"PGRST100", "22P02"}, 409: {"23505"}},
	})
}

// TestDocuments compares the documents of a small shop with testdata.
func TestDocuments(t *testing.T) {
	t.Parallel()
	pretty := func(text []byte, err error) []byte {
		var b bytes.Buffer
		if err == nil {
			err = json.Indent(&b, text, "", " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		return append(b.Bytes(), '\n')
	}
	all, visiting := documentFor(t, service), documentFor(t, visitor)
	for name, got := range map[string][]byte{
		"visitor.openapi.json": pretty(visiting.OpenAPI()),
		"service.swagger.json": pretty(all.Swagger()),
		"service.ts":           all.TypeScript(),
		"visitor.ts":           visiting.TypeScript(),
	} {
		path := "testdata/" + name
		if *rewrite {
			if err := os.WriteFile(path, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// opened is what a test reads of a document.
type opened struct {
	Paths      map[string]map[string]json.RawMessage
	Components struct {
		Schemas map[string]struct {
			Properties map[string]json.RawMessage
			Required   []string
		}
		Parameters map[string]json.RawMessage
	}
}

func open(t *testing.T, caller Caller) (doc opened, text string) {
	t.Helper()
	raw, err := documentFor(t, caller).OpenAPI()
	if err == nil {
		err = json.Unmarshal(raw, &doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	return doc, string(raw)
}

func TestOperationsThatNoRuleAllowsAreLeftOut(t *testing.T) {
	t.Parallel()
	methods := func(doc opened, path string) string {
		var out []string
		for _, method := range []string{"get", "post", "patch", "put", "delete"} {
			if doc.Paths[path][method] != nil {
				out = append(out, method)
			}
		}
		return strings.Join(out, " ")
	}
	every := "get post patch put delete"
	for _, test := range []struct {
		path, ordinary, service string
	}{
		{"/makers", "get", every},
		{"/makers/{id}", "get", "get patch put delete"},
		{"/things", "get post put", every}, // delete: "false" allows nobody
		{"/things/{code},{part}", "get put", "get patch put delete"},
		{"/notes", "post put", every},
		{"/ledger", "", every},
		{"/tokens", "", ""}, // internal
	} {
		for name, as := range map[string]struct {
			caller Caller
			want   string
		}{"ordinary": {staff, test.ordinary}, "service": {service, test.service}} {
			doc, _ := open(t, as.caller)
			if got := methods(doc, test.path); got != as.want {
				t.Errorf("%s for %s: %q, want %q", test.path, name, got, as.want)
			}
		}
	}
}

func TestWhatIsHiddenIsNotNamed(t *testing.T) {
	t.Parallel()
	doc, text := open(t, visitor)
	for _, word := range []string{"cost", "secret", "ledger", "tokens"} {
		if strings.Contains(text, word) {
			t.Errorf("the visitor's document says %s", word)
		}
	}
	if doc.Components.Schemas["notes.insert"].Properties["text"] == nil {
		t.Error("the text of a note may be written, and is not described")
	}
	if doc.Components.Parameters["rowFilter.notes.text"] != nil {
		t.Error("the text of a note cannot be filtered by, and is described so")
	}
	for name, caller := range map[string]Caller{"staff": staff, "service": service} {
		doc, text := open(t, caller)
		if doc.Components.Schemas["things"].Properties["cost"] == nil {
			t.Errorf("%s may read the cost, which is not described", name)
		}
		if strings.Contains(text, "secret") || strings.Contains(text, "tokens") {
			t.Errorf("the document for %s names what is internal", name)
		}
	}
}

// TestWriteOnlyFieldsNeedAWrite: a field that may be written and not read is
// not named where no rule lets anyone write.
func TestWriteOnlyFieldsNeedAWrite(t *testing.T) {
	t.Parallel()
	s, err := schema.Parse(map[string][]byte{"schema/a.yaml": []byte(
		"collection: a\nkey: [id]\nfields:\n  id: int\n  hush: {type: text, read: auth.role == \"staff\"}\nrules: {read: \"true\"}\n")})
	if err != nil {
		t.Fatal(err)
	}
	d := NewDocument(NewView(s, Caller{Rights: rights{hidden: []string{"hush"}}}), About{})
	for name, write := range map[string]func() ([]byte, error){
		"openapi": d.OpenAPI, "swagger": d.Swagger,
		"types": func() ([]byte, error) { return d.TypeScript(), nil },
	} {
		text, err := write()
		if err != nil || bytes.Contains(text, []byte("hush")) {
			t.Errorf("%s names hush, or fails: %v", name, err)
		}
	}
}

// TestWhoIsBarred: what no rule could let a caller do is in no document.
func TestWhoIsBarred(t *testing.T) {
	t.Parallel()
	s := shop(t)
	d := NewDocument(NewView(s, Caller{Rights: rights{barred: []string{"things"}}}), About{})
	text, err := d.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"/things", "schemas/things"} {
		if bytes.Contains(text, []byte(name+`"`)) {
			t.Errorf("%s is there", name)
		}
	}
	if !bytes.Contains(text, []byte(`"/lines"`)) {
		t.Error("what is not barred is gone too")
	}
}

func TestServerSetFieldsAreTheServiceRolesToWrite(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		caller Caller
		want   bool
	}{"staff": {staff, false}, "service": {service, true}} {
		doc, _ := open(t, test.caller)
		if got := doc.Components.Schemas["things.insert"].Properties["made"] != nil; got != test.want {
			t.Errorf("%s may write made: %v", name, got)
		}
	}
	doc, _ := open(t, staff)
	if got := doc.Components.Schemas["things.insert"].Required; !slices.Equal(got, []string{"code", "part", "maker"}) {
		t.Errorf("a new thing needs %v", got)
	}
}

// TestFixedFieldsAreNoInput: what may be read and not written stands in rows
// alone, and a view has no other schema than its rows.
func TestFixedFieldsAreNoInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		caller Caller
		stock  bool
	}{"staff": {staff, false}, "service": {service, true}} {
		doc, _ := open(t, test.caller)
		schemas := doc.Components.Schemas
		if schemas["things"].Properties["stock"] == nil || schemas["things"].Properties["label"] == nil {
			t.Errorf("%s may read stock and label", name)
		}
		for _, input := range []string{"things.insert", "things.update"} {
			if got := schemas[input].Properties["stock"] != nil; got != test.stock {
				t.Errorf("%s: %s takes stock: %v", name, input, got)
			}
			if schemas[input].Properties["label"] != nil {
				t.Errorf("%s: %s takes a computed field", name, input)
			}
		}
		if _, ok := schemas["lines.insert"]; ok || schemas["lines"].Properties["things"] == nil {
			t.Errorf("%s: a view is described as a table", name)
		}
	}
}

// TestFieldsNamedLikeArguments: the argument wins over order, and the field
// over filter, whose argument is $filter then.
func TestFieldsNamedLikeArguments(t *testing.T) {
	t.Parallel()
	doc, _ := open(t, staff)
	list := string(doc.Paths["/things"]["get"])
	if strings.Contains(list, "rowFilter.things.order") || !strings.Contains(list, `parameters/order"`) {
		t.Error("order is the argument's")
	}
	if !strings.Contains(list, "rowFilter.things.filter") || !strings.Contains(list, `parameters/filter.ours"`) || strings.Contains(list, `parameters/filter"`) {
		t.Error("filter is the field's")
	}
}

// TestCallersShareDocuments: who sees alike has one fingerprint, and only they.
func TestCallersShareDocuments(t *testing.T) {
	t.Parallel()
	s := shop(t)
	if visitor.fingerprint(s) != (Caller{Rights: rights{hidden: []string{"text", "cost"}, fixed: []string{"made", "stock", "cost"}, calls: []string{"sum", "find"}}}).fingerprint(s) {
		t.Error("two visitors do not share a document")
	}
	seen := map[string]string{}
	for name, caller := range map[string]Caller{
		"service": service, "staff": staff, "visitor": visitor,
		"reader":   {Rights: rights{hidden: []string{"text"}, fixed: []string{"text"}}},
		"writer":   {Rights: rights{hidden: []string{"text"}}},
		"caller":   {Rights: rights{hidden: []string{"text"}, calls: []string{"find"}}},
		"outsider": {Rights: rights{hidden: []string{"text"}, barred: []string{"things"}}},
	} {
		key := caller.fingerprint(s)
		if seen[key] != "" {
			t.Errorf("%s and %s share a document", name, seen[key])
		}
		seen[key] = name
	}
}

// TestDocumentsAreTheSameEachTime: their entity tags are made of their text.
func TestDocumentsAreTheSameEachTime(t *testing.T) {
	t.Parallel()
	_, first := open(t, service)
	for range 5 {
		if _, again := open(t, service); again != first {
			t.Fatal("two documents of one schema differ")
		}
	}
}
