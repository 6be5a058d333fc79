package main

import (
	"os"
	"runtime/debug"
)

// ballast is memory that nothing reads or writes, so that the machine never
// gives it; but the collector counts it as in use, and lets as much more
// garbage come together before it works. A server's heap is a few megabytes:
// without this it is collected dozens of times a second under load, which took
// some 6 % of the processor. Unlike a larger GOGC it does not let a large heap
// grow in proportion.
//
//lint:ignore U1000 it is there to be there
var ballast []byte

// ballastBytes is how much.
const ballastBytes = 6 << 20

// calmCollector sets the ballast, unless GOGC says how to collect.
func calmCollector() {
	if os.Getenv("GOGC") == "" {
		ballast = make([]byte, ballastBytes)
	}
	debug.FreeOSMemory() // what loading took is not needed again
}
