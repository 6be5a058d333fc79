package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	mysql "bedplate/store/mysql/server"
	postgres "bedplate/store/postgres/server"
)

// people's requests, answered on every store alike.
var boardRequests = []string{
	"GET /rest/v1/boards", "GET /rest/v1/threads?order=created.desc,id", "GET /rest/v1/posts?order=id", "GET /rest/v1/reactions",
	"GET /rest/v1/users?order=joined.desc,name.desc", "GET /rest/v1/moderators", "GET /rest/v1/activity?order=board",
	"GET /rest/v1/threads?select=title,length,author(name),posts(body,reply_to(body),reactions(kind,user(name)))&order=id&posts.order=id&posts.reactions.order=user,kind",
	"GET /rest/v1/posts?select=id,body&body=fts.rye&order=id", "GET /rest/v1/threads?select=count(),status&order=status",
	"GET /rest/v1/posts?select=count()&thread.board=eq.bread", "GET /rest/v1/boards/nothing", "GET /rest/v1/users?order=email&limit=3",
}

// worldApp has what a move could lose: every type, keys that are counted, texts that
// databases sort differently, references in cycles, a view, computed fields,
// conditions, checks and words.
var worldApp = map[string]string{
	"bedplate.yaml": "name: world\nserver: {grace: 0s}\n",
	"schema/world.yaml": `
collection: cities
key: [number]
fields:
  number:  {type: int, identity: true}
  name:    {type: text, required: true, unique: true, max: 50}
  country: {type: ref, to: countries, back: cities}
  twin:    {type: ref, to: cities, back: twins, on_delete: set_null}
  people:  {type: int, check: people >= 0}
  area:    {type: decimal, precision: 12, scale: 3}
  warmth:  float
  capital: {type: bool, required: true, default: false}
  founded: date
  seen:    time
  seal:    bytes
  token:   uuid
  more:    json
  tags:    {type: list, of: text}
  counts:  {type: list, of: int}
  kind:    {type: enum, values: [town, harbour], default: town}
  dense:   {type: bool, value: people > 1000}
  label:   {type: text, value: 'name + ", " + coalesce(country.name, "nowhere")'}
indexes:
  - {on: [country], unique: true, where: capital}
  - [kind, -people]
search: [name]
aggregates: true
rules: {read: "true", create: "true", update: "true", delete: "true"}
---
collection: countries
key: [code]
fields:
  code:    {type: text, max: 2}
  name:    {type: text, required: true, max: 50}
  capital: {type: ref, to: cities, back: capital_of}
  order:   {type: int, column: group}
rules: {read: "true", create: "true", update: "true"}
---
collection: sizes
key: [country]
view:
  sqlite: SELECT country, count(*) AS cities, sum(people) AS people FROM cities GROUP BY country
  postgres: SELECT country, count(*) AS cities, sum(people)::bigint AS people FROM cities GROUP BY country
  mysql: SELECT country, count(*) AS cities, CAST(sum(people) AS SIGNED) AS people FROM cities GROUP BY country
fields:
  country: {type: ref, to: countries, back: sizes}
  cities:  int
  people:  int
rules: {read: "true"}
`,
}

// worldRows are created in this order; a cycle is closed by a change.
var worldRows = []string{
	`POST /rest/v1/countries [{"code": "no", "name": "Norge", "order": 1}, {"code": "se", "name": "Sverige", "order": null}, {"code": "NO", "name": "", "order": -9223372036854775808}]`,
	`POST /rest/v1/cities [
		{"number": 1, "name": "Ålesund", "country": "no", "people": 9223372036854775807, "area": 633.610, "warmth": 5e-324, "capital": false, "founded": "0001-01-01",
		 "seen": "0001-01-01T00:00:00.000001Z", "seal": "\\x00ff", "token": "00000000-0000-0000-0000-000000000000", "more": {"b": [1.50, null, "\u00e5\"\\"], "a": {}}, "tags": ["", "Å", "\""], "counts": [1, -2], "kind": "harbour"},
		{"number": 2, "name": "Oslo", "country": "no", "people": 0, "area": -999999999.999, "warmth": -1.7976931348623157e308, "capital": true, "founded": "9999-12-31",
		 "seen": "9999-12-31T23:59:59.999999Z", "seal": "\\x", "token": "ffffffff-ffff-ffff-ffff-ffffffffffff", "more": null, "tags": [], "counts": null, "kind": "town"},
		{"number": 3, "name": "a b", "country": "se", "people": null, "area": 0, "warmth": -0.0, "capital": false, "founded": null, "seen": "2026-11-21T10:00:00.120000Z", "seal": null, "token": null, "more": [], "tags": null, "counts": [], "kind": null},
		{"number": 4, "name": "B", "country": null, "people": 1001, "area": null, "warmth": 0.1, "capital": false, "founded": null, "seen": null, "seal": null, "token": null, "more": "text", "tags": null, "counts": null, "kind": "town"}]`,
	`PATCH /rest/v1/countries?code=eq.no {"capital": 2}`,
	`PATCH /rest/v1/cities?number=lt.3 {"twin": 1}`,
	`PATCH /rest/v1/cities?number=eq.4 {"twin": 3}`,
	`DELETE /rest/v1/cities?number=eq.3`,
}

var worldRequests = []string{
	"GET /rest/v1/cities?order=number", "GET /rest/v1/cities?order=name", "GET /rest/v1/cities?order=kind.desc,people,number", "GET /rest/v1/cities?select=name,label,dense&order=label",
	"GET /rest/v1/countries?order=code", "GET /rest/v1/sizes?order=country", "GET /rest/v1/cities?name=fts.%C3%A5lesund&select=name",
	"GET /rest/v1/countries?select=name,order,cities(name,twins(name)),capital(name)&order=code&cities.order=name", "GET /rest/v1/countries?select=code,sizes(people)&order=code",
	"GET /rest/v1/cities?more->>a=not.is.null&select=number", "GET /rest/v1/cities?tags=cs.{%C3%85}&select=number", "GET /rest/v1/cities?select=count(),people.sum()&people=lt.5000",
	// A write whose key is counted, and some that constraints refuse.
	`POST /rest/v1/cities?select=number,name {"name": "C"}`,
	`POST /rest/v1/cities {"name": "Oslo"}`, `POST /rest/v1/cities {"name": "D", "country": "xx"}`, `POST /rest/v1/cities {"name": "D", "people": -1}`,
	`POST /rest/v1/cities {"name": "D", "country": "no", "capital": true}`, `POST /rest/v1/cities {"name": "D", "kind": "hill"}`, `POST /rest/v1/cities {"number": 1, "name": "D"}`,
	"DELETE /rest/v1/cities?name=eq.C",
	"DELETE /rest/v1/cities?number=eq.2",
}

// An app that was moved answers as it did: every request, byte for byte, on the
// embedded store, on the server that it was moved to, and back.
func TestMovedAnswers(t *testing.T) {
	t.Parallel()
	board, err := filepath.Abs("../../examples/board")
	if err != nil {
		t.Fatal(err)
	}
	apps := map[string]struct {
		lay      func(t *testing.T, dir string)
		requests []string
	}{
		"board": {func(t *testing.T, dir string) {
			if err := os.CopyFS(dir, os.DirFS(board)); err != nil {
				t.Fatal(err)
			}
			if err := os.RemoveAll(filepath.Join(dir, "data")); err != nil {
				t.Fatal(err)
			}
			execute(t, "seed", dir)
		}, boardRequests},
		"world": {func(t *testing.T, dir string) {
			layOut(t, dir, worldApp)
			for _, answer := range ask(t, dir, "", worldRows) {
				if !strings.HasPrefix(answer, "20") {
					t.Fatal(answer)
				}
			}
		}, worldRequests},
	}
	servers := map[string]func(testing.TB) string{"postgres": postgres.Database, "mysql": mysql.Database}
	for name, app := range apps {
		for kind, database := range servers {
			t.Run(name+" "+kind, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				remote, back := database(t), "sqlite:"+filepath.Join(t.TempDir(), "back.db")
				app.lay(t, dir)
				execute(t, "move", dir, "--to", remote)
				execute(t, "move", dir, "--store", remote, "--to", back)
				execute(t, "move", dir, "--cancel")
				execute(t, "move", dir, "--store", remote, "--cancel")
				before := ask(t, dir, "", app.requests)
				for at, store := range map[string]string{"the server": remote, "the file that it came back to": back} {
					for i, after := range ask(t, dir, store, app.requests) {
						if after != before[i] {
							t.Errorf("%s, on %s:\n%s\nwhere it was:\n%s", app.requests[i], at, after, before[i])
						}
					}
				}
			})
		}
	}
}

// execute runs the command, which has to succeed.
func execute(t *testing.T, args ...string) string {
	t.Helper()
	self, err := exec.LookPath("bedplate") // the test binary, as TestMain has it
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), self, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("bedplate %s: %v\n%s", args[0], err, out)
	}
	return string(out)
}

// ask serves an app and gives the answers to requests, METHOD PATH [BODY], as
// the service role: status, range and body.
func ask(t *testing.T, dir, store string, requests []string) []string {
	t.Helper()
	args := []string{"serve", dir, "--addr", "127.0.0.1:0"}
	if store != "" {
		args = append(args, "--store", store)
	}
	p := launch(t, nil, args...)
	defer p.kill()
	at, token := p.ready(t), tokenOf(t, dir)
	answers := make([]string, len(requests))
	for i, line := range requests {
		parts := append(strings.SplitN(line, " ", 3), "")
		req, err := http.NewRequestWithContext(t.Context(), parts[0], at+parts[1], strings.NewReader(parts[2]))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Prefer", "count=exact, return=representation")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		answers[i] = resp.Status + " " + resp.Header.Get("Content-Range") + "\n" + string(body)
	}
	return answers
}
