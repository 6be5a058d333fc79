// Command embed serves an app with actions and hooks written in Go: the example
// board, unless it is told otherwise. It is what a program looks like that embeds
// Bedplate.
//
//	go run ./examples/embed [DIRECTORY [ADDRESS [DATA]]]
//
// DATA is where the database and the secret of its tokens are kept; the rows of
// the app's seed/ are put in.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"bedplate"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	var app *bedplate.App
	at := &porch{app: func() *bedplate.App { return app }, entered: map[string]int{}}
	opts := bedplate.Options{Dir: "examples/board", Addr: "127.0.0.1:8080", Actions: actions, Hooks: at.hooks()}
	for i, into := range []*string{&opts.Dir, &opts.Addr, &opts.Data} {
		if i < len(args) {
			*into = args[i]
		}
	}
	if opts.Data != "" {
		data, err := filepath.Abs(opts.Data)
		if err != nil {
			return err
		}
		opts.Store = "sqlite:" + filepath.Join(data, "embed.db")
	}
	opts.Listening = func(app *bedplate.App, address net.Addr) {
		fmt.Printf("%s is at http://%s/rest/v1\n", app.Name(), address)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	app, err := bedplate.New(opts)
	if err != nil {
		return err
	}
	if _, err = app.Seed(ctx, nil); err == nil {
		err = app.Run(ctx)
	}
	if closed := app.Close(); err == nil {
		err = closed
	}
	return err
}
