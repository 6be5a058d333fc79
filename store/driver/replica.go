package driver

import "context"

// Replicated is a driver whose database may have replicas, or be one.
type Replicated interface {
	// Position tells how far the database has come: what it shows to a read that
	// begins after the call holds at least everything up to there. On a database
	// that is written to, that is every write acknowledged before the call. The
	// text is the database's own, short, of visible ASCII characters.
	Position(ctx context.Context) (string, error)
	// Covers tells whether a database that has come to one position holds
	// everything up to another. A text that is no position is covered by none.
	Covers(reached, wanted string) bool
}
