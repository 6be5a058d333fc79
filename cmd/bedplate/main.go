// Command bedplate turns a directory into a back end: a database, a REST API
// and access rules, in one process. `bedplate --help` lists what it does.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are the command line. Every flag may also be given as a variable of
// the environment, BEDPLATE_ and its name.
type commands struct {
	Init    initCommand    `cmd:"" help:"Make a small app that runs."`
	Serve   serveCommand   `cmd:"" help:"Serve an app."`
	Dev     devCommand     `cmd:"" help:"Serve an app while you write it: reload on change, ready-made tokens."`
	Check   checkCommand   `cmd:"" help:"Find every mistake in an app's files."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to what the schema files say."`
	Pull    pullCommand    `cmd:"" help:"Adopt an existing database as an app directory."`
	Move    moveCommand    `cmd:"" help:"Move schema and rows to another database."`
	Export  exportCommand  `cmd:"" help:"Write schema and rows to a zip file."`
	Import  importCommand  `cmd:"" help:"Put the rows of a zip file into an empty database."`
	Seed    seedCommand    `cmd:"" help:"Put the rows of seed/ into the database."`
	User    userCommand    `cmd:"" help:"Keep an app's users."`
	Keys    keysCommand    `cmd:"" help:"Keep API keys, and the keys that tokens are signed with."`
	Token   tokenCommand   `cmd:"" help:"Print a token for development."`
	Schema  schemaCommand  `cmd:"" help:"Describe the schema files, for editors."`
	OpenAPI openapiCommand `cmd:"" name:"openapi" help:"Describe the REST API, for clients' tools."`
	Types   typesCommand   `cmd:"" help:"Print types for clients' languages."`
	Version versionCommand `cmd:"" help:"Print the version."`
	Hash    hashCommand    `cmd:"" hidden:"" name:"hash-passwords"`
}

// console is where a command reads from and prints to.
type console struct {
	context.Context
	out, err io.Writer
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	told := make(chan os.Signal, 2)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-told
		cancel()
		<-told
		fmt.Fprintln(os.Stderr, "bedplate: told twice to end, and ended at once")
		os.Exit(1)
	}()
	os.Exit(run(console{ctx, os.Stdout, os.Stderr}, os.Args[1:]))
}

// run does one command and gives the process's exit code.
func run(c console, args []string) int {
	parser, err := kong.New(&commands{},
		kong.Name("bedplate"),
		kong.Description("An application back end from a directory of files."),
		kong.DefaultEnvars("BEDPLATE"),
		kong.Writers(c.out, c.err),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(c),
	)
	if err != nil {
		panic(err) // the commands above do not fit together
	}
	parser.Exit = func(code int) { panic(finished(code)) }
	return guarded(func() int {
		if len(args) == 0 {
			args = []string{"--help"}
		}
		selected, err := parser.Parse(args)
		if err != nil {
			fmt.Fprintf(c.err, "bedplate: %v; bedplate --help lists the commands\n", err)
			return 2
		}
		if err := selected.Run(); err != nil {
			report(c.err, err)
			return 1
		}
		return 0
	})
}

// finished is how kong ends a parse that printed help.
type finished int

func guarded(f func() int) (code int) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case finished:
			code = int(cause)
		default:
			panic(cause)
		}
	}()
	return f()
}

// errFound ends a command that has printed what is wrong already.
var errFound = errors.New("mistakes were found")
