// Command pocketbase is PocketBase as a program of its own, with the
// benchmark's collections, rules and indexes: the general-purpose back end that
// Bedplate is measured against. It is a module of its own, so that nothing else
// depends on it.
//
// Everything is as PocketBase has it by default, but for three settings: writes
// are synced (the default may lose the last ones when the power fails, and
// Bedplate's may not), requests are not logged (no more than Bedplate's are), and
// nobody is asked to install a superuser.
//
//	pocketbase --dir D fill ROWS USER   makes the database of ROWS/*.ndjson, and prints USER's token
//	pocketbase --dir D run ADDRESS      serves it
package main

import (
	"fmt"
	"log"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
	_ "modernc.org/sqlite"
)

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true, DBConnect: connect})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil
		return e.Next()
	})
	app.RootCmd.AddCommand(&cobra.Command{
		Use:  "fill ROWS USER",
		Args: cobra.ExactArgs(2),
		Run: func(_ *cobra.Command, args []string) {
			if err := app.RunAllMigrations(); err != nil {
				log.Fatal(err)
			}
			if err := fill(app, args[0]); err != nil {
				log.Fatal(err)
			}
			token, err := tokenOf(app, args[1])
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(token)
		},
	}, &cobra.Command{
		Use:  "run ADDRESS",
		Args: cobra.ExactArgs(1),
		Run: func(_ *cobra.Command, args []string) {
			if err := apis.Serve(app, apis.ServeConfig{HttpAddr: args[0]}); err != nil {
				log.Fatal(err)
			}
		},
	})
	if err := app.Execute(); err != nil {
		log.Fatal(err)
	}
}

// connect opens a database as PocketBase does, with synced commits.
func connect(path string) (*dbx.DB, error) {
	return dbx.Open("sqlite", path+"?"+strings.Join([]string{
		"_pragma=busy_timeout(10000)", "_pragma=journal_mode(WAL)", "_pragma=journal_size_limit(200000000)",
		"_pragma=synchronous(FULL)", "_pragma=foreign_keys(ON)", "_pragma=temp_store(MEMORY)", "_pragma=cache_size(-32000)",
	}, "&"))
}

func tokenOf(app core.App, user string) (string, error) {
	record, err := app.FindRecordById("users", user)
	if err != nil {
		return "", err
	}
	return record.NewAuthToken()
}
