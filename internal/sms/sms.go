// Package sms writes messages to telephones and hands them to a hook: an address
// of the app's own, which sends them by whatever company it chose. A message is
// posted in the form of Standard Webhooks, with the members of GoTrue's hook for
// messages. It is a service: whom to write and why, others decide.
package sms

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"text/template"
	"time"

	"bedplate/fault"
	"bedplate/schema"
)

// Message is one to be sent.
type Message struct {
	ID   string // the same for each try
	To   string // digits of an international number
	User string // the id; may be empty
	Kind string // what for; taken has a text of its own
	Code string
	Text string // as it is to be sent; see Writer
}

// NewID makes an id for a message.
func NewID() string { return "msg_" + rand.Text() }

//go:embed templates/*
var own embed.FS

// Writer writes the texts of messages.
type Writer struct {
	app   string
	texts map[string]*template.Template
}

// takenText is the message that holds no code.
const takenText = "taken"

// NewWriter reads our templates, and an app's over them: code.txt and taken.txt;
// nil is none. Mistakes are told at once.
func NewWriter(app string, over fs.FS) (*Writer, error) {
	w := &Writer{app: app, texts: map[string]*template.Template{}}
	var problems schema.Problems
	for _, name := range []string{"code", takenText} {
		raw, err := read(over, name+".txt")
		if err == nil {
			w.texts[name], err = template.New(name).Option("missingkey=error").Parse(string(raw))
		}
		if err == nil {
			_, err = w.Write(Message{Kind: name})
		}
		if err != nil {
			problems = append(problems, schema.Problem{File: "templates/sms/" + name + ".txt", Code: fault.Syntax, Message: err.Error()})
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return w, nil
}

func read(over fs.FS, name string) ([]byte, error) {
	if over != nil {
		raw, err := fs.ReadFile(over, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return raw, err
		}
	}
	return own.ReadFile("templates/" + name)
}

// Write gives a message with its text.
func (w *Writer) Write(m Message) (Message, error) {
	t := w.texts["code"]
	if m.Kind == takenText {
		t = w.texts[takenText]
	}
	var b strings.Builder
	if err := t.Execute(&b, struct{ App, To, Code string }{w.app, m.To, m.Code}); err != nil {
		return m, fault.Wrap(fault.Value, err, "a message cannot be written")
	}
	m.Text = strings.TrimSpace(b.String())
	return m, nil
}

// Hook posts messages to an address.
type Hook struct {
	address string
	secret  []byte
	client  *http.Client
	now     func() time.Time
}

// NewHook makes a Hook, whose address client reaches.
func NewHook(address string, secret []byte, client *http.Client) *Hook {
	return &Hook{address: address, secret: secret, client: client, now: time.Now}
}

// body is what the hook is sent.
type body struct {
	User struct {
		ID    string `json:"id"`
		Phone string `json:"phone"`
	} `json:"user"`
	SMS struct {
		OTP   string `json:"otp"`
		Phone string `json:"phone"`
		Type  string `json:"sms_type"`
		Text  string `json:"text"`
	} `json:"sms"`
}

// Send posts a message. An error that is Unavailable may pass.
func (h *Hook) Send(ctx context.Context, m Message) error {
	var b body
	b.User.ID, b.User.Phone = m.User, m.To
	b.SMS.OTP, b.SMS.Phone, b.SMS.Type, b.SMS.Text = m.Code, m.To, m.Kind, m.Text
	raw, err := json.Marshal(b)
	if err != nil {
		return fault.As(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.address, bytes.NewReader(raw))
	if err != nil {
		return fault.Wrap(fault.Value, err, "sms.hook is not an address")
	}
	at := strconv.FormatInt(h.now().Unix(), 10)
	for name, v := range map[string]string{"Content-Type": "application/json", "User-Agent": "Bedplate",
		"Webhook-Id": m.ID, "Webhook-Timestamp": at, "Webhook-Signature": h.signature(m.ID, at, raw)} {
		req.Header.Set(name, v)
	}
	resp, err := h.client.Do(req)
	var denied *fault.Error
	if errors.As(err, &denied) {
		return denied // it is no address that is reached
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "sms.hook does not answer")
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	switch code := resp.StatusCode; {
	case code < 300:
		return nil
	case code >= 500, code == http.StatusTooManyRequests, code == http.StatusRequestTimeout:
		return fault.New(fault.Unavailable, "sms.hook answers %s", resp.Status)
	default:
		return fault.New(fault.Value, "sms.hook answers %s", resp.Status)
	}
}

// signature is as Standard Webhooks say.
func (h *Hook) signature(id, at string, raw []byte) string {
	mac := hmac.New(sha256.New, h.secret)
	mac.Write([]byte(id + "." + at + "."))
	mac.Write(raw)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Close lets connections go.
func (h *Hook) Close() { h.client.CloseIdleConnections() }
