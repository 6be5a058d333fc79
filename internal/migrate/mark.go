package migrate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
	filling = "filling" // the rows come
	full    = "full"    // they are there: what they were better without comes
	ending  = "ending"  // they are those that were sent: what nobody needs any more goes
)

// Stage is how far a database has been filled by a move.
type Stage uint8

// The stages.
const (
	Untouched Stage = iota // by this move
	Filling                // Fill has begun
	Full                   // Complete has
	Ending                 // End has
	Ended                  // it has ended
)

var stages = map[string]Stage{filling: Filling, full: Full, ending: Ending}

// Mark is what a stamp says of a move.
type Mark struct {
	Held  bool   // the database is the source of a move, which may be over
	Stage Stage  // of the database as the target of one
	ID    string // of the move: that of the source
}

// MarkOf reads the mark of a stamp; the zero Mark is none.
func MarkOf(stamp driver.Stamp) Mark {
	kind, rest, found := strings.Cut(stamp.Checksum, ":")
	if !found {
		return Mark{}
	}
	id, _, _ := strings.Cut(rest, ":")
	return Mark{Held: kind == held, Stage: stages[kind], ID: id}
}

// marked is a checksum with a mark.
func marked(kind, id, sum string) string { return kind + ":" + id + ":" + unmarked(sum) }

// unmarked is a stamp's checksum without a mark.
func unmarked(sum string) string { return sum[strings.LastIndexByte(sum, ':')+1:] }

// free refuses a database with a mark.
func free(stamp driver.Stamp, store string) error {
	switch m := MarkOf(stamp); {
	case m.Held:
		return fault.New(fault.SchemaChanged, "the database of store %s has been moved, or is being moved: nothing is written to it any more", store).
			WithHint("serve the database that it was moved to, or take the move back with bedplate move --cancel")
	case m.Stage != Untouched:
		return fault.New(fault.SchemaChanged, "the database of store %s does not have all of its rows yet", store).
			WithHint("run the move or import again: it goes on where it ended")
	}
	return nil
}

// note is what the history says of a step of a move.
type note struct {
	Move string `json:"move"`
	ID   string `json:"id"`
}

// Steps of a move that leave no mark.
const (
	released  = "released"
	ended     = "ended"
	abandoned = "abandoned"
)

// record writes a stamp beside books that stay as they are.
func record(session driver.Session, db *driver.Database, stamp driver.Stamp, what string) error {
	id := MarkOf(stamp).ID
	if id == "" {
		id = MarkOf(db.Stamp).ID
	}
	doc, err := json.Marshal(note{what, id})
	if err != nil {
		return fault.Wrap(fault.Internal, err, "write to the history")
	}
	if err := session.Begin(driver.Beginning{To: stamp, Allowed: Safe.String()}); err != nil {
		return err
	}
	return session.Record(driver.Record{Stamp: stamp, Ledger: db.Ledger, Owned: db.Owned,
		Entry: driver.Entry{At: time.Now(), Checksum: stamp.Checksum, Epoch: stamp.Epoch, Plan: doc}})
}

// StageOf tells how far a move has filled the target.
func StageOf(ctx context.Context, target Target, id string) (stage Stage, err error) {
	err = target.Migrator.Look(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		if m := MarkOf(db.Stamp); m.Stage != Untouched && m.ID == id {
			stage = m.Stage
			return nil
		}
		history, err := session.History(lookBack)
		for _, e := range history {
			var n note
			if json.Unmarshal(e.Plan, &n) == nil && n == (note{ended, id}) {
				stage = Ended
			}
		}
		return err
	})
	return stage, err
}

// lookBack is how many migrations StageOf looks at.
const lookBack = 20

// Vacant refuses a target that a move could not begin to fill, and names what
// stands there. It changes nothing.
func Vacant(ctx context.Context, target Target) error {
	return target.Migrator.Look(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		if MarkOf(db.Stamp).Stage != Untouched {
			return another()
		}
		return empty(db)
	})
}

func another() error {
	return fault.New(fault.Conflict, "the target is being filled from another source, or from this one as it was at another time").
		WithHint("go on with that one, or empty the target")
}

// Fill brings an empty target, or one that is being filled by the same move, to
// a schema, and marks it until End. Where something else stands in the target, it
// is refused and named.
func Fill(ctx context.Context, target Target, s *schema.Schema, id string) error {
	// The mark comes first: not every database undoes half of a migration.
	err := target.Migrator.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		switch m := MarkOf(db.Stamp); {
		case m.Stage == Filling && m.ID == id:
			return nil
		case m.Stage != Untouched:
			return another()
		}
		if err := empty(db); err != nil {
			return err
		}
		return record(session, db, driver.Stamp{Checksum: marked(filling, id, db.Stamp.Checksum), Epoch: db.Stamp.Epoch + 1}, filling)
	})
	if err != nil {
		return err
	}
	return bring(ctx, target, s, filling, id, nil)
}

// Complete brings a target that has all of its rows to their whole schema.
func Complete(ctx context.Context, target Target, s *schema.Schema, id string) error {
	if err := advance(ctx, target, full, id); err != nil {
		return err
	}
	return bring(ctx, target, s, full, id, nil)
}

// End brings a target whose rows were compared to its last schema, drops the
// tables of the collections that only the move needed, and takes the mark away.
func End(ctx context.Context, target Target, s *schema.Schema, id string, drop ...*schema.Collection) error {
	if err := advance(ctx, target, ending, id); err != nil {
		return err
	}
	if err := bring(ctx, target, s, ending, id, drop); err != nil {
		return err
	}
	return target.Migrator.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		if m := MarkOf(db.Stamp); m.Stage != Ending || m.ID != id {
			return taken()
		}
		return record(session, db, driver.Stamp{Checksum: unmarked(db.Stamp.Checksum), Epoch: db.Stamp.Epoch}, ended)
	})
}

// advance marks a target with the next stage, or that one.
func advance(ctx context.Context, target Target, to, id string) error {
	return target.Migrator.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		switch m := MarkOf(db.Stamp); {
		case m.ID != id || m.Stage != stages[to] && m.Stage != stages[to]-1:
			return taken()
		case m.Stage == stages[to]:
			return nil
		}
		return record(session, db, driver.Stamp{Checksum: marked(to, id, db.Stamp.Checksum), Epoch: db.Stamp.Epoch}, to)
	})
}

func taken() error {
	return fault.New(fault.Conflict, "somebody else has migrated the target since the move began").
		WithHint("empty the target and move again")
}

// bring brings a target with a mark to a schema. The mark stays.
func bring(ctx context.Context, target Target, s *schema.Schema, mark, id string, drop []*schema.Collection) error {
	target.trusted = true
	return target.Migrator.Migrate(ctx, func(session driver.Session) error {
		plan, err := build(session, s, target, time.Now())
		if err != nil {
			return err
		}
		if m := MarkOf(plan.From); m.Stage != stages[mark] || m.ID != id {
			return taken()
		}
		if err := plan.allow(Deferred); err != nil {
			return err
		}
		if err := plan.drop(session, drop); err != nil {
			return err
		}
		plan.To.Checksum = marked(mark, id, plan.To.Checksum)
		if plan.To == plan.From && len(plan.steps) == 0 {
			return nil
		}
		return plan.run(session)
	})
}

// drop adds the steps that drop tables of collections, where they are there.
func (p *Migration) drop(session driver.Session, drop []*schema.Collection) error {
	if len(drop) == 0 {
		return nil
	}
	db, err := session.Inspect()
	if err != nil {
		return err
	}
	for _, c := range drop {
		if !slices.ContainsFunc(db.Tables, func(t driver.Existing) bool { return t.Name == c.Table }) {
			continue
		}
		owned, err := session.Objects(c)
		if err != nil {
			return err
		}
		p.steps = append(p.steps, driver.Step{Kind: driver.DropTable, Table: c.Table, Owned: owned})
	}
	return nil
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
		if m := MarkOf(db.Stamp); m.Stage == Untouched || m.ID != id {
			return nil
		}
		var steps []driver.Step
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
			steps = append(steps, step)
		}
		// The mark stays until all is gone: not every database undoes half of it.
		to := driver.Stamp{Checksum: db.Stamp.Checksum, Epoch: db.Stamp.Epoch + 1}
		if err := session.Begin(driver.Beginning{To: to, Allowed: Lossy.String(), Steps: steps}); err != nil {
			return err
		}
		for _, step := range steps {
			if err := session.Run(step); err != nil {
				return err
			}
		}
		db.Ledger, db.Owned = nil, nil
		return record(session, db, driver.Stamp{Epoch: to.Epoch}, abandoned)
	})
}
