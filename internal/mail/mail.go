// Package mail writes letters from templates and sends them by SMTP, or into a
// mailbox that developers read in the browser. It is a service: whom to write
// and why, others decide. Every address in a letter is given to it; it reads no
// request.
package mail

import (
	"context"
	"io/fs"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"bedplate/fault"
)

// Options say how letters are written and sent.
type Options struct {
	SMTP string // smtp://USER:PASSWORD@HOST:PORT, or smtps://; "" where there is a Box
	From string // who writes
	App  string // the app's name
	// Templates are over our own: signup.txt, signup.html, ...; nil is none.
	Templates fs.FS
	Box       *Mailbox
}

// Letter is one to be written.
type Letter struct {
	To       string
	Template string
	Link     string
	Code     string
}

// Post sends letters.
type Post struct {
	options   Options
	templates *templates
	client    *gomail.Client // nil where there is a box
}

// sendTime bounds how long a server for mail may take.
const sendTime = 20 * time.Second

// New makes a Post. Mistakes in templates are told at once.
func New(o Options) (*Post, error) {
	parsed, err := parse(o.Templates)
	if err != nil {
		return nil, err
	}
	if o.From == "" {
		if o.Box == nil {
			return nil, fault.Of(fault.Required, "mail.from", "mail.smtp is given, and mail.from is not")
		}
		o.From = o.App + " <" + o.App + "@localhost.localdomain>"
	}
	p := &Post{options: o, templates: parsed}
	if o.Box != nil {
		return p, nil
	}
	p.client, err = client(o.SMTP)
	return p, err
}

// client knows the server for mail; it connects when there is a letter.
func client(address string) (*gomail.Client, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fault.Wrap(fault.Value, err, "mail.smtp is not an address")
	}
	opts := []gomail.Option{gomail.WithTimeout(sendTime)}
	if u.Scheme == "smtps" {
		opts = append(opts, gomail.WithSSL(), gomail.WithPort(465))
	} else if local(u.Hostname()) {
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSOpportunistic), gomail.WithPort(25))
	} else {
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithPort(587))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		opts = append(opts, gomail.WithPort(port))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	made, err := gomail.NewClient(u.Hostname(), opts...)
	if err != nil {
		return nil, fault.Wrap(fault.Value, err, "mail.smtp cannot be used: %v", err)
	}
	return made, nil
}

// local tells a server that letters reach without any network.
func local(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// Send writes and sends a letter.
func (p *Post) Send(ctx context.Context, l Letter) error {
	w, err := p.templates.write(p.options.App, l)
	if err != nil {
		return err
	}
	if p.options.Box != nil {
		p.options.Box.add(l, w)
		return nil
	}
	m := gomail.NewMsg()
	if err := m.From(p.options.From); err != nil {
		return fault.Wrap(fault.Value, err, "mail.from is not an address")
	}
	if err := m.To(l.To); err != nil {
		return fault.Wrap(fault.Value, err, "the address is not one that mail goes to")
	}
	m.Subject(w.subject)
	m.SetMessageID()
	m.SetDate()
	m.SetGenHeader(gomail.Header("Auto-Submitted"), "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, w.text)
	m.AddAlternativeString(gomail.TypeTextHTML, w.html)
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	if err := p.client.DialAndSendWithContext(ctx, m); err != nil {
		return fault.Wrap(fault.Unavailable, err, "the letter was not taken")
	}
	return nil
}
