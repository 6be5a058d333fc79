package main

import (
	"bedplate"
	"bedplate/internal/api/openapi"
	"bedplate/query"
)

// described is the app that a command describes, and as whom.
type described struct {
	Dir  string `arg:"" optional:"" default:"." help:"The app's directory."`
	Role string `default:"service" help:"Who it is for: what another role may not know is left out."`
}

func (d described) document() (*openapi.Document, error) {
	return bedplate.Describe(bedplate.Options{Dir: d.Dir}, d.Role)
}

type openapiCommand struct {
	described
	Swagger bool `help:"Print Swagger 2.0, as older tools read it."`
}

// Help is the example of --help.
func (openapiCommand) Help() string {
	return "A server gives each caller their own at /rest/v1/openapi.json. The database is not looked at.\n\n" +
		"Example:\n\n  bedplate openapi shop --role " + query.RoleAnon + " > shop.json"
}

// Run prints the document.
func (cmd openapiCommand) Run(c console) error {
	d, err := cmd.document()
	if err != nil {
		return err
	}
	write := d.OpenAPI
	if cmd.Swagger {
		write = d.Swagger
	}
	text, err := write()
	if err != nil {
		return err
	}
	_, err = c.out.Write(append(text, '\n'))
	return err
}

type typesCommand struct {
	TS typescriptCommand `cmd:"" name:"ts" help:"Print TypeScript for supabase-js and postgrest-js."`
}

type typescriptCommand struct{ described }

// Help is the example of --help.
func (typescriptCommand) Help() string {
	return "The type Database is what createClient<Database> takes. The database is not looked at.\n\n" +
		"Example:\n\n  bedplate types ts shop > database.ts"
}

// Run prints the types.
func (cmd typescriptCommand) Run(c console) error {
	d, err := cmd.document()
	if err != nil {
		return err
	}
	_, err = c.out.Write(d.TypeScript())
	return err
}
