package bedplate

import "bedplate/internal/engine"

// Stats count what an app has done by the schema that it serves now.
type Stats = engine.Stats

// Stats gives the counts.
func (a *App) Stats() Stats { return a.engine.Load().Stats() }
