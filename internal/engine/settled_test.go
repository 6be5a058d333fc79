package engine_test

import (
	"context"
	"testing"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

// TestOwnConflict runs a handler once that says conflict itself: only what lost in the
// database is run again.
func TestOwnConflict(t *testing.T) {
	t.Parallel()
	conflict := func() error { return fault.New(fault.Conflict, "not now") }
	stores.Each(t, func(t *testing.T, storeName string) {
		var a *app
		var acted, seen int
		a = actingWith(t, storeName, fixed, []engine.Interceptor{{
			Inside: func(_ context.Context, _ *engine.Tx, changes []engine.Change) error {
				if seen++; seen == 1 {
					return nil
				}
				return conflict()
			},
		}}, does{schema.ActionDecl{Name: "refuse", Rule: "true"}, func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			return nil, c.Tx(ctx, func(tx *query.Tx) error {
				acted++
				if _, err := tx.As(query.Service).Do(ctx, a.paper("one", "ada"), nil); err != nil {
					return err
				}
				return conflict()
			})
		}}).by(user("ada"))
		if _, err := a.call(t.Context(), "refuse", nil); fault.CodeOf(err) != fault.Conflict || acted != 1 {
			t.Errorf("the action was run %d times and gives %v", acted, err)
		}
		if seen != 1 {
			t.Fatalf("the seam was run %d times", seen)
		}
		if _, err := a.acts(a.paper("two", "ada").Ops...); fault.CodeOf(err) != fault.Conflict || seen != 2 {
			t.Errorf("the seam was run %d times and gives %v", seen-1, err)
		}
		if got := a.titles(); got != "" {
			t.Errorf("there are %s", got)
		}
	})
}
