package postgres

import (
	"context"
	"fmt"
	"sync/atomic"

	"bedplate/fault"
	"bedplate/store/postgres/result"
	"bedplate/store/sqlgen"
)

// A transaction that is one write goes to the server as that write alone, which
// PostgreSQL commits when it is done, and not as BEGIN, the write and COMMIT: one
// answer is waited for instead of two.

// whole tells whether the insertion is to be a transaction by itself. It needs a
// connection that is not known to be lost: whether a write was committed that was
// sent on such a one, nobody could tell.
func (t *tx) whole() bool {
	if t.first == nil || !t.first.mode.Single || t.first.mode.Serializable || t.guard.on || !quiet(t.s.pg.Conn()) {
		return false
	}
	t.first.begun = true
	t.first.demand = t.d.demand.of(t.first.mode.Epoch)
	t.first.mode.Epoch = 0
	return true
}

// demand keeps the statement that fails where the database has another epoch.
type demand struct{ kept atomic.Pointer[demanded] }

type demanded struct {
	epoch     int64
	statement *sqlgen.Statement
}

func (d *demand) of(epoch int64) *sqlgen.Statement {
	if epoch == 0 {
		return nil
	}
	if known := d.kept.Load(); known != nil && known.epoch == epoch {
		return known.statement
	}
	made := &demanded{epoch, &sqlgen.Statement{SQL: fmt.Sprintf("SELECT 1 / count(*) FROM _bedplate_meta WHERE epoch = %d", epoch)}}
	d.kept.Store(made)
	return made.statement
}

// divisionByZero is the SQLSTATE with which a demand fails.
const divisionByZero = "22012"

// finished is how a write ended that was a transaction by itself.
func (t *tx) finished(err error) error {
	switch {
	case err == nil:
		t.committed = true
		return nil
	case !t.s.sent, !result.Broken(err), result.Undone(err):
		return err
	}
	return fault.Wrap(fault.Unknown, err, "the connection broke while the change was written: it is unknown whether it was").
		WithHint("look whether the change was made before you try again")
}

// kept is the context of a write that is a transaction by itself: a caller who
// goes away does not leave it in doubt.
func kept(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
