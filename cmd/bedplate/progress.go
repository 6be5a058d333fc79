package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress tells how far work has come, once it has taken a second: a bar on a
// terminal; elsewhere, for work in steps, a line now and then.
type progress struct {
	to       io.Writer
	terminal bool // with room for a bar
	columns  int
	began    time.Time
	bar      *progressbar.ProgressBar
	at       string // the step
	told     time.Time
	tellAt   time.Duration // between two lines
}

func newProgress(w io.Writer) *progress {
	p := &progress{to: w, began: time.Now(), tellAt: 10 * time.Second}
	if f, ok := w.(*os.File); ok {
		p.columns, _, _ = term.GetSize(int(f.Fd())) // 0 where it is no terminal
	}
	p.terminal = p.columns >= minColumns
	return p
}

const (
	minColumns = 60 // of a terminal, for a bar that stays on its line
	// barColumns are for what stands beside the name: percents, two counts, two
	// times, and a bar that still shows something.
	barColumns = 50
)

// show is told how many rows of all are done.
func (p *progress) show(done, all int) {
	if p.terminal {
		p.draw("rows", int64(done), int64(all))
	}
}

// step is told how far a step of the work has come; all is 0 where nobody knows.
func (p *progress) step(name string, done, all int64) {
	if p.terminal {
		p.draw(name, done, all)
		return
	}
	if now := time.Now(); now.Sub(p.began) >= time.Second && (name != p.at || now.Sub(p.told) >= p.tellAt) {
		p.at, p.told = name, now
		if all > 0 {
			fmt.Fprintf(p.to, "%s: %d of %d rows\n", name, done, all)
		} else {
			fmt.Fprintln(p.to, name)
		}
	}
}

func (p *progress) draw(name string, done, all int64) {
	if p.bar == nil && time.Since(p.began) < time.Second {
		return
	}
	if p.bar == nil || name != p.at {
		p.end()
		if all == 0 {
			all = -1 // a spinner
		}
		p.at = name
		if most := p.columns - barColumns; len(name) > most {
			name = name[:most-3] + "..." // names are ASCII
		}
		options := []progressbar.Option{progressbar.OptionSetWriter(p.to), progressbar.OptionThrottle(100 * time.Millisecond),
			progressbar.OptionSetDescription(name), progressbar.OptionFullWidth(), progressbar.OptionClearOnFinish()}
		if all > 0 {
			options = append(options, progressbar.OptionShowCount())
		}
		p.bar = progressbar.NewOptions64(all, options...)
	}
	_ = p.bar.Set64(done)
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
