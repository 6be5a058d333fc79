package graphql

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// people are the doors over the world that marks choose, with a few rows.
func people(t testing.TB, marks string, developer bool) boards {
	t.Helper()
	return doorsTo(t, apitest.People(t, marks), Options{Developer: developer})
}

// hiddenNames are those that somebody does not see, as GraphQL calls them.
var hiddenNames = []string{
	"salary", "email", "doc", "tags", "cursor", "count", "made", "load", "boss", "boss_id", "reports", "reports_aggregate", "token",
	"friend", "friend_id", "friends", "safe_id", "holders", "tagged", "reviewer", "reviewer_id", "reviewed", "cost", "auditor", "auditor_id", "audited", "memo", "vault",
	"people_email_key", "salar", "emails", "bos",
}

// uses are documents that name @, by every way there is to name something.
var uses = []string{
	"{people{@}}", "{people{@{id}}}", "{people{x:@ name}}", "{people{@(path:\"a\")}}", "{people{@_aggregate{aggregate{count}}}}",
	"{people{owned{@}}}", "{tasks{owner{@}}}", "{tasks{@}}", "{tasks{@{id}}}", "{labels{@}}",
	"{people(where:{@:{_is_null:true}}){id}}", "{people(where:{@:{_eq:1}}){id}}", "{people(where:{@:{_eq:\"x\"}}){id}}", "{people(where:{@:{}}){id}}",
	"{people(where:{_not:{@:{id:{_eq:1}}}}){id}}", "{people(where:{_or:[{@:{_gt:1}}]}){id}}", "{people(where:{owned:{@:{_is_null:true}}}){id}}",
	"{tasks(where:{owner:{@:{_is_null:true}}}){id}}", "{people(where:{@_aggregate:{count:{predicate:{_gt:0}}}}){id}}",
	"{people(where:{owned_aggregate:{count:{arguments:[@],predicate:{_gt:0}}}}){id}}",
	"{people(order_by:{@:asc}){id}}", "{people(order_by:[{name:asc},{@:{id:desc}}]){id}}", "{tasks(order_by:{owner:{@:asc}}){id}}",
	"{people(order_by:{@_aggregate:{count:asc}}){id}}", "{people(distinct_on:[@]){id}}", "{people(distinct_on:name order_by:{@:asc}){id}}",
	"{people_aggregate{aggregate{sum{@}}}}", "{people_aggregate{aggregate{max{@}}}}", "{people_aggregate{aggregate{count(columns:[@])}}}",
	"{people_aggregate(distinct_on:@){aggregate{count}}}", "{people_aggregate(where:{@:{_is_null:true}}){aggregate{count}}}",
	"{people_by_pk(id:1){@}}", "{people_by_pk(@:1){id}}", "{@{id}}", "{@_by_pk(id:1){id}}", "{@_aggregate{aggregate{count}}}", "{people_@{id}}",
	"mutation{insert_people_one(object:{id:7,name:\"x\",@:1}){id}}", "mutation{insert_people_one(object:{id:7,@:{data:{id:8}}}){id}}",
	"mutation{insert_people(objects:[{id:7,name:\"x\"}] on_conflict:{constraint:@,update_columns:[name]}){affected_rows}}",
	"mutation{insert_people(objects:[{id:1,name:\"ada\"}] on_conflict:{constraint:people_pkey,update_columns:[@]}){affected_rows}}",
	"mutation{insert_people_one(object:{id:1}){@}}", "mutation{update_people(where:{id:{_eq:1}},_set:{@:1}){affected_rows}}",
	"mutation{update_people(where:{id:{_eq:1}},_inc:{@:1}){affected_rows}}", "mutation{update_people(where:{@:{_is_null:true}},_set:{name:\"x\"}){affected_rows}}",
	"mutation{update_people(where:{id:{_eq:1}},_append:{@:[1]}){affected_rows}}", "mutation{update_people(where:{id:{_eq:9}},_set:{name:\"x\"}){returning{@}}}",
	"mutation{delete_people(where:{@:{_eq:\"x\"}}){affected_rows}}", "mutation{delete_people(where:{id:{_eq:9}}){returning{@}}}",
	"query($a:@_bool_exp){people{id}}", "query($a:people_@_enum){people{id}}", "{people{...a}} fragment a on @{id}", "{__type(name:\"@\"){name}}",
	"{__type(name:\"@_bool_exp\"){name}}",
}

// withVariables are documents whose variables name @.
var withVariables = [][2]string{
	{"query($w:people_bool_exp){people(where:$w){id}}", `{"w":{"@":{"_is_null":true}}}`},
	{"query($o:[people_order_by!]){people(order_by:$o){id}}", `{"o":{"@":"asc"}}`},
	{"query($c:[people_select_column!]){people(distinct_on:$c){id}}", `{"c":"@"}`},
	{"mutation($o:people_insert_input!){insert_people_one(object:$o){id}}", `{"o":{"id":9,"@":"1"}}`},
	{"mutation($s:people_set_input){update_people(where:{id:{_eq:1}},_set:$s){affected_rows}}", `{"s":{"@":1}}`},
}

// TestHiddenIsAbsent: whoever may not know a name is answered, byte for byte, as if the
// schema did not have it, suggestions and introspection included.
func TestHiddenIsAbsent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ as, sees string }{
		{"anon", " =-"}, {"authenticated 1", " =-"}, {"staff", " ~-"}, {"service", " ~-"},
	} {
		for _, developer := range []bool{false, true} {
			t.Run(test.as, func(t *testing.T) {
				t.Parallel()
				compareWorlds(t, test.as, developer, people(t, " ~!", developer), people(t, test.sees, developer))
			})
		}
	}
}

func compareWorlds(t *testing.T, as string, developer bool, hidden, absent boards) {
	compare := func(path, document, variables string) {
		// Among names that are as near, those of types have no order; and one key
		// that is partly hidden is another where that part is absent.
		if (developer || as == "service") && (strings.Contains(document, "_by_pk(id:1){id}}") || strings.Contains(document, "a on ") || strings.HasPrefix(document, "query($a")) ||
			strings.HasPrefix(document, "{tagged_by_pk") {
			return
		}
		want, got := absent.askAt(path, document, variables, as), hidden.askAt(path, document, variables, as)
		if want.Code != got.Code || want.Body.String() != got.Body.String() {
			t.Errorf("%s %s\nabsent %s\nhidden %s", document, variables, want.Body, got.Body)
		}
	}
	for _, name := range hiddenNames {
		for _, use := range uses {
			compare("/graphql/v1", strings.ReplaceAll(use, "@", name), "")
		}
		for _, use := range withVariables {
			compare("/graphql/v1", use[0], strings.ReplaceAll(use[1], "@", name))
		}
		compare(RelayPrefix, "{people_connection(order_by:{"+name+":asc}){edges{cursor node{id}}}}", "")
		compare(RelayPrefix, "{people_connection(first:1){edges{node{"+name+"_connection{edges{cursor}}}}}}", "")
	}
	for _, relay := range []bool{false, true} {
		texts := [2]string{}
		for i, b := range []boards{absent, hidden} {
			text, err := b.graphql.(*Door).SchemaOf(apitest.Principal(as), relay)
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = withoutKeys(text)
		}
		if texts[0] != texts[1] {
			t.Errorf("the schemas differ: %s\n%s", texts[0], texts[1])
		}
	}
}

// withoutKeys leaves out what a schema says of the one collection whose key is partly
// hidden, which has another key where that part is absent.
func withoutKeys(text string) string {
	var b strings.Builder
	skips := false
	for line := range strings.Lines(text) {
		if strings.Contains(line, "tagged") && strings.HasSuffix(line, "{\n") {
			skips = true
		}
		if !skips && !strings.Contains(line, "tagged") {
			b.WriteString(line)
		}
		skips = skips && line != "}\n"
	}
	return b.String()
}

// TestSightIsNotShared: what one caller's document meant is not what the next one's does.
func TestSightIsNotShared(t *testing.T) {
	t.Parallel()
	b := people(t, " ~!", false)
	for range 2 {
		if body := b.ask("{people{email}}", "", "staff").Body.String(); body != `{"data":{"people":[{"email":"ada@example.org"}]}}` {
			t.Error(body)
		}
		if body := b.ask("{people{email}}", "", "anon").Body.String(); failed(body) != "validation-failed" {
			t.Error(body)
		}
	}
}

// TestClosed: without developers' mode nobody but the service role is told of the schema.
func TestClosed(t *testing.T) {
	t.Parallel()
	b := people(t, " ~!", false)
	for _, document := range []string{"{people{nam}}", "{peopl{id}}", "{people(where:{nam:{_eq:1}}){id}}", "{people(wher:{}){id}}", "{people{...a}} fragment a on peopl {id}"} {
		if body := b.ask(document, "", "anon").Body.String(); strings.Contains(body, "ean") || failed(body) != "validation-failed" {
			t.Errorf("%s: %s", document, body)
		}
		if body := b.ask(document, "", query.RoleService).Body.String(); !strings.Contains(body, "Did you mean") {
			t.Errorf("%s: %s", document, body)
		}
	}
	if body := b.ask("{__schema{queryType{name}}}", "", query.RoleService).Body.String(); body != `{"data":{"__schema":{"queryType":{"name":"query_root"}}}}` {
		t.Error(body)
	}
}

// TestScopes: a credential's scope narrows what its holder finds, the service role's too,
// and two of one caller do not share what they find.
func TestScopes(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	for range 2 {
		for _, as := range []query.Principal{{Role: query.RoleService}, {Role: query.RoleAuthenticated, ID: "1"}} {
			for _, test := range []struct {
				scope, document string
				code            string
			}{
				{"", "{ labels { id } users { id } }", ""},
				{"labels:read", "{ labels { id } }", ""},
				{"labels:read", "{ users { id } }", "validation-failed"},
				{"comments:read comments:update", "mutation { delete_comments(where: {}) { affected_rows } }", "validation-failed"},
				{"comments:read comments:update", "{ comments { id post { id } } }", "validation-failed"},
				{"comments:read comments:update", "mutation { update_comments(where: {id: {_eq: 99}}, _set: {votes: 1}) { affected_rows } }", ""},
				{"call:add", "{ add(a: 1) }", ""},
				{"labels:read", "{ add(a: 1) }", "validation-failed"},
				{"labels:read", "{ __schema { queryType { name } } }", "permission-error"},
			} {
				p := as
				var err error
				if p.Scope, err = query.ParseScope(strings.Fields(test.scope)); err != nil {
					t.Fatal(err)
				}
				text, _ := json.Marshal(map[string]string{"query": test.document})
				r := httptest.NewRequest("POST", "/graphql/v1", bytes.NewReader(text))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				b.graphql.ServeHTTP(w, r.WithContext(query.WithPrincipal(r.Context(), &p)))
				if code := failed(w.Body.String()); code != test.code {
					t.Errorf("%s %q %s: %s", p.Role, test.scope, test.document, w.Body)
				}
			}
		}
	}
}
