//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"bedplate/internal/token"
)

const (
	secret = "bench-bench-bench-bench-bench-bench" // as bench/app/bedplate.yaml has it
	users  = 100
)

// arena is a directory with a filled database for each program.
type arena struct {
	bedplate    string // the command
	handwritten string // the program
	app         string // an app directory with its database
	copy        string // a copy of the database
	user        string // who calls
	token       string // that user's
	posts       []post // what the database holds
}

type post struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Slug   string   `json:"slug"`
	Body   string   `json:"body"`
	Status string   `json:"status"`
	Author string   `json:"author"`
	Tags   []string `json:"tags"`
	Score  int      `json:"score"`
	Made   string   `json:"created"`
}

// newArena fills a database through Bedplate's own door, and copies it.
func newArena(dir string, o options) (*arena, error) {
	a := &arena{
		bedplate:    o.bedplate,
		handwritten: filepath.Join(dir, "handwritten"),
		app:         filepath.Join(dir, "app"),
		copy:        filepath.Join(dir, "copy.db"),
	}
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", a.handwritten, "./bench/handwritten")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building bench/handwritten: %w\n%s", err, out)
	}
	if err := os.CopyFS(a.app, os.DirFS("bench/app")); err != nil {
		return nil, err
	}
	service, err := mint("service", "")
	if err != nil {
		return nil, err
	}
	s, err := a.startBedplate(a.app)
	if err != nil {
		return nil, err
	}
	err = a.fill(s, service, o.rows)
	s.stop() // writes everything back into the one file
	if err != nil {
		return nil, err
	}
	if a.token, err = mint("authenticated", a.user); err != nil {
		return nil, err
	}
	return a, copyFile(a.copy, filepath.Join(a.app, "data", "main.db"))
}

func mint(role, subject string) (string, error) {
	return token.Mint([]byte(secret), token.Grant{Role: role, Subject: subject, Lifetime: 12 * time.Hour}, time.Now())
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o600)
}

// fill adds users and posts. The same rows come out each time.
func (a *arena) fill(s *server, service string, rows int) error {
	r := rand.New(rand.NewPCG(1, 2))
	people := make([]map[string]any, users)
	ids := make([]string, users)
	for i := range people {
		ids[i] = newID(r)
		people[i] = map[string]any{"id": ids[i], "name": fmt.Sprintf("User %d", i)}
	}
	a.user = ids[0]
	if err := bulk(s, service, "users", people); err != nil {
		return err
	}
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		a.posts = append(a.posts, post{
			ID: newID(r), Title: words(r, 6), Slug: fmt.Sprintf("post-%d", i),
			Body: words(r, 32), Status: []string{"draft", "published", "published", "published"}[r.IntN(4)],
			Author: ids[r.IntN(users)], Tags: strings.Fields(words(r, r.IntN(5))), Score: r.IntN(10_000),
			Made: began.Add(time.Duration(i) * 61 * time.Second).Format(time.RFC3339),
		})
	}
	const batch = 500
	for from := 0; from < rows; from += batch {
		if err := bulk(s, service, "posts", a.posts[from:min(rows, from+batch)]); err != nil {
			return err
		}
	}
	return nil
}

// newID makes a UUIDv7 of the generator's numbers.
func newID(r *rand.Rand) string {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(r.Uint32())
	}
	id[6], id[8] = id[6]&15|7<<4, id[8]&63|128
	return id.String()
}

var vocabulary = strings.Fields(`anchor bridge copper dawn ember field garden harbour iron journey kernel
	lantern meadow north orchard path quiet river stone timber under valley willow yard zenith "quoted" größe`)

func words(r *rand.Rand, n int) string {
	chosen := make([]string, n)
	for i := range chosen {
		chosen[i] = vocabulary[r.IntN(len(vocabulary))]
	}
	return strings.Join(chosen, " ")
}

func bulk(s *server, bearer, collection string, rows any) error {
	body, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	req, err := http.NewRequest("POST", "http://"+s.addr.String()+"/rest/v1/"+collection, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusCreated {
		err = fmt.Errorf("filling %s: %s %s", collection, resp.Status, answer)
	}
	return err
}
