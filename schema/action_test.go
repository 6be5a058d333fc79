package schema_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

const things = `
collection: things
fields: {name: text}
---
collection: hidden
internal: true
fields: {name: text}
`

func withActions(actions ...*schema.ActionDecl) (*schema.Schema, error) {
	return schema.Load(fstest.MapFS{"schema/test.yaml": {Data: []byte(things)}}, ".", schema.Options{Actions: actions})
}

func TestActions(t *testing.T) {
	t.Parallel()
	text := &schema.FieldDecl{Name: "text", Type: "text", Required: true, Max: 5}
	limit := &schema.FieldDecl{Name: "limit", Type: "int", Default: &schema.DefaultDecl{JSON: " 10 "}, Check: "limit > 0 && text != \"\""}
	s, err := withActions(
		&schema.ActionDecl{Name: "search", Comment: "Finds.", Params: []*schema.FieldDecl{text, limit}, Reads: true,
			Rule: `text != "" && auth.id != null && request.method == "GET"`, Result: schema.ResultDecl{Records: "things"}},
		&schema.ActionDecl{Name: "add", Params: []*schema.FieldDecl{{Name: "a", Type: "decimal", Precision: 9, Scale: 2}},
			Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "list", Of: "int"}}},
		&schema.ActionDecl{Name: "pair", Result: schema.ResultDecl{Object: []*schema.FieldDecl{{Name: "a", Type: "int"}, {Name: "b", Type: "text"}}}},
		&schema.ActionDecl{Name: "one", Result: schema.ResultDecl{Record: "things"}},
		&schema.ActionDecl{Name: "take", Whole: true, Params: []*schema.FieldDecl{{Name: "body", Type: "bytes"}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range s.Actions {
		names = append(names, a.Signature())
	}
	if got := strings.Join(names, " "); got != "add(a) one() pair() search(text, limit) take(body)" {
		t.Error(got)
	}
	search := s.Action("search")
	if search == nil || s.Action("things") != nil {
		t.Fatal("actions are not found by their names")
	}
	if search.Result.Kind != schema.RecordsResult || search.Result.Collection != s.Collection("things") || !search.Result.Records() {
		t.Errorf("%+v", search.Result)
	}
	if !search.Param("text").Needed() || search.Param("limit").Needed() || search.Param("limit").Default.Value.Int() != 10 || search.Param("nothing") != nil {
		t.Error("the parameters are not as declared")
	}
	if !expr.TouchesRecord(search.Rule) || search.Param("limit").Check == nil {
		t.Error("the expressions are not there")
	}
	if got := s.Action("add").Result.Value.Type; got != (value.Type{Kind: value.List, Elem: value.Int}) {
		t.Errorf("%+v", got)
	}
	if got := s.Action("pair").Result; got.Kind != schema.ObjectResult || len(got.Members) != 2 || got.Members[1].Name != "b" {
		t.Errorf("%+v", got)
	}
	if s.Action("take").Result.Kind != schema.NoResult || s.Action("one").Result.Kind != schema.RecordResult {
		t.Error("the results are not as declared")
	}
	if limit.Default.JSON != " 10 " {
		t.Error("the declaration was changed")
	}
	if plain, err := withActions(); err != nil || plain.Version != s.Version {
		t.Error("actions change the version of the collections")
	}
}

func TestActionMistakes(t *testing.T) {
	t.Parallel()
	params := func(fields ...*schema.FieldDecl) []*schema.FieldDecl { return fields }
	for name, test := range map[string]struct {
		decl  schema.ActionDecl
		where string
		code  fault.Code
	}{
		"name":           {schema.ActionDecl{Name: "a-b"}, "action a-b", fault.Value},
		"no name":        {schema.ActionDecl{}, "action ", fault.Value},
		"reserved":       {schema.ActionDecl{Name: "f", Params: params(&schema.FieldDecl{Name: "auth", Type: "int"})}, "action f.auth", fault.Value},
		"type":           {schema.ActionDecl{Name: "f", Params: params(&schema.FieldDecl{Name: "a", Type: "itn"})}, "action f.a", fault.Value},
		"no type":        {schema.ActionDecl{Name: "f", Params: params(&schema.FieldDecl{Name: "a"})}, "action f.a", fault.Required},
		"nil":            {schema.ActionDecl{Name: "f", Params: params(nil)}, "action f", fault.Required},
		"reference":      {schema.ActionDecl{Name: "f", Params: params(&schema.FieldDecl{Name: "a", Type: "ref", To: "things"})}, "action f.a", fault.Value},
		"stored":         {schema.ActionDecl{Name: "f", Params: params(&schema.FieldDecl{Name: "a", Type: "int", Unique: true})}, "action f.a", fault.Value},
		"default":        {schema.ActionDecl{Name: "f", Params: params(&schema.FieldDecl{Name: "a", Type: "int", Default: &schema.DefaultDecl{JSON: `"x"`}})}, "action f.a", fault.Value},
		"check":          {schema.ActionDecl{Name: "f", Params: params(&schema.FieldDecl{Name: "a", Type: "int", Check: "b > 1"})}, "action f.a", fault.UnknownField},
		"rule":           {schema.ActionDecl{Name: "f", Rule: "nme == 1", Params: params(&schema.FieldDecl{Name: "name", Type: "text"})}, "action f", fault.UnknownField},
		"two results":    {schema.ActionDecl{Name: "f", Result: schema.ResultDecl{Record: "things", Records: "things"}}, "action f", fault.Value},
		"no collection":  {schema.ActionDecl{Name: "f", Result: schema.ResultDecl{Records: "thing"}}, "action f", fault.UnknownCollection},
		"internal":       {schema.ActionDecl{Name: "f", Result: schema.ResultDecl{Record: "hidden"}}, "action f", fault.Unsupported},
		"no members":     {schema.ActionDecl{Name: "f", Result: schema.ResultDecl{Object: []*schema.FieldDecl{}}}, "action f", fault.Required},
		"default result": {schema.ActionDecl{Name: "f", Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int", Default: &schema.DefaultDecl{JSON: "1"}}}}, "action f.result", fault.Value},
		"whole":          {schema.ActionDecl{Name: "f", Whole: true, Params: params(&schema.FieldDecl{Name: "a", Type: "int"})}, "action f", fault.Value},
		"many": {schema.ActionDecl{Name: "f", Params: func() (out []*schema.FieldDecl) {
			for range 101 {
				out = append(out, &schema.FieldDecl{Name: "p" + strings.Repeat("x", len(out)%60) + string(rune('a'+len(out)/60)), Type: "int"})
			}
			return out
		}()}, "action f", fault.TooComplex},
	} {
		_, err := withActions(&test.decl)
		problems, ok := err.(schema.Problems)
		if !ok || len(problems) == 0 || problems[0].Code != test.code || strings.TrimSuffix(problems[0].Where, ".") != test.where {
			t.Errorf("%s: %#v", name, err)
		}
	}
	twice := &schema.ActionDecl{Name: "f"}
	if _, err := withActions(twice, twice); err == nil {
		t.Error("an action is declared twice")
	}
}
