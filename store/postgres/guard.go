package postgres

import (
	"context"

	"bedplate/fault"
	"bedplate/store/sqlgen"
)

// A write that the database refuses leaves a transaction usable, says the
// contract, and PostgreSQL ends the transaction instead, unless the write stands
// behind a savepoint. Few transactions go on then, so those that want to are run
// once more, with a savepoint before each write; no other one pays for them.

var (
	setSavepoint   = &sqlgen.Statement{SQL: "SAVEPOINT bedplate"}
	resetSavepoint = &sqlgen.Statement{SQL: "RELEASE SAVEPOINT bedplate"}
)

const backToSavepoint = "ROLLBACK TO SAVEPOINT bedplate"

// guard is what the runs of one transaction know of savepoints.
type guard struct {
	on     bool
	wanted bool // a transaction would have gone on
	set    bool // there is a savepoint
}

// missed tells that a transaction has to be run again with savepoints.
func (g *guard) missed() bool {
	if g.on || !g.wanted {
		return false
	}
	g.on = true
	return true
}

// before gives what has to be sent before a write.
func (g *guard) before(first *beginning) *beginning {
	if !g.on {
		return first
	}
	if first == nil {
		first = &beginning{begun: true}
	} else {
		g.set = false
	}
	first.save, first.release = true, g.set
	g.set = true
	return first
}

// rejected is failed for a write: where that stands behind a savepoint, the
// transaction goes back there.
func (t *tx) rejected(err error) error {
	switch fault.CodeOf(err) {
	case fault.Unique, fault.Reference, fault.Check, fault.Required, fault.TooLong, fault.OutOfRange, fault.Value:
	default:
		return t.failed(err)
	}
	if t.guard.on && t.s.pg.TxStatus() == 'E' {
		ctx, cancel := context.WithTimeout(context.Background(), t.d.patience())
		defer cancel()
		if _, back := t.s.pg.Exec(ctx, backToSavepoint).ReadAll(); back == nil {
			return err
		}
	}
	t.refused = t.cause == nil
	return t.failed(err)
}
