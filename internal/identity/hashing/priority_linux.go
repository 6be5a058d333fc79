package hashing

import (
	"os"
	"os/exec"
	"strconv"

	"golang.org/x/sys/unix"
)

// hasSpare tells that a process can have what nobody else wants.
const hasSpare = true

// niceness is how much less than others a process that hashes has of a processor
// that both want: about a tenth.
const niceness = 10

// low does nothing here: processes see to it by themselves, see yield.
func low(*exec.Cmd) {}

// yield lowers the priority of this process, which Linux keeps for each thread: new
// ones have that of the thread that makes them.
func yield(spare bool) error {
	for known := 0; ; {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return yieldThread(0, spare)
		}
		for _, t := range threads {
			if id, err := strconv.Atoi(t.Name()); err == nil {
				_ = yieldThread(id, spare) // it may have ended
			}
		}
		if len(threads) == known {
			return nil
		}
		known = len(threads)
	}
}

// yieldThread lowers the priority of one thread, of this one if it is 0. Where it may
// not choose how it is scheduled, it is nice at least.
func yieldThread(id int, spare bool) error {
	if spare && unix.SchedSetAttr(id, &unix.SchedAttr{Policy: unix.SCHED_IDLE}, 0) == nil {
		return nil
	}
	return unix.Setpriority(unix.PRIO_PROCESS, id, niceness)
}
