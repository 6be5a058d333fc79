package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedplate"
	mysql "bedplate/store/mysql/server"
	postgres "bedplate/store/postgres/server"
)

// movedApp has the tables of testdata/same as our own, and fields of every type.
const movedApp = `
collection: artist
key: [artist_id]
fields:
  artist_id: {type: int, required: true}
  name:      {type: text, max: 120}
  founded:   date
  rating:    float
  seen:      time
  exact:     {type: decimal, precision: 30, scale: 6}
  mood:      {type: enum, values: [calm, wild]}
  tags:      {type: list, of: text}
  doc:       json
  raw:       bytes
  token:     uuid
  loud:      {type: bool, value: mood == "wild"}
search: [name]
---
collection: album
key: [album_id]
fields:
  album_id: {type: int, required: true}
  title:    {type: text, required: true, max: 160}
  artist:   {type: ref, to: artist, required: true, back: albums}
  price:    {type: decimal, precision: 10, scale: 2, required: true}
  live:     {type: bool, required: true}
indexes: [[title]]
---
collection: employee
key: [employee_id]
fields:
  employee_id: {type: int, required: true}
  last_name:   {type: text, required: true, max: 20}
  reports_to:  {type: ref, to: employee, back: reports}
  hire_date:   time
---
collection: playlist
key: [code]
fields:
  code: {type: text, max: 12}
  name: {type: text, max: 120, unique: true}
---
collection: playlist_album
key: [playlist, album]
fields:
  playlist: {type: ref, to: playlist, on_delete: cascade, back: entries}
  album:    {type: ref, to: album, back: entries}
  weight:   int
`

// TestSameAnswersMoved moves an app from a file to servers, and asks it the same on
// all of them.
func TestSameAnswersMoved(t *testing.T) {
	t.Parallel()
	addresses := []string{"", postgres.Database(t), mysql.Database(t)}
	dir := t.TempDir()
	everybody := "aggregates: true\nrules: {read: \"true\", create: \"true\", update: \"true\", delete: \"true\"}\n"
	text := strings.ReplaceAll(movedApp, "\n---\n", "\n"+everybody+"---\n") + everybody
	if err := os.MkdirAll(filepath.Join(dir, "schema"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"bedplate.yaml": "name: moved\n", "schema/all.yaml": text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	app := serveOver(t, dir, "")
	for _, request := range movedRows() {
		table, body, _ := strings.Cut(request, " ")
		if got := answerOf(app, "POST", door+table, "", body); got.status != 201 {
			t.Fatal(request, got)
		}
	}
	if err := app.Close(); err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses[1:] {
		var said bytes.Buffer
		if err := (moveCommand{place: place{Dir: dir}, To: address}).Run(console{t.Context(), &said, &said}); err != nil {
			t.Fatal(err, said.String())
		}
	}
	var said bytes.Buffer
	if err := (moveCommand{place: place{Dir: dir}, Cancel: true}).Run(console{t.Context(), &said, &said}); err != nil {
		t.Fatal(err, said.String())
	}
	var apps []*bedplate.App
	for _, address := range addresses {
		apps = append(apps, serveOver(t, dir, address))
	}
	asked := &asker{t: t, apps: apps, random: rand.New(rand.NewPCG(5, 6))}
	asked.everything()
	asked.writes()
	asked.everything()
	t.Logf("%d requests", asked.count)
}

// movedRows are requests that make rows: a collection, and a body.
func movedRows() []string {
	random := rand.New(rand.NewPCG(7, 8))
	names := []string{"AC/DC", "aaron copland", "Aaron Copland", "Édith Piaf", "Zoë 🎵", "Ångström", "100%", "O'Brien", "a_b", "", "back\\\\slash", "北京", "Straße", "STRASSE", "  two  spaces"}
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	maybe := func(text string) string {
		if random.IntN(4) == 0 {
			return "null"
		}
		return text
	}
	for i := range 40 {
		add(`artist {"artist_id": %d, "name": %s, "founded": %s, "rating": %s, "seen": %s, "exact": %s, "mood": %s, "tags": %s, "doc": %s, "raw": %s, "token": %s}`, i+1,
			maybe(`"`+names[i%len(names)]+`"`), maybe(fmt.Sprintf(`"%04d-03-%02d"`, 1+random.IntN(9998), 1+random.IntN(28))), maybe(fmt.Sprint(random.NormFloat64())),
			maybe(fmt.Sprintf(`"2026-01-02T03:04:05.%06dZ"`, random.IntN(1000000))), maybe(fmt.Sprintf("%d.%06d", random.Int64(), random.IntN(1000000))),
			maybe([]string{`"calm"`, `"wild"`}[random.IntN(2)]), maybe([]string{`[]`, `["a"]`, `["b c", "é", ""]`}[random.IntN(3)]),
			maybe([]string{`{"a": 1.50, "b": [null, true]}`, `"text"`, `12345678901234567890.1`, `[]`}[random.IntN(4)]),
			maybe([]string{`"\\x000102"`, `"\\x"`, `"\\xff"`}[random.IntN(3)]), maybe(fmt.Sprintf(`"01934000-0000-7000-8000-%012d"`, random.IntN(1000000))))
	}
	for i := range 80 {
		add(`album {"album_id": %d, "title": "%s %c", "artist": %d, "price": %d.%02d, "live": %t}`, 1000-i, names[random.IntN(len(names))], 'A'+random.IntN(26),
			1+random.IntN(40), random.IntN(12), random.IntN(100), random.IntN(2) == 0)
	}
	for i := range 12 {
		boss := "null"
		if i > 0 {
			boss = fmt.Sprint(1 + random.IntN(i))
		}
		add(`employee {"employee_id": %d, "last_name": "%s", "reports_to": %s, "hire_date": %s}`, i+1, names[i%len(names)], boss, maybe(fmt.Sprintf(`"2024-05-%02dT10:00:00Z"`, 1+random.IntN(28))))
	}
	for i, code := range []string{"a", "A", "b", "B-1", "é", "z_z", "10%", "x,y"} {
		add(`playlist {"code": "%s", "name": %s}`, code, []string{`"Mixed"`, `"mixed"`, "null", `"Ärger"`, `"arger"`, "null", `"100%"`, `"last"`}[i])
		for n := range 6 {
			add(`playlist_album {"playlist": "%s", "album": %d, "weight": %s}`, code, 1000-i*6-n, maybe(fmt.Sprint(random.Int64()-1<<62)))
		}
	}
	return out
}
