package hashing

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// role says what the test's program is to be, where a test has started it.
const role = "BEDPLATE_TEST_HASHING"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "serve":
		if err := Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case "starved": // has nothing that is spare
		jobs := gob.NewDecoder(os.Stdin)
		var o order
		if err := jobs.Decode(&o); err != nil {
			os.Exit(1)
		}
		if o.Spare {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}
		if err := serve(o, jobs, os.Stdout); err != nil {
			os.Exit(1)
		}
	case "stranger":
		fmt.Println("This is another program altogether, and it says so.")
	case "dies":
		fmt.Print(greeting)
		os.Exit(3)
	default:
		os.Exit(m.Run())
	}
}

// as makes a command of this program in a role.
func as(t *testing.T, what string) func() *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return func() *exec.Cmd {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), role+"="+what)
		return cmd
	}
}

// pool is one whose log is kept.
func pool(t *testing.T, start func() *exec.Cmd) (*Pool, *bytes.Buffer) {
	var log bytes.Buffer
	p := New(start, slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(p.Close)
	return p, &log
}

func jobs(t *testing.T) map[string]*Job {
	old, err := bcrypt.GenerateFromPassword([]byte("an old password"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*Job{
		"argon2id":        {Memory: 64, Rounds: 1, Threads: 1, Length: 32, Salt: make([]byte, 16), Password: []byte("a password")},
		"of more threads": {Memory: 128, Rounds: 2, Threads: 4, Length: 32, Salt: make([]byte, 16), Password: []byte("a password")},
		"bcrypt":          {Bcrypt: string(old), Password: []byte("an old password")},
		"another":         {Bcrypt: string(old), Password: []byte("another password")},
		"empty":           {Memory: 64, Rounds: 1, Threads: 1, Length: 32, Salt: make([]byte, 16)},
	}
}

// A hash is the same wherever it is made, by many at once and one after the other,
// and whatever becomes of the process that was to make it.
func TestPool(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		start func() *exec.Cmd
		fails bool
	}{
		"here":             {nil, false},
		"there":            {as(t, "serve"), false},
		"no command":       {func() *exec.Cmd { return nil }, true},
		"no program":       {func() *exec.Cmd { return exec.Command(t.TempDir() + "/nothing") }, true},
		"another program":  {as(t, "stranger"), true},
		"one that is gone": {as(t, "dies"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, log := pool(t, tc.start)
			for what, j := range jobs(t) {
				want := j.Do()
				if (what == "another") != (len(want) == 0) {
					t.Errorf("%s: %x", what, want)
				}
				var all sync.WaitGroup
				for range 3 {
					all.Go(func() {
						for range 3 {
							if got := p.Do(j); !bytes.Equal(got, want) {
								t.Errorf("%s: %x, want %x", what, got, want)
							}
						}
					})
				}
				all.Wait()
			}
			p.Close()
			if failed := strings.Contains(log.String(), "level=WARN"); failed != tc.fails {
				t.Errorf("the log says %s", log)
			}
		})
	}
}

// A process is used again, and one that was killed is replaced by this one for a
// while.
func TestProcessesAreKept(t *testing.T) {
	t.Parallel()
	started := 0
	start := as(t, "serve")
	p, log := pool(t, func() *exec.Cmd { started++; return start() })
	j := jobs(t)["argon2id"]
	want := j.Do()
	for range 3 {
		p.Do(j)
	}
	first := p.priorities()[0]
	if started != 1 || len(first.idle) != 1 {
		t.Fatalf("%d were started, %d wait", started, len(first.idle))
	}
	if runtime.GOOS == "linux" {
		const idle = "5" // SCHED_IDLE
		scheduled(t, first.idle[0], 38, idle)
	}
	if err := first.idle[0].cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got := p.Do(j); !bytes.Equal(got, want) {
			t.Errorf("%x, want %x", got, want)
		}
	}
	if started != 1 || strings.Count(log.String(), "level=WARN") != 1 {
		t.Errorf("%d were started, and the log says %s", started, log)
	}
}

// A hash whose process has no processor for a second is made by one that has, and so
// are those of the next minute.
func TestStarved(t *testing.T) {
	t.Parallel()
	if !hasSpare {
		t.Skip("no process here has what is spare")
	}
	started := 0
	start := as(t, "starved")
	p, log := pool(t, func() *exec.Cmd { started++; return start() })
	p.spare.longest = 10 * time.Millisecond // it would wait for ever
	j := jobs(t)["argon2id"]
	want := j.Do()
	for range 3 {
		if got := p.Do(j); !bytes.Equal(got, want) {
			t.Errorf("%x, want %x", got, want)
		}
	}
	if started != 2 || len(p.low.idle) != 1 || strings.Contains(log.String(), "level=WARN") || strings.Count(log.String(), "level=INFO") != 1 {
		t.Fatalf("%d were started, and the log says %s", started, log)
	}
	const nice = "10"
	scheduled(t, p.low.idle[0], 16, nice)
}

// scheduled tells whether all threads of a process have a value in a field of
// /proc/PID/stat, counted from the state.
func scheduled(t *testing.T, w *worker, field int, want string) {
	t.Helper()
	tasks := fmt.Sprintf("/proc/%d/task", w.cmd.Process.Pid)
	threads, err := os.ReadDir(tasks)
	if err != nil || len(threads) == 0 {
		t.Fatal(err)
	}
	for _, thread := range threads {
		stat, err := os.ReadFile(filepath.Join(tasks, thread.Name(), "stat"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))[field]; got != want {
			t.Errorf("thread %s of the process has %s, want %s", thread.Name(), got, want)
		}
	}
}
