package parity

import (
	"maps"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/internal/api/graphql"
	"bedplate/internal/api/soap"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

// TestWords: whatever a door has a word for, a row of the table says. What a door learns
// to say has to be put there, and to the doors that could not say it until now.
func TestWords(t *testing.T) {
	t.Parallel()
	d := open(t, stores.Reference)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]map[string]bool{}
	for _, file := range files {
		_, all := rows(t, file)
		for _, r := range all {
			for _, c := range r.cells {
				if c.how == cannot {
					continue
				}
				if used[c.door] == nil {
					used[c.door] = map[string]bool{}
				}
				for _, word := range inCell.FindAllString(c.text, -1) {
					used[c.door][d.general(word)] = true
				}
			}
		}
	}
	for door, words := range map[string][]string{"GraphQL": d.typed(t, false), "Relay": d.typed(t, true), "SOAP": d.described(t)} {
		if len(words) < 10 {
			t.Errorf("%s has the words %v", door, words)
		}
		for _, word := range words {
			if !used[door][word] && !(door == "Relay" && used["GraphQL"][word]) {
				t.Errorf("%s has a word that no row of the table says: %s", door, word)
			}
		}
	}
}

var inCell = regexp.MustCompile(`\w+`)

// general writes a word without the names of the schema: posts_by_pk is c_by_pk, and a
// name alone is none.
func (d *doors) general(word string) string {
	longest := ""
	for _, c := range d.heard.Schema().Collections {
		if strings.Contains("_"+word+"_", "_"+c.Name+"_") && len(c.Name) > len(longest) {
			longest = c.Name
		}
	}
	if longest == "" {
		return word
	}
	general := strings.Trim(strings.Replace("_"+word+"_", "_"+longest+"_", "_c_", 1), "_")
	if general == "c" {
		return ""
	}
	return general
}

// names are those of the schema, which are no words of a door's.
func (d *doors) names() map[string]bool {
	s := d.heard.Schema()
	all := map[string]bool{"": true}
	note := func(fields []*schema.Field) {
		for _, f := range fields {
			all[f.Name], all[f.Name+"_id"] = true, true
		}
	}
	for _, c := range s.Collections {
		note(c.Fields)
		for _, name := range c.Members() {
			all[name], all[name+"_aggregate"], all[name+"_connection"] = true, true, true
		}
	}
	for _, a := range s.Actions {
		all[a.Name], all["Call_"+a.Name] = true, true
		note(a.Params)
		note(a.Result.Members)
	}
	return all
}

var (
	blockOf = regexp.MustCompile(`(?m)^(type|input) \w+ (implements \w+ )?\{\n((?:[^}].*\n)*)\}`)
	nameOf  = regexp.MustCompile(`\b(\w+)(?:\(|:)`)
)

// typed are the words of GraphQL's schema: fields and arguments.
func (d *doors) typed(t *testing.T, relay bool) []string {
	t.Helper()
	text, err := d.graphql.(*graphql.Door).SchemaOf(query.Service, relay)
	if err != nil {
		t.Fatal(err)
	}
	found, names := map[string]bool{}, d.names()
	for _, block := range blockOf.FindAllStringSubmatch(text, -1) {
		for _, name := range nameOf.FindAllStringSubmatch(block[3], -1) {
			if word := d.general(name[1]); !names[name[1]] && !names[word] {
				found[word] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// answers are the elements that stand in answers alone.
var answers = map[string]bool{"Fault": true, "code": true, "reason": true, "message": true, "detail": true, "hint": true, "constraint": true,
	"line": true, "row": true, "other": true, "created": true, "record": true, "record_": true, "result": true, "result_": true, "next": true, "total": true}

var elementOf = regexp.MustCompile(`<xsd:element [^>]*name="(\w+)"`)

// described are the words of the WSDL: the elements that a message may have.
func (d *doors) described(t *testing.T) []string {
	t.Helper()
	text := apitest.Serve(d.soap, httptest.NewRequest("GET", soap.Prefix+"?wsdl", nil), query.RoleService).Body.String()
	found, names := map[string]bool{}, d.names()
	for _, name := range elementOf.FindAllStringSubmatch(text, -1) {
		if word := d.general(name[1]); !names[name[1]] && !names[word] && !answers[word] && !strings.HasSuffix(word, "Response") {
			found[word] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
