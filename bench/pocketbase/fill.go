package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// fill makes the collections and puts the rows of dir into them: users as
// PocketBase makes them, everything else straight into the tables, in the form
// that it keeps values in.
func fill(app core.App, dir string) error {
	app.Settings().Logs.MaxDays = 0
	if err := app.Save(app.Settings()); err != nil {
		return err
	}
	if err := collections(app); err != nil {
		return err
	}
	err := app.RunInTransaction(func(tx core.App) error {
		if err := each(dir, "users", func(row dbx.Params) error { return addUser(tx, row) }); err != nil {
			return err
		}
		for _, name := range []string{"posts", "comments", "reviews"} {
			err := each(dir, name, func(row dbx.Params) error {
				_, err := tx.DB().Insert(name, row).Execute()
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = app.DB().NewQuery("ANALYZE").Execute()
	return err
}

func addUser(app core.App, row dbx.Params) error {
	users, err := app.FindCachedCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	user := core.NewRecord(users)
	user.Load(row)
	user.SetEmail(strings.ReplaceAll(row["name"].(string), " ", ".") + "@example.com")
	user.SetRandomPassword()
	return app.Save(user)
}

// each gives the rows of a file, in PocketBase's form.
func each(dir, name string, add func(dbx.Params) error) error {
	f, err := os.Open(filepath.Join(dir, name+".ndjson"))
	if err != nil {
		return err
	}
	defer f.Close()
	in := json.NewDecoder(bufio.NewReader(f))
	for {
		var row dbx.Params
		if err := in.Decode(&row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if made, ok := row["created"].(string); ok {
			at, err := time.Parse(time.RFC3339, made)
			if err != nil {
				return err
			}
			row["created"] = at.UTC().Format(types.DefaultDateLayout)
			if name != "comments" {
				row["updated"] = row["created"]
			}
		}
		for _, name := range []string{"id", "post", "author"} {
			if id, ok := row[name].(string); ok {
				row[name] = strings.ReplaceAll(id, "-", "")
			}
		}
		if tags, ok := row["tags"]; ok {
			raw, err := json.Marshal(tags)
			if err != nil {
				return err
			}
			row["tags"] = string(raw)
		}
		if err := add(row); err != nil {
			return err
		}
	}
}
