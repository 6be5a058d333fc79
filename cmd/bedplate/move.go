package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/internal/database"
	"bedplate/internal/migrate"
	"bedplate/internal/transfer"
	"bedplate/schema"
	"bedplate/store/driver"
)

type moveCommand struct {
	place
	To     string `placeholder:"URL" help:"The database to move to, an empty one: sqlite:PATH, postgres://USER@HOST/DATABASE or mysql://USER@HOST/DATABASE."`
	Cancel bool   `help:"Let the app's own database be written to again."`
	carried
}

// Help is the example of --help.
func (moveCommand) Help() string {
	return "Schema and rows go to another database, of any kind, while servers go on to answer reads; from the first\n" +
		"moment on nothing is written to the old one, so that nothing is lost. What was killed goes on where it\n" +
		"ended when it is run again. Both sides are compared before it is done. An address with a password is\n" +
		"better given in the environment, as BEDPLATE_TO.\n\n" +
		"Example:\n\n  bedplate move shop --to postgres://shop@db.example.com/shop"
}

// Run moves, or lets go of what a move held.
func (cmd moveCommand) Run(c console) error {
	switch {
	case cmd.Cancel && cmd.To != "" && cmd.To != os.Getenv("BEDPLATE_TO"): // which may still be set from the move
		return fault.New(fault.Value, "--cancel takes no --to: it is about the app's own database")
	case cmd.Cancel:
		return cmd.cancel(c)
	case cmd.To == "":
		return fault.Of(fault.Required, "to", "--to is missing").WithHint("say where the rows go: --to postgres://USER@HOST/DATABASE")
	}
	conf, loaded, err := cmd.app()
	if err != nil {
		return err
	}
	to, err := config.GivenStore(cmd.To)
	if err != nil {
		return err
	}
	if same := to.Path == conf.Main().Path; same && (!to.Remote() || to.URL == conf.Main().URL) {
		return fault.Of(fault.Value, "to", "the rows are in %s already", to)
	}
	from, err := openSource(c, conf.Main())
	if err != nil {
		return err
	}
	defer from.Driver.Close()
	target, err := openTarget(c, to)
	if err != nil {
		return err
	}
	defer target.Driver.Close()
	bar := newProgress(c.err)
	report, err := transfer.Move(c, from, target, loaded, transfer.Options{
		Source: conf.Main().String(), Kind: to.Kind, Progress: bar.step,
	})
	bar.end()
	if err != nil {
		return unfinished(c, err, "bedplate move")
	}
	if err := cmd.print(c, report); err != nil || cmd.JSON {
		return err
	}
	fmt.Fprintf(c.out, "Both sides agree. In bedplate.yaml, change the store:\n\n  stores:\n    main: %s\n\n", storeIn(conf.Dir, to))
	if to.Remote() && to.Referring() != to.URL {
		fmt.Fprintf(c.out, "and set %s to the address that you gave here. Then serve it.\n", config.Variable)
	} else {
		fmt.Fprintln(c.out, "Then serve it.")
	}
	if report.Held {
		fmt.Fprintf(c.out, "The old database takes no more writes; to go on with it instead: bedplate move --cancel %s\n", cmd.Dir)
	} else {
		fmt.Fprintln(c.out, "The old database is not Bedplate's to hold: what is written there from now on is not moved.")
	}
	return nil
}

// cancel lets the app's own database be written to again.
func (cmd moveCommand) cancel(c console) error {
	conf, err := cmd.config()
	if err != nil {
		return err
	}
	migrator, err := database.NewMigrator(conf.Main())
	if err != nil {
		return err
	}
	was, err := migrate.Release(c, migrate.Target{Migrator: migrator, Store: config.MainStore})
	if err != nil {
		return err
	}
	if !was {
		fmt.Fprintln(c.out, "nothing was held")
		return nil
	}
	fmt.Fprintln(c.out, "the database is written to again; what was moved elsewhere is not this one's any more")
	return nil
}

// app reads an app's configuration and schema.
func (p place) app() (*config.Config, *schema.Schema, error) {
	conf, err := p.config()
	if err != nil {
		return nil, nil, err
	}
	loaded, err := config.ReadSchema(conf.Dir, conf)
	return conf, loaded, err
}

// openSource opens a database to be read beside a server that may have it.
func openSource(c console, s config.Store) (transfer.Store, error) {
	if !s.Remote() {
		if _, err := os.Stat(s.Path); errors.Is(err, os.ErrNotExist) {
			return transfer.Store{}, fault.New(fault.NotFound, "there is no database %s", s.Path).WithHint("the app has not been served yet")
		}
	}
	return openStore(c, s, database.Options{ReadOnly: true})
}

// openTarget opens a database to be filled.
func openTarget(c console, s config.Store) (transfer.Store, error) {
	return openStore(c, s, database.Options{Loading: true})
}

func openStore(c console, s config.Store, o database.Options) (transfer.Store, error) {
	o.Waiting = func(err error) { fmt.Fprintf(c.err, "bedplate: waiting for %s: %s\n", s, sentence(err)) }
	o.Statement = time.Hour // a whole table is read, and indexes are made
	newMigrator := database.NewMigrator
	if o.Loading {
		newMigrator = database.NewFiller
	}
	migrator, err := newMigrator(s)
	if err != nil {
		return transfer.Store{}, err
	}
	var d driver.Driver
	if d, err = database.Open(c, s, o); err != nil {
		return transfer.Store{}, err
	}
	return transfer.Store{Driver: d, Migrator: migrator}, nil
}

// unfinished says of a command that was told to end how to go on.
func unfinished(c console, err error, command string) error {
	if c.Err() == nil || !errors.Is(c.Err(), context.Canceled) {
		return err
	}
	return fault.Wrap(fault.Canceled, err, "told to end").WithHint("run %s again: it goes on where it ended", command)
}

// carried is how a command says what it carried.
type carried struct {
	JSON bool `help:"Print JSON: rows and checksum of each collection."`
}

func (as carried) print(c console, r *transfer.Report) error {
	if as.JSON {
		return printJSON(c.out, r)
	}
	for _, note := range r.Notes {
		fmt.Fprintln(c.out, "note:", note)
	}
	if r.Before {
		fmt.Fprintln(c.out, "All rows were there, and compared, before.")
		return nil
	}
	for _, count := range r.Collections {
		fmt.Fprintf(c.out, "%10d  %.12s  %s\n", count.Rows, count.Checksum, count.Name)
	}
	rows, collections := "rows", "collections"
	if r.Rows == 1 {
		rows = "row"
	}
	if len(r.Collections) == 1 {
		collections = "collection"
	}
	fmt.Fprintf(c.out, "%d %s of %d %s.\n", r.Rows, rows, len(r.Collections), collections)
	return nil
}

type exportCommand struct {
	File string `arg:"" help:"The zip file to write; it must not exist."`
	place
	carried
}

// Help is the example of --help.
func (exportCommand) Help() string {
	return "The file has the schema, and each collection's rows as NDJSON. They are of one moment; servers go on to\n" +
		"write meanwhile. The same rows give the same bytes, but for the time in manifest.json.\n\n" +
		"Example:\n\n  bedplate export shop.zip shop"
}

// Run writes the file, or none.
func (cmd exportCommand) Run(c console) (err error) {
	conf, loaded, err := cmd.app()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(cmd.File); err == nil {
		return fault.New(fault.Path, "%s exists", cmd.File).WithHint("choose another name, or remove it")
	}
	from, err := openSource(c, conf.Main())
	if err != nil {
		return err
	}
	defer from.Driver.Close()
	part, err := os.CreateTemp(filepath.Dir(cmd.File), filepath.Base(cmd.File)+".*")
	if err != nil {
		return fault.Wrap(fault.Path, err, "%s cannot be written: %v", cmd.File, err)
	}
	defer func() {
		_ = part.Close()
		if err != nil {
			_ = os.Remove(part.Name())
		}
	}()
	bar := newProgress(c.err)
	report, err := transfer.Export(c, from.Driver, loaded, part, transfer.ExportOptions{Name: conf.Name, Made: time.Now(), Progress: bar.step})
	bar.end()
	if err != nil {
		return err
	}
	if err := errors.Join(part.Sync(), os.Rename(part.Name(), cmd.File)); err != nil {
		return fault.Wrap(fault.Path, err, "%s cannot be written: %v", cmd.File, err)
	}
	return cmd.print(c, report)
}

type importCommand struct {
	File string `arg:"" help:"A zip file that bedplate export wrote."`
	place
	carried
}

// Help is the example of --help.
func (importCommand) Help() string {
	return "The whole file is checked before anything is written. The app's database must be empty. A directory\n" +
		"without an app becomes the one in the file. After an error nothing is left behind.\n\n" +
		"Example:\n\n  bedplate import shop.zip newshop"
}

// Run puts the file's rows into the app's database.
func (cmd importCommand) Run(c console) error {
	archive, err := transfer.OpenArchive(cmd.File)
	if err != nil {
		return err
	}
	defer archive.Close()
	var files map[string][]byte // of the app, where there is none
	if _, err := os.Stat(filepath.Join(cmd.Dir, config.File)); errors.Is(err, os.ErrNotExist) {
		files = appOf(archive)
	}
	main, loaded, err := cmd.target(archive, files)
	if err != nil {
		return err
	}
	bar := newProgress(c.err)
	defer bar.end()
	if err := archive.Check(c, loaded, bar.step); err != nil {
		return err
	}
	to, err := openTarget(c, main)
	if err != nil {
		return err
	}
	report, err := transfer.Import(c, archive, to, loaded, main.Kind, bar.step)
	bar.end()
	if closed := to.Driver.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if files != nil {
		if err := writeApp(cmd.Dir, files); err != nil {
			return err
		}
	}
	return cmd.print(c, report)
}

// target is the database and the schema of the app: the directory's, or the one
// that files will make there.
func (cmd importCommand) target(archive *transfer.Archive, files map[string][]byte) (config.Store, *schema.Schema, error) {
	if files == nil {
		conf, loaded, err := cmd.app()
		if err != nil {
			return config.Store{}, nil, err
		}
		return conf.Main(), loaded, nil
	}
	loaded, err := config.CompleteSchema(archive.Schema)
	if err != nil {
		return config.Store{}, nil, err
	}
	if cmd.Store != "" {
		s, err := config.GivenStore(cmd.Store)
		dir, _ := filepath.Abs(cmd.Dir) // fails only where there is no working directory
		files[config.File] = fmt.Appendf(nil, "name: %s\nstores:\n  main: \"%s\"\n", appName(archive.Name), storeIn(dir, s))
		return s, loaded, err
	}
	data := cmd.Data
	if data == "" {
		data = filepath.Join(cmd.Dir, "data")
	}
	s, err := config.GivenStore("sqlite:" + filepath.Join(data, "main.db"))
	return s, loaded, err
}

// appOf gives the files of an app of an archive's schema.
func appOf(archive *transfer.Archive) map[string][]byte {
	files := map[string][]byte{config.File: fmt.Appendf(nil, "name: %s\n", appName(archive.Name)), ".gitignore": []byte("/data/\n")}
	for name, text := range archive.Files {
		files[name] = text
	}
	return files
}
