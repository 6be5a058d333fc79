package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience bounds every wait of a script.
const patience = 30 * time.Second

type processKey struct{}

// process is a server that a script runs, with all it has printed so far.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
	told bool // to end

	mu      sync.Mutex
	printed bytes.Buffer
	news    chan struct{} // closed at each print, and then another
}

func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.news)
	p.news = make(chan struct{})
	return p.printed.Write(b)
}

func (p *process) all() (string, chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.printed.String(), p.news
}

// until waits for a print that matches, and gives it; false where the process
// ended before.
func (p *process) until(pattern *regexp.Regexp) ([]string, bool) {
	timeout := time.After(patience)
	for {
		text, news := p.all()
		if found := pattern.FindStringSubmatch(text); found != nil {
			return found, true
		}
		select {
		case <-news:
		case <-p.done:
			text, _ = p.all()
			found := pattern.FindStringSubmatch(text)
			return found, found != nil
		case <-timeout:
			return nil, false
		}
	}
}

func processes(ts *testscript.TestScript) map[string]*process {
	return ts.Value(processKey{}).(map[string]*process)
}

var address = regexp.MustCompile(`(?m)^bedplate: (?:serving|developing) .* at (http://\S+)$`)

// start NAME serve|dev ARG... runs a server on a free port, waits until it is
// ready, and sets $NAME to its URL and $NAME_addr to its HOST:PORT.
func start(ts *testscript.TestScript, neg bool, args []string) {
	begin(ts, neg, args)
	readied(ts, neg, args[:1])
}

// begin is start, without the wait.
func begin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start|begin NAME serve|dev ARG...")
	}
	p := &process{done: make(chan struct{}), news: make(chan struct{})}
	p.cmd = exec.Command("bedplate", append(args[1:], "--addr", "127.0.0.1:0")...)
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = append(os.Environ(), "HOME="+ts.MkAbs("home"), "DATABASE_URL="+ts.Getenv("DATABASE_URL"))
	p.cmd.Stdout, p.cmd.Stderr = p, p
	ts.Check(p.cmd.Start())
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	processes(ts)[args[0]] = p
	ts.Defer(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
	})
}

// readied (ready NAME) waits until a server that was begun is ready.
func readied(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || processes(ts)[args[0]] == nil {
		ts.Fatalf("usage: ready NAME")
	}
	p := processes(ts)[args[0]]
	found, ok := p.until(address)
	if !ok {
		text, _ := p.all()
		ts.Fatalf("%s did not become ready:\n%s", args[0], text)
	}
	ts.Setenv(args[0], found[1])
	ts.Setenv(args[0]+"_addr", strings.TrimPrefix(found[1], "http://"))
}

// end NAME asks a server to end, which must succeed (or fail, with !), and
// prints what it has printed.
func end(ts *testscript.TestScript, neg bool, args []string) {
	p := processes(ts)[args[0]]
	if !p.told {
		tell(ts, false, args[:1])
	}
	select {
	case <-p.done:
	case <-time.After(patience):
		ts.Fatalf("%s does not end", args[0])
	}
	text, _ := p.all()
	_, err := ts.Stdout().Write([]byte(text))
	ts.Check(err)
	if failed := !p.cmd.ProcessState.Success(); failed != neg {
		ts.Fatalf("%s ended with %s:\n%s", args[0], p.cmd.ProcessState, text)
	}
}

// signals are those that tell sends: to end, unless another is named.
var signals = map[string]syscall.Signal{"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "HUP": syscall.SIGHUP, "KILL": syscall.SIGKILL}

// tell NAME [SIGNAL] sends a signal to a server, TERM for one, and does not wait.
func tell(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 || len(args) > 2 || processes(ts)[args[0]] == nil {
		ts.Fatalf("usage: tell NAME [SIGNAL]")
	}
	signal := syscall.SIGTERM
	if len(args) == 2 {
		signal = signals[args[1]]
	}
	p := processes(ts)[args[0]]
	p.told = p.told || signal != syscall.SIGHUP
	ts.Check(p.cmd.Process.Signal(signal))
}

// await NAME PATTERN waits until a server has printed something.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await NAME PATTERN")
	}
	pattern, err := regexp.Compile(args[1])
	ts.Check(err)
	if _, ok := processes(ts)[args[0]].until(pattern); !ok {
		text, _ := processes(ts)[args[0]].all()
		ts.Fatalf("%s never printed %s:\n%s", args[0], args[1], text)
	}
}
