package mail

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Mailbox keeps the latest letters in memory and shows them, in the place of a
// server for mail: to developers alone.
type Mailbox struct {
	prefix string

	mu      sync.Mutex
	letters []boxed // the newest last
}

// boxed is a letter in the box.
type boxed struct {
	To       string    `json:"to"`
	Template string    `json:"template"`
	Subject  string    `json:"subject"`
	Text     string    `json:"text"`
	Link     string    `json:"link,omitempty"`
	Code     string    `json:"code,omitempty"`
	At       time.Time `json:"at"`
}

// boxSize is how many letters are kept.
const boxSize = 100

// NewMailbox makes an empty one, which is shown at prefix.
func NewMailbox(prefix string) *Mailbox { return &Mailbox{prefix: prefix} }

func (b *Mailbox) add(l Letter, w written) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.letters = append(b.letters, boxed{l.To, l.Template, w.subject, w.text, l.Link, l.Code, time.Now()})
	if len(b.letters) > boxSize {
		b.letters = slices.Delete(b.letters, 0, len(b.letters)-boxSize)
	}
}

// Add puts a message to a telephone into the box, beside the letters.
func (b *Mailbox) Add(to, kind, text, code string) {
	b.add(Letter{To: to, Template: kind, Code: code}, written{subject: "Message to a telephone", text: text})
}

// page shows the letters without any script.
var page = template.Must(template.New("mailbox").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mailbox</title></head>
<body><h1>Mailbox</h1>
<p>Letters that this server would have sent, the newest first. Set mail.smtp in bedplate.yaml to send them.</p>
{{range .}}<article><h2>{{.Subject}}</h2>
<p>To {{.To}}, {{.At.Format "15:04:05"}}</p>
<pre>{{.Text}}</pre>
{{if .Link}}<p><a href="{{.Link}}">Follow the link</a></p>{{end}}</article><hr>
{{else}}<p>There are none yet.</p>{{end}}</body></html>
`))

// ServeHTTP shows the letters, newest first: as a page, or at /letters as JSON.
func (b *Mailbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	letters := slices.Clone(b.letters)
	b.mu.Unlock()
	slices.Reverse(letters)
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
	case r.URL.Path == b.prefix+"/letters":
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if letters == nil {
			letters = []boxed{}
		}
		_ = json.NewEncoder(w).Encode(letters)
	case r.URL.Path == b.prefix || r.URL.Path == b.prefix+"/":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(w, letters)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}
