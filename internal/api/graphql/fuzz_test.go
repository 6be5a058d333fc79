package graphql

import (
	"testing"

	"bedplate/store/storetest/stores"
)

// FuzzAsk: no document and no variables panic, or are blamed on the server.
func FuzzAsk(f *testing.F) {
	for _, h := range hostile {
		if len(h.document) < 1<<10 {
			f.Add(h.document, "")
		}
	}
	for _, p := range pairFilters {
		f.Add("{ posts(where: "+p.graphql+") { id } }", "")
	}
	for _, u := range withVariables {
		f.Add(u[0], u[1])
	}
	f.Add("mutation($o:[posts_insert_input!]!){insert_posts(objects:$o){affected_rows}}", `{"o":[{"id":1,"comments":{"data":[]}}]}`)
	f.Add("{posts_aggregate(distinct_on:id limit:1){aggregate{count(columns:[id] distinct:true) stddev{votes}}}}", "")
	b := board(f, stores.Reference, Options{Developer: true})
	f.Fuzz(func(t *testing.T, document, variables string) {
		for _, path := range []string{"/graphql/v1", RelayPrefix} {
			res := b.askAt(path, document, variables, "staff")
			if code := failed(res.Body.String()); code == "unexpected" || res.Code >= 500 {
				t.Errorf("%q %q: %d %s", document, variables, res.Code, res.Body)
			}
		}
	})
}
