package engine

// Stats count what an engine has done since it was made.
type Stats struct {
	PlanHits   uint64 // requests whose plan was known
	PlanMisses uint64 // requests that were granted and planned first
}

// Stats gives the counts.
func (e *Engine) Stats() Stats {
	hits, misses := e.plans.Counts()
	return Stats{PlanHits: hits, PlanMisses: misses}
}
