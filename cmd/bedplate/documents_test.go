//go:build unix

package main

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("rewrite", false, "write what the documents' commands print into the documents")

// documents are read by users, who paste what stands there.
const documents = "../../docs"

// TestDocuments does what the documents show. Blocks of sh are one session of a
// shell, on a fresh copy of the example board, and the block that follows one
// says what it prints: ... there is whatever stands in its place, and JSON may
// be broken into lines. Blocks of yaml are checked by the command, and those of
// go and ts stand in files that other tests compile and run. What is in no such
// language is for reading alone.
func TestDocuments(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not installed", program)
			}
			t.Skipf("%s is not installed", program)
		}
	}
	pages, err := filepath.Glob(documents + "/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal("no documents", err)
	}
	for _, page := range pages {
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			d := readDocument(t, page)
			for i := range d.blocks {
				switch b := &d.blocks[i]; b.language {
				case "sh", "", "json":
				case "yaml":
					d.declares(t, b)
				case "go":
					d.stands(t, b, "../../examples/embed/*.go", "../../*_test.go")
				case "ts":
					d.stands(t, b, "testdata/clients/*.ts")
				default:
					t.Errorf("%s:%d: nothing is known of blocks of %s", page, b.line, b.language)
				}
			}
			d.session(t)
		})
	}
}

// document is a page and its fenced blocks.
type document struct {
	page   string
	lines  []string
	blocks []block
}

type block struct {
	language string
	line     int // of its first line, from 1
	lines    []string
	prints   *block // what a block of sh prints, where the next one says so
}

func (b *block) text() string { return strings.Join(b.lines, "\n") + "\n" }

func readDocument(t *testing.T, page string) *document {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	d := &document{page: page, lines: strings.Split(string(raw), "\n")}
	var open *block
	for i, line := range d.lines {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open == nil:
			open = &block{language: fence, line: i + 2}
		case isFence:
			d.blocks = append(d.blocks, *open)
			open = nil
		case open != nil:
			open.lines = append(open.lines, line)
		}
	}
	if open != nil {
		t.Fatalf("%s:%d: the block does not end", page, open.line)
	}
	for i := range len(d.blocks) - 1 {
		b, next := &d.blocks[i], &d.blocks[i+1]
		between := d.lines[b.line+len(b.lines) : next.line-2]
		if b.language == "sh" && (next.language == "" || next.language == "json") && strings.TrimSpace(strings.Join(between, "")) == "" {
			b.prints = next
		}
	}
	return d
}

// session runs the page's blocks of sh in one shell, and compares what they
// print with what the page says.
func (d *document) session(t *testing.T) {
	t.Helper()
	dir, port := t.TempDir(), free(t)
	if err := os.CopyFS(filepath.Join(dir, "examples", "board"), os.DirFS("../../examples/board")); err != nil {
		t.Fatal(err)
	}
	// Where it is not shown to a person, curl would tell how far it is.
	layOut(t, dir, map[string]string{".curlrc": "silent\nshow-error\n"})
	script := "mkdir out err\n"
	for i := range d.blocks {
		if b := &d.blocks[i]; b.language == "sh" {
			n := strconv.Itoa(i)
			script += "{\n" + d.asTyped(t, b, dir, port) + "} >$HOME/out/" + n + " 2>$HOME/err/" + n + "\n"
		}
	}
	if !strings.Contains(script, "{\n") {
		return
	}
	if _, ended := runShell(t, dir, port, script+"kill -KILL $(jobs -p)\nwait\n"); !ended {
		t.Errorf("the session of %s does not end", d.page)
	}
	for i := range d.blocks {
		if b := &d.blocks[i]; b.language == "sh" {
			d.compare(t, b, printedTo(t, dir, "out", i, port), printedTo(t, dir, "err", i, port))
		}
	}
	d.rewrite(t)
}

func printedTo(t *testing.T, dir, stream string, i int, port string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, stream, strconv.Itoa(i)))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(raw), port, "127.0.0.1:8080")
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// asTyped gives a block as a shell of the test can run it: with what is built
// already, and waiting for servers as people do, by looking.
func (d *document) asTyped(t *testing.T, b *block, dir, port string) string {
	t.Helper()
	text := ""
	for _, line := range b.lines {
		switch {
		case strings.HasPrefix(line, "make build"):
			continue
		case line == "go run ./examples/embed &":
			embed := filepath.Join(dir, "embed")
			if out, err := exec.Command("go", "build", "-o", embed, "../../examples/embed").CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			line = embed + " examples/board " + port + " data & " + ready + " >/dev/null 2>&1"
		case strings.HasPrefix(line, "bedplate ") && strings.HasSuffix(line, " &"):
			line += " " + ready + " >/dev/null 2>&1"
		}
		text += line + "\n"
	}
	return text
}

// noise is what a server logs and the wait for it says.
var noise = regexp.MustCompile(`(?m)^(\{"time":.*|Warning: Problem.*|Warning: .*retr.*|\d{4}/.* INFO .*)\n`)

func (d *document) compare(t *testing.T, b *block, printed, complained string) {
	t.Helper()
	if complained = noise.ReplaceAllString(complained, ""); complained != "" {
		t.Errorf("%s:%d: it complains: %s", d.page, b.line, complained)
	}
	switch {
	case b.prints == nil && printed == "":
	case b.prints == nil:
		t.Errorf("%s:%d: it prints what the page does not show:\n%s", d.page, b.line, printed)
	case agrees(b.prints.language, b.prints.text(), printed):
	case *rewrite:
		b.prints.lines = strings.Split(strings.TrimSuffix(printed, "\n"), "\n")
		if b.prints.language == "json" {
			b.prints.lines = texts(printed)
		}
	default:
		t.Errorf("%s:%d: it prints (-page +printed):\n%s", d.page, b.prints.line, cmp.Diff(b.prints.text(), printed))
	}
}

// agrees tells whether a page says what was printed.
func agrees(language, says, printed string) bool {
	if language == "json" {
		says, printed = tight(says), tight(printed)
	}
	parts := strings.Split(strings.TrimRight(says, "\n"), "...")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`^(?s:` + strings.Join(parts, `.*?`) + `)$`).MatchString(strings.TrimRight(printed, "\n"))
}

// tight is JSON, or what is left of it, without the spaces between its tokens.
func tight(text string) string {
	var out strings.Builder
	quoted, escaped := false, false
	for _, r := range text {
		if !quoted && unicode.IsSpace(r) {
			continue
		}
		quoted = quoted != (r == '"' && !escaped)
		escaped = quoted && r == '\\' && !escaped
		out.WriteRune(r)
	}
	return out.String()
}

// texts gives the JSON texts of a stream, each on a line.
func texts(stream string) (lines []string) {
	for in := json.NewDecoder(strings.NewReader(stream)); in.More(); {
		var one json.RawMessage
		if in.Decode(&one) != nil {
			return strings.Split(stream, "\n")
		}
		lines = append(lines, string(one))
	}
	return lines
}

// rewrite puts what was printed into the page, where the flag asks for it.
func (d *document) rewrite(t *testing.T) {
	if !*rewrite {
		return
	}
	lines := d.lines
	for i := len(d.blocks) - 1; i >= 0; i-- {
		if p := d.blocks[i].prints; p != nil {
			end := p.line - 1
			for lines[end] != "```" {
				end++
			}
			lines = slices.Concat(lines[:p.line-1], p.lines, lines[end:])
		}
	}
	if err := os.WriteFile(d.page, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// companions are the collections that examples refer to and do not declare.
var companions = map[string]string{
	"users": "collection: users\nfields: {name: text}\n",
	"posts": "collection: posts\nfields: {body: text, author: {type: ref, to: users, back: posts}, thread: {type: ref, to: threads, back: posts}}\n",
}

// declares has the command check a block of yaml: a bedplate.yaml, a file of
// schema/, or rows.
func (d *document) declares(t *testing.T, b *block) {
	t.Helper()
	files := map[string]string{"bedplate.yaml": "name: example\n"}
	text := b.text()
	switch {
	case strings.HasPrefix(text, "name: "):
		files["bedplate.yaml"] = text
	case strings.HasPrefix(text, "collection: "):
		files["schema/example.yaml"] = text
		if strings.Contains(text, "auth_users") {
			files["bedplate.yaml"] += "auth: {users: true}\n"
		}
		for name, companion := range companions {
			if strings.Contains(strings.ReplaceAll(text, "auth_users", ""), name) && !strings.Contains(text, "collection: "+name+"\n") &&
				(name != "posts" || strings.Contains(text, "collection: threads\n")) {
				files["schema/"+name+".yaml"] = companion
			}
		}
	default:
		files["seed/10.yaml"] = text
		files["schema/users.yaml"] = companions["users"]
	}
	dir := t.TempDir()
	layOut(t, dir, files)
	check := exec.Command("bedplate", "check", dir)
	check.Env = append(os.Environ(), "JWT_SECRET=0123456789abcdef0123456789abcdef",
		"DATABASE_URL=postgres://app@db.example.com/board", "SMTP_URL=smtp://mail.example.com", "GOOGLE_SECRET=a secret", "COMPANY_SECRET=another")
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%s:%d: %s", d.page, b.line, out)
	}
}

// stands finds a block, however it is indented, in a file that is compiled.
func (d *document) stands(t *testing.T, b *block, patterns ...string) {
	t.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(flush(string(raw)), flush(b.text())) {
				return
			}
		}
	}
	t.Errorf("%s:%d: no file of %s has this", d.page, b.line, patterns)
}

// flush is a text without the spaces that lines begin with.
func flush(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "\n")
}
