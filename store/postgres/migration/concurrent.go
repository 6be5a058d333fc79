package migration

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
)

// An index of a large table is made before the migration's transaction, while
// others write to the table, which PostgreSQL does outside of transactions only.
// A table of ours lists those that are being made, with the statement that makes
// them: what stands there, but not in the ledger, belongs to a migration that
// did not come to its end. The next one goes on with it, or drops it.

// building asks for indexes to be made before the migration is run again.
type building struct{ indexes []readyIndex }

// Error says so.
func (b *building) Error() string { return fmt.Sprintf("%d indexes are made first", len(b.indexes)) }

// buildFirst ends the transaction where indexes of large tables are to be made
// first. They are found by planning the steps.
func (s *session) buildFirst() error {
	p, err := s.newPlanner()
	if err != nil {
		return err
	}
	var first []readyIndex
	for _, step := range s.work.steps {
		actions, err := p.step(step)
		if err != nil {
			return err
		}
		for _, a := range actions {
			if a.index == nil {
				continue
			}
			size, err := s.single("SELECT pg_table_size(oid) FROM pg_class c WHERE relname = $1 AND "+inSpace, a.index.table)
			if err != nil {
				return err
			}
			if size >= s.large {
				first = append(first, *a.index)
			}
		}
	}
	if len(first) == 0 {
		return nil
	}
	return &building{first}
}

// built gives the statements of indexes that were made before a migration.
func (s *session) built() (map[string]string, error) {
	out := map[string]string{}
	has, err := s.has(buildingTable)
	if err != nil || !has {
		return out, err
	}
	return out, s.query("SELECT name, statement FROM "+buildingTable, func(r pgx.Rows) error {
		var name, sql string
		err := r.Scan(&name, &sql)
		out[name] = sql
		return err
	})
}

// build makes indexes while others write.
func (s *session) build(indexes []readyIndex) error {
	// Nobody waits for what waits here.
	if err := s.exec("SET lock_timeout = 0"); err != nil {
		return err
	}
	err := s.exec("CREATE TABLE IF NOT EXISTS " + buildingTable + " (name text PRIMARY KEY, statement text NOT NULL)")
	for _, ready := range indexes {
		if err == nil && ready.search {
			err = s.makeFunctions()
		}
		if err == nil {
			err = s.buildOne(ready)
		}
	}
	return err
}

func (s *session) buildOne(ready readyIndex) error {
	built, err := s.built()
	if err != nil {
		return err
	}
	if _, there := built[ready.name]; there { // not finished, or of another migration
		if err := s.dropBuilt(ready.name); err != nil {
			return err
		}
	}
	if err := s.exec("INSERT INTO "+buildingTable+" (name, statement) VALUES ($1, $2)", ready.name, ready.sql); err != nil {
		return err
	}
	err = s.exec(concurrently(ready.sql))
	if err == nil {
		return nil
	}
	if s.ctx.Err() == nil {
		if dropping := s.dropBuilt(ready.name); dropping != nil {
			return errors.Join(err, dropping)
		}
	}
	if ready.explain != nil {
		return ready.explain(s, err)
	}
	return err
}

// concurrently makes a statement one that lets others write.
func concurrently(sql string) string {
	before, after, _ := strings.Cut(sql, " INDEX ")
	return before + " INDEX CONCURRENTLY " + after
}

// dropBuilt drops an index that was made before a migration.
func (s *session) dropBuilt(name string) error {
	if err := s.exec("DROP INDEX CONCURRENTLY IF EXISTS " + ddl.Quote(name)); err != nil {
		return err
	}
	return s.exec("DELETE FROM "+buildingTable+" WHERE name = $1", name)
}

// forgetBuilt ends what build began, once a migration stands: what is in the
// ledger is an index as any other, and the rest was made for nothing.
func (s *session) forgetBuilt() error {
	built, err := s.built()
	if err != nil || len(built) == 0 {
		return err
	}
	db, _, err := s.ledger()
	if err != nil {
		return err
	}
	for name := range built {
		if slices.ContainsFunc(db.Owned, func(o driver.Object) bool { return o.Name == name && o.Kind != constraintKind }) {
			err = s.exec("DELETE FROM "+buildingTable+" WHERE name = $1", name)
		} else {
			err = s.dropBuilt(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// detail gives what PostgreSQL adds to an error.
func detail(err error) string {
	var said *pgconn.PgError
	if !errors.As(err, &said) {
		return ""
	}
	return said.Detail
}
