package migration

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/found"
)

// Adopt describes the tables and views of the schema.
func (m *Migrator) Adopt(ctx context.Context) (found []driver.Found, notes []string, err error) {
	err = m.connect(ctx, func(s *session) error {
		return s.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", func() error {
			a := &adoption{session: s, tables: map[string]*adopted{}}
			if err := a.all(); err != nil {
				return err
			}
			for _, name := range a.order {
				if t := a.tables[name]; t != nil {
					a.references(t)
					found = append(found, t.Found)
				}
			}
			notes = a.notes
			return nil
		})
	})
	return found, notes, err
}

// adoption describes one database.
type adoption struct {
	*session
	tables map[string]*adopted
	order  []string
	notes  []string
	// byteOrder tells that the database's own collation is that of bytes.
	byteOrder bool
}

// adopted is a table on the way, with what it was declared to be.
type adopted struct {
	driver.Found
	declared []*declared
	stands   *table
}

func (a *adoption) note(format string, args ...any) {
	a.notes = append(a.notes, fmt.Sprintf(format, args...))
}

// all describes every table, but references. What cannot be looked at is left
// out, and says why.
func (a *adoption) all() error {
	standing, err := a.catalog(nil)
	if err != nil {
		return err
	}
	err = a.row(`SELECT coalesce(to_jsonb(d)->>'datlocprovider', 'c') <> 'i' AND datcollate IN (`+byteOrders+`) FROM pg_database d WHERE datname = current_database()`, &a.byteOrder)
	if err != nil {
		return err
	}
	err = a.query(tablesQuery, func(r pgx.Rows) error {
		var name, kind, comment string
		var readable, extension, rows bool
		if err := r.Scan(&name, &kind, &comment, &readable, &extension, &rows); err != nil {
			return err
		}
		switch {
		case schema.IsSystemTable(name) || extension:
		case !readable:
			a.note("%s may not be read by this user and was left out", name)
		case len(standing[name].columns) == 0:
			a.note("table %s has no columns and was left out", name)
		default:
			t := &adopted{Found: driver.Found{Name: name, View: kind != "r" && kind != "p", Comment: comment}, stands: standing[name]}
			if kind == "f" {
				t.Notes = append(t.Notes, "The rows are those of another server, so they can only be read.")
			}
			if rows {
				t.Notes = append(t.Notes, "The database has row level security for it, which holds for the user of the store.")
			}
			a.tables[name], a.order = t, append(a.order, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.declarations(); err != nil {
		return err
	}
	for _, name := range slices.Clone(a.order) {
		if err := a.one(a.tables[name]); err != nil {
			return err
		}
	}
	return nil
}

// byteOrders are the collations in which texts are in the order of their
// characters, which in UTF-8 is that of their bytes.
const byteOrders = `'C', 'POSIX', 'ucs_basic', 'C.UTF-8', 'C.utf8'`

const tablesQuery = `SELECT c.relname::text, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class'), ''),
	has_table_privilege(c.oid, 'SELECT'), EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e'), c.relrowsecurity
FROM pg_class c WHERE ` + inSpace + ` ORDER BY c.relname COLLATE "C"`

// one describes one table. A failure is the table's own: a view whose function
// fails, a type that cannot be read.
func (a *adoption) one(t *adopted) error {
	if err := a.exec("SAVEPOINT adoption"); err != nil {
		return err
	}
	err := a.table(t)
	if err == nil {
		return a.exec("RELEASE SAVEPOINT adoption")
	}
	if code := fault.CodeOf(err); code == fault.Timeout || code == fault.Unavailable {
		return err
	}
	delete(a.tables, t.Name)
	reason := fault.As(err).Message
	var said *pgconn.PgError
	if errors.As(err, &said) {
		reason = "reading it fails (" + said.Message + ")"
	}
	a.note("%s was left out: %s", t.Name, reason)
	return a.exec("ROLLBACK TO SAVEPOINT adoption")
}

func (a *adoption) table(t *adopted) error {
	if err := a.survey(t); err != nil {
		return err
	}
	for _, d := range t.declared {
		t.Columns = append(t.Columns, a.column(t, d))
	}
	if t.View {
		return nil
	}
	if err := a.indexesOf(t); err != nil {
		return err
	}
	t.key()
	t.checks()
	return nil
}

// names are the same as they are written.
var names found.Names = func(a, b string) bool { return a == b }

// found gives the described column of that name.
func (t *adopted) found(name string) *driver.FoundColumn { return names.Column(&t.Found, name) }

// key finds the key.
func (t *adopted) key() {
	var primary []string
	if k := find(t.stands.constraints, func(k *constraint) bool { return k.kind == "p" }); k != nil {
		primary = k.columns
	}
	names.Key(&t.Found, primary)
	for i := range t.Columns {
		t.counted(&t.Columns[i], t.declared[i])
	}
}

// counted says how a column that the database counts up is taken: a lone key as
// an identity, others as what the database gives.
func (t *adopted) counted(c *driver.FoundColumn, d *declared) {
	serial := d.serial && c.Type == "int"
	switch lone := slices.Equal(t.Key, []string{c.Name}); {
	case !serial && d.identity == "":
	case t.View:
		c.Default = driver.FoundDefault{}
	case lone && d.identity != "a":
		c.Identity, c.Default = true, driver.FoundDefault{}
	case lone:
		c.Identity = true
		c.Notes = append(c.Notes, "The database always counts it up: a value that is given is refused.")
	case d.identity != "":
		c.Generated = true
		c.Notes = append(c.Notes, "The database counts it up.")
	}
}

// indexesOf lists the indexes that schema files can say.
func (a *adoption) indexesOf(t *adopted) error {
	return a.query(adoptedIndexesQuery, func(r pgx.Rows) error {
		var name, method string
		var unique, primary, partial, valid, strict, deferrable bool
		var columns []*string
		var desc []bool
		if err := r.Scan(&name, &method, &unique, &primary, &partial, &valid, &strict, &deferrable, &columns, &desc); err != nil {
			return err
		}
		why := ""
		switch {
		case primary:
			return nil
		case slices.Contains(columns, nil):
			why = "is over an expression"
		case partial:
			why = "is over some rows only"
		case method != "btree":
			why = "is one of method " + method
		case !valid:
			why = "was never finished"
		case strict:
			why = "takes nulls for equal"
		case deferrable:
			why = "is judged at the end of a transaction"
		}
		ix := driver.FoundIndex{Unique: unique, Name: name}
		for i, c := range columns {
			if why == "" {
				ix.Parts = append(ix.Parts, driver.Part{Column: *c, Desc: desc[i]})
			}
		}
		found.Index(&t.Found, ix, why)
		return nil
	}, t.Name)
}

const adoptedIndexesQuery = `SELECT i.relname::text, m.amname::text, x.indisunique, x.indisprimary, x.indpred IS NOT NULL, x.indisvalid,
	coalesce((to_jsonb(x)->>'indnullsnotdistinct')::boolean, false), NOT x.indimmediate,
	ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = x.indkey[n]) FROM generate_series(0, x.indnkeyatts - 1) AS n ORDER BY n),
	ARRAY(SELECT (x.indoption[n] & 1) = 1 FROM generate_series(0, x.indnkeyatts - 1) AS n ORDER BY n)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_am m ON m.oid = i.relam
WHERE c.relname = $1 AND NOT x.indisexclusion AND ` + inSpace + ` ORDER BY i.relname COLLATE "C"`

// references lists the foreign keys that lead to a key or unique index.
func (a *adoption) references(t *adopted) {
	for _, k := range t.stands.constraints {
		if k.kind != "f" {
			continue
		}
		if why := a.reference(t, k); why != "" {
			found.Refused(&t.Found, k.columns, why)
		}
	}
}

func (a *adoption) reference(t *adopted, k *constraint) string {
	to := a.tables[k.to]
	switch {
	case k.to == "":
		return "the table is in another schema"
	case to == nil:
		return k.to + " was left out"
	case to.View:
		return k.to + " has no key"
	case t.View:
		return "the table can only be read"
	}
	return names.Refer(&t.Found, &to.Found, driver.FoundReference{Columns: k.columns, To: k.to, Target: k.target, OnDelete: found.OnDelete(k.text)})
}
