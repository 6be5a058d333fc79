package graphql

import (
	"fmt"
	"sync"
	"testing"

	"bedplate/store/storetest/stores"
)

// TestTogether: callers who ask the same at the same time share what was read, and none
// gets another's answer.
func TestTogether(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	const document = "query Q($id: bigint, $order: [users_order_by!]) { users(where: {id: {_eq: $id}}, order_by: $order) { ...u posts(limit: 2) { ... on posts { id } } } } fragment u on users { id name }"
	want := map[string]string{}
	ask := func(id int, as string) string {
		return b.ask(document, fmt.Sprintf(`{"id":%d,"order":{"name":"asc"}}`, id), as).Body.String()
	}
	roles := []string{"anon", "staff", "authenticated 1", "authenticated 2", "service"}
	for id := range 4 {
		for _, as := range roles {
			want[fmt.Sprint(id, as)] = ask(id, as)
		}
	}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := range 25 {
				id, as := (n+i)%4, roles[(n*i)%len(roles)]
				if got := ask(id, as); got != want[fmt.Sprint(id, as)] {
					t.Errorf("%d %s: %s", id, as, got)
				}
			}
		})
	}
	wg.Wait()
}
