package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"bedplate/fault"
)

type userCommand struct {
	Create      userCreateCommand   `cmd:"" help:"Make a user."`
	List        userListCommand     `cmd:"" help:"List users, the newest first."`
	Ban         userBanCommand      `cmd:"" help:"Sign a user out and let them in no more."`
	Unban       userUnbanCommand    `cmd:"" help:"Let a user in again."`
	SetPassword userPasswordCommand `cmd:"" help:"Give a user another password, and sign them out."`
	Delete      userDeleteCommand   `cmd:"" help:"Delete a user."`
}

// listedUser is what is read of a user.
type listedUser struct {
	ID          string `json:"id"`
	Email       string `json:"email"`
	Username    string `json:"username,omitempty"`
	Phone       string `json:"phone,omitempty"`
	Role        string `json:"role"`
	ConfirmedAt string `json:"email_confirmed_at,omitempty"`
	BannedUntil string `json:"banned_until,omitempty"`
	DeletedAt   string `json:"deleted_at,omitempty"`
	LastSignIn  string `json:"last_sign_in_at,omitempty"`
	CreatedAt   string `json:"created_at"`
}

// who is a user as a command line names one.
type who struct {
	Who string `arg:"" help:"An id, an address or a user name."`
	place
}

// id finds the user's id.
func (w who) id(c console) (string, error) {
	if len(w.Who) == 36 && strings.Count(w.Who, "-") == 4 {
		return w.Who, nil
	}
	var found struct{ Users []listedUser }
	if err := w.administer(c, "auth_admin_users", map[string]any{"email": w.Who}, &found); err != nil {
		return "", err
	}
	if len(found.Users) == 0 {
		return "", fault.Of(fault.NotFound, w.Who, "there is no user %s", w.Who)
	}
	return found.Users[0].ID, nil
}

// change changes the user and says what was done.
func (w who) change(c console, done string, changes map[string]any) error {
	id, err := w.id(c)
	if err != nil {
		return err
	}
	changes["id"] = id
	if err := w.administer(c, "auth_admin_update_user", changes, nil); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s %s\n", id, done)
	return nil
}

type userCreateCommand struct {
	Email string `arg:"" help:"An address, or a user name."`
	place
	WithPassword bool   `help:"Give a password: it is asked for, or read from the first line of what is piped in."`
	Unconfirmed  bool   `help:"Let the user show first that the address is theirs."`
	Role         string `help:"A role of the app's own; authenticated unless given."`
	JSON         bool   `help:"Print JSON."`
}

// Help is the example of --help.
func (userCreateCommand) Help() string {
	return "The id alone is printed, so that it fits in a script.\n\nExample:\n\n  bedplate user create ada@example.com board --with-password --role moderator"
}

// Run makes the user.
func (cmd userCreateCommand) Run(c console) error {
	args := map[string]any{"email": cmd.Email, "email_confirm": !cmd.Unconfirmed}
	if cmd.Role != "" {
		args["role"] = cmd.Role
	}
	if cmd.WithPassword {
		password, err := readPassword(c, os.Stdin)
		if err != nil {
			return err
		}
		args["password"] = password
	}
	var made struct{ User listedUser }
	if err := cmd.administer(c, "auth_admin_create_user", args, &made); err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, made.User)
	}
	fmt.Fprintln(c.out, made.User.ID)
	return nil
}

type userListCommand struct {
	place
	Page    int  `default:"1" help:"Which page."`
	PerPage int  `default:"50" help:"How many users a page has, up to 1000."`
	JSON    bool `help:"Print JSON."`
}

// Help is the example of --help.
func (userListCommand) Help() string { return "Example:\n\n  bedplate user list board --json" }

// Run lists users.
func (cmd userListCommand) Run(c console) error {
	var found struct {
		Users []listedUser `json:"users"`
		Total int          `json:"total"`
	}
	if err := cmd.administer(c, "auth_admin_users", map[string]any{"page": cmd.Page, "per_page": cmd.PerPage}, &found); err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, found)
	}
	w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tUSER\tROLE\tCREATED\tSTATE")
	for _, u := range found.Users {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", u.ID, u.name(), u.Role, day(u.CreatedAt), u.state())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(c.err, "%d in all\n", found.Total)
	return nil
}

func (u listedUser) name() string {
	for _, name := range []string{u.Email, u.Username, u.Phone} {
		if name != "" {
			return name
		}
	}
	return "-"
}

func (u listedUser) state() string {
	until, err := time.Parse(time.RFC3339, u.BannedUntil)
	switch {
	case u.DeletedAt != "":
		return "deleted " + day(u.DeletedAt)
	case err == nil && until.After(time.Now()):
		return "banned until " + until.Format(time.DateTime)
	case u.Email != "" && u.ConfirmedAt == "":
		return "unconfirmed"
	}
	return "active"
}

// day is the day of a time.
func day(moment string) string {
	if len(moment) < len(time.DateOnly) {
		return "-"
	}
	return moment[:len(time.DateOnly)]
}

type userBanCommand struct {
	who
	For time.Duration `default:"876000h" help:"For how long."`
}

// Help is the example of --help.
func (userBanCommand) Help() string {
	return "Example:\n\n  bedplate user ban mallory@example.com board --for 48h"
}

// Run bans the user.
func (cmd userBanCommand) Run(c console) error {
	if cmd.For <= 0 {
		return fault.New(fault.Value, "--for must be longer than nothing")
	}
	return cmd.change(c, "is banned", map[string]any{"ban_duration": cmd.For.String()})
}

type userUnbanCommand struct{ who }

// Help is the example of --help.
func (userUnbanCommand) Help() string {
	return "Example:\n\n  bedplate user unban mallory@example.com board"
}

// Run lets the user in again.
func (cmd userUnbanCommand) Run(c console) error {
	return cmd.change(c, "may sign in", map[string]any{"ban_duration": "none"})
}

type userPasswordCommand struct{ who }

// Help is the example of --help.
func (userPasswordCommand) Help() string {
	return "The password is asked for, or read from the first line of what is piped in.\n\nExample:\n\n  bedplate user set-password ada@example.com board"
}

// Run sets the password.
func (cmd userPasswordCommand) Run(c console) error {
	password, err := readPassword(c, os.Stdin)
	if err != nil {
		return err
	}
	return cmd.change(c, "has another password", map[string]any{"password": password})
}

type userDeleteCommand struct {
	who
	Soft bool `help:"Keep the record for what refers to it, and nothing in it."`
}

// Help is the example of --help.
func (userDeleteCommand) Help() string {
	return "What is theirs by on_delete: cascade goes as well.\n\nExample:\n\n  bedplate user delete mallory@example.com board --soft"
}

// Run deletes the user.
func (cmd userDeleteCommand) Run(c console) error {
	id, err := cmd.id(c)
	if err != nil {
		return err
	}
	if err := cmd.administer(c, "auth_admin_delete_user", map[string]any{"id": id, "should_soft_delete": cmd.Soft}, nil); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s is deleted\n", id)
	return nil
}
