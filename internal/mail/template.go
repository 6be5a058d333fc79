package mail

import (
	"embed"
	"errors"
	html "html/template"
	"io/fs"
	"strings"
	text "text/template"

	"bedplate/fault"
	"bedplate/schema"
)

//go:embed templates/*
var own embed.FS

// templates are those of all letters, by name. The first line of a text is the
// subject.
type templates struct {
	texts map[string]*text.Template
	pages map[string]*html.Template
}

// Names are the letters that there are.
func Names() []string {
	return []string{"signup", "magiclink", "recovery", "email_change", "email_changing", "invite", "reauthentication", "taken"}
}

// parse reads our templates and those of an app over them.
func parse(over fs.FS) (*templates, error) {
	t := &templates{texts: map[string]*text.Template{}, pages: map[string]*html.Template{}}
	ours, err := fs.Sub(own, "templates")
	if err != nil {
		return nil, fault.As(err)
	}
	var problems schema.Problems
	for _, name := range Names() {
		plain, file, err := either(ours, over, name+".txt")
		if err == nil {
			t.texts[name], err = text.New(name).Option("missingkey=error").Parse(plain)
		}
		if err != nil {
			problems = append(problems, schema.Problem{File: file, Code: fault.Syntax, Message: err.Error()})
		}
		page, file, err := either(ours, over, name+".html")
		if errors.Is(err, fs.ErrNotExist) { // a text of the app's own, or ours: every letter has a page
			page, file, err = either(ours, over, "letter.html")
		}
		if err == nil {
			t.pages[name], err = html.New(name).Option("missingkey=error").Parse(page)
		}
		if err != nil {
			problems = append(problems, schema.Problem{File: file, Code: fault.Syntax, Message: err.Error()})
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return t, nil
}

// either reads an app's file, or ours where it has none.
func either(ours, over fs.FS, name string) (content, file string, err error) {
	if over != nil {
		raw, err := fs.ReadFile(over, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return string(raw), "templates/mail/" + name, err
		}
	}
	raw, err := fs.ReadFile(ours, name)
	return string(raw), name, err
}

// written is a letter as it goes out.
type written struct{ subject, text, html string }

// said is what templates know.
type said struct {
	App, To, Link, Code string
	Subject             string
	Lines               []string // of the text, for the page
}

func (t *templates) write(app string, l Letter) (written, error) {
	plain := t.texts[l.Template]
	if plain == nil {
		return written{}, fault.New(fault.Internal, "there is no letter %s", l.Template)
	}
	s := said{App: app, To: l.To, Link: l.Link, Code: l.Code}
	var b strings.Builder
	if err := plain.Execute(&b, s); err != nil {
		return written{}, fault.Wrap(fault.Value, err, "a letter cannot be written")
	}
	subject, body, _ := strings.Cut(b.String(), "\n")
	w := written{subject: strings.TrimSpace(strings.TrimPrefix(subject, "Subject:")), text: strings.TrimLeft(body, "\n")}
	s.Subject = w.subject
	for _, line := range strings.Split(strings.TrimSpace(w.text), "\n") {
		if line != "" && line != l.Link {
			s.Lines = append(s.Lines, line)
		}
	}
	b.Reset()
	if err := t.pages[l.Template].Execute(&b, s); err != nil {
		return written{}, fault.Wrap(fault.Value, err, "a letter cannot be written")
	}
	w.html = b.String()
	return w, nil
}
