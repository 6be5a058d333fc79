package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"bedplate"
	"bedplate/fault"
	"bedplate/schema/advice"
)

type serveCommand struct {
	place
	Addr     string `placeholder:"HOST:PORT" help:"Where to listen, if not where bedplate.yaml says."`
	LogLevel string `enum:"debug,info,warn,error" default:"info" help:"What the log holds: debug has a line for every request."`
}

// Help is the example of --help.
func (serveCommand) Help() string {
	return "One line with the address is printed when it is ready. SIGTERM drains: readiness fails at once,\n" +
		"requests are taken for a few seconds more, those at work may finish; a second one ends at once.\n" +
		"SIGHUP reads the schema files again.\n\nExample:\n\n" +
		"  bedplate serve shop --addr 127.0.0.1:9000"
}

// Run serves until it is told to end.
func (cmd serveCommand) Run(c console) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cmd.LogLevel)); err != nil {
		return fault.New(fault.Value, "--log-level is none of debug, info, warn, error")
	}
	opts := cmd.options()
	opts.Addr, opts.Hashing = cmd.Addr, hashing
	opts.Log = slog.New(slog.NewJSONHandler(c.err, &slog.HandlerOptions{Level: level}))
	opts.Listening = func(app *bedplate.App, at net.Addr) {
		logAdvice(app, opts.Log)
		fmt.Fprintf(c.out, "bedplate: serving %s at http://%s\n", app.Name(), at)
	}
	app, err := bedplate.New(opts)
	if err != nil {
		return err
	}
	calmCollector()
	stop := reloadOnHangup(c, app, opts.Log)
	err = app.Run(c)
	stop()
	if closed := app.Close(); err == nil {
		err = closed
	}
	return err
}

// logAdvice logs which indexes the schema lacks, as check prints them.
func logAdvice(app *bedplate.App, log *slog.Logger) {
	for _, p := range advice.Of(app.Doer().Schema()) {
		log.Warn("an index is missing", "where", fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column), "why", p.Message, "what", p.Hint)
	}
}

// reloadOnHangup reads the schema files again at each SIGHUP, as long as it is
// not stopped. A process that was started to ignore hangups goes on so.
func reloadOnHangup(ctx context.Context, app *bedplate.App, log *slog.Logger) (stop func()) {
	if signal.Ignored(syscall.SIGHUP) {
		return func() {}
	}
	told, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(told, syscall.SIGHUP)
	go func() {
		defer close(done)
		for range told {
			if err := app.Reload(ctx); err != nil {
				log.Error("the schema was not reloaded; the one before goes on serving", "error", err)
				continue
			}
			logAdvice(app, log)
			log.Info("reloaded the schema")
		}
	}()
	return func() {
		signal.Stop(told)
		close(told)
		<-done
	}
}
