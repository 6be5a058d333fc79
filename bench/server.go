//go:build linux

package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a program that runs.
type server struct {
	addr netip.AddrPort
	cmd  *exec.Cmd
	log  bytes.Buffer
	done chan struct{}
}

func (a *arena) startBedplate() (*server, error) {
	return start(func(addr string) *exec.Cmd {
		args := []string{"serve", a.app, "--addr", addr, "--log-level", "warn"}
		if store := a.database.store(); store != "" {
			args = append(args, "--store", store)
		}
		return exec.Command(a.bedplate, args...)
	})
}

func (a *arena) startHandwritten() (*server, error) {
	return start(func(addr string) *exec.Cmd {
		return exec.Command(a.handwritten, "-addr", addr, "-db", a.database.given(), "-secret", secret)
	})
}

func (a *arena) startPocketBase() (*server, error) {
	return start(func(addr string) *exec.Cmd {
		return exec.Command(a.pocketbase, "--dir", a.pocketData(), "run", addr)
	})
}

// startAll starts every program; nil stands for one that is done without.
func (a *arena) startAll() (all [programs]*server, err error) {
	starts := [programs]func() (*server, error){a.startBedplate, a.startHandwritten, a.startPocketBase}
	for i, start := range starts {
		if i == pocket && a.pocketbase == "" {
			continue
		}
		if all[i], err = start(); err != nil {
			stopAll(all)
			return all, err
		}
	}
	return all, nil
}

func stopAll(all [programs]*server) {
	for _, s := range all {
		if s != nil {
			s.stop()
		}
	}
}

// start runs a program on a free port and waits until it listens.
func start(command func(addr string) *exec.Cmd) (*server, error) {
	free, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{addr: netip.MustParseAddrPort(free.Addr().String()), done: make(chan struct{})}
	if err := free.Close(); err != nil {
		return nil, err
	}
	s.cmd = command(s.addr.String())
	s.cmd.Stderr = &s.log
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait() // how it ended is seen in its log
		close(s.done)
	}()
	return s, s.listening()
}

func (s *server) listening() error {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		conn, err := net.Dial("tcp4", s.addr.String())
		if err == nil {
			return conn.Close()
		}
		select {
		case <-s.done:
			return fmt.Errorf("%s ended: %s", s.cmd.Path, s.log.String())
		case <-time.After(time.Millisecond):
		}
	}
	s.stop()
	return fmt.Errorf("%s does not listen", s.cmd.Path)
}

// stop asks the program to end, and waits.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-s.done:
	case <-time.After(30 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
}

// memory is what the program holds of the machine's, in bytes, and what of it
// is its own: not pages of its program, or of a database that it maps, which the
// machine may take back.
func (s *server) memory() (all, own int64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	kilobytes := func(name string) int64 {
		_, rest, _ := strings.Cut(string(status), "\n"+name+":")
		n, _ := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64) // no number is none
		return n
	}
	if all = kilobytes("VmRSS") << 10; all == 0 {
		return 0, 0, fmt.Errorf("%s has ended: %s", s.cmd.Path, s.log.String())
	}
	return all, kilobytes("RssAnon") << 10, nil
}

// processor is the time that the program has run on a processor.
func (s *server) processor() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	var ticks int64
	for _, field := range fields[11:13] { // in user mode and in the kernel
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// ask sends a GET; the caller closes the answer's body.
func (s *server) ask(path, bearer, accept string) (*http.Response, error) {
	req, err := http.NewRequest("GET", "http://"+s.addr.String()+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	return http.DefaultClient.Do(req)
}

// get asks for one thing, and gives the time it took from began.
func (s *server) get(path, bearer string, began time.Time) (time.Duration, error) {
	resp, err := s.ask(path, bearer, "")
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s was answered with %s", path, resp.Status)
	}
	return time.Since(began), nil
}
