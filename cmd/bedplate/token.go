package main

import (
	"encoding/json"
	"fmt"
	"time"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/internal/token"
)

type tokenCommand struct {
	place
	Role    string        `required:"" help:"anon, authenticated, service, or a role of the app's own."`
	Sub     string        `placeholder:"ID" help:"Whose token it is: auth.id in rules."`
	Claims  string        `placeholder:"JSON" help:"Further claims, as a JSON object."`
	Expires time.Duration `default:"1h" help:"How long it is good for."`
}

// Help is the example of --help.
func (tokenCommand) Help() string {
	return "The token alone is printed, so that it fits in a script.\n\nExample:\n\n" +
		`  curl -H "Authorization: Bearer $(bedplate token --role service)" http://127.0.0.1:8080/rest/v1/notes`
}

// Run prints the token.
func (cmd tokenCommand) Run(c console) error {
	conf, err := cmd.config()
	if err != nil {
		return err
	}
	if cmd.Expires < time.Second || cmd.Expires > 10*365*24*time.Hour {
		return fault.New(fault.Value, "--expires must be from 1s to ten years")
	}
	var claims map[string]any
	if cmd.Claims != "" {
		if err := json.Unmarshal([]byte(cmd.Claims), &claims); err != nil {
			return fault.New(fault.Value, "--claims is not a JSON object: %v", err)
		}
	}
	signed, err := mint(conf, token.Grant{Role: cmd.Role, Subject: cmd.Sub, Claims: claims, Lifetime: cmd.Expires})
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, signed)
	return nil
}

// mint signs a token that the app believes.
func mint(conf *config.Config, g token.Grant) (string, error) {
	secret, err := conf.Secret()
	if err != nil {
		return "", err
	}
	g.Issuer, g.Audience = conf.Auth.Issuer, conf.Auth.Audience
	return token.Mint(secret, g, time.Now())
}
