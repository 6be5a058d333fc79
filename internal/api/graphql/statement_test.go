package graphql

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/store/driver"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// counted counts what a store is asked to read.
type counted struct {
	driver.Driver
	reads *atomic.Int64
}

func (c counted) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	c.reads.Add(1)
	return c.Driver.Read(ctx, p, args, visit)
}

// TestOneStatement: however much is nested in a root field, the store is asked once; of
// aggregates at the root, once for them and once for their rows.
func TestOneStatement(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		s := apitest.Schema(t)
		var reads atomic.Int64
		b := seeded(t, s, counted{stores.Open(t, kind, s), &reads}, Options{})
		for document, want := range map[string]int64{
			"{ posts { id } }": 1,
			"{ posts(limit: 30, order_by: {id: desc}) { title author { name articles_aggregate { aggregate { count } nodes { id } } } comments(limit: 5) { text author { name } } } }": 1,
			"{ users(where: {articles_aggregate: {count: {predicate: {_gt: 0}}}}, order_by: {articles_aggregate: {count: desc}}) { posts(distinct_on: status) { id } } }":              1,
			"{ a: posts { id } b: users { name } }":                                              2,
			"{ users_aggregate { aggregate { count max { id } } nodes { name posts { id } } } }": 2,
			"{ __typename }": 0,
		} {
			before := reads.Load()
			res := b.ask(document, "", "service")
			if got := reads.Load() - before; got != want || !strings.HasPrefix(res.Body.String(), `{"data"`) {
				t.Errorf("%s: %d statements, not %d: %s", document, got, want, res.Body)
			}
		}
	})
}
