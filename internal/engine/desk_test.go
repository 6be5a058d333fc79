package engine_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

// TestActionsOnOneConnection: what a transaction of an action needs to know, it
// does not ask on a second connection, for which everybody would wait.
func TestActionsOnOneConnection(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		for action, atomic := range map[string]bool{"own": false, "whole": true} {
			var a *app
			a = actingBy(t, name, 1, fixed, nil, does{schema.ActionDecl{Name: action, Rule: "true", Atomic: atomic,
				Params: []*schema.FieldDecl{{Name: "title", Type: "text"}}}, func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				return nil, c.Tx(ctx, func(tx *query.Tx) error {
					_, err := tx.As(query.Service).Do(ctx, a.paper(c.Arg("title").Raw(), "ada"), nil)
					return err
				})
			}})
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second) // less than a store waits for a connection
			defer cancel()
			var all sync.WaitGroup
			for i := range 4 {
				all.Go(func() {
					if _, err := a.call(ctx, action, map[string]string{"title": fmt.Sprint("t", i)}); err != nil {
						t.Errorf("%s: %v", action, err)
					}
				})
			}
			all.Wait()
		}
	})
}

// TestActionsRefuseWithin: what an action itself refuses in its transaction is
// told as it says it, and undone; what a request of its own fails with is not.
func TestActionsRefuseWithin(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		var a *app
		write := func(refusal error) query.ActionFunc {
			return func(ctx context.Context, c *query.Call) (*query.Answer, error) {
				return nil, c.Tx(ctx, func(tx *query.Tx) error {
					for range 2 {
						if _, err := tx.As(query.Service).Do(ctx, a.paper("one", "ada"), nil); err != nil || refusal != nil {
							if refusal != nil {
								err = refusal
							}
							return err
						}
					}
					return nil
				})
			}
		}
		refusal := fault.New(fault.Denied, "not on a Sunday")
		refusal.Reason = "sunday"
		a = acting(t, name, fixed, does{schema.ActionDecl{Name: "refuse", Rule: "true"}, write(refusal)},
			does{schema.ActionDecl{Name: "twice", Rule: "true"}, write(nil)}).by(user("ada"))
		_, err := a.call(t.Context(), "refuse", nil)
		if f := fault.As(err); f != refusal {
			t.Errorf("it refuses with %v", err)
		}
		_, err = a.call(t.Context(), "twice", nil)
		if f := fault.As(err); f.Code != fault.Unique || f.Field != "" || f.Constraint != "" {
			t.Errorf("a request's error is told: %+v", f)
		}
		if got := a.titles(); got != "" {
			t.Errorf("there are %s", got)
		}
	})
}
