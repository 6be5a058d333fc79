package engine_test

import "testing"

// TestStatsCountPlans asks again for a shape that was asked for, and for another
// one.
func TestStatsCountPlans(t *testing.T) {
	onEveryStore(t, family, func(t *testing.T, a *app) {
		a.ask(a.read("people", "id == 1", "id"))
		before := a.Stats()
		a.ask(a.read("people", "id == 1", "id"))
		a.ask(a.read("people", "id > 1", "id"))
		after := a.Stats()
		if hits, misses := after.PlanHits-before.PlanHits, after.PlanMisses-before.PlanMisses; hits != 1 || misses != 1 {
			t.Errorf("%d plans were known and %d made", hits, misses)
		}
	})
}
