package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"bedplate"
	mysql "bedplate/store/mysql/server"
	postgres "bedplate/store/postgres/server"
)

// sameVariable may name databases that hold the same tables and rows, by their
// addresses with spaces between, to compare answers over them too. One that an app
// has moved to is named with the app's directory, DIR=ADDRESS. They are only read.
const sameVariable = "BEDPLATE_TEST_SAME"

// TestSameAnswers serves databases of each kind that somebody made by hand, with
// the same tables and rows in each one's own words, and asks them the same.
func TestSameAnswers(t *testing.T) {
	t.Parallel()
	addresses := []string{"sqlite:" + filepath.Join(t.TempDir(), "made.db"), postgres.Database(t), mysql.Database(t)}
	rows := sameRows()
	for i, kind := range []string{"sqlite", "postgres", "mysql"} {
		script, err := os.ReadFile("testdata/same/" + kind + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		text := string(script)
		for _, row := range rows {
			table := row.table
			if kind == "postgres" {
				table = snakes[table]
			}
			text += "INSERT INTO " + table + " VALUES (" + row.values + ");\n"
		}
		switch kind {
		case "sqlite":
			conn, err := zombiezen.OpenConn(strings.TrimPrefix(addresses[i], "sqlite:"), zombiezen.OpenReadWrite, zombiezen.OpenCreate)
			if err == nil {
				err = sqlitex.ExecuteScript(conn, text, nil)
				_ = conn.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
		case "postgres":
			_, err = runPostgres(addresses[i], text)
		case "mysql":
			_, err = runMySQL(addresses[i], "SET NAMES utf8mb4;"+text)
		}
		if err != nil {
			t.Fatal(kind, err)
		}
	}
	apps := serveEach(t, addresses)
	asked := &asker{t: t, apps: apps, random: rand.New(rand.NewPCG(1, 2))}
	asked.everything()
	asked.writes()
	asked.everything()
	t.Logf("%d requests", asked.count)
	if asked.count < 500 {
		t.Errorf("only %d requests were compared", asked.count)
	}
}

// TestSameAnswersOf is the same over databases that the environment names.
func TestSameAnswersOf(t *testing.T) {
	given := strings.Fields(os.Getenv(sameVariable))
	if len(given) < 2 {
		t.Skipf("%s names no databases to compare", sameVariable)
	}
	asked := &asker{t: t, apps: serveEach(t, given), random: rand.New(rand.NewPCG(1, 2))}
	asked.everything()
	t.Logf("%d requests", asked.count)
}

// snakes are the tables' names in PostgreSQL.
var snakes = map[string]string{"Artist": "artist", "Album": "album", "Employee": "employee", "Playlist": "playlist", "PlaylistAlbum": "playlist_album"}

type sameRow struct{ table, values string }

// sameRows are rows in which orders, cases, accents and nulls differ.
func sameRows() []sameRow {
	random := rand.New(rand.NewPCG(3, 4))
	names := []string{"AC/DC", "Aaron Copland", "aaron copland", "Édith Piaf", "Zoë", "zebra", "Ångström", "Antônio Carlos Jobim", "  spaces", "100%", "O''Brien", "a_b", "", "Mötley Crüe", "北京", "Straße", "STRASSE"}
	var out []sameRow
	add := func(table, format string, args ...any) {
		out = append(out, sameRow{table, fmt.Sprintf(format, args...)})
	}
	maybe := func(text string) string {
		if random.IntN(5) == 0 {
			return "NULL"
		}
		return text
	}
	for i := range 40 {
		add("Artist", "%d, %s, %s, %s", i+1, maybe("'"+names[i%len(names)]+"'"),
			maybe(fmt.Sprintf("'%d-%02d-%02d'", 1900+random.IntN(120), 1+random.IntN(12), 1+random.IntN(28))), maybe(fmt.Sprint(float64(random.IntN(1000))/8)))
	}
	for i := range 120 {
		add("Album", "%d, '%s %c', %d, %d.%02d, %t", 1000-i, names[random.IntN(len(names))], 'A'+rune(random.IntN(26)), 1+random.IntN(40),
			random.IntN(12), random.IntN(100), random.IntN(2) == 0)
	}
	for i := range 12 {
		boss := "NULL"
		if i > 0 {
			boss = fmt.Sprint(1 + random.IntN(i))
		}
		add("Employee", "%d, '%s', %s, %s", i+1, names[i%len(names)], boss, maybe(fmt.Sprintf("'2024-%02d-%02d %02d:30:00'", 1+random.IntN(12), 1+random.IntN(28), random.IntN(24))))
	}
	codes := []string{"a", "A", "b", "B-1", "é", "z_z", "10%", "x,y"}
	for i, code := range codes {
		add("Playlist", "'%s', %s", code, []string{"'Mixed'", "'mixed'", "NULL", "'Ärger'", "'arger'", "NULL", "'100%'", "'last'"}[i])
		for range 6 {
			add("PlaylistAlbum", "'%s', %d, %s", code, 1000-len(out)%120, maybe(fmt.Sprint(random.Int64()-1<<62)))
		}
	}
	return out
}

// serveEach serves databases, each by the app that it is named with, or else by what
// adopting it makes of it, where everybody may do everything.
func serveEach(t *testing.T, databases []string) []*bedplate.App {
	t.Helper()
	var apps []*bedplate.App
	for _, database := range databases {
		dir, address, moved := strings.Cut(database, "=")
		if !moved || strings.Contains(dir, ":") { // else it is an argument of the address
			dir, address = adopted(t, database), database
		}
		apps = append(apps, serveOver(t, dir, address))
	}
	return apps
}

// serveOver serves an app over a database.
func serveOver(t *testing.T, dir, address string) *bedplate.App {
	t.Helper()
	app, err := bedplate.New(bedplate.Options{Dir: dir, Store: address, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.Close() })
	return app
}

// adopted is the app of a database that is adopted.
func adopted(t *testing.T, address string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "app")
	var said bytes.Buffer
	if err := (pullCommand{From: address, Dir: dir}).Run(console{t.Context(), &said, &said}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "schema", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal("nothing was adopted", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rules := `, create: "true", update: "true", delete: "true"}`
		if bytes.Contains(text, []byte("\nview: true\n")) {
			rules = "}"
		}
		text = append(text, "\naggregates: true\nrules: {read: \"true\""+rules+"\n"...)
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// answer is what is compared.
type answer struct {
	status      int
	page, link  string
	body        string
	linkForNext string // as it was given; the signature differs between apps
}

// answerOf sends a request to one app.
func answerOf(app *bedplate.App, method, url, prefer, body string) answer {
	req := httptest.NewRequest(method, strings.ReplaceAll(url, " ", "%20"), strings.NewReader(body))
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if prefer != "" {
		req.Header.Set("Prefer", prefer)
	}
	w := httptest.NewRecorder()
	app.Handler().ServeHTTP(w, req)
	out := answer{status: w.Code, page: w.Header().Get("Content-Range"), body: w.Body.String()}
	if w.Code >= 400 { // what follows the code names things as each database does
		out.body, _, _ = strings.Cut(out.body, ",")
	}
	if next := w.Header().Get("Link"); next != "" {
		out.link = "next"
		next = strings.TrimPrefix(next, "<")
		out.linkForNext, _, _ = strings.Cut(next, ">")
	}
	return out
}

// same sends a request to all apps and compares what they say.
func (a *asker) same(method, url, prefer, body string) answer {
	a.t.Helper()
	a.count++
	first := answerOf(a.apps[0], method, url, prefer, body)
	if first.status >= http.StatusInternalServerError {
		a.t.Errorf("%s %s %s\n%d %s", method, url, body, first.status, first.body)
	}
	for i, app := range a.apps[1:] {
		got := answerOf(app, method, url, prefer, body)
		got.linkForNext = first.linkForNext
		if got != first {
			alike := 0
			for alike < min(len(got.body), len(first.body)) && got.body[alike] == first.body[alike] {
				alike++
			}
			alike = max(0, alike-200)
			a.t.Errorf("%s %s %s %s: app %d says from byte %d on\n%d %s %s %.1000s\nand the first\n%d %s %s %.1000s", method, url, prefer, body, i+1, alike,
				got.status, got.page, got.link, got.body[alike:], first.status, first.page, first.link, first.body[alike:])
		}
	}
	return first
}
