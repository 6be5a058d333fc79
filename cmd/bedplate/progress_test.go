//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// terminal opens a pseudo terminal of some columns: what a program writes to it,
// and where the other end reads what a person would be shown.
func terminal(t *testing.T, columns int) (program, person *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo terminals: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	fd := int(person.Fd())
	err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: uint16(columns)})
	}
	number, numbered := unix.IoctlGetUint32(fd, unix.TIOCGPTN)
	if err != nil || numbered != nil {
		t.Fatal(err, numbered)
	}
	program, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return program, person
}

// screen is what a terminal shows in the end, its widest line on the way, and
// whether it was ever more than one.
func screen(printed string) (last string, widest, lines int) {
	var line []rune
	at := 0
	for _, r := range printed {
		switch r {
		case '\r':
			at = 0
		case '\n':
			lines++
			line, at = nil, 0
		default:
			if at == len(line) {
				line = append(line, r)
			}
			line[at] = r
			at++
			widest = max(widest, at)
		}
	}
	return strings.TrimRight(string(line), " "), widest, lines
}

// A bar stays on its line, whatever it is called and however narrow the terminal
// is, and leaves nothing there. One too narrow for a bar gets lines.
func TestBars(t *testing.T) {
	t.Parallel()
	long := "comparing " + strings.Repeat("orders_", 20)
	for _, columns := range []int{20, 60, 80, 200} {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			t.Parallel()
			program, person := terminal(t, columns)
			p := newProgress(program)
			p.began = time.Time{} // it has taken long already
			for _, step := range []struct {
				name      string
				done, all int64
			}{{"orders", 0, 9_000_000}, {"comparing orders", 2_500_000, 9_000_000}, {"indexes and references", 0, 0}, {long, 8_999_999, 9_000_000}} {
				p.step(step.name, step.done, step.all)
			}
			p.end()
			if _, err := program.WriteString("\x04"); err != nil { // which ends what is read below
				t.Fatal(err)
			}
			var all strings.Builder
			for buf := make([]byte, 1); ; {
				if _, err := io.ReadFull(person, buf); err != nil {
					t.Fatal(err)
				}
				if buf[0] == '\x04' {
					break
				}
				all.Write(buf)
			}
			printed := all.String()
			last, widest, lines := screen(printed)
			switch {
			case !utf8.ValidString(printed) || last != "":
				t.Errorf("%q is left on the line:\n%q", last, printed)
			case columns < minColumns && lines < 4:
				t.Errorf("%d lines were printed:\n%s", lines, printed)
			case columns >= minColumns && (lines > 0 || widest > columns):
				t.Errorf("there are %d lines, of %d columns:\n%q", lines, widest, printed)
			case columns >= minColumns && !strings.Contains(printed, "27%"):
				t.Errorf("nobody can see how far it is:\n%q", printed)
			}
		})
	}
}
