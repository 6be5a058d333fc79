package main

import (
	"fmt"
	"path/filepath"

	"bedplate/internal/config"
	"bedplate/internal/database"
	"bedplate/internal/migrate"
)

type pullCommand struct {
	From       string `required:"" placeholder:"URL" help:"The database: sqlite:PATH, postgres://USER@HOST/DATABASE or mysql://USER@HOST/DATABASE."`
	Dir        string `arg:"" help:"The directory to make; it may exist, but hold no app."`
	Collations bool   `help:"Sort texts as the database does, so that its indexes serve, rather than by their bytes as every other store does."`
	JSON       bool   `help:"Print JSON: the collections, and what one should know."`
}

// Help is the example of --help.
func (pullCommand) Help() string {
	return "The database is read and not changed, now or when it is served: its collections say manage: false.\n" +
		"Nobody but the service role may see anything until you write rules.\n\n" +
		"Example:\n\n  bedplate pull --from sqlite:Chinook.sqlite music\n  bedplate serve music"
}

// Run writes an app directory for a database.
func (cmd pullCommand) Run(c console) error {
	source, err := config.GivenStore(cmd.From)
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(cmd.Dir)
	if err != nil {
		return err
	}
	adopter, err := database.NewMigrator(source)
	if err != nil {
		return err
	}
	pulled, err := migrate.Pull(c, adopter, migrate.App{Name: appName(filepath.Base(dir)), URL: storeIn(dir, source), Collations: cmd.Collations})
	if err != nil {
		return err
	}
	pulled.Files[".gitignore"] = []byte("/data/\n")
	if err := writeApp(cmd.Dir, pulled.Files); err != nil {
		return err
	}
	names := []string{}
	for _, coll := range pulled.Schema.Collections {
		names = append(names, coll.Name)
	}
	if cmd.JSON {
		return printJSON(c.out, map[string][]string{"collections": names, "notes": append([]string{}, pulled.Notes...)})
	}
	for _, note := range pulled.Notes {
		fmt.Fprintln(c.out, "note:", note)
	}
	if source.Remote() && source.Referring() != source.URL {
		fmt.Fprintf(c.out, "bedplate.yaml reads the address, which has a password, from the environment: set %s to it\n", config.Variable)
	}
	stand := "collections stand"
	if len(names) == 1 {
		stand = "collection stands"
	}
	fmt.Fprintf(c.out, "%d %s in %s. Next:\n\n  bedplate token %s --role service\n  bedplate serve %s\n",
		len(names), stand, cmd.Dir, cmd.Dir, cmd.Dir)
	return nil
}

// storeIn spells a store's address for the bedplate.yaml of the app in dir, where
// paths begin in the app's directory. A password is not written to a file.
func storeIn(dir string, s config.Store) string {
	if s.Remote() {
		return s.Referring()
	}
	if near, err := filepath.Rel(dir, s.Path); err == nil {
		return "sqlite:" + filepath.ToSlash(near)
	}
	return "sqlite:" + s.Path
}
