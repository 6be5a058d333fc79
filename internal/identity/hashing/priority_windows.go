package hashing

import (
	"os/exec"
	"syscall"
)

// low makes a process begin below the normal priority.
func low(cmd *exec.Cmd) {
	const belowNormal = 0x4000 // BELOW_NORMAL_PRIORITY_CLASS
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.CreationFlags |= belowNormal
}

// hasSpare tells that a process can have what nobody else wants: Windows has a class
// of that name, and lends its processes to others' locks.
const hasSpare = false

// yield does nothing here: see low.
func yield(bool) error { return nil }
