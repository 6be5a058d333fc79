// Package hashing hashes passwords where it takes the least from everybody else. A
// hash takes tens of milliseconds of a processor and tens of MiB of memory, on
// purpose, and whoever wants may ask for one by trying to sign in. Go gives all
// goroutines the same right to the processors, the kernel does not give it to all
// processes: so a Pool has hashes made in processes of a lower priority (Serve), or in
// this one where it is given none.
//
// On Linux a hash is first given to a process that runs when a processor has nothing
// else to do: where others wake up there, the kernel puts them on a processor that
// hashes as on an idle one, which it does for no other priority. Where nothing is spare
// for a second, a process takes its place that is sure of about a tenth of a processor.
//
// The package knows nothing of users and of how many may hash at once.
package hashing

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

// Job is a hash to be made.
type Job struct {
	// Bcrypt is the hash to compare the password with, where it is one of bcrypt's;
	// the result is Same then, if they match, and nothing if not.
	Bcrypt string
	// The cost of Argon2id, whose hash of so many bytes is the result.
	Memory  uint32 // KiB
	Rounds  uint32
	Threads uint8
	Length  uint32
	Salt    []byte

	Password []byte
}

// Same is the result where a password matches a hash of bcrypt's.
var Same = []byte{1}

// Do makes the hash, here and now.
func (j *Job) Do() []byte {
	if j.Bcrypt == "" {
		return argon2.IDKey(j.Password, j.Salt, j.Rounds, j.Memory, j.Threads, j.Length)
	}
	if bcrypt.CompareHashAndPassword([]byte(j.Bcrypt), j.Password) == nil {
		return Same
	}
	return nil
}

// greeting is what a process says that hashes, before anything else: another program
// that was started by mistake does not.
const greeting = "bedplate hashes, 2\n"

// order is what a process is told before anything else.
type order struct {
	// Spare is a process that has what nobody else wants, and may so have nothing.
	Spare bool
}

// idleFor is how long a process keeps memory for another hash.
const idleFor = 5 * time.Second

// Serve makes hashes for the process that started this one, until that has no more
// of them: it is all that this process does.
func Serve(in io.Reader, out io.Writer) error {
	signal.Ignore(os.Interrupt, syscall.SIGTERM) // which go to all of a terminal's: the end is that of in
	jobs := gob.NewDecoder(in)
	var o order
	if err := jobs.Decode(&o); err != nil {
		return fmt.Errorf("passwords are hashed for a server, which says how: %w", err)
	}
	return serve(o, jobs, out)
}

func serve(o order, jobs *gob.Decoder, out io.Writer) error {
	if err := yield(o.Spare); err != nil {
		return err
	}
	if _, err := io.WriteString(out, greeting); err != nil {
		return err
	}
	results := gob.NewEncoder(out)
	idle := time.AfterFunc(idleFor, debug.FreeOSMemory)
	for {
		var j Job
		if err := jobs.Decode(&j); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		err := results.Encode(result{j.Do()})
		clear(j.Password)
		if err != nil {
			return err
		}
		idle.Reset(idleFor)
	}
}

// result is what is answered to a Job.
type result struct{ Hash []byte }

// greeted reads the greeting of a process.
func greeted(in io.Reader) error {
	said := make([]byte, len(greeting))
	if _, err := io.ReadFull(in, said); err != nil {
		return err
	}
	if !bytes.Equal(said, []byte(greeting)) {
		return errors.New("the program that was started to hash passwords is another one")
	}
	return nil
}
