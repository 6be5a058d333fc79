package config

import (
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/schema"
)

// Store is one database.
type Store struct {
	// URL is its address as written, with what it takes from the environment: it
	// may hold a password. String gives it without.
	URL  string
	Kind string // of the kinds that package schema names
	Path string // the file of a sqlite: store, absolute in a Config; "" for a server's
	// Replicas are copies of a server's database that follow it, and Lag is how
	// old what they show may be; 0 is the store's own limit.
	Replicas []Store
	Lag      time.Duration
}

// kinds are the kinds of stores by the schemes of their addresses.
var kinds = map[string]string{
	"sqlite":   schema.SQLite,
	"postgres": schema.Postgres, "postgresql": schema.Postgres,
	"mysql": schema.MySQL, "mariadb": schema.MySQL,
}

// ParseStore reads the address of a database. A path is as it is written. No
// error shows more of an address than its scheme.
func ParseStore(raw string) (Store, error) {
	s, problem := parseStore(raw)
	if problem != "" {
		return Store{}, fault.Of(fault.Value, "store", "the store %s", problem)
	}
	return s, nil
}

func parseStore(raw string) (_ Store, problem string) {
	scheme, rest, ok := strings.Cut(raw, ":")
	kind, known := kinds[scheme]
	switch {
	case !ok || !known:
		if !ok {
			scheme = "that" // it may be a password
		}
		return Store{}, "must be sqlite:PATH, postgres://USER@HOST/DATABASE or mysql://USER@HOST/DATABASE: there is no store for " +
			strconv.Quote(scheme) + " addresses"
	case kind == schema.SQLite:
		if rest == "" || strings.HasPrefix(rest, "//") || strings.ContainsAny(rest, "?\x00") {
			return Store{}, "must be sqlite:PATH with the plain path of a file, such as sqlite:data/main.db"
		}
		return Store{URL: raw, Kind: kind, Path: rest}, ""
	}
	// What the parser says of a mistake may show the password, so it is not told.
	u, err := url.Parse(raw)
	form := scheme + "://USER:PASSWORD@HOST:PORT/DATABASE"
	switch {
	case err != nil:
		return Store{}, "must be " + form + "; characters such as @ : / # % of a password are written as %40 %3A %2F %23 %25"
	case u.Opaque != "" || u.Host == "" && u.Query().Get("host") == "":
		return Store{}, "must be " + form + ": it names no host"
	case strings.Trim(u.Path, "/") == "" || strings.Contains(strings.Trim(u.Path, "/"), "/"):
		return Store{}, "must be " + form + ": it names no database"
	case u.Fragment != "":
		return Store{}, "must be " + form + ": a # in it is written as %23"
	}
	return Store{URL: raw, Kind: kind}, ""
}

// Remote tells a database of a server.
func (s Store) Remote() bool { return s.Kind != schema.SQLite }

// Variable is the environment variable that Referring refers to.
const Variable = "DATABASE_URL"

// Referring gives the address of a server's database as bedplate.yaml may have
// it: one with a password is taken from the environment, whole, because what
// stands within an address would have to be escaped.
func (s Store) Referring() string {
	if u, err := url.Parse(s.URL); err == nil {
		if _, has := u.User.Password(); !has && u.Query().Get("password") == "" {
			return s.URL
		}
	}
	return "${" + Variable + "}"
}

// String gives the address as it may be shown: without a password.
func (s Store) String() string {
	if !s.Remote() {
		return s.URL
	}
	u, err := url.Parse(s.URL)
	if err != nil {
		return s.Kind
	}
	if _, has := u.User.Password(); has {
		u.User = url.User(u.User.Username())
	}
	given := u.Query()
	for name := range given {
		if !slices.Contains(shown, name) {
			given.Del(name) // sslpassword, and what else there may be
		}
	}
	u.RawQuery = given.Encode()
	return u.String()
}

// shown are the parameters of an address that say nothing secret.
var shown = []string{"host", "port", "sslmode", "tls", "search_path", "connect_timeout"}

// place makes a path absolute: data/... lies in the data directory, wherever
// that is, and another relative one in the app's.
func (c *Config) place(s Store) Store {
	switch rest, ok := strings.CutPrefix(s.Path, "data/"); {
	case s.Remote():
	case ok:
		s.Path = filepath.Join(c.Data, rest)
	case !filepath.IsAbs(s.Path):
		s.Path = filepath.Join(c.Dir, s.Path)
	}
	return s
}

// GivenStore reads the address of a database that a command line names. Its path
// begins where the command was called.
func GivenStore(raw string) (Store, error) {
	s, err := ParseStore(raw)
	if err != nil || s.Remote() {
		return s, err
	}
	if s.Path, err = filepath.Abs(s.Path); err != nil {
		return s, fault.Wrap(fault.Internal, err, "the store's place cannot be found")
	}
	return s, nil
}
