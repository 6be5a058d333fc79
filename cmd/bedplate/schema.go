package main

import (
	"bedplate/internal/config"
	"bedplate/schema"
)

type schemaCommand struct {
	JSON jsonSchemaCommand `cmd:"" name:"json" help:"Print the JSON Schema of the files in schema/, or of bedplate.yaml."`
}

type jsonSchemaCommand struct {
	Config bool `help:"Describe bedplate.yaml instead."`
}

// Help is the example of --help.
func (jsonSchemaCommand) Help() string {
	return "An editor that knows it completes and checks the files as you write.\n\n" +
		"Example:\n\n  bedplate schema json > collections.schema.json\n  bedplate schema json --config > bedplate.schema.json"
}

// Run prints the JSON Schema.
func (cmd jsonSchemaCommand) Run(c console) error {
	described := schema.JSONSchema()
	if cmd.Config {
		described = config.JSONSchema()
	}
	_, err := c.out.Write(described)
	return err
}
