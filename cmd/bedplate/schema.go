package main

import (
	"bedplate/schema"
)

type schemaCommand struct {
	JSON jsonSchemaCommand `cmd:"" name:"json" help:"Print the JSON Schema of the files in schema/."`
}

type jsonSchemaCommand struct{}

// Help is the example of --help.
func (jsonSchemaCommand) Help() string {
	return "An editor that knows it completes and checks schema files as you write.\n\n" +
		"Example:\n\n  bedplate schema json > collections.schema.json"
}

// Run prints the JSON Schema.
func (jsonSchemaCommand) Run(c console) error {
	_, err := c.out.Write(schema.JSONSchema())
	return err
}
