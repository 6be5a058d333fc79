package migrate

import (
	"context"

	"bedplate/fault"
	"bedplate/store/driver"
)

// Outdated gives the error of work that was refused since its database has come to
// another epoch: that it was moved away, where it was, and else the one given.
func Outdated(ctx context.Context, target Target, refused error) error {
	stamp, err := target.Migrator.Stamp(ctx)
	if err == nil {
		err = free(stamp, target.Store)
	}
	if fault.CodeOf(err) == fault.SchemaChanged {
		return err
	}
	return refused
}

// Hold keeps everybody from writing to the target from then on: transactions
// of servers that are at work are refused as those of another epoch are, and
// none can start. It gives the move's id, which is the one that a hold before
// it had, or the one given.
func Hold(ctx context.Context, target Target, id string) (string, error) {
	err := target.Migrator.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		to := driver.Stamp{Checksum: marked(held, id, db.Stamp.Checksum), Epoch: db.Stamp.Epoch + 1}
		switch m := MarkOf(db.Stamp); {
		case db.Underway != nil && m.Held:
			return fault.New(fault.Conflict, "a move was being taken back, and was not to the end").WithHint("run bedplate move --cancel again")
		case m.Held:
			id = m.ID
			return nil
		case m.Stage != Untouched:
			return free(db.Stamp, target.Store)
		case db.Underway != nil: // by a Hold that was killed
			to = driver.Stamp{Checksum: db.Underway.Checksum, Epoch: db.Stamp.Epoch}
			if m = MarkOf(to); !m.Held {
				return fault.New(fault.SchemaChanged, "a migration of the source was not done to its end").WithHint("run bedplate migrate apply first")
			}
			id = m.ID
		}
		return record(session, db, to, held)
	})
	return id, err
}

// Release takes a hold back: servers that knew the database before may write
// again. It tells whether there was one.
func Release(ctx context.Context, target Target) (was bool, err error) {
	err = target.Migrator.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		if was = MarkOf(db.Stamp).Held; !was {
			return nil
		}
		to := driver.Stamp{Checksum: unmarked(db.Stamp.Checksum), Epoch: db.Stamp.Epoch - 1}
		if db.Underway != nil { // by a Release that was killed
			to = driver.Stamp{Checksum: db.Underway.Checksum, Epoch: db.Stamp.Epoch}
		}
		return record(session, db, to, released)
	})
	return was, err
}
