package mail

import (
	"context"
	"encoding/json"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"bedplate/schema"
)

// Every letter is written, and shown to developers as text.
func TestLetters(t *testing.T) {
	t.Parallel()
	box := NewMailbox("/mailbox")
	over := fstest.MapFS{"signup.txt": {Data: []byte("Subject: Welcome, {{.To}}\n\nGo to {{.Link}}\n")},
		"signup.html": {Data: []byte(`<b>{{.To}}</b>`)}}
	p, err := New(Options{App: "board", Box: box, Templates: over})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Names() {
		l := Letter{To: "<ada>@example.com", Template: name, Link: "https://board.example.com/?a=1&b=2", Code: "012345"}
		if err := p.Send(context.Background(), l); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		w, err := p.templates.write("board", l)
		if err != nil || w.subject == "" || strings.Contains(w.html, "<ada>") || strings.HasPrefix(w.text, "Subject") {
			t.Errorf("%s: %+v %v", name, w, err)
		}
		if name == "signup" && (w.subject != "Welcome, <ada>@example.com" || w.html != "<b>&lt;ada&gt;@example.com</b>") {
			t.Errorf("the app's own template: %+v", w)
		}
	}
	ask := func(path string) string {
		rec := httptest.NewRecorder()
		box.ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
		return rec.Body.String()
	}
	var letters []boxed
	if err := json.Unmarshal([]byte(ask("/mailbox/letters")), &letters); err != nil || len(letters) != len(Names()) {
		t.Fatal(len(letters), err)
	}
	if letters[0].Template != "taken" || letters[len(letters)-1].Code != "012345" {
		t.Errorf("the newest is %+v", letters[0])
	}
	if shown := ask("/mailbox"); !strings.Contains(shown, "&lt;ada&gt;@example.com") || strings.Contains(shown, "<ada>") {
		t.Error("the page shows", shown)
	}
}

// Mistakes in an app's templates are told with the file, all at once.
func TestMistakes(t *testing.T) {
	t.Parallel()
	over := fstest.MapFS{"signup.txt": {Data: []byte("{{.To")}, "recovery.html": {Data: []byte("{{if}}")}}
	_, err := New(Options{App: "board", Box: NewMailbox("/mailbox"), Templates: over})
	var problems schema.Problems
	if !errors.As(err, &problems) || len(problems) != 2 || problems[0].File != "templates/mail/signup.txt" {
		t.Error(err)
	}
	if _, err := New(Options{App: "board", SMTP: "smtp://mail.example.com"}); err == nil {
		t.Error("letters would be from nobody")
	}
}
