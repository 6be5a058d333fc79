//go:build unix && !linux

package hashing

import (
	"os/exec"
	"syscall"
)

// niceness is how much less than others a process that hashes has of a processor
// that both want.
const niceness = 10

// low does nothing here: processes see to it by themselves, see yield.
func low(*exec.Cmd) {}

// hasSpare tells that a process can have what nobody else wants.
const hasSpare = false

// yield lowers the priority of this process.
func yield(bool) error { return syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness) }
