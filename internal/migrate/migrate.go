// Package migrate keeps a database in the shape that the schema files
// describe: it compares the two, plans the changes between them, judges which
// may be done at start and which wait, and does them under a lock in one
// transaction. It also writes schema files for a database that was made
// elsewhere (Pull).
//
// The files are the desired state of what Bedplate owns. A ledger in the
// database lists the tables, columns, indexes and triggers that it made;
// nothing outside the ledger is ever dropped or altered.
//
// The package decides; it speaks no database's language. A driver.Migrator
// says what stands in a database, asks its rows, and does the steps.
package migrate

import (
	"context"
	"encoding/json"
	"time"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
)

// Target is a database and the name that the schema knows it by.
type Target struct {
	Migrator driver.Migrator
	Store    string // of bedplate.yaml: main
	// trusted tells that rows stood in another database under the constraints that
	// they get here. They are not asked first: making the constraints asks.
	trusted bool
}

// Options say what Apply may do.
type Options struct {
	// AllowLoss lets changes drop data.
	AllowLoss bool
}

// Plan compares the target with the schema. It changes nothing, and reads the
// rows where a change depends on them.
func Plan(ctx context.Context, target Target, s *schema.Schema) (*Migration, error) {
	var plan *Migration
	err := target.Migrator.Look(ctx, func(session driver.Session) (err error) {
		plan, err = build(session, s, target, time.Now())
		return err
	})
	return plan, err
}

// Free tells, by an error, that the database is held by a move or an import, until which
// is over nothing of the plan can be done.
func (p *Migration) Free() error { return free(p.From, p.Store) }

// Apply does a plan, all of it or nothing. The plan is made again under the
// lock, from the rows that are there then; where somebody else has migrated
// the database since, it is a Conflict.
func Apply(ctx context.Context, target Target, plan *Migration, opts Options) error {
	allowed := Deferred
	if opts.AllowLoss {
		allowed = Lossy
	}
	if err := plan.allow(allowed); err != nil {
		return err
	}
	return target.Migrator.Migrate(ctx, func(session driver.Session) error {
		current, err := build(session, plan.schema, target, time.Now())
		if err != nil {
			return err
		}
		if err := free(current.From, target.Store); err != nil {
			return err
		}
		if current.Empty() && len(current.steps) == 0 && current.From.Checksum == plan.To.Checksum {
			return nil // another node has done the same
		}
		if current.From != plan.From {
			return fault.New(fault.Conflict, "store %s has been migrated since the plan was made", target.Store).
				WithHint("run bedplate migrate plan again")
		}
		if err := current.allow(allowed); err != nil {
			return err
		}
		return current.run(session)
	})
}

// Start brings the target to the schema where that is safe, and gives the
// epoch that the node's write transactions must find in the database. Where
// anything must wait for `migrate apply`, it changes nothing and says what, and why. Where
// nothing has changed it costs one tiny read. A migration that another node
// runs is waited for, as long as ctx allows.
func Start(ctx context.Context, target Target, s *schema.Schema) (*Started, error) {
	want := layouts(s, target.Store)
	if len(want) == 0 {
		stamp, err := target.Migrator.Stamp(ctx)
		if err != nil || stamp.Epoch == 0 {
			return &Started{}, err // nothing here is ours
		}
	}
	sum := checksum(want, target.Migrator.Format())
	stamp, err := target.Migrator.Stamp(ctx)
	if err != nil {
		return nil, err
	}
	if stamp.Checksum == sum {
		return &Started{Epoch: stamp.Epoch}, nil
	}
	if err := free(stamp, target.Store); err != nil {
		return nil, err
	}
	plan, err := Plan(ctx, target, s)
	if err != nil {
		return nil, err
	}
	if err := plan.allow(Safe); err != nil && plan.From == stamp {
		return nil, err
	}
	started := &Started{}
	err = target.Migrator.Migrate(ctx, func(session driver.Session) error {
		current, err := build(session, s, target, time.Now())
		if err != nil {
			return err
		}
		*started = Started{Epoch: current.From.Epoch}
		if current.From.Checksum == sum {
			return nil // another node was first
		}
		if err := free(current.From, target.Store); err != nil {
			return err
		}
		if err := current.allow(Safe); err != nil {
			return err
		}
		*started = Started{Epoch: current.To.Epoch, Changes: current.Changes}
		return current.run(session)
	})
	if err != nil {
		return nil, err
	}
	return started, nil
}

// Started is what Start found and did.
type Started struct {
	Epoch   int64
	Changes []Change // that were done now
}

// run does the plan's steps and records them.
func (p *Migration) run(session driver.Session) error {
	begun := time.Now()
	if err := session.Begin(driver.Beginning{To: p.To, Allowed: max(p.Worst(), p.granted).String(), Steps: p.steps}); err != nil {
		return err
	}
	for _, step := range p.steps {
		if err := session.Run(step); err != nil {
			return err
		}
	}
	doc, err := json.Marshal(p)
	if err != nil {
		return fault.Wrap(fault.Internal, err, "write the plan to the history")
	}
	return session.Record(driver.Record{
		Stamp: p.To, Ledger: p.ledger, Owned: p.owned,
		Entry: driver.Entry{
			At: begun, Took: time.Since(begun), Checksum: p.To.Checksum, Epoch: p.To.Epoch, Plan: doc,
		},
	})
}

// State is what Status tells of a store.
type State struct {
	Stamp   driver.Stamp   `json:"stamp"`
	Pending *Migration     `json:"pending"`
	History []driver.Entry `json:"history"` // the latest first
}

// Status tells which schema the target has, what waits, and what was done.
func Status(ctx context.Context, target Target, s *schema.Schema) (*State, error) {
	state := &State{}
	err := target.Migrator.Look(ctx, func(session driver.Session) (err error) {
		if state.Pending, err = build(session, s, target, time.Now()); err != nil {
			return err
		}
		state.Stamp = state.Pending.From
		state.History, err = session.History(20)
		return err
	})
	if err != nil {
		return nil, err
	}
	return state, nil
}
