//go:build unix

package main

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runShell runs a script as a person would type it, in a directory that is its
// home too, with servers at an address where the script says 127.0.0.1:8080. It
// gives all that was printed, and whether the script came to its end in time.
func runShell(t *testing.T, dir, address, script string) (printed string, ended bool) {
	t.Helper()
	shell := exec.Command("bash", "-c", strings.ReplaceAll(script, "127.0.0.1:8080", address))
	shell.Dir = dir
	shell.Env = append(os.Environ(), "BEDPLATE_ADDR="+address, "HOME="+dir)
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p := &process{cmd: shell, done: make(chan struct{}), news: make(chan struct{})}
	shell.Stdout, shell.Stderr = p, p
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = shell.Wait()
		close(p.done)
	}()
	t.Cleanup(p.kill)
	select {
	case <-p.done:
		ended = true
	case <-time.After(2 * patience):
	}
	printed, _ = p.all()
	return printed, ended
}
