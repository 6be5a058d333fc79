// Package mail writes letters from templates and sends them by SMTP, or into a
// mailbox that developers read in the browser. It is a service: whom to write
// and why, others decide. Every address in a letter is given to it; it reads no
// request.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net/textproto"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"

	"bedplate/fault"
)

// Options say how letters are written and sent.
type Options struct {
	SMTP string // smtp://USER:PASSWORD@HOST:PORT, or smtps://; "" where there is a Box
	CA   string // a file with the certificates that the server's may be of; "" for the system's
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
	p.client, err = client(o.SMTP, o.CA)
	return p, err
}

// client knows the server for mail; it connects when there is a letter.
func client(address, ca string) (*gomail.Client, error) {
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
	if ca != "" {
		roots, err := authorities(ca)
		if err != nil {
			return nil, err
		}
		opts = append(opts, gomail.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), RootCAs: roots, MinVersion: tls.VersionTLS12}))
	}
	made, err := gomail.NewClient(u.Hostname(), opts...)
	if err != nil {
		return nil, fault.Wrap(fault.Value, err, "mail.smtp cannot be used: %v", err)
	}
	return made, nil
}

// local tells a server that letters reach without any network.
func local(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// authorities reads the certificates of a file.
func authorities(file string) (*x509.CertPool, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.Wrap(fault.Path, err, "mail.ca cannot be read: %v", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(raw) {
		return nil, fault.Of(fault.Value, "mail.ca", "the file holds no certificate in PEM")
	}
	return roots, nil
}

// Send writes and sends a letter. An error that is Unavailable may pass.
func (p *Post) Send(ctx context.Context, l Letter) error {
	w, err := p.templates.write(p.options.App, l)
	if err != nil {
		return err
	}
	if p.options.Box != nil {
		p.options.Box.add(l, w)
		return nil
	}
	m, err := p.message(l, w)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	// A server that hangs is not waited for when ctx ends: what reads from it ends
	// by itself, with its time.
	done := make(chan error, 1)
	go func() { done <- p.deliver(ctx, m) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, ctx.Err(), "the server for mail does not answer")
	}
}

// deliver gives a letter to the server, over a connection of its own.
func (p *Post) deliver(ctx context.Context, m *gomail.Msg) error {
	conn, err := p.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return failure(err)
	}
	err = p.client.SendWithSMTPClient(conn, m)
	// Once the letter was taken, what becomes of the connection is all the same:
	// the letter must not be sent twice.
	_ = p.client.CloseWithSMTPClient(conn)
	if err != nil {
		return failure(err)
	}
	return nil
}

// message is a letter as servers for mail take it.
func (p *Post) message(l Letter, w written) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.From(p.options.From); err != nil {
		return nil, fault.Wrap(fault.Value, err, "mail.from is not an address")
	}
	if err := m.To(mailed(l.To)); err != nil {
		return nil, fault.Wrap(fault.Value, err, "the address is not one that mail goes to")
	}
	m.Subject(w.subject)
	m.SetMessageID()
	m.SetDate()
	m.SetGenHeader(gomail.Header("Auto-Submitted"), "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, w.text)
	m.AddAlternativeString(gomail.TypeTextHTML, w.html)
	return m, nil
}

// mailed is an address with its domain as every server for mail knows it.
func mailed(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	if ascii, err := idna.Lookup.ToASCII(address[at+1:]); err == nil {
		return address[:at+1] + ascii
	}
	return address
}

// failure tells an error that may pass, a busy server or a broken line, from one
// that comes again.
func failure(err error) error {
	var sent *gomail.SendError
	var said *textproto.Error
	code := 0
	if errors.As(err, &sent) {
		code = sent.ErrorCode()
	}
	if code == 0 && errors.As(err, &said) {
		code = said.Code
	}
	if code >= 500 {
		return fault.Wrap(fault.Value, err, "the letter was refused: %v", err)
	}
	return fault.Wrap(fault.Unavailable, err, "the letter was not taken: %v", err)
}
