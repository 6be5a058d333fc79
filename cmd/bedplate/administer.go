package main

import (
	"encoding/json"
	"log/slog"

	"bedplate"
	"bedplate/fault"
)

// administer calls an action of the app's as the service role: through the
// server that has its database, or by itself. result may be nil.
func (p place) administer(c console, action string, args map[string]any, result any) error {
	conf, err := p.config()
	if err != nil {
		return err
	}
	if !conf.Auth.Users {
		return fault.New(fault.Unsupported, "the app keeps no users, and no keys").WithHint("write auth: {users: true} in bedplate.yaml")
	}
	given, err := json.Marshal(args)
	if err != nil {
		return err
	}
	running, err := bedplate.Find(c, p.options())
	if err != nil {
		return err
	}
	var raw json.RawMessage
	if running != nil {
		raw, err = running.Call(c, action, given)
	} else {
		opts := p.options()
		opts.Log = slog.New(slog.NewTextHandler(c.err, &slog.HandlerOptions{Level: slog.LevelError}))
		var app *bedplate.App
		if app, err = bedplate.New(opts); err != nil {
			return err
		}
		defer app.Close()
		raw, err = app.Call(c, action, given)
	}
	if err != nil || result == nil {
		return err
	}
	return json.Unmarshal(raw, result)
}
