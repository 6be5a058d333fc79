//go:build unix

package main

import (
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	mysql "bedplate/store/mysql/server"
	postgres "bedplate/store/postgres/server"
	"bedplate/store/storetest/line"
)

// cratesApp has so many rows that they are several batches.
const (
	cratesCount = 45_000
	cratesApp   = `collection: crates
key: [number]
fields:
  number: {type: int, identity: true}
  mark:   {type: text, required: true, unique: true}
  within: {type: ref, to: crates, back: contents}
  weight: {type: decimal, precision: 10, scale: 2}
indexes: [[within, -weight]]
rules: {read: "true"}
`
)

// crates makes an app with its rows.
func crates(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	var rows strings.Builder
	for n := range cratesCount {
		fmt.Fprintf(&rows, "{\"number\": %d, \"mark\": \"crate %d of many\", \"within\": %d, \"weight\": %d.25}\n", n+1, n, n/10+1, n)
	}
	layOut(t, dir, map[string]string{"bedplate.yaml": "name: crates\n", "schema/crates.yaml": cratesApp, "seed/crates.ndjson": rows.String()})
	execute(t, "seed", dir)
	return dir
}

// harbour is where crates are moved to, as somebody else sees it.
type harbour struct {
	address string
	count   func() int // of the crates there; 0 where there is no table yet
}

func remoteHarbour(address string, run func(address, script string) (string, error)) harbour {
	return harbour{address, func() (n int) {
		out, err := run(address, "SELECT count(*) FROM crates")
		if err == nil {
			_, _ = fmt.Sscan(out, &n)
		}
		return n
	}}
}

// harbours are of every kind.
var harbours = map[string]func(t *testing.T) harbour{
	"postgres": func(t *testing.T) harbour { return remoteHarbour(postgres.Database(t), runPostgres) },
	"mysql":    func(t *testing.T) harbour { return remoteHarbour(mysql.Database(t), runMySQL) },
	"sqlite": func(t *testing.T) harbour {
		path := filepath.Join(t.TempDir(), "main.db")
		return harbour{"sqlite:" + path, func() (n int) {
			conn, err := zombiezen.OpenConn(path, zombiezen.OpenReadOnly)
			if err != nil {
				return 0
			}
			defer conn.Close()
			if stmt, _, err := conn.PrepareTransient("SELECT count(*) FROM crates"); err == nil {
				if there, err := stmt.Step(); err == nil && there {
					n = stmt.ColumnInt(0)
				}
				_ = stmt.Finalize()
			}
			return n
		}}
	},
}

// until looks until so many crates are there, or the move is over.
func (h harbour) until(t *testing.T, move *process, rows int) {
	t.Helper()
	for end := time.Now().Add(patience); h.count() < rows; {
		select {
		case <-move.done:
			return
		default:
		}
		if time.Now().After(end) {
			text, _ := move.all()
			t.Fatalf("%d of %d rows are there:\n%s", h.count(), rows, text)
		}
	}
}

// arrived demands that every crate is there as it was, by what an export says of
// both sides.
func (h harbour) arrived(t *testing.T, dir string) {
	t.Helper()
	there := command(t, "export", "--json", filepath.Join(t.TempDir(), "there.zip"), dir, "--store", h.address)
	here := command(t, "export", "--json", filepath.Join(t.TempDir(), "here.zip"), dir)
	if there != here || !strings.Contains(here, fmt.Sprint(cratesCount)) {
		t.Errorf("at the target are %s\nwhere at the source are %s", there, here)
	}
	if plan := command(t, "migrate", "plan", dir, "--store", h.address); !strings.Contains(plan, "is what the schema files say") {
		t.Errorf("the target is not whole: %s", plan)
	}
}

// fails demands that a move ends by itself, soon, and says what matches.
func (p *process) fails(t *testing.T, said string) {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(2 * patience):
		t.Fatal("the move does not end")
	}
	text, _ := p.all()
	if p.cmd.ProcessState.Success() || !regexp.MustCompile(said).MatchString(text) {
		t.Errorf("the move ended with %s and said\n%s", p.cmd.ProcessState, text)
	}
}

// Moves that are killed, wherever they are, go on when they are run again, and end
// with every row there once. Nobody can use the target before.
func TestKilledMovesGoOn(t *testing.T) {
	t.Parallel()
	for kind, open := range harbours {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			h, dir := open(t), crates(t)
			for _, rows := range []int{0, 1, 20_001, 30_001, cratesCount, cratesCount} {
				p := launch(t, nil, "move", dir, "--to", h.address)
				h.until(t, p, rows)
				p.kill()
				if p.cmd.ProcessState.Success() {
					t.Logf("the move with %d rows was over before it was killed", rows)
				} else if rows > 0 && rows < cratesCount {
					unfinished := "^bedplate: .*does not have all of its rows yet.*\n$"
					launch(t, nil, "serve", dir, "--store", h.address, "--addr", "127.0.0.1:0").fails(t, unfinished)
					launch(t, nil, "migrate", "plan", dir, "--store", h.address).fails(t, unfinished)
				}
			}
			if out := command(t, "move", dir, "--to", h.address); !strings.Contains(out, "Both sides agree") {
				t.Errorf("it says %s", out)
			}
			h.arrived(t, dir)
		})
	}
}

// A server that goes away in the middle of a move ends it, and the same command
// goes on when it is back.
func TestMoveOutage(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"postgres", "mysql"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			h, dir := harbours[kind](t), crates(t)
			l, address := line.Through(t, h.address)
			p := launch(t, nil, "move", dir, "--to", address)
			h.until(t, p, 1)
			l.Cut()
			p.fails(t, "bedplate: crates: ")
			if there := h.count(); there == 0 || there%10_000 != 0 && there != cratesCount {
				t.Errorf("%d rows are there", there)
			}
			l.Mend()
			execute(t, "move", dir, "--to", address)
			h.arrived(t, dir)
		})
	}
}

// A target that cannot be opened, or that is not empty, ends a move before it
// begins: the source goes on.
func TestUnopenedTargets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	layOut(t, dir, notesApp)
	execute(t, "seed", dir)
	for kind, remote := range remotes {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			address := remote.database(t)
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			wrong := *u
			wrong.User = url.UserPassword(u.User.Username(), "s3cret")
			p := launch(t, nil, "move", dir, "--to", wrong.String())
			p.fails(t, "^bedplate: .*refuses the (login|user or the password).*\n$")
			if text, _ := p.all(); strings.Contains(text, "s3cret") {
				t.Errorf("it shows the password: %s", text)
			}
			if _, err := remote.run(address, "CREATE TABLE theirs (n int)"); err != nil {
				t.Fatal(err)
			}
			launch(t, nil, "move", dir, "--to", address).fails(t, "^bedplate: .*not empty.*theirs.*\n$")
			if out := command(t, "move", "--cancel", dir); !strings.Contains(out, "nothing was held") {
				t.Errorf("the source was held: %s", out)
			}
		})
	}
}

// A value that the target cannot hold is named; the source goes on when the move
// is given up.
func TestMoveRefused(t *testing.T) {
	t.Parallel()
	address, dir := postgres.Database(t), t.TempDir()
	layOut(t, dir, notesApp)
	layOut(t, dir, map[string]string{"seed/notes.ndjson": `{"id": 1, "text": "one"}` + "\n" + `{"id": 2, "text": "two"}` + "\n"})
	execute(t, "seed", dir)
	theirs, err := zombiezen.OpenConn(filepath.Join(dir, "data", "main.db"), zombiezen.OpenReadWrite) // we write no such text
	if err != nil {
		t.Fatal(err)
	}
	each(t, theirs, "UPDATE notes SET text = 'a' || char(0) || 'b' WHERE id = 2", nil)
	if err := theirs.Close(); err != nil {
		t.Fatal(err)
	}
	launch(t, nil, "move", dir, "--to", address).fails(t, "(?m)^bedplate: the target cannot hold notes id=2, field text: .*\n$")
	if out := command(t, "move", "--cancel", dir); !strings.Contains(out, "written to again") {
		t.Errorf("the source is still held: %s", out)
	}
}
