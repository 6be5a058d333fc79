package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"

	"bedplate"
	"bedplate/internal/seed"
	"bedplate/query"
)

type seedCommand struct {
	place
	JSON bool `help:"Print JSON: how many rows were added, and how many were there."`
}

// Help is the example of --help.
func (seedCommand) Help() string {
	return "Rows whose key exists are left as they are, so it may be run again, also beside a running server.\n\nExample:\n\n  bedplate seed shop"
}

// Run seeds the app's database.
func (cmd seedCommand) Run(c console) error {
	app, err := bedplate.New(bedplate.Options{
		Dir: cmd.Dir, Data: cmd.Data, Store: cmd.Store, Beside: true,
		Log: slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return err
	}
	defer app.Close()
	return plant(c, app.Doer(), cmd.Dir, cmd.JSON)
}

// plant writes the rows of dir/seed and says what became of them.
func plant(c console, doer query.Doer, dir string, asJSON bool) error {
	bar := newProgress(c.err)
	report, err := seed.Run(c, doer, filepath.Join(dir, "seed"), bar.show)
	bar.end()
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(c.out, report)
	}
	fmt.Fprintf(c.out, "%d rows added, %d were there already\n", report.Added, report.Kept)
	return nil
}

// progress draws a bar on a terminal, once the work has taken a second.
type progress struct {
	to    io.Writer
	began time.Time
	bar   *progressbar.ProgressBar
}

func newProgress(w io.Writer) *progress {
	p := &progress{began: time.Now()}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.to = w
		}
	}
	return p
}

func (p *progress) show(done, all int) {
	if p.to == nil || p.bar == nil && time.Since(p.began) < time.Second {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(p.to),
			progressbar.OptionSetDescription("rows"), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	_ = p.bar.Set(done)
}

func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
