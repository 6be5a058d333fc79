package graphql

import (
	"reflect"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/query"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// TestRetries: a mutation with a key is done once, and answered as the first time, its
// failure too.
func TestRetries(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		b := board(t, kind, Options{})
		ask := func(key, document, variables, as string) (body string, again bool) {
			res := apitest.Send(b.graphql, "POST", "/graphql/v1", `{"query":"`+document+`","variables":`+variables+`}`, as, keyHeader, key)
			return res.Body.String(), res.Header().Get(replayedHeader) == "true"
		}
		const insert = "mutation($id: bigint!) { insert_users_one(object: {id: $id, name: \\\"x\\\"}) { id } }"
		for i, test := range []struct {
			key, variables, as, code string
			again                    bool
		}{
			{"a", `{"id":60}`, "authenticated 1", "", false},
			{"a", `{"id":60}`, "authenticated 1", "", true},
			{"a", `{"id":61}`, "authenticated 1", "conflict", false},
			{"a", `{"id":60}`, "authenticated 2", "constraint-violation", false},
			{"a", `{"id":60}`, "authenticated 2", "constraint-violation", true},
			{"b", `{"id":60}`, "authenticated 1", "constraint-violation", false},
			{"", `{"id":62}`, "authenticated 1", "data-exception", false},
			{"c", `{"id":62}`, "anon", "not-supported", false},
		} {
			body, again := ask(test.key, insert, test.variables, test.as)
			if failed(body) != test.code || again != test.again {
				t.Errorf("%d: %v %s", i, again, body)
			}
		}
		if body, _ := ask("d", "mutation { ping }", "{}", "authenticated 1"); failed(body) != "not-supported" {
			t.Error(body)
		}
		if body, again := ask("a", "{ users_by_pk(id: 60) { name } }", "{}", "authenticated 1"); body != `{"data":{"users_by_pk":{"name":"x"}}}` || again {
			t.Error(body)
		}
	})
}

// TestCallersAreToldApart: by every fact about them.
func TestCallersAreToldApart(t *testing.T) {
	t.Parallel()
	scope, err := query.ParseScope([]string{"read"})
	if err != nil {
		t.Fatal(err)
	}
	plain := string(appendCaller(nil, &query.Principal{}, false))
	fields := reflect.TypeFor[query.Principal]()
	for i := range fields.NumField() {
		var p query.Principal
		switch at := reflect.ValueOf(&p).Elem().Field(i); at.Interface().(type) {
		case string:
			at.SetString("x")
		case []string:
			at.Set(reflect.ValueOf([]string{"x"}))
		case value.Value:
			at.Set(reflect.ValueOf(value.OfJSON(`{"x":1}`)))
		case *query.Scope:
			at.Set(reflect.ValueOf(scope))
		default:
			t.Fatalf("nothing is known of the fact %s", fields.Field(i).Name)
		}
		if string(appendCaller(nil, &p, false)) == plain {
			t.Errorf("callers are not told apart by %s", fields.Field(i).Name)
		}
	}
}
