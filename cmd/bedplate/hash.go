package main

import (
	"os"
	"os/exec"

	"bedplate"
)

// hashCommand is what a server starts to hash passwords; nobody else does.
type hashCommand struct{}

// hashName is how it is called.
const hashName = "hash-passwords"

// Run hashes until the server ends.
func (hashCommand) Run() error { return bedplate.ServeHashes(os.Stdin, os.Stdout) }

// hashing starts it, of this program.
func hashing() *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	cmd := exec.Command(self, hashName)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // one hash at a time, on one processor
	return cmd
}
