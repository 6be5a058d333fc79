package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	zombiezen "zombiezen.com/go/sqlite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bedplate": main, "library": library})
}

// TestScripts drives the command as people do. Besides testscript's own
// commands, scripts have start, begin, ready, tell, end, await, http, times, env-from, humbly,
// hold and damage.
func TestScripts(t *testing.T) {
	board, err := filepath.Abs("../../examples/board")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, parameters(board, testscript.Params{Dir: "testdata/script"}))
}

// parameters completes what scripts run with.
func parameters(board string, p testscript.Params) testscript.Params {
	setup := p.Setup
	p.Setup = func(env *testscript.Env) error {
		env.Values[processKey{}] = map[string]*process{}
		env.Values[holdKey{}] = map[string]*zombiezen.Conn{}
		env.Setenv("BOARD", board)
		if setup != nil {
			if err := setup(env); err != nil {
				return err
			}
		}
		return os.MkdirAll(filepath.Join(env.WorkDir, "home"), 0o755)
	}
	p.Condition = func(name string) (bool, error) {
		if name != "humble" {
			return false, fmt.Errorf("there is no condition %s", name)
		}
		_, ok := humble()
		return ok, nil
	}
	commands := map[string]func(*testscript.TestScript, bool, []string){
		"start":    start,
		"begin":    begin,
		"ready":    readied,
		"end":      end,
		"tell":     tell,
		"await":    await,
		"http":     request,
		"times":    times,
		"env-from": envFrom,
		"humbly":   humbly,
		"hold":     hold,
		"damage":   damage,
	}
	maps.Copy(commands, p.Cmds)
	p.Cmds = commands
	return p
}

// envFrom NAME FILE [MEMBER] sets a variable to what a file holds, or to a text of
// the JSON object in it.
func envFrom(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: env-from NAME FILE [MEMBER]")
	}
	held := strings.TrimSpace(ts.ReadFile(args[1]))
	if len(args) == 3 {
		var object map[string]any
		ts.Check(json.Unmarshal([]byte(held), &object))
		text, is := object[args[2]].(string)
		if !is {
			ts.Fatalf("no text %s in %s", args[2], held)
		}
		held = text
	}
	ts.Setenv(args[0], held)
}
