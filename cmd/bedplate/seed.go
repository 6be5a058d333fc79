package main

import (
	"context"
	"fmt"
	"log/slog"

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
