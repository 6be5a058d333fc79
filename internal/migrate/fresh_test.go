package migrate_test

import (
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/store/driver"
)

const board = `
collection: users
key: [id]
fields:
  id:   int
  name: {type: text, required: true, unique: true, max: 80}
---
collection: posts
fields:
  title:  {type: text, required: true}
  status: {type: enum, values: [draft, published], default: draft}
  author: {type: ref, to: users, required: true, back: posts}
  price:  {type: decimal, precision: 12, scale: 2}
indexes:
  - [author, -title]
  - {on: [title], where: status == "published"}
`

// A fresh database needs nothing but a start; the second start finds nothing
// to do.
func TestFresh(t *testing.T) {
	t.Parallel()
	each(t, testFresh)
}

func testFresh(t *testing.T, _ store, db *database) {
	if p := db.plan(board); p.Worst() != migrate.Safe || len(p.Changes) != 2 || len(p.Statements()) < 2 {
		t.Errorf("the plan is\n%s", show(p))
	}
	started, err := db.start(board)
	if err != nil {
		t.Fatal(err)
	}
	if started.Epoch != 1 || len(started.Changes) != 2 {
		t.Errorf("started: %+v", started)
	}
	db.want(`SELECT kind, "table", name FROM _bedplate_ledger WHERE kind NOT IN ('column', 'constraint') ORDER BY 1, 2, 3`, strings.TrimSpace(`
index|posts|posts_author_title_idx
index|posts|posts_title_idx
index|users|users_name_key
table|posts|posts
table|users|users`))
	again, err := db.start(board)
	if err != nil || len(again.Changes) != 0 || again.Epoch != 1 {
		t.Errorf("started again: %+v, %v", again, err)
	}
	state, err := migrate.Status(t.Context(), db.target(), load(t, board))
	if err != nil || len(state.History) != 1 || !state.Pending.Empty() || state.Stamp.Epoch != 1 {
		t.Errorf("status: %+v, %v", state, err)
	}
}

// What the version before tolerates is done at start; what waits ends it, and
// nothing is done.
func TestStart(t *testing.T) {
	t.Parallel()
	each(t, testStart)
}

func testStart(t *testing.T, _ store, db *database) {
	db.apply(board)
	db.exec(`INSERT INTO users VALUES (1, 'ann'), (2, 'bob')`)

	wider := strings.Replace(board, "max: 80}", "max: 80}\n  email: {type: text, max: 200}\n  level: {type: int, required: true, default: 3}", 1)
	started, err := db.start(wider)
	if err != nil {
		t.Fatal(err)
	}
	if started.Epoch != 1 {
		t.Errorf("a tolerated change has made epoch %d", started.Epoch)
	}
	db.want("SELECT * FROM users ORDER BY id", "1|ann|null|3\n2|bob|null|3")
	db.exec(`INSERT INTO users (id, name) VALUES (3, 'old node')`)

	before := db.dump()
	unique := strings.Replace(wider, "max: 200}", "max: 200, unique: true}", 1)
	if _, err := db.start(unique); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a unique did not wait: %v", err)
	}
	if db.dump() != before {
		t.Error("a start that waits has changed the database")
	}
	db.apply(unique)
	started, err = db.start(unique)
	if err != nil || started.Epoch != 2 {
		t.Errorf("after apply: %+v, %v", started, err)
	}
	p := db.plan(board)
	if p.Worst() != migrate.Lossy {
		t.Errorf("dropping is not lossy:\n%s", show(p))
	}
	if err := migrate.Apply(t.Context(), db.target(), p, migrate.Options{}); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a loss was not refused: %v", err)
	}
}

// otherwise is a release whose driver makes tables in another way.
type otherwise struct{ driver.Migrator }

func (o otherwise) Format() int { return o.Migrator.Format() + 1 }

// A release that makes tables otherwise brings those that stand to it, once.
func TestFormat(t *testing.T) {
	t.Parallel()
	each(t, testFormat)
}

func testFormat(t *testing.T, _ store, db *database) {
	db.apply(board)
	target := db.target()
	target.Migrator = otherwise{target.Migrator}
	if _, err := migrate.Start(t.Context(), target, load(t, board)); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("the start gave %v", err)
	}
	p, err := migrate.Plan(t.Context(), target, load(t, board))
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate.Apply(t.Context(), target, p, migrate.Options{}); err != nil {
		t.Fatal(err)
	}
	if started, err := migrate.Start(t.Context(), target, load(t, board)); err != nil || len(started.Changes) > 0 {
		t.Errorf("the start after it gave %+v, %v", started, err)
	}
}
