package main

import (
	"bedplate"
	"bedplate/internal/config"
)

// place is the app that a command works on.
type place struct {
	Dir   string `arg:"" optional:"" default:"." help:"The app's directory."`
	Data  string `placeholder:"DIR" help:"Where database and secrets are kept, if not in data/ of the app's directory."`
	Store string `placeholder:"URL" help:"The main store, if not the one in bedplate.yaml: sqlite:PATH, postgres://... or mysql://..."`
}

func (p place) config() (*config.Config, error) {
	return config.Load(p.Dir, config.Options{Data: p.Data, Store: p.Store})
}

// options opens the app where the command line says it is.
func (p place) options() bedplate.Options {
	return bedplate.Options{Dir: p.Dir, Data: p.Data, Store: p.Store, Version: versionText()}
}
