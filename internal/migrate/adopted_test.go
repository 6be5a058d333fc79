package migrate_test

import (
	"strings"
	"testing"

	"bedplate/fault"
)

// TestAdoptedPostgres is TestAdopted with what only PostgreSQL has: a serial key,
// constraints under names of their own, an enum type, an array.
func TestAdoptedPostgres(t *testing.T) {
	t.Parallel()
	db := newPostgres(t)
	db.exec(`CREATE TYPE mood AS ENUM ('sad', 'glad');
		CREATE TABLE "Maker" (id int CONSTRAINT "PK_Maker" PRIMARY KEY, size text CONSTRAINT allowed CHECK (size IN ('s', 'm')));
		CREATE TABLE item (id serial CONSTRAINT "PK_Item" PRIMARY KEY, name varchar(20) COLLATE "C" NOT NULL CONSTRAINT only_one UNIQUE,
			maker int CONSTRAINT made_by REFERENCES "Maker", mood mood DEFAULT 'sad', tags text[], added timestamp DEFAULT now());
		CREATE INDEX by_maker ON item (maker);
		CREATE TABLE other (a int REFERENCES item);
		INSERT INTO "Maker" VALUES (1, 's');
		INSERT INTO item (name, maker, tags, added) VALUES ('one', 1, '{a,b}', '2009-01-01')`)
	const managed = `
collection: makers
table: Maker
key: [id]
fields:
  id:   int
  size: {type: enum, values: [s, m]}
---
collection: item
key: [id]
fields:
  id:    {type: int, identity: true}
  name:  {type: text, required: true, max: 20}
  maker: {type: ref, to: makers, back: items}
  mood:  {type: enum, values: [glad, sad], sql_type: mood, default: sad}
  tags:  {type: list, of: text, sql_type: 'text[]'}
  added: {type: time, sql_type: timestamp without time zone, default: {expr: now}}
indexes:
  - {on: [name], unique: true, name: only_one}
  - {on: [maker], name: by_maker}
`
	before := db.remote.(*postgres).layoutOf(db, "c.relname IN ('Maker', 'item', 'other')", false)
	if _, err := db.start(managed); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a table was adopted at start: %v", err)
	}
	db.apply(managed)
	if after := db.remote.(*postgres).layoutOf(db, "c.relname IN ('Maker', 'item', 'other')", false); after != before {
		t.Errorf("adopting made\n%s\nof\n%s", after, before)
	}
	change := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(managed) }
	// Its times, arrays and enums are in forms of their own, which are nobody's to
	// convert; other tables need its key.
	db.refuses(fault.Check, change("{type: time, sql_type: timestamp without time zone, default: {expr: now}}", "text"))
	db.refuses(fault.Check, change("{type: list, of: text, sql_type: 'text[]'}", "{type: list, of: text}"))
	db.refuses(fault.Unsupported, change("[glad, sad]", "[glad, mad, sad]"))
	db.refuses(fault.Check, change("key: [id]\nfields:\n  id:    {type: int, identity: true}", "key: [name]\nfields:\n  id:    int"))
	// What is ours by now is altered like anything else, whatever it is called.
	db.apply(change("[s, m]", "[s, m, l]", "required: true, max: 20}", "required: true, max: 20}\n  price: {type: int, required: true, default: 5}",
		"  maker: {type: ref, to: makers, back: items}\n", "  maker: int\n", "  - {on: [name], unique: true, name: only_one}\n", "", "[maker], name: by_maker", "[maker], name: of_maker"))
	db.want("SELECT name, maker, tags, price FROM item", "one|1|{a,b}|5")
	db.exec(`INSERT INTO "Maker" VALUES (2, 'l'); INSERT INTO item (name, maker) VALUES ('one', 77)`)
	db.want("SELECT to_regclass('of_maker'), to_regclass('by_maker'), to_regclass('only_one')", "of_maker|null|null")
	db.want("SELECT conname, convalidated FROM pg_constraint WHERE conrelid = '\"Maker\"'::regclass AND contype = 'c'", "Maker_size_check|1")
}
