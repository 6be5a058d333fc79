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

// yield does nothing here: see low.
func yield() error { return nil }
