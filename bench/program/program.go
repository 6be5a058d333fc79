//go:build linux

// Package program starts the programs that a benchmark measures, and reads from the
// kernel what they use of the machine.
package program

import (
	"bytes"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Program is a server that runs.
type Program struct {
	Addr netip.AddrPort
	cmd  *exec.Cmd
	log  bytes.Buffer
	done chan struct{}
}

// Name is the file that runs.
func (p *Program) Name() string { return filepath.Base(p.cmd.Path) }

// patience is how long a program may take until it listens.
const patience = time.Minute

// Start runs a program on a free port of loopback and waits until it listens.
func Start(command func(addr string) *exec.Cmd) (*Program, error) {
	free, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Program{Addr: netip.MustParseAddrPort(free.Addr().String()), done: make(chan struct{})}
	if err := free.Close(); err != nil {
		return nil, err
	}
	p.cmd = command(p.Addr.String())
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.cmd.Wait() // how it ended is seen in its log
		close(p.done)
	}()
	if err := p.listening(); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Program) listening() error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		conn, err := net.Dial("tcp4", p.Addr.String())
		if err == nil {
			return conn.Close()
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s ended: %s", p.cmd.Path, p.log.String())
		case <-time.After(time.Millisecond):
		}
	}
	p.Stop()
	return fmt.Errorf("%s does not listen: %s", p.cmd.Path, p.log.String())
}

// Stop asks the program to end, and waits.
func (p *Program) Stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

// Memory is what the program holds of the machine's, in bytes, and what of it
// is its own: not pages of its program, or of a database that it maps, which the
// machine may take back.
func (p *Program) Memory() (all, own int64, err error) {
	for _, pid := range p.processes() {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			return 0, 0, err
		}
		kilobytes := func(name string) int64 {
			_, rest, _ := strings.Cut(string(status), "\n"+name+":")
			n, _ := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64) // no number is none
			return n
		}
		all, own = all+kilobytes("VmRSS")<<10, own+kilobytes("RssAnon")<<10
	}
	if all == 0 {
		return 0, 0, fmt.Errorf("%s has ended: %s", p.cmd.Path, p.log.String())
	}
	return all, own, nil
}

// Processor is the time that the program has run on a processor.
func (p *Program) Processor() (time.Duration, error) {
	var ticks int64
	for _, pid := range p.processes() {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			return 0, err
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		for _, field := range fields[11:13] { // in user mode and in the kernel
			n, err := strconv.ParseInt(field, 10, 64)
			if err != nil {
				return 0, err
			}
			ticks += n
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// processes are the program's own, and those that it has begun.
func (p *Program) processes() []int {
	all := []int{p.cmd.Process.Pid}
	for i := 0; i < len(all); i++ {
		tasks, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", all[i])) // it may have ended
		for _, task := range tasks {
			children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", all[i], task.Name()))
			for _, child := range strings.Fields(string(children)) {
				if pid, err := strconv.Atoi(child); err == nil {
					all = append(all, pid)
				}
			}
		}
	}
	return all
}
