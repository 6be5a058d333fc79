package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"bedplate/fault"
)

type keysCommand struct {
	Create keysCreateCommand `cmd:"" help:"Make an API key, which is printed this once."`
	List   keysListCommand   `cmd:"" help:"List API keys and signing keys."`
	Revoke keysRevokeCommand `cmd:"" help:"End an API key."`
	Rotate keysRotateCommand `cmd:"" help:"Sign tokens with another key, or put a new API key in the place of one."`
}

// apiKey is what is read of an API key.
type apiKey struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Kind       string   `json:"kind"`
	Role       string   `json:"role"`
	Scope      []string `json:"scope"`
	Shown      string   `json:"shown"`
	Key        string   `json:"key,omitempty"`
	ExpiresAt  string   `json:"expires_at,omitempty"`
	RevokedAt  string   `json:"revoked_at,omitempty"`
	LastUsedAt string   `json:"last_used_at,omitempty"`
	CreatedAt  string   `json:"created_at"`
}

// signingKey is what is read of a key that tokens are signed with.
type signingKey struct {
	KID       string `json:"kid"`
	CreatedAt string `json:"created_at"`
	SignsFrom string `json:"signs_from"`
	Believed  string `json:"believed_until,omitempty"`
	Signs     bool   `json:"signs"`
}

type keysCreateCommand struct {
	Name string `arg:"" help:"What it is for."`
	place
	Kind    string        `enum:"secret,publishable" default:"secret" help:"secret, for servers, or publishable, for what everybody may read."`
	Role    string        `help:"Whose rules it is held to: service unless given; a publishable one has anon."`
	Scope   []string      `placeholder:"PART" help:"What it is good for, if not all that its role may: read, notes:read, notes:write, call:search, ..."`
	Expires time.Duration `help:"How long it is good for, if not for ever."`
	JSON    bool          `help:"Print JSON."`
}

// Help is the example of --help.
func (keysCreateCommand) Help() string {
	return "The key alone is printed, and is kept as a hash: nobody can show it again.\n\nExample:\n\n  bedplate keys create reports board --scope threads:read,posts:read --expires 2160h"
}

// Run makes the key.
func (cmd keysCreateCommand) Run(c console) error {
	args := map[string]any{"name": cmd.Name, "kind": cmd.Kind}
	if cmd.Role != "" {
		args["role"] = cmd.Role
	}
	if len(cmd.Scope) > 0 {
		args["scope"] = cmd.Scope
	}
	if cmd.Expires != 0 {
		args["expires_in"] = cmd.Expires.String()
	}
	return cmd.newKey(c, "auth_create_key", args, cmd.JSON)
}

// newKey prints the key that an action makes.
func (p place) newKey(c console, action string, args map[string]any, asJSON bool) error {
	var made apiKey
	if err := p.administer(c, action, args, &made); err != nil {
		return err
	}
	if asJSON {
		return printJSON(c.out, made)
	}
	fmt.Fprintf(c.err, "%s is the key's id\n", made.ID)
	fmt.Fprintln(c.out, made.Key)
	return nil
}

type keysListCommand struct {
	place
	JSON bool `help:"Print JSON."`
}

// Help is the example of --help.
func (keysListCommand) Help() string { return "Example:\n\n  bedplate keys list board" }

// Run lists the keys.
func (cmd keysListCommand) Run(c console) error {
	var all struct {
		Keys    []apiKey     `json:"keys"`
		Signing []signingKey `json:"signing"`
	}
	for page := 1; ; page++ {
		var found struct {
			Keys  []apiKey
			Total int
		}
		if err := cmd.administer(c, "auth_list_keys", map[string]any{"page": page, "per_page": 1000}, &found); err != nil {
			return err
		}
		all.Keys = append(all.Keys, found.Keys...)
		if len(all.Keys) >= found.Total || len(found.Keys) == 0 {
			break
		}
	}
	if err := cmd.administer(c, "auth_signing_keys", nil, &all.Signing); err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, all)
	}
	w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNAME\tKEY\tROLE\tSCOPE\tLAST USED\tSTATE")
	for _, k := range all.Keys {
		scope := strings.Join(k.Scope, ",")
		if scope == "" {
			scope = "-"
		}
		fmt.Fprintf(w, "%s\t%s\t%s...\t%s\t%s\t%s\t%s\n", k.ID, k.Name, k.Shown, k.Role, scope, day(k.LastUsedAt), k.state())
	}
	fmt.Fprintln(w, "\nSIGNING KEY\tCREATED\tSIGNS FROM\tBELIEVED UNTIL\tSIGNS")
	for _, k := range all.Signing {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%v\n", k.KID, day(k.CreatedAt), second(k.SignsFrom), second(k.Believed), k.Signs)
	}
	return w.Flush()
}

func (k apiKey) state() string {
	until, err := time.Parse(time.RFC3339, k.ExpiresAt)
	switch {
	case k.RevokedAt != "":
		return "revoked " + day(k.RevokedAt)
	case err == nil && !until.After(time.Now()):
		return "expired " + day(k.ExpiresAt)
	case err == nil:
		return "expires " + day(k.ExpiresAt)
	}
	return "active"
}

// second is a time without its parts of a second.
func second(moment string) string {
	t, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return "-"
	}
	return t.Format(time.RFC3339)
}

type keysRevokeCommand struct {
	ID string `arg:"" help:"The key's id, as keys list has it."`
	place
}

// Help is the example of --help.
func (keysRevokeCommand) Help() string {
	return "Example:\n\n  bedplate keys revoke 01934000-0000-7000-8000-000000000001 board"
}

// Run ends the key.
func (cmd keysRevokeCommand) Run(c console) error {
	if err := cmd.administer(c, "auth_revoke_key", map[string]any{"id": cmd.ID}, nil); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s is revoked\n", cmd.ID)
	return nil
}

type keysRotateCommand struct {
	place
	Key    string        `placeholder:"ID" help:"An API key to make another one for; without it, the key that signs tokens is rotated."`
	Grace  time.Duration `help:"How long the old API key is still good."`
	AtOnce bool          `help:"Believe nothing that the signing keys before signed: for one that somebody else has. Users stay signed in."`
	JSON   bool          `help:"Print JSON."`
}

// Help is the example of --help.
func (keysRotateCommand) Help() string {
	return "A new signing key is published for a minute before it signs, and the one before for as long as its tokens live.\n\nExample:\n\n  bedplate keys rotate board"
}

// Run rotates a key.
func (cmd keysRotateCommand) Run(c console) error {
	if cmd.Key != "" {
		if cmd.AtOnce {
			return fault.New(fault.Value, "--at-once is of signing keys: an API key without --grace ends at once")
		}
		return cmd.newKey(c, "auth_rotate_key", map[string]any{"id": cmd.Key, "grace": cmd.Grace.String()}, cmd.JSON)
	}
	if cmd.Grace != 0 {
		return fault.New(fault.Value, "--grace is of API keys: name one by --key")
	}
	var keys []signingKey
	if err := cmd.administer(c, "auth_rotate_signing_key", map[string]any{"at_once": cmd.AtOnce}, &keys); err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, keys)
	}
	for _, k := range keys {
		if k.Believed == "" {
			fmt.Fprintf(c.out, "%s signs from %s\n", k.KID, second(k.SignsFrom))
		} else {
			fmt.Fprintf(c.out, "%s is believed until %s\n", k.KID, second(k.Believed))
		}
	}
	return nil
}
