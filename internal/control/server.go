package control

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"bedplate/fault"
	"bedplate/schema"
)

const (
	maxArguments = 1 << 20
	headerTime   = 5 * time.Second
	// endTime is how long commands at work may take to notice the end.
	endTime = 10 * time.Second
)

// Server answers commands on a socket.
type Server struct {
	http   *http.Server
	cancel context.CancelFunc
	served chan struct{}
}

// Listen answers commands at path from now on. A socket that a dead server has
// left there is replaced; one that answers is not, and is an Unavailable error.
func Listen(path string, commands map[string]Command) (*Server, error) {
	name, err := short(path)
	if err != nil {
		return nil, err
	}
	if err := vacate(name); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fault.Wrap(fault.Path, err, "the directory of the socket %s cannot be made", path)
	}
	ln, err := net.Listen("unix", name)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "no socket can be made at %s", path)
	}
	if err := os.Chmod(name, 0o600); err != nil {
		ln.Close()
		return nil, fault.Wrap(fault.Path, err, "the socket %s cannot be kept from others", path)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		cancel: cancel, served: make(chan struct{}),
		http: &http.Server{
			Handler: handler(commands), ReadHeaderTimeout: headerTime,
			BaseContext: func(net.Listener) context.Context { return ctx },
		},
	}
	go func() {
		defer close(s.served)
		_ = s.http.Serve(ln) // ends by Close alone; the socket goes with the listener
	}()
	return s, nil
}

// vacate removes a socket that nobody answers.
func vacate(name string) error {
	conn, err := net.DialTimeout("unix", name, time.Second)
	if err == nil {
		conn.Close()
		return fault.New(fault.Unavailable, "another server answers at the socket %s", name).
			WithHint("give each server a data directory of its own")
	}
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && (info.Mode().IsRegular() || info.IsDir()) {
		return fault.New(fault.Path, "%s stands where the server's socket belongs", name).WithHint("move it away")
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(fault.Path, err, "the old socket %s cannot be removed", name)
	}
	return nil
}

// Close takes no more commands, cancels those at work, and waits for them.
func (s *Server) Close() error {
	s.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), endTime)
	defer cancel()
	err := s.http.Shutdown(ctx)
	<-s.served
	return err
}

func handler(commands map[string]Command) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &answer{to: json.NewEncoder(w), flush: http.NewResponseController(w).Flush}
		do := commands[strings.TrimPrefix(r.URL.Path, "/")]
		if do == nil || r.Method != http.MethodPost {
			answer.fail(fault.New(fault.Unsupported, "the server does not know this command").
				WithHint("use the version of bedplate that serves"))
			return
		}
		args, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxArguments))
		if err != nil {
			answer.fail(fault.Wrap(fault.Syntax, err, "the arguments cannot be read"))
			return
		}
		result, err := do(r.Context(), args, answer.progress)
		if err != nil {
			answer.fail(err)
			return
		}
		raw, err := json.Marshal(result)
		if err != nil {
			answer.fail(err)
			return
		}
		answer.print(line{Result: raw})
	})
}

// answer writes lines. A client that has gone is found out by the request's
// context, so failing to write is not looked at.
type answer struct {
	mu    sync.Mutex
	to    *json.Encoder
	flush func() error
}

func (a *answer) print(l line) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.to.Encode(l) == nil {
		_ = a.flush()
	}
}

func (a *answer) progress(done, all int) { a.print(line{Done: done, All: all}) }

func (a *answer) fail(err error) {
	var problems schema.Problems
	if errors.As(err, &problems) {
		a.print(line{Problems: problems})
		return
	}
	a.print(line{Failure: failureOf(fault.As(err))})
}
