package sms

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"bedplate/fault"
	"bedplate/internal/toolchain"
	"bedplate/schema"
)

const (
	secretText = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
	secret     = "012345678901234567890123"
)

// plain follows nothing, as clients for others' addresses do.
func plain() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

var message = Message{ID: NewID(), To: "491701234567", User: "5a1c", Kind: "signup", Code: "012345", Text: "012345 is your code"}

// What the hook is sent says what is to be sent to whom, and a library that we
// did not write finds it signed.
func TestHook(t *testing.T) {
	t.Parallel()
	python := toolchain.Python(t, "../mail/testdata/server")
	var got *http.Request
	var raw []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		raw, _ = io.ReadAll(r.Body)
	}))
	defer server.Close()
	h := NewHook(server.URL+"/send?a=b", []byte(secret), plain())
	defer h.Close()
	if err := h.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	var doc map[string]map[string]string
	if err := json.Unmarshal(raw, &doc); err != nil || got.URL.String() != "/send?a=b" || got.Header.Get("Content-Type") != "application/json" {
		t.Fatal(got.URL, err)
	}
	if u, m := doc["user"], doc["sms"]; u["id"] != "5a1c" || u["phone"] != message.To || m["otp"] != "012345" || m["text"] != message.Text || m["sms_type"] != "signup" {
		t.Errorf("it was sent %s", raw)
	}
	verify := func(body string) error {
		script := `import json, sys
from standardwebhooks import Webhook
given = json.load(sys.stdin)
Webhook(given["secret"]).verify(given["body"], given["headers"])`
		headers := map[string]string{}
		for _, name := range []string{"webhook-id", "webhook-timestamp", "webhook-signature"} {
			headers[name] = got.Header.Get(name)
		}
		in, err := json.Marshal(map[string]any{"secret": secretText, "body": body, "headers": headers})
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(python, "-c", script)
		cmd.Stdin = strings.NewReader(string(in))
		return cmd.Run()
	}
	if err := verify(string(raw)); err != nil {
		t.Error("its signature is not believed:", err)
	}
	if verify(strings.ReplaceAll(string(raw), "491701234567", "491701234568")) == nil {
		t.Error("another message has the same signature")
	}
}

// An error tells whether another try may help; nobody leads a message elsewhere.
func TestHookRefuses(t *testing.T) {
	t.Parallel()
	var asked int
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer elsewhere.Close()
	for status, code := range map[int]fault.Code{200: "", 204: "", 302: fault.Value, 307: fault.Value, 400: fault.Value, 401: fault.Value,
		408: fault.Unavailable, 429: fault.Unavailable, 500: fault.Unavailable, 503: fault.Unavailable} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(status)
		}))
		h := NewHook(server.URL, []byte(secret), plain())
		if err := h.Send(t.Context(), message); fault.CodeOf(err) != code {
			t.Errorf("%d is %v", status, err)
		}
		h.Close()
		server.Close()
		if err := h.Send(t.Context(), message); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("a hook that is down: %v", err)
		}
	}
	if asked > 0 {
		t.Error("a message was led elsewhere")
	}
	closed := fault.New(fault.Denied, "no public address")
	h := NewHook("https://sms.example.com", []byte(secret), &http.Client{Transport: refusing{closed}})
	if err := h.Send(t.Context(), message); fault.CodeOf(err) != fault.Denied {
		t.Errorf("an address that is not reached: %v", err)
	}
}

// refusing reaches nothing.
type refusing struct{ err error }

func (r refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, r.err }

// Texts are ours, or the app's.
func TestTexts(t *testing.T) {
	t.Parallel()
	w, err := NewWriter("board", nil)
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[string]string{"signup": "012345", "phone_change": "012345", "taken": "board"} {
		if m, err := w.Write(Message{Kind: kind, To: message.To, Code: "012345"}); err != nil || !strings.Contains(m.Text, want) || strings.ContainsAny(m.Text, "\n{") || len(m.Text) > 160 {
			t.Errorf("%s: %q %v", kind, m.Text, err)
		}
	}
	if w, err = NewWriter("board", fstest.MapFS{"code.txt": {Data: []byte("Dein Code: {{.Code}}\n\n@board.example.com #{{.Code}}\n")}}); err != nil {
		t.Fatal(err)
	}
	if m, err := w.Write(message); err != nil || m.Text != "Dein Code: 012345\n\n@board.example.com #012345" {
		t.Errorf("%q %v", m.Text, err)
	}
	var problems schema.Problems
	_, err = NewWriter("board", fstest.MapFS{"code.txt": {Data: []byte("{{.Cod}}")}, "taken.txt": {Data: []byte("{{")}})
	if !errors.As(err, &problems) || len(problems) != 2 {
		t.Error(err)
	}
}
