package migrate_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"bedplate/store/driver"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/migration"
	"bedplate/store/postgres/server"
)

// postgres is a database on a server.
type postgres struct{ conn *pgx.Conn }

func newPostgres(t *testing.T) *database {
	t.Helper()
	return postgresAt(t, server.Schema(t))
}

func postgresAt(t *testing.T, address string) *database {
	t.Helper()
	return &database{t: t, path: address, remote: &postgres{conn: server.Connect(t, address)}}
}

func (*postgres) migrator(address string) driver.Migrator {
	return migration.New(address, dialect.Postgres{})
}

func (p *postgres) exec(db *database, script string) {
	db.t.Helper()
	if _, err := p.conn.PgConn().Exec(context.Background(), script).ReadAll(); err != nil {
		db.t.Fatalf("%v\n%s", err, script)
	}
}

func (p *postgres) rows(db *database, query string) string {
	db.t.Helper()
	found, err := p.conn.PgConn().Exec(context.Background(), query).ReadAll()
	if err != nil {
		db.t.Fatalf("%v\n%s", err, query)
	}
	var lines []string
	for _, result := range found {
		for _, row := range result.Rows {
			parts := make([]string, len(row))
			for i, v := range row {
				switch {
				case v == nil:
					parts[i] = "null"
				case result.FieldDescriptions[i].DataTypeOID == pgtype.Float8OID && !strings.ContainsAny(string(v), ".e"):
					parts[i] = string(v) + ".0" // as SQLite writes it
				case result.FieldDescriptions[i].DataTypeOID == pgtype.BoolOID:
					parts[i] = map[string]string{"t": "1", "f": "0"}[string(v)]
				default:
					parts[i] = string(v)
				}
			}
			lines = append(lines, strings.Join(parts, "|"))
		}
	}
	return strings.Join(lines, "\n")
}

func (p *postgres) count(db *database, names ...string) string {
	list := "('" + strings.Join(names, "', '") + "')"
	const here = " AND c.relnamespace = current_schema()::regnamespace"
	return p.rows(db, "SELECT (SELECT count(*) FROM pg_class c WHERE relname IN "+list+here+") + (SELECT count(*) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE tgname IN "+list+here+")")
}

func (p *postgres) dump(db *database) string {
	out := p.layoutOf(db, "true", false)
	tables := p.rows(db, "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname <> '_bedplate_history' ORDER BY 1")
	for _, name := range strings.Fields(tables) {
		out += "\n" + name + "\n" + p.rows(db, `SELECT r::text FROM "`+name+`" r ORDER BY 1`)
	}
	return out
}

func (p *postgres) layout(db *database) string {
	const ours = `EXISTS (SELECT 1 FROM _bedplate_ledger l WHERE l.kind = 'table' AND l.name = c.relname)`
	return strings.ReplaceAll(p.layoutOf(db, ours, true), p.rows(db, "SELECT current_schema()")+".", "")
}

// layoutOf describes tables: all that they have, or what the ledger lists.
func (p *postgres) layoutOf(db *database, which string, listed bool) string {
	from := " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'v') AND " + which
	owned := func(kind, name string) string {
		if !listed {
			return ""
		}
		return " AND EXISTS (SELECT 1 FROM _bedplate_ledger l WHERE l.kind IN (" + kind + `) AND l."table" = c.relname AND l.name = ` + name + ")"
	}
	// What a required field gave the rows that were there stays the column's
	// default, for nodes that do not know the field.
	fallback := "''"
	if !listed {
		fallback = "pg_get_expr(d.adbin, d.adrelid)"
	}
	var out []string
	for _, query := range []string{
		"SELECT 'table', c.relname, c.relkind FROM pg_class c" + from,
		"SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation, " + fallback + " " +
			"FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum" + from + owned("'column'", "a.attname"),
		"SELECT 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid), k.convalidated FROM pg_class c JOIN pg_constraint k ON k.conrelid = c.oid" + from + owned("'constraint'", "k.conname"),
		"SELECT 'index', c.relname, pg_get_indexdef(x.indexrelid), x.indisvalid FROM pg_class c JOIN pg_index x ON x.indrelid = c.oid JOIN pg_class i ON i.oid = x.indexrelid" + from + owned("'index', 'search'", "i.relname"),
		"SELECT 'trigger', c.relname, pg_get_triggerdef(g.oid) FROM pg_class c JOIN pg_trigger g ON g.tgrelid = c.oid AND NOT tgisinternal" + from + owned("'trigger'", "g.tgname"),
	} {
		out = append(out, sorted(p.rows(db, query))...)
	}
	return strings.Join(out, "\n")
}

// postgresDocRows are docRows, whose keys are UUIDs.
const postgresDocRows = `
INSERT INTO docs (id, title, body) VALUES ('00000000-0000-0000-0000-000000000001', 'The fat cat', NULL),
	('00000000-0000-0000-0000-000000000002', NULL, 'a cat, a mat'), ('00000000-0000-0000-0000-000000000003', 'Dogs', 'and more');
`

// found asks what the index holds, which is an expression over the rows.
func (p *postgres) found(db *database, table, word string) string {
	index := p.rows(db, "SELECT pg_get_indexdef('\"_bedplate_search_"+table+"\"'::regclass, 1, true)")
	key := p.rows(db, "SELECT a.attname FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] WHERE k.contype = 'p' AND k.conrelid = '"+table+"'::regclass")
	return p.rows(db, "SET enable_seqscan = off; SELECT right("+key+"::text, 1) FROM "+table+" WHERE "+index+" @@ '"+word+"'::tsquery ORDER BY 1")
}

// postgresStranger is what somebody else built around our tables. PostgreSQL
// lets nobody change the type of a column that a view or a generated column
// reads.
const postgresStranger = `
CREATE TABLE log (what TEXT);
CREATE VIEW elders AS SELECT name FROM people WHERE name = 'ann';
CREATE FUNCTION people_log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES ('new ' || NEW.name); RETURN NULL; END $$;
CREATE TRIGGER people_log AFTER INSERT ON people FOR EACH ROW EXECUTE FUNCTION people_log();
CREATE FUNCTION teams_log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log SELECT name FROM people; RETURN NULL; END $$;
CREATE TRIGGER teams_log AFTER DELETE ON teams FOR EACH ROW EXECUTE FUNCTION teams_log();
CREATE INDEX people_by_age ON people (age, name);
ALTER TABLE people ADD COLUMN shoe TEXT DEFAULT 'x' COLLATE "und-x-icu";
ALTER TABLE people ADD COLUMN twice TEXT GENERATED ALWAYS AS (name || name) STORED;
UPDATE people SET shoe = 'size ' || id;
`

func (db *database) strangePostgres(people string) {
	db.t.Helper()
	db.want("SELECT name FROM elders", "ann")
	if n := db.remote.count(db, "log", "elders", "people_log", "teams_log", "people_by_age"); n != "5" {
		db.t.Errorf("%s of a stranger's things are there", n)
	}
	db.want("SELECT shoe, twice FROM "+people+" WHERE name = 'bob'", "size 9|bobbob")
	db.want("SELECT collname FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation WHERE attname = 'shoe' AND attrelid = '"+people+"'::regclass", "und-x-icu")
}
