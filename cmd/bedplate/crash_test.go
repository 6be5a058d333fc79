//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

var kills = flag.Int("kills", 200, "how often TestKilledServersLoseNothing kills a server; 20 at most in short mode")

// ledgerApp takes entries from anyone.
var ledgerApp = map[string]string{
	"bedplate.yaml": "name: ledger\nserver: {grace: 0s}\n",
	"schema/entries.yaml": `collection: entries
key: [id]
fields:
  id: {type: text, required: true, max: 40}
  batch: {type: text, max: 40}
  note: {type: text, required: true}
indexes:
  - [batch]
search: [note]
rules:
  read: "true"
  create: "true"
`,
}

// batchRows is how many rows a bulk write has.
const batchRows = 5

// TestKilledServersLoseNothing ends servers with SIGKILL while several clients
// write, and looks at what the disk holds: a sound database, every row that was
// acknowledged, and of every bulk write all of its rows or none.
func TestKilledServersLoseNothing(t *testing.T) {
	t.Parallel()
	const servers = 4
	n := *kills
	if testing.Short() {
		n = min(n, 20)
	}
	for i := range servers {
		t.Run(fmt.Sprint("server", i), func(t *testing.T) {
			t.Parallel()
			l := newLedger(t, uint64(i))
			for range (n + servers - 1 - i) / servers {
				l.life(t)
				l.audit(t)
			}
			if len(l.acknowledged) == 0 {
				t.Fatal("nothing was acknowledged")
			}
		})
	}
}

// ledger is an app with what its clients know of it.
type ledger struct {
	dir   string
	lives int
	rand  *rand.Rand

	mu           sync.Mutex
	acknowledged []string // single rows
	batches      []string // acknowledged bulk writes
}

func newLedger(t *testing.T, seed uint64) *ledger {
	l := &ledger{dir: t.TempDir(), rand: rand.New(rand.NewPCG(seed, 3))}
	layOut(t, l.dir, ledgerApp)
	return l
}

func layOut(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// launch runs the command, under another program where one is given, and does
// not wait for it.
func launch(t *testing.T, under []string, args ...string) *process {
	t.Helper()
	self, err := exec.LookPath("bedplate") // the test binary, as TestMain has it
	if err != nil {
		t.Fatal(err)
	}
	line := append(append(slices.Clone(under), self), args...)
	p := &process{cmd: exec.Command(line[0], line[1:]...), done: make(chan struct{}), news: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p, p
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // to be killed with what it runs
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // it is killed
		close(p.done)
	}()
	t.Cleanup(p.kill)
	return p
}

func (p *process) kill() {
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // it may be dead
	<-p.done
}

// ready waits for the server's address.
func (p *process) ready(t *testing.T) string {
	t.Helper()
	found, ok := p.until(address)
	if !ok {
		text, _ := p.all()
		t.Fatalf("the server did not become ready:\n%s", text)
	}
	return found[1]
}

// life starts a server, lets clients write, and kills it: mostly at a moment
// after the first acknowledgement, sometimes while it starts.
func (l *ledger) life(t *testing.T) {
	t.Helper()
	l.lives++
	p := launch(t, nil, "serve", l.dir, "--addr", "127.0.0.1:0", "--log-level", "error")
	if l.lives > 1 && l.rand.IntN(8) == 0 {
		time.Sleep(time.Duration(l.rand.IntN(100)) * time.Millisecond) // any moment of its start
		p.kill()
		return
	}
	url := p.ready(t) + "/rest/v1/entries"
	first := make(chan struct{})
	var once sync.Once
	var clients sync.WaitGroup
	for c := range 4 {
		clients.Go(func() {
			l.write(url, fmt.Sprintf("%d-%d", l.lives, c), c%2 == 1, func() { once.Do(func() { close(first) }) })
		})
	}
	select {
	case <-first:
	case <-time.After(patience):
		text, _ := p.all()
		t.Fatalf("no write was acknowledged:\n%s", text)
	}
	time.Sleep(time.Duration(l.rand.IntN(40_000)) * time.Microsecond) // any moment of its work
	p.kill()
	clients.Wait()
}

// write adds rows, one or a batch at a time, until the server is gone.
func (l *ledger) write(url, client string, bulk bool, acknowledged func()) {
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	for n := 0; ; n++ {
		name := fmt.Sprintf("%s-%d", client, n)
		if !post(transport, url, rowsOf(name, bulk)) {
			return
		}
		l.mu.Lock()
		if bulk {
			l.batches = append(l.batches, name)
		} else {
			l.acknowledged = append(l.acknowledged, name)
		}
		l.mu.Unlock()
		acknowledged()
	}
}

func rowsOf(name string, bulk bool) any {
	note := strings.Repeat("word ", 20)
	if !bulk {
		return map[string]any{"id": name, "note": note}
	}
	rows := make([]map[string]any, batchRows)
	for i := range rows {
		rows[i] = map[string]any{"id": fmt.Sprintf("%s/%d", name, i), "batch": name, "note": note}
	}
	return rows
}

// post tells whether the server answered that the rows were created.
func post(transport http.RoundTripper, url string, rows any) bool {
	body, err := json.Marshal(rows)
	if err != nil {
		return false
	}
	req, err := http.NewRequest("POST", url, bytes.NewReader(body))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err == nil && resp.StatusCode == http.StatusCreated
}

// audit looks at a copy of what the killed server left, so that the next one
// meets it as it was.
func (l *ledger) audit(t *testing.T) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "main.db")
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(filepath.Join(l.dir, "data", "main.db") + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if err == nil {
			if err := os.WriteFile(copied+suffix, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	conn, err := zombiezen.OpenConn(copied, zombiezen.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	sound, rows := "", map[string]bool{}
	batches := map[string]int{}
	each(t, conn, "PRAGMA integrity_check", func(row *zombiezen.Stmt) { sound += row.ColumnText(0) })
	if sound != "ok" {
		t.Fatalf("life %d left a damaged database: %s", l.lives, sound)
	}
	// The full-text index is whole, and finds each row by its words.
	each(t, conn, `INSERT INTO "_bedplate_search_entries_" ("_bedplate_search_entries_") VALUES ('integrity-check')`, nil)
	each(t, conn, `SELECT (SELECT count(*) FROM entries) || ' rows, ' || count(e.id) || ' of ' || count(*) || ' found' FROM "_bedplate_search_entries_" AS f
		LEFT JOIN _bedplate_rows_entries AS k ON k.number = f.rowid LEFT JOIN entries AS e ON e.id = k.k0
		WHERE "_bedplate_search_entries_" MATCH 'word'`, func(row *zombiezen.Stmt) {
		var all, found, entries int
		if _, err := fmt.Sscanf(row.ColumnText(0), "%d rows, %d of %d found", &all, &found, &entries); err != nil || all != found || found != entries {
			t.Fatalf("life %d left an index that does not fit: %s", l.lives, row.ColumnText(0))
		}
	})
	each(t, conn, "SELECT id, batch FROM entries", func(row *zombiezen.Stmt) {
		rows[row.ColumnText(0)] = true
		if batch := row.ColumnText(1); batch != "" {
			batches[batch]++
		}
	})
	for _, id := range l.acknowledged {
		if !rows[id] {
			t.Fatalf("life %d: row %s was acknowledged and is lost", l.lives, id)
		}
	}
	for _, batch := range l.batches {
		if batches[batch] == 0 {
			t.Fatalf("life %d: batch %s was acknowledged and is lost", l.lives, batch)
		}
	}
	for batch, n := range batches {
		if n != batchRows {
			t.Fatalf("life %d: batch %s has %d rows of %d", l.lives, batch, n, batchRows)
		}
	}
}

func each(t *testing.T, conn *zombiezen.Conn, sql string, row func(*zombiezen.Stmt)) {
	t.Helper()
	err := sqlitex.ExecuteTransient(conn, sql, &sqlitex.ExecOptions{ResultFunc: func(stmt *zombiezen.Stmt) error {
		row(stmt)
		return nil
	}})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}
