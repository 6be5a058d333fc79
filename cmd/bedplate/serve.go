package main

import (
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"

	"bedplate"
	"bedplate/fault"
)

type serveCommand struct {
	place
	Addr     string `placeholder:"HOST:PORT" help:"Where to listen, if not where bedplate.yaml says."`
	LogLevel string `enum:"debug,info,warn,error" default:"info" help:"What the log holds: debug has a line for every request."`
}

// Help is the example of --help.
func (serveCommand) Help() string {
	return "One line with the address is printed when it is ready. SIGTERM drains: readiness fails at once,\n" +
		"requests are taken for a few seconds more, those at work may finish.\n\nExample:\n\n" +
		"  bedplate serve shop --addr 127.0.0.1:9000"
}

// Run serves until it is told to end.
func (cmd serveCommand) Run(c console) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cmd.LogLevel)); err != nil {
		return fault.New(fault.Value, "--log-level is none of debug, info, warn, error")
	}
	app, err := bedplate.New(bedplate.Options{
		Dir: cmd.Dir, Data: cmd.Data, Store: cmd.Store, Addr: cmd.Addr,
		Log: slog.New(slog.NewJSONHandler(c.err, &slog.HandlerOptions{Level: level})),
		Listening: func(app *bedplate.App, at net.Addr) {
			fmt.Fprintf(c.out, "bedplate: serving %s at http://%s\n", app.Name(), at)
		},
	})
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // what loading took is not needed again
	err = app.Run(c)
	if closed := app.Close(); err == nil {
		err = closed
	}
	return err
}
