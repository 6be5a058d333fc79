package bedplate

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"strings"
	"time"

	"bedplate/internal/api/auth"
	"bedplate/internal/identity"
	"bedplate/internal/identity/hashing"
	"bedplate/internal/mail"
	"bedplate/internal/outbox"
	"bedplate/internal/outgoing"
	"bedplate/internal/token"
	"bedplate/query"
)

// The places of the door to users, and of the mailbox of developers.
const (
	usersPrefix   = "/auth/v1"
	mailboxPrefix = "/mailbox"
)

// base is how the world reaches the server: letters hold no other address, and
// none that a request names.
func (a *App) base() string {
	if a.conf.Server.PublicURL != "" {
		return a.conf.Server.PublicURL
	}
	return "http://" + a.conf.Server.Addr
}

// keepUsers makes the service that keeps users, where the app says so.
func (a *App) keepUsers() error {
	if !a.conf.Auth.Users {
		return nil
	}
	settings := a.conf.Auth.Identity
	if settings.Site == "" {
		settings.Site = a.base()
	}
	keys, err := settings.Passkeys.Completed(settings.Site, a.base())
	if err != nil {
		return err
	}
	settings.Passkeys = keys
	a.conf.Auth.Identity = settings
	o := identity.Options{Settings: settings, Doer: a.Doer, Secret: derived(a.secret, "users"), Door: a.base() + usersPrefix, Log: a.opts.Log, Hooks: a.opts.Hooks, Hashing: a.opts.Hashing}
	a.outbox = outbox.New(a.opts.Log)
	o.Name = a.conf.Name
	post, err := a.post()
	if err != nil {
		return err
	}
	if post != nil {
		o.Send = func(_ context.Context, l identity.Letter) error {
			return a.outbox.Put("letter "+l.Kind, func(ctx context.Context) error {
				return post.Send(ctx, mail.Letter{To: l.To, Template: l.Kind, Link: l.Link, Code: l.Code})
			})
		}
	}
	if o.Text, err = a.texter(); err != nil {
		return err
	}
	o.Client = outgoing.New(outgoing.Options{Allowed: a.conf.Outgoing.Allow})
	a.users = identity.New(o)
	return nil
}

// ServeHashes is what the process of Options.Hashing does: it hashes passwords at a
// low priority, for the server that started it, and returns when that has ended.
func ServeHashes(in io.Reader, out io.Writer) error { return hashing.Serve(in, out) }

// post is how letters go out: to the mailbox of developers, unless the app has
// a server for mail; nil where there is no way.
func (a *App) post() (*mail.Post, error) {
	o := mail.Options{SMTP: a.conf.Mail.SMTP, CA: a.conf.Mail.CA, From: a.conf.Mail.From, App: a.conf.Name}
	if o.SMTP == "" {
		if !a.opts.Developer {
			return nil, nil
		}
		a.mailbox = mail.NewMailbox(mailboxPrefix)
		o.Box = a.mailbox
	}
	o.Templates = a.templates("mail")
	return mail.New(o)
}

// tellOfMail logs that users cannot be written to: less loudly where nobody has
// to show that an address is theirs.
func (a *App) tellOfMail() {
	if a.users == nil || a.conf.Mail.SMTP != "" || a.mailbox != nil {
		return
	}
	level := slog.LevelInfo
	if a.conf.Auth.Identity.ConfirmEmail {
		level = slog.LevelWarn
	}
	a.opts.Log.Log(context.Background(), level, "no mail can be sent: say mail.smtp and mail.from in bedplate.yaml")
}

// drainTime is how long letters may take when the app is closed.
const drainTime = 4 * time.Second

// closeUsers ends what users' service does in the background, and sends what
// waits to be sent.
func (a *App) closeUsers() {
	if a.users != nil {
		a.users.Close()
	}
	if a.outbox != nil {
		ctx, cancel := context.WithTimeout(context.Background(), drainTime)
		defer cancel()
		a.outbox.Close(ctx)
	}
	for _, end := range a.closers {
		end()
	}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// withUsers adds the door to users to the doors, and the mailbox.
func (a *App) withUsers(doors map[string]http.Handler) map[string]http.Handler {
	if a.users != nil {
		doors[usersPrefix] = auth.New(a.Doer, auth.Options{Prefix: usersPrefix, Site: a.conf.Auth.Identity.Site,
			Secure: strings.HasPrefix(a.base(), "https://"), Log: a.opts.Log})
	}
	if a.mailbox != nil {
		doors[mailboxPrefix] = a.mailbox
	}
	return doors
}

// ownKeys are the keys of the app's own users; nil where it keeps none.
func (a *App) ownKeys() *token.Own {
	if a.users == nil {
		return nil
	}
	return &token.Own{Keys: a.users.PublicKeys, Issuer: a.base() + usersPrefix, Audience: identity.Audience, Ended: a.users.Ended,
		KeyPrefix: identity.KeyPrefix, KeyCaller: a.users.KeyCaller, KeyHolder: a.users.KeyHolder}
}

// actions are what the program does and what the services do, by their names.
func (a *App) actions() map[string]query.ActionFunc {
	all := done(a.opts.Actions)
	if a.users != nil {
		maps.Copy(all, a.users.Actions())
	}
	return all
}
