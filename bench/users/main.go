// Command users measures what an app's users cost: a sign-in beside its hash, the
// exchange of a refresh token beside a synced create, and reads beside a flood of
// sign-ins. The server is a process of its own, the program bin/bedplate; clients are
// connections that write prepared bytes and look no further than they must, so that
// most of the machine is the server's. Works take turns, and ratios are those of
// medians of rounds.
//
//	make build
//	go run ./bench/users [-rounds 7] [-time 2s] [-only refresh]
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"
)

var (
	rounds  = flag.Int("rounds", 7, "how often each work has its turn")
	turn    = flag.Duration("time", 2*time.Second, "how long a turn is")
	only    = flag.String("only", "", "one part alone: signin, refresh or flood")
	program = flag.String("bedplate", "bin/bedplate", "the program that serves")
	guessed = flag.String("guess", "", "try to sign in at an address until the input ends: the benchmark's own")
)

const (
	clients  = 16
	password = "correct horse battery"
)

// files are the app. Posts are those of the other benchmarks (bench/app), of which
// the synced create is.
var files = map[string]string{
	"bedplate.yaml": "name: users\nserver: {grace: 0s, trusted_proxies: [127.0.0.1/32]}\nauth: {users: true, confirm_email: false, passwords: {min: 15}}\n",
	"schema/posts.yaml": `collection: posts
fields:
  title:   {type: text, required: true, max: 200}
  slug:    {type: text, required: true, unique: true, format: slug}
  body:    {type: text, required: true}
  status:  {type: enum, values: [draft, published], required: true, default: draft}
  author:  {type: ref, to: auth_users, required: true, default: {expr: auth.id}, back: posts}
  tags:    {type: list, of: text, required: true, default: []}
  score:   {type: int, required: true, default: 0}
  created: {type: time, required: true, set: create}
  updated: {type: time, required: true, set: write}
indexes:
  - [status, -created]
  - [author, -created]
rules:
  read:   status == "published" || author == auth.id
  create: author == auth.id
`,
}

func main() {
	flag.Parse()
	do := run
	if *guessed != "" {
		do = func() error { return guess(*guessed) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// bench is a served app, and those who use it.
type bench struct {
	addr   string
	server *exec.Cmd
	users  []*user
}

// user is somebody who is signed in, over a connection.
type user struct {
	*conn
	name    string
	access  string
	refresh string
	made    int // posts
}

func run() error {
	dir, err := os.MkdirTemp("", "bedplate-users")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	b := &bench{}
	if err := b.serve(dir); err != nil {
		return err
	}
	defer b.stop()
	for n := range clients {
		c, err := dial(b.addr)
		if err != nil {
			return err
		}
		u := &user{conn: c, name: fmt.Sprintf("somebody%d", n)}
		if err := u.enter("/auth/v1/signup"); err != nil {
			return err
		}
		b.users = append(b.users, u)
	}
	for _, part := range []struct {
		name string
		run  func() error
	}{{"signin", b.signIns}, {"refresh", b.refreshes}, {"flood", b.flood}} {
		if *only != "" && *only != part.name {
			continue
		}
		if err := part.run(); err != nil {
			return err
		}
	}
	return nil
}

// serve starts the program on a free port, and waits until it listens.
func (b *bench) serve(dir string) error {
	free, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	b.addr = free.Addr().String()
	if err := free.Close(); err != nil {
		return err
	}
	b.server = exec.Command(*program, "serve", dir, "--addr", b.addr, "--log-level", "warn")
	var log bytes.Buffer
	b.server.Stderr = &log
	if err := b.server.Start(); err != nil {
		return err
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if c, err := net.Dial("tcp4", b.addr); err == nil {
			return c.Close()
		}
	}
	b.stop()
	return fmt.Errorf("%s does not listen: %s", *program, log.String())
}

func (b *bench) stop() {
	if b.server.Process.Signal(os.Interrupt) != nil {
		_ = b.server.Process.Kill()
	}
	_ = b.server.Wait() // how it ended matters to nobody
}

// processor gives how much of processors' time the server has had, as far as the
// kernel tells.
func (b *bench) processor() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", b.server.Process.Pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	var ticks int64
	for _, field := range fields[11:13] { // in user mode and in the kernel
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// during runs work in every client for one turn, and gives how often it was done,
// and what of processors' time the server took for each.
func (b *bench) during(work func(u *user) error) (done float64, each time.Duration, err error) {
	var all sync.WaitGroup
	var mu sync.Mutex
	times := 0
	begun := b.processor()
	end := time.Now().Add(*turn)
	for _, u := range b.users {
		all.Go(func() {
			n, failed := 0, error(nil)
			for ; failed == nil && time.Now().Before(end); n++ {
				failed = work(u)
			}
			mu.Lock()
			defer mu.Unlock()
			times, err = times+n, errors.Join(err, failed)
		})
	}
	all.Wait()
	return float64(times) / turn.Seconds(), (b.processor() - begun) / time.Duration(max(1, times)), err
}

// quantile gives the value below which a part of all lie.
func quantile[T float64 | time.Duration](all []T, part float64) T {
	slices.Sort(all)
	return all[min(len(all)-1, int(part*float64(len(all))))]
}
