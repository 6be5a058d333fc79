package hashing

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"

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
	if started != 1 || len(p.idle) != 1 {
		t.Fatalf("%d were started, %d wait", started, len(p.idle))
	}
	if runtime.GOOS == "linux" {
		lowered(t, p.idle[0].cmd.Process.Pid)
	}
	if err := p.idle[0].cmd.Process.Kill(); err != nil {
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

// lowered tells whether all threads of a process have a lower priority than this one.
func lowered(t *testing.T, pid int) {
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil || len(threads) == 0 {
		t.Fatal(err)
	}
	nice := func(of string) string {
		stat, err := os.ReadFile(of)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))[16]
	}
	own := nice("/proc/self/stat")
	for _, thread := range threads {
		if got := nice(fmt.Sprintf("/proc/%d/task/%s/stat", pid, thread.Name())); got == own {
			t.Errorf("thread %s of the process is as nice as this one: %s", thread.Name(), got)
		}
	}
}
