package migrate

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
)

// A mark stands before the checksum of a database's stamp while its rows are
// carried to another one, or come from there. Nobody serves a database with a
// mark, or migrates it, but who set it.
const (
	held    = "held"    // the rows go to another database: nobody writes here any more
	filling = "filling" // the rows are not all there yet
)

// Mark is what a stamp says of a move.
type Mark struct {
	Held    bool   // the database is the source of a move, which may be over
	Filling bool   // it is the target of one that is not
	ID      string // of the move: that of the source
}

// MarkOf reads the mark of a stamp; the zero Mark is none.
func MarkOf(stamp driver.Stamp) Mark {
	kind, rest, found := strings.Cut(stamp.Checksum, ":")
	if !found {
		return Mark{}
	}
	id, _, _ := strings.Cut(rest, ":")
	return Mark{Held: kind == held, Filling: kind == filling, ID: id}
}

// unmarked is a stamp's checksum without a mark.
func unmarked(sum string) string { return sum[strings.LastIndexByte(sum, ':')+1:] }

// free refuses a database with a mark.
func free(stamp driver.Stamp, store string) error {
	switch m := MarkOf(stamp); {
	case m.Held:
		return fault.New(fault.SchemaChanged, "the database of store %s has been moved, or is being moved: nothing is written to it any more", store).
			WithHint("serve the database that it was moved to, or take the move back with bedplate move --cancel")
	case m.Filling:
		return fault.New(fault.SchemaChanged, "the database of store %s does not have all of its rows yet", store).
			WithHint("run the move or import again: it goes on where it ended")
	}
	return nil
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
		if m := MarkOf(db.Stamp); m.Held {
			id = m.ID
			return nil
		} else if m.Filling {
			return free(db.Stamp, target.Store)
		}
		return record(session, db, driver.Stamp{Checksum: held + ":" + id + ":" + db.Stamp.Checksum, Epoch: db.Stamp.Epoch + 1}, "held")
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
		return record(session, db, driver.Stamp{Checksum: unmarked(db.Stamp.Checksum), Epoch: db.Stamp.Epoch - 1}, "released")
	})
	return was, err
}

// record writes a stamp beside books that stay as they are.
func record(session driver.Session, db *driver.Database, stamp driver.Stamp, what string) error {
	doc, err := json.Marshal(map[string]string{"move": what, "id": MarkOf(stamp).ID})
	if err != nil {
		return fault.Wrap(fault.Internal, err, "write to the history")
	}
	return session.Record(driver.Record{Stamp: stamp, Ledger: db.Ledger, Owned: db.Owned,
		Entry: driver.Entry{At: time.Now(), Checksum: stamp.Checksum, Epoch: stamp.Epoch, Plan: doc}})
}

// Fill brings an empty target, or one that is being filled by the same move, to
// a schema, and marks it until Filled. Where something else stands in the
// target, it is refused and named.
func Fill(ctx context.Context, target Target, s *schema.Schema, id string) error {
	// The mark comes first: not every database undoes half of a migration.
	err := target.Migrator.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		switch m := MarkOf(db.Stamp); {
		case m.Filling && m.ID == id:
			return nil
		case m.Filling:
			return fault.New(fault.Conflict, "the target is being filled from another source, or from this one as it was at another time").
				WithHint("go on with that one, or empty the target")
		}
		if err := empty(db); err != nil {
			return err
		}
		return record(session, db, driver.Stamp{Checksum: filling + ":" + id + ":" + unmarked(db.Stamp.Checksum), Epoch: db.Stamp.Epoch + 1}, "filling")
	})
	if err != nil {
		return err
	}
	return bring(ctx, target, s, id, filling+":"+id+":", nil)
}

// Reached tells whether a target that is being filled has come to a schema.
func Reached(ctx context.Context, target Target, s *schema.Schema, id string) (bool, error) {
	stamp, err := target.Migrator.Stamp(ctx)
	m := MarkOf(stamp)
	return m.Filling && m.ID == id && unmarked(stamp.Checksum) == checksum(layouts(s, target.Store), target.Migrator.Format()), err
}

// Filled brings a target that is being filled to its last schema, drops the
// tables of the collections that only the move needed, and takes the mark away.
func Filled(ctx context.Context, target Target, s *schema.Schema, id string, drop ...*schema.Collection) error {
	return bring(ctx, target, s, id, "", drop)
}

// lookBack is how many migrations WasFilled looks at.
const lookBack = 20

// WasFilled tells whether a move has brought the target all it had to bring.
func WasFilled(ctx context.Context, target Target, id string) (was bool, err error) {
	err = target.Migrator.Look(ctx, func(session driver.Session) error {
		history, err := session.History(lookBack)
		for _, e := range history {
			var plan struct{ Filled string }
			was = was || json.Unmarshal(e.Plan, &plan) == nil && plan.Filled == id
		}
		return err
	})
	return was, err
}

// bring brings a target with the mark of a move to a schema.
func bring(ctx context.Context, target Target, s *schema.Schema, id, mark string, drop []*schema.Collection) error {
	return target.Migrator.Migrate(ctx, func(session driver.Session) error {
		plan, err := build(session, s, target, time.Now())
		if err != nil {
			return err
		}
		if m := MarkOf(plan.From); !m.Filling || m.ID != id {
			return fault.New(fault.Conflict, "somebody else has migrated the target since the move began").
				WithHint("empty the target and move again")
		}
		if err := plan.allow(Deferred); err != nil {
			return err
		}
		for _, c := range drop {
			owned, err := session.Objects(c)
			if err != nil {
				return err
			}
			plan.steps = append(plan.steps, driver.Step{Kind: driver.DropTable, Table: c.Table, Owned: owned})
		}
		plan.To.Checksum = mark + plan.To.Checksum
		if mark == "" {
			plan.Filled = id
		}
		return plan.run(session)
	})
}

// shownTables is how many tables of a target that is not empty are named.
const shownTables = 5

// empty refuses a database where anything stands. What is of use only beside
// other tables is named where nothing else is there.
func empty(db *driver.Database) error {
	var names, own []string
	for _, t := range db.Tables {
		if strings.HasPrefix(t.Name, schema.SystemPrefix) {
			own = append(own, t.Name)
		} else {
			names = append(names, t.Name)
		}
	}
	if len(names) == 0 {
		names = own
	}
	if len(names) == 0 {
		return nil
	}
	if more := len(names) - shownTables; more > 0 {
		names = append(names[:shownTables], fmt.Sprintf("and %d more", more))
	}
	return fault.New(fault.Conflict, "the target is not empty: there is %s", strings.Join(names, ", ")).
		WithHint("choose an empty database, or drop what is there")
}

// Abandon drops what a move has put into a target that it has not filled, and
// takes the mark away.
func Abandon(ctx context.Context, target Target, id string) error {
	return target.Migrator.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		if m := MarkOf(db.Stamp); !m.Filling || m.ID != id {
			return nil
		}
		tables, views := apart(db.Ledger)
		for _, t := range append(views, tables...) {
			step := driver.Step{Kind: driver.DropTable, Table: t.Name}
			if t.View != "" {
				step.Kind = driver.DropView
			}
			for _, o := range db.Owned {
				if o.Table == t.Name && o.Kind != "table" && o.Kind != "view" && o.Kind != "column" {
					step.Owned = append(step.Owned, o)
				}
			}
			if err := session.Run(step); err != nil {
				return err
			}
		}
		db.Ledger, db.Owned = nil, nil
		return record(session, db, driver.Stamp{Epoch: db.Stamp.Epoch + 1}, "abandoned")
	})
}
