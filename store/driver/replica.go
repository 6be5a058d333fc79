package driver

import (
	"context"

	"bedplate/fault"
	"bedplate/value"
)

// Replicated is a driver whose database may have replicas, or be one.
//
// A position is how far a database has come in its history: a text of the
// driver's own, of visible ASCII characters without spaces and commas.
type Replicated interface {
	// Position tells how far the database has come: what it shows to a read that
	// begins after the call holds at least everything up to there. On a database
	// that is written to, that is every write acknowledged before the call.
	Position(ctx context.Context) (string, error)
	// Compare tells how a position that a database has come to lies to one that
	// is wanted. It asks nobody. A text that is no position lies apart from all.
	Compare(reached, wanted string) Relation
	// ReadCovering is Read of a database that has come to every one of the
	// positions, and Behind, before any row is visited, of one that has not. The
	// database that answers is the one that is looked at: behind an address there
	// may be several, each of which has come as far as it has.
	ReadCovering(ctx context.Context, wanted []string, p Prepared, args []value.Value, visit Visit) error
}

// Relation is how two positions lie to each other.
type Relation uint8

// The relations.
const (
	// Apart: the positions are of databases that have nothing to do with each
	// other, or whose histories have parted; neither holds what the other does.
	Apart Relation = iota
	Lags           // what is reached lacks something that is wanted
	Holds          // what is reached holds all that is wanted
)

// Behind is what ReadCovering says of a database that has not come so far.
var Behind = fault.New(fault.Unavailable, "the replica has not come so far")
