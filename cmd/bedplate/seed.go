package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"bedplate"
	"bedplate/internal/seed"
)

type seedCommand struct {
	place
	JSON bool `help:"Print JSON: how many rows were added, and how many were there."`
}

// Help is the example of --help.
func (seedCommand) Help() string {
	return "Rows whose key exists are left as they are, so it may be run again, also beside a running server.\n\nExample:\n\n  bedplate seed shop"
}

// Run seeds the app's database: through the server that has it, or by itself.
func (cmd seedCommand) Run(c console) error {
	running, err := bedplate.Find(c, cmd.options())
	if err != nil {
		return err
	}
	if running != nil {
		return plant(c, running.Seed, cmd.JSON)
	}
	opts := cmd.options()
	opts.Log = slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	app, err := bedplate.New(opts)
	if err != nil {
		return err
	}
	defer app.Close()
	return plant(c, app.Seed, cmd.JSON)
}

// sower puts the rows of seed/ into a database.
type sower func(ctx context.Context, progress func(done, all int)) (seed.Report, error)

// plant writes the rows and says what became of them.
func plant(c console, sow sower, asJSON bool) error {
	bar := newProgress(c.err)
	report, err := sow(c, bar.show)
	bar.end()
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(c.out, report)
	}
	rows, were := "rows", "were"
	if report.Added == 1 {
		rows = "row"
	}
	if report.Kept == 1 {
		were = "was"
	}
	fmt.Fprintf(c.out, "%d %s added, %d %s there already\n", report.Added, rows, report.Kept, were)
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
