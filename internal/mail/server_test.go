//go:build linux

package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bedplate/fault"
	"bedplate/internal/toolchain"
)

// received is what a server for mail that we did not write says of a letter.
type received struct {
	From    string            `json:"from"`
	To      []string          `json:"to"`
	TLS     bool              `json:"tls"`
	Login   string            `json:"login"`
	Defects []string          `json:"defects"`
	Headers map[string]string `json:"headers"`
	Types   []string          `json:"types"`
	Text    string            `json:"text"`
	HTML    string            `json:"html"`
	Longest int               `json:"longest"`
	Refused string            `json:"refused"`
	Hangs   string            `json:"hangs"`
}

// postOffice is that server.
type postOffice struct {
	t     *testing.T
	ports map[string]int
	ca    string
	said  chan received
}

func open(t *testing.T) *postOffice {
	t.Helper()
	python := toolchain.Python(t, "testdata/server")
	o := &postOffice{t: t, said: make(chan received, 100)}
	certificate, key := certified(t)
	o.ca = certificate
	cmd := exec.Command(python, "testdata/server/server.py", certificate, key)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &o.ports) != nil {
		t.Fatalf("the server does not start: %s", lines.Bytes())
	}
	go func() {
		for lines.Scan() {
			var r received
			if json.Unmarshal(lines.Bytes(), &r) == nil {
				o.said <- r
			}
		}
	}()
	return o
}

// certified makes a certificate of 127.0.0.1 and its key, as files.
func certified(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(127, 0, 0, 2)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	public, err := x509.CreateCertificate(rand.Reader, of, of, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: public}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
}

// post is a Post that sends to an address, in which %d is the port of a kind.
func (o *postOffice) post(kind, address string) *Post {
	o.t.Helper()
	p, err := New(Options{App: "board", From: "\"B\u00f6ard, the\" <board@example.com>", SMTP: fmt.Sprintf(address, o.ports[kind]), CA: o.ca})
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

// next is what the server says next.
func (o *postOffice) next() received {
	o.t.Helper()
	select {
	case r := <-o.said:
		return r
	case <-time.After(30 * time.Second):
		o.t.Fatal("the server says nothing")
		return received{}
	}
}

const (
	login = "board:gehe%%C3%%AF%%20m%%3A%%40%%2F@"
	link  = "https://board.example.com/auth/v1/verify?redirect_to=https%3A%2F%2Fboard.example.com%2Fin%3Fa%3D1%26b%3D2&token=0123456789abcdefghijklmnopqrstuvwxyzABCDEFG&type=signup"
)

// Letters arrive as they were written, on each way to a server.
func TestServer(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, way := range map[string]struct {
		kind, address string
		tls           bool
	}{
		"on this machine":      {"plain", "smtp://127.0.0.1:%d", false},
		"STARTTLS":             {"starttls", "smtp://" + login + "127.0.0.1:%d", true},
		"STARTTLS is demanded": {"starttls", "smtp://" + login + "127.0.0.2:%d", true},
		"TLS":                  {"tls", "smtps://" + login + "127.0.0.2:%d", true},
	} {
		if err := o.post(way.kind, way.address).Send(context.Background(), Letter{To: "Ada@b\u00fccher.example", Template: "signup", Link: link, Code: "012345"}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := o.next()
		if got.TLS != way.tls || way.kind != "plain" && got.Login != "board" {
			t.Errorf("%s: TLS %v as %q", name, got.TLS, got.Login)
		}
		if got.From != "board@example.com" || !slices.Equal(got.To, []string{"Ada@xn--bcher-kva.example"}) {
			t.Errorf("%s: from %q to %q", name, got.From, got.To)
		}
		if len(got.Defects) > 0 || !slices.Equal(got.Types, []string{"multipart/alternative", "text/plain", "text/html"}) || got.Longest > 998 {
			t.Errorf("%s: %q, %q, a line of %d", name, got.Defects, got.Types, got.Longest)
		}
		for header, want := range map[string]string{"subject": "Confirm your address for board", "from": "\"B\u00f6ard, the\" <board@example.com>",
			"to": "Ada@xn--bcher-kva.example", "auto-submitted": "auto-generated", "mime-version": "1.0"} {
			if got.Headers[header] != want {
				t.Errorf("%s: %s is %q", name, header, got.Headers[header])
			}
		}
		if id := got.Headers["message-id"]; len(id) < 20 || !strings.HasPrefix(id, "<") || got.Headers["date"] == "" {
			t.Errorf("%s: id %q, date %q", name, id, got.Headers["date"])
		}
		if !strings.Contains(got.Text, "\n"+link+"\n") || !strings.Contains(got.Text, "012345") || !strings.Contains(got.HTML, `href="`+strings.ReplaceAll(link, "&", "&amp;")+`"`) {
			t.Errorf("%s:\n%s\n%s", name, got.Text, got.HTML)
		}
	}
}

// Texts of any language arrive, in the subject too.
func TestServerUnicode(t *testing.T) {
	t.Parallel()
	o := open(t)
	subject := strings.Repeat("Willkommen, \u5f20\u4f1f \U0001F9ED ", 8)
	over := fstest.MapFS{"signup.txt": {Data: []byte("Subject: " + subject + "\n\nGr\u00fc\u00dfe: {{.Code}}\n.\n.. a line of dots\n\n" + strings.Repeat("x\u00e4", 2000))}}
	p := o.post("plain", "smtp://127.0.0.1:%d")
	var err error
	if p.templates, err = parse(over); err != nil {
		t.Fatal(err)
	}
	if err := p.Send(context.Background(), Letter{To: "ada@example.com", Template: "signup", Code: "1"}); err != nil {
		t.Fatal(err)
	}
	got := o.next()
	if got.Headers["subject"] != strings.TrimSpace(subject) || got.Longest > 998 || len(got.Defects) > 0 {
		t.Errorf("the subject is %q, a line has %d, %q", got.Headers["subject"], got.Longest, got.Defects)
	}
	if want := "Gr\u00fc\u00dfe: 1\n.\n.. a line of dots\n"; !strings.HasPrefix(got.Text, want) || !strings.Contains(got.Text, strings.Repeat("x\u00e4", 2000)) {
		t.Errorf("the text is %q", got.Text)
	}
	if err := o.post("starttls", "smtp://"+login+"127.0.0.1:%d").Send(context.Background(), Letter{To: "\u00e9@example.com", Template: "invite", Link: link}); err != nil {
		t.Fatal(err)
	}
	if got := o.next(); got.To[0] != "\u00e9@example.com" {
		t.Error("it went to", got.To)
	}
}

// An error says whether another try may help.
func TestServerRefuses(t *testing.T) {
	t.Parallel()
	o := open(t)
	down, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "smtp://" + down.Addr().String()
	_ = down.Close()
	plain := "smtp://127.0.0.1:%d"
	for name, tc := range map[string]struct {
		kind, address, to string
		code              fault.Code
	}{
		"nobody has the address":        {"plain", plain, "gone@example.com", fault.Value},
		"busy":                          {"plain", plain, "busy@one.example", fault.Unavailable},
		"no room":                       {"plain", plain, "full@example.com", fault.Unavailable},
		"down":                          {"plain", nobody, "ada@example.com", fault.Unavailable},
		"wrong password":                {"starttls", "smtp://board:wrong@127.0.0.1:%d", "ada@example.com", fault.Value},
		"no password":                   {"starttls", "smtp://127.0.0.1:%d", "ada@example.com", fault.Value},
		"no TLS where it is demanded":   {"plain", "smtp://127.0.0.2:%d", "ada@example.com", fault.Unavailable},
		"a password without encryption": {"plain", "smtp://" + login + "127.0.0.2:%d", "ada@example.com", fault.Unavailable},
	} {
		address := tc.address
		if strings.Contains(address, "%d") {
			address = fmt.Sprintf(address, o.ports[tc.kind])
		}
		p, err := New(Options{App: "board", From: "board@example.com", SMTP: address, CA: o.ca})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Send(context.Background(), Letter{To: tc.to, Template: "invite", Link: link}); fault.CodeOf(err) != tc.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger, err := New(Options{App: "board", From: "board@example.com", SMTP: fmt.Sprintf("smtps://"+login+"127.0.0.1:%d", o.ports["tls"])})
	if err != nil {
		t.Fatal(err)
	}
	if err := stranger.Send(context.Background(), Letter{To: "ada@example.com", Template: "invite", Link: link}); err == nil {
		t.Error("a certificate of nobody's was believed")
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		done <- o.post("plain", plain).Send(ctx, Letter{To: "slow@example.com", Template: "invite", Link: link})
	}()
	for o.next().Hangs == "" {
	}
	cancel()
	select {
	case err := <-done:
		if fault.CodeOf(err) != fault.Unavailable {
			t.Error("a server that hangs:", err)
		}
	case <-time.After(40 * time.Second):
		t.Error("it waits for a server that hangs")
	}
}
