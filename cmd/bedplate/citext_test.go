package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	postgres "bedplate/store/postgres/server"
)

// TestCitext adopts texts that PostgreSQL takes for equal in any case: they are told
// apart by their bytes here, and are unique as they are there.
func TestCitext(t *testing.T) {
	t.Parallel()
	address := postgres.Database(t)
	if out, err := runPostgres(address, "SELECT count(*) FROM pg_available_extensions WHERE name = 'citext'"); err != nil || out != "1\n" {
		t.Skipf("the server has no citext: %q %v", out, err)
	}
	if _, err := runPostgres(address, `CREATE EXTENSION citext;
		CREATE DOMAIN handle AS citext;
		CREATE TABLE people (id int PRIMARY KEY, email citext NOT NULL CONSTRAINT people_email UNIQUE, nick handle);
		CREATE INDEX people_nick ON people (nick);
		INSERT INTO people SELECT i, 'User' || i || '@Example.org', 'Nick' || i FROM generate_series(1, 20000) i;
		ANALYZE people`); err != nil {
		t.Fatal(err)
	}
	app := serveOver(t, adopted(t, address), address)
	for _, c := range []struct{ query, want string }{
		{"email=eq.User77@Example.org", `[{"id":77}]`},
		{"email=eq.user77@example.org", `[]`},
		{"email=in.(User7@Example.org,USER8@EXAMPLE.ORG)", `[{"id":7}]`},
		{"email=ilike.user77@*", `[{"id":77}]`},
		{"nick=eq.Nick5", `[{"id":5}]`},
		{"nick=eq.nick5", `[]`},
		{"order=email&limit=1", `[{"id":10000}]`},
	} {
		path := door + "people?select=id&" + c.query
		if got := answerOf(app, http.MethodGet, path, "", ""); got.status != http.StatusOK || strings.TrimSpace(got.body) != c.want {
			t.Errorf("%s is %d %s", c.query, got.status, got.body)
		}
	}
	// The type's own uniqueness stands.
	taken := answerOf(app, http.MethodPost, door+"people", "", `{"id": 20001, "email": "USER1@example.org"}`)
	if taken.status != http.StatusConflict || !regexp.MustCompile(`"23505"`).MatchString(taken.body) {
		t.Errorf("an address that is taken: %d %s", taken.status, taken.body)
	}
}
