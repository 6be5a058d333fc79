package bedplate

import (
	"context"
	"io/fs"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"bedplate/internal/identity"
	"bedplate/internal/outgoing"
	"bedplate/internal/sms"
)

// Hooks are called when users sign up and in and are given tokens: those before
// may refuse and change, those after are told.
//
//	bedplate.Options{Hooks: bedplate.Hooks{
//		BeforeSignUp: func(ctx context.Context, e *bedplate.Event) error {
//			if !strings.HasSuffix(e.Email, "@example.com") {
//				return fault.New(fault.Denied, "this board is for people of example.com")
//			}
//			return nil
//		},
//	}}
type Hooks = identity.Hooks

// Event is what a hook is told.
type Event = identity.Event

// Message is a text to a user's telephone.
type Message struct {
	ID   string // the same for each try, so that none is sent twice
	To   string // an international number, in digits alone: 491701234567
	User string // the user's id; "" where there is none yet
	Kind string // signup, magiclink, phone_change, reauthentication, taken
	Code string // the digits to be entered; "" where there are none
	Text string // what is to be sent
}

// Sender sends messages to telephones. An error with fault.Unavailable is tried
// again, a few times within minutes; any other is not.
type Sender interface {
	SendMessage(ctx context.Context, m Message) error
}

// texter gives how messages to telephones go out: by the program's own Sender,
// by the app's hook, or into the mailbox of developers; nil where there is no way.
func (a *App) texter() (func(context.Context, identity.Message) error, error) {
	if users := a.conf.Auth.Identity; !users.Phones && !users.Factors.Phone {
		return nil, nil
	}
	o := a.conf.SMS
	var send func(context.Context, sms.Message) error
	switch {
	case a.opts.Messages != nil:
		send = func(ctx context.Context, m sms.Message) error { return a.opts.Messages.SendMessage(ctx, Message(m)) }
	case o.Hook != "":
		hook := sms.NewHook(o.Hook, o.Secret, outgoing.New(outgoing.Options{Allowed: append(loopback(o.Hook), a.conf.Outgoing.Allow...)}))
		a.closers = append(a.closers, hook.Close)
		send = hook.Send
	case a.mailbox != nil:
		send = func(_ context.Context, m sms.Message) error {
			a.mailbox.Add("+"+m.To, m.Kind, m.Text, m.Code)
			return nil
		}
	default:
		a.opts.Log.Warn("no message can be sent to telephones: say sms.hook and sms.secret in bedplate.yaml")
		return nil, nil
	}
	writer, err := sms.NewWriter(a.conf.Name, a.templates("sms"))
	if err != nil {
		return nil, err
	}
	return func(_ context.Context, m identity.Message) error {
		id := sms.NewID()
		return a.outbox.Put("message "+m.Kind, func(ctx context.Context) error {
			written, err := writer.Write(sms.Message{ID: id, To: m.To, User: m.User, Kind: m.Kind, Code: m.Code})
			if err != nil {
				return err
			}
			return send(ctx, written)
		})
	}, nil
}

// loopback are the addresses of this machine, where a configuration names it.
func loopback(address string) []netip.Prefix {
	u, err := url.Parse(address)
	if err != nil || !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()) {
		return nil
	}
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// templates gives the app's own of a kind; nil where it has none.
func (a *App) templates(kind string) fs.FS {
	if own := filepath.Join(a.conf.Dir, "templates", kind); isFolder(own) {
		return os.DirFS(own)
	}
	return nil
}
