package main

import (
	"fmt"
	"os"
	"path/filepath"

	"bedplate"
	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/internal/database"
	"bedplate/internal/migrate"
	"bedplate/schema"
)

type migrateCommand struct {
	Plan   planCommand   `cmd:"" help:"Print what lies between the database and the schema files."`
	Apply  applyCommand  `cmd:"" help:"Bring the database to the schema files, in one transaction."`
	Status statusCommand `cmd:"" help:"Print what was done and what waits."`
}

// target opens what a migration needs: the app's schema and its database.
func (p place) target() (migrate.Target, *schema.Schema, error) {
	conf, err := p.config()
	if err != nil {
		return migrate.Target{}, nil, err
	}
	loaded, err := config.ReadSchema(conf.Dir, conf)
	if err != nil {
		return migrate.Target{}, nil, err
	}
	migrator, err := database.NewMigrator(conf.Main())
	return migrate.Target{Migrator: migrator, Store: config.MainStore}, loaded, err
}

type planCommand struct {
	place
	JSON bool `help:"Print JSON."`
}

// Help is the example of --help.
func (planCommand) Help() string { return "Example:\n\n  bedplate migrate plan shop" }

// Run prints the plan.
func (cmd planCommand) Run(c console) error {
	target, loaded, err := cmd.target()
	if err != nil {
		return err
	}
	plan, err := migrate.Plan(c, target, loaded)
	if err == nil {
		err = plan.Free()
	}
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, plan)
	}
	printPlan(c, plan)
	return nil
}

func printPlan(c console, plan *migrate.Migration) {
	if plan.Empty() {
		fmt.Fprintln(c.out, "the database is what the schema files say")
		return
	}
	for _, change := range plan.Changes {
		fmt.Fprintf(c.out, "%-8s  %s", change.Class, change)
		if change.Reason != "" {
			fmt.Fprintf(c.out, "  -- %s", change.Reason)
		}
		fmt.Fprintln(c.out)
		for _, sql := range change.SQL {
			fmt.Fprintf(c.out, "          %s;\n", sql)
		}
	}
}

type applyCommand struct {
	place
	AllowLoss bool `help:"Do it even where data is lost."`
	JSON      bool `help:"Print JSON."`
}

// Help is the example of --help.
func (applyCommand) Help() string {
	return "What loses data waits for --allow-loss. A running server of the app does it, and serves by the new\n" +
		"schema from then on.\n\n" +
		"Example:\n\n  bedplate migrate apply shop --allow-loss"
}

// Run plans and applies: through the server that has the database, which then
// serves by the new schema, or by itself.
func (cmd applyCommand) Run(c console) error {
	opts := migrate.Options{AllowLoss: cmd.AllowLoss}
	running, err := bedplate.Find(c, cmd.options())
	if err != nil {
		return err
	}
	var plan *migrate.Migration
	if running != nil {
		plan, err = running.Migrate(c, opts)
	} else {
		plan, err = cmd.apply(c, opts)
	}
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, plan)
	}
	printPlan(c, plan)
	if !plan.Empty() {
		fmt.Fprintln(c.out, "applied")
	}
	if running != nil {
		fmt.Fprintln(c.out, "the running server serves by the schema files now")
	}
	return nil
}

func (cmd applyCommand) apply(c console, opts migrate.Options) (*migrate.Migration, error) {
	target, loaded, err := cmd.target()
	if err != nil {
		return nil, err
	}
	conf, err := cmd.config()
	if err != nil {
		return nil, err
	}
	if main := conf.Main(); !main.Remote() {
		if err := os.MkdirAll(filepath.Dir(main.Path), 0o700); err != nil {
			return nil, fault.New(fault.Path, "%s cannot be made: %v", filepath.Dir(main.Path), err)
		}
	}
	plan, err := migrate.Plan(c, target, loaded)
	if err != nil {
		return nil, err
	}
	return plan, migrate.Apply(c, target, plan, opts)
}

type statusCommand struct {
	place
	JSON bool `help:"Print JSON."`
}

// Help is the example of --help.
func (statusCommand) Help() string { return "Example:\n\n  bedplate migrate status shop --json" }

// Run prints the state.
func (cmd statusCommand) Run(c console) error {
	state, err := cmd.state(c)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, state)
	}
	for i := len(state.History) - 1; i >= 0; i-- {
		e := state.History[i]
		fmt.Fprintf(c.out, "%s  epoch %d, %.12s, in %s\n", e.At.UTC().Format("2006-01-02 15:04:05"), e.Epoch, e.Checksum, e.Took)
	}
	printPlan(c, state.Pending)
	return nil
}

func (cmd statusCommand) state(c console) (*migrate.State, error) {
	running, err := bedplate.Find(c, cmd.options())
	if err != nil {
		return nil, err
	}
	if running != nil {
		return running.Migrations(c)
	}
	target, loaded, err := cmd.target()
	if err != nil {
		return nil, err
	}
	return migrate.Status(c, target, loaded)
}
