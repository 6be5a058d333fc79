package control_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/fault"
	"bedplate/internal/control"
	"bedplate/schema"
)

// place gives a path that is short enough for a socket on every system.
func place(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "control")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "data", "bedplate.sock")
}

func listen(t *testing.T, path string, commands map[string]control.Command) *control.Server {
	t.Helper()
	s, err := control.Listen(path, commands)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func dial(t *testing.T, path string) *control.Client {
	t.Helper()
	c, err := control.Dial(path)
	if err != nil || c == nil {
		t.Fatalf("client %v, %v", c, err)
	}
	return c
}

func TestProgressThenResult(t *testing.T) {
	t.Parallel()
	path := place(t)
	listen(t, path, map[string]control.Command{
		"count": func(_ context.Context, args json.RawMessage, progress func(done, all int)) (any, error) {
			var n int
			if err := json.Unmarshal(args, &n); err != nil {
				return nil, err
			}
			for i := range n {
				progress(i+1, n)
			}
			return map[string]int{"counted": n}, nil
		},
	})
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is %v, %v", info.Mode(), err)
	}
	var seen []int
	var result map[string]int
	err := dial(t, path).Call(t.Context(), "count", 3, &result, func(done, all int) { seen = append(seen, done*10+all) })
	if err != nil || result["counted"] != 3 {
		t.Errorf("result %v, %v", result, err)
	}
	if d := cmp.Diff([]int{13, 23, 33}, seen); d != "" {
		t.Error(d)
	}
}

// TestErrorsArriveWhole: what a command line prints is the same beside a
// server and without one.
func TestErrorsArriveWhole(t *testing.T) {
	t.Parallel()
	problems := schema.Problems{{File: "seed/a.yaml", Line: 2, Column: 5, Where: "notes", Code: fault.Value, Message: "no", Hint: "yes"}}
	refused := fault.Of(fault.Unique, "title", "taken").WithHint("take another").WithDetail("of notes")
	refused.Others = []*fault.Error{fault.Wrap(fault.Check, errors.New("cause"), "and more")}
	path := place(t)
	answers := map[string]error{"problems": problems, "refused": refused, "foreign": errors.New("cause")}
	commands := map[string]control.Command{}
	for name, err := range answers {
		commands[name] = func(context.Context, json.RawMessage, func(done, all int)) (any, error) { return nil, err }
	}
	listen(t, path, commands)
	c := dial(t, path)
	var found schema.Problems
	if err := c.Call(t.Context(), "problems", nil, nil, nil); !errors.As(err, &found) || cmp.Diff(problems, found) != "" {
		t.Errorf("problems arrive as %v", err)
	}
	if err := c.Call(t.Context(), "refused", nil, nil, nil); fault.As(err).Error() != refused.Error() ||
		len(fault.As(err).All()) != 2 || fault.As(err).Others[0].Error() != refused.Others[0].Error() {
		t.Errorf("a refusal arrives as %v", err)
	}
	if err := c.Call(t.Context(), "foreign", nil, nil, nil); fault.CodeOf(err) != fault.Internal {
		t.Errorf("a foreign error arrives as %v", err)
	}
	if err := c.Call(t.Context(), "unheard", nil, nil, nil); fault.CodeOf(err) != fault.Unsupported {
		t.Errorf("an unknown command gives %v", err)
	}
}

// TestOneServer: what is alive is not replaced, what is dead is.
func TestOneServer(t *testing.T) {
	t.Parallel()
	path := place(t)
	first := listen(t, path, nil)
	if _, err := control.Listen(path, nil); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a second server gives %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("after the end the socket is %v", err)
	}
	if c, err := control.Dial(path); c != nil || err != nil {
		t.Errorf("without a server a client is %v, %v", c, err)
	}
	stale, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	stale.(*net.UnixListener).SetUnlinkOnClose(false)
	stale.Close()
	if c, err := control.Dial(path); c != nil || err != nil {
		t.Errorf("at a stale socket a client is %v, %v", c, err)
	}
	listen(t, path, nil)
	dial(t, path)
}

func TestWhatIsNoSocketStays(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Listen(path, nil); fault.CodeOf(err) != fault.Path {
		t.Errorf("a file in its place gives %v", err)
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != "mine" {
		t.Errorf("the file is %q, %v", kept, err)
	}
}

// TestEndCancels: a command at work is told, and its client learns of it.
func TestEndCancels(t *testing.T) {
	t.Parallel()
	path := place(t)
	begun := make(chan struct{})
	s := listen(t, path, map[string]control.Command{
		"wait": func(ctx context.Context, _ json.RawMessage, _ func(done, all int)) (any, error) {
			close(begun)
			<-ctx.Done()
			return nil, fault.Wrap(fault.Canceled, ctx.Err(), "interrupted")
		},
	})
	c := dial(t, path)
	answered := make(chan error, 1)
	go func() { answered <- c.Call(context.WithoutCancel(t.Context()), "wait", nil, nil, nil) }()
	<-begun
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-answered; fault.CodeOf(err) != fault.Canceled {
		t.Errorf("the client learns %v", err)
	}
}
