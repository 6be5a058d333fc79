package migrate_test

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/schema"
	"bedplate/store/driver"
)

// interrupted is a Migrator that does something before step n of a migration.
type interrupted struct {
	driver.Migrator
	n      int
	before func() error
}

func (m interrupted) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return m.Migrator.Migrate(ctx, func(s driver.Session) error {
		return f(&interruptedSession{Session: s, m: m})
	})
}

type interruptedSession struct {
	driver.Session
	m   interrupted
	run int
}

func (s *interruptedSession) Run(step driver.Step) error {
	if s.run == s.m.n {
		if err := s.m.before(); err != nil {
			return err
		}
	}
	s.run++
	return s.Session.Run(step)
}

// evolved is people with a change of every kind.
var evolved = strings.NewReplacer(
	"collection: people", "collection: staff\nwas: people", "to: people", "to: staff",
	"label: text", "label: {type: text, required: true}", "age:   int", "age:   text\n  email: text", "[low, high]", "[low, high, top]",
).Replace(people)

// A migration that fails at any step leaves everything as it was, or what it left
// is gone on with.
func TestFailure(t *testing.T) {
	t.Parallel()
	each(t, testFailure)
}

func testFailure(t *testing.T, s store, db *database) {
	broken := errors.New("broken")
	for n := range 3 {
		db := db
		if n > 0 {
			db = s.open(t)
		}
		db.apply(people)
		db.exec(peopleRows + s.stranger)
		before := db.dump()
		target := db.target()
		target.Migrator = interrupted{target.Migrator, n, func() error { return broken }}
		err := migrate.Apply(t.Context(), target, db.plan(evolved), migrate.Options{})
		if !errors.Is(err, broken) {
			t.Fatalf("step %d: %v", n, err)
		}
		if after := db.dump(); after != before && (target.Migrator.Atomic() || n == 0) {
			t.Errorf("step %d left\n%s\nof\n%s", n, after, before)
		}
		db.apply(evolved)
		db.around(s, evolved)
	}
}

// TestMain lets a test run this binary as a node of its own. Evolutions are
// many migrations each: -rapid.checks tries more of them.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "25"); err != nil {
		panic(err)
	}
	switch os.Getenv("MIGRATE_TEST_NODE") {
	case "killed":
		killedNode()
	case "start":
		startingNode()
	}
	os.Exit(m.Run())
}

func nodeSchema() *schema.Schema {
	text, err := os.ReadFile(os.Getenv("MIGRATE_TEST_SCHEMA"))
	if err == nil {
		var s *schema.Schema
		if s, err = schema.Parse(map[string][]byte{"schema.yaml": text}); err == nil {
			return s
		}
	}
	println(err.Error())
	os.Exit(1)
	return nil
}

func nodeTarget() migrate.Target {
	db := &database{path: os.Getenv("MIGRATE_TEST_FILE")}
	switch os.Getenv("MIGRATE_TEST_STORE") {
	case "postgres":
		db.remote = &postgres{}
	case "mysql":
		db.remote = &mysql{}
	}
	return db.target()
}

// killedNode kills itself in the middle of a migration.
func killedNode() {
	target := nodeTarget()
	plan, err := migrate.Plan(context.Background(), target, nodeSchema())
	if err != nil {
		os.Exit(1)
	}
	target.Migrator = interrupted{target.Migrator, 2, func() error {
		self, _ := os.FindProcess(os.Getpid())
		self.Kill()
		select {}
	}}
	migrate.Apply(context.Background(), target, plan, migrate.Options{})
	os.Exit(1)
}

func startingNode() {
	started, err := migrate.Start(context.Background(), nodeTarget(), nodeSchema())
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
	if len(started.Changes) > 0 {
		os.Stdout.WriteString("migrated")
	}
	os.Exit(0)
}

func (db *database) node(kind, text string) *exec.Cmd {
	db.t.Helper()
	file := filepath.Join(db.t.TempDir(), "schema.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		db.t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "MIGRATE_TEST_NODE="+kind, "MIGRATE_TEST_FILE="+db.path, "MIGRATE_TEST_STORE="+db.kind(), "MIGRATE_TEST_SCHEMA="+file)
	return cmd
}

// A process that is killed in the middle of a migration leaves the database
// whole, and the next one does it all, or what the first one has left.
func TestKilled(t *testing.T) {
	t.Parallel()
	each(t, testKilled)
}

func testKilled(t *testing.T, s store, db *database) {
	db.apply(people)
	db.exec(peopleRows + s.stranger)
	before := db.dump()
	if err := db.node("killed", evolved).Run(); err == nil || err.(*exec.ExitError).Exited() {
		t.Fatalf("the node was not killed: %v", err)
	}
	if after := db.dump(); after != before && db.target().Migrator.Atomic() {
		t.Errorf("it left\n%s", after)
	}
	db.apply(evolved)
	db.around(s, evolved)
}

// Of processes that start at once, one migrates and the others wait.
func TestNodes(t *testing.T) {
	t.Parallel()
	each(t, testNodes)
}

func testNodes(t *testing.T, _ store, db *database) {
	var wg sync.WaitGroup
	outputs := make([]string, 4)
	for i := range outputs {
		cmd := db.node("start", board)
		wg.Go(func() {
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%v: %s", err, out)
			}
			outputs[i] = string(out)
		})
	}
	wg.Wait()
	if all := strings.Join(outputs, ""); all != "migrated" {
		t.Errorf("nodes said %q", outputs)
	}
	db.want("SELECT epoch FROM _bedplate_meta", "1")
	db.want("SELECT count(*) FROM _bedplate_history", "1")
}

// A node that starts while another migrates waits, as long as it is allowed
// to.
func TestWaiting(t *testing.T) {
	t.Parallel()
	each(t, testWaiting)
}

func testWaiting(t *testing.T, _ store, db *database) {
	entered, leave := make(chan struct{}), make(chan struct{})
	target := db.target()
	target.Migrator = interrupted{target.Migrator, 0, func() error {
		close(entered)
		<-leave
		return nil
	}}
	done := make(chan error)
	go func() {
		_, err := migrate.Start(context.Background(), target, load(t, board))
		done <- err
	}()
	<-entered
	short, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	if _, err := migrate.Start(short, db.target(), load(t, board)); fault.CodeOf(err) != fault.Timeout {
		t.Errorf("the second did not wait: %v", err)
	}
	second := make(chan error)
	go func() {
		started, err := migrate.Start(context.Background(), db.target(), load(t, board))
		if err == nil && (len(started.Changes) > 0 || started.Epoch != 1) {
			err = errors.New("the second did it again")
		}
		second <- err
	}()
	close(leave)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := <-second; err != nil {
		t.Error(err)
	}
}

// Where tables are made before the migration is done, nobody looks at them until
// then: half of it would be taken for tables that somebody else made.
func TestNobodySeesHalf(t *testing.T) {
	t.Parallel()
	each(t, testNobodySeesHalf)
}

func testNobodySeesHalf(t *testing.T, _ store, db *database) {
	target := db.target()
	if target.Migrator.Atomic() {
		t.Skip("here all of a migration is seen at once")
	}
	err := target.Migrator.Migrate(t.Context(), func(driver.Session) error {
		short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		return db.target().Migrator.Look(short, func(driver.Session) error { return nil })
	})
	if fault.CodeOf(err) != fault.Timeout {
		t.Errorf("a look into a migration: %v", err)
	}
}

// A plan that was made before somebody else migrated is not done.
func TestStale(t *testing.T) {
	t.Parallel()
	each(t, testStale)
}

func testStale(t *testing.T, _ store, db *database) {
	db.apply(people)
	stale := db.plan(strings.Replace(people, "age:   int", "age:   int\n  a: text", 1))
	db.apply(evolved)
	if err := migrate.Apply(t.Context(), db.target(), stale, migrate.Options{}); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("a stale plan was done: %v", err)
	}
}
