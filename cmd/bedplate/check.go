package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"bedplate/internal/config"
	"bedplate/internal/seed"
	"bedplate/schema"
	"bedplate/schema/advice"
)

type checkCommand struct {
	Dir    string `arg:"" optional:"" default:"." help:"The app's directory."`
	JSON   bool   `help:"Print JSON: a list of mistakes with file, line and column."`
	Strict bool   `help:"Take warnings for mistakes."`
}

// Help is the example of --help.
func (checkCommand) Help() string {
	return "Every mistake is printed as file:line:column: message. Warnings, of indexes that rules and\n" +
		"references would need, are no mistakes. The database is not looked at.\n\n" +
		"Example:\n\n  bedplate check shop"
}

// Run prints every mistake in bedplate.yaml, schema/ and seed/.
func (cmd checkCommand) Run(c console) error {
	var found schema.Problems
	conf, err := config.Load(cmd.Dir, config.Options{})
	if err := gather(&found, err); err != nil {
		return err
	}
	loaded, err := config.ReadSchema(cmd.Dir, conf)
	if err := gather(&found, err); err != nil {
		return err
	}
	if loaded != nil && err == nil {
		if err := gather(&found, seed.Check(filepath.Join(cmd.Dir, "seed"), loaded)); err != nil {
			return err
		}
	}
	var warned schema.Problems
	if loaded != nil && err == nil {
		warned = advice.Of(loaded)
	}
	wrong := len(found) > 0 || cmd.Strict && len(warned) > 0
	if cmd.JSON {
		if err := printJSON(c.out, append(append(schema.Problems{}, found...), warned...)); err != nil {
			return err
		}
	} else {
		for _, p := range append(found, warned...) {
			fmt.Fprintln(c.err, p)
		}
		if !wrong {
			fmt.Fprintln(c.out, "no mistakes")
		}
	}
	if wrong {
		return errFound
	}
	return nil
}

// gather keeps the mistakes of err; any other error ends the command.
func gather(found *schema.Problems, err error) error {
	var problems schema.Problems
	if errors.As(err, &problems) {
		*found = append(*found, problems...)
		return nil
	}
	return err
}
