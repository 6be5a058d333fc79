package bedplate_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"bedplate"
	"bedplate/fault"
	"bedplate/schema"
)

// TestRunning finds the process that serves an app and has it do things.
func TestRunning(t *testing.T) {
	t.Parallel()
	// A socket's path may be about a hundred characters long.
	dir, err := os.MkdirTemp("", "running")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	write := func(name, text string) {
		t.Helper()
		full := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write("bedplate.yaml", "name: notes\nserver: {grace: 0s}")
	write("schema/notes.yaml", notes)
	if r, err := bedplate.Find(t.Context(), bedplate.Options{Dir: dir}); r != nil || err != nil {
		t.Fatalf("before anything runs Find gives %v, %v", r, err)
	}

	listening := make(chan net.Addr, 1)
	a, err := bedplate.New(bedplate.Options{Dir: dir, Addr: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler),
		Listening: func(_ *bedplate.App, at net.Addr) { listening <- at }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		end()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			t.Error(err)
		}
	})
	addr := (<-listening).String()
	r, err := bedplate.Find(t.Context(), bedplate.Options{Dir: dir})
	if err != nil || r == nil {
		t.Fatalf("Find gives %v, %v", r, err)
	}
	if s, err := r.Status(t.Context()); err != nil || s.PID != os.Getpid() || s.Addr != addr {
		t.Errorf("its status is %+v, %v", s, err)
	}
	served := func(collection string) int { return get(a, "/rest/v1/"+collection).Code }

	// A mistake is told to who asks, and leaves everything as it was.
	write("schema/more.yaml", "collection: more\nfields: {text: txet}\n")
	var problems schema.Problems
	if err := r.Reload(t.Context()); !errors.As(err, &problems) || len(problems) != 1 || problems[0].Line != 2 {
		t.Errorf("a mistake gives %v", err)
	}
	if code := served("notes"); code != http.StatusOK {
		t.Errorf("after a mistake notes is %d", code)
	}
	write("schema/more.yaml", "collection: more\nfields: {text: text}\nrules: {read: \"true\"}\n")
	if err := r.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if code := served("more"); code != http.StatusOK {
		t.Errorf("after a change more is %d", code)
	}
	// What waits for migrate apply is not taken up.
	write("schema/more.yaml", "collection: more\nfields: {}\nrules: {read: \"true\"}\n")
	if err := r.Reload(t.Context()); fault.CodeOf(err) == "" || err == nil {
		t.Errorf("a change that loses data gives %v", err)
	}
	if code := served("more?select=text"); code != http.StatusOK {
		t.Errorf("after a change that waits more is %d", code)
	}
}
