// Package config reads bedplate.yaml: the app's name, its store, where it
// listens, whom it trusts and its limits. Every key has a default that is
// safe, ${NAME} reads the environment, and mistakes are found all at once,
// each with its file, line and column.
//
// It reads the configuration only: collections are package schema's, and
// nothing here opens a database or listens.
package config

import (
	"net/netip"
	"time"

	"bedplate/internal/identity"
)

// File is the name of the configuration in an app's directory.
const File = "bedplate.yaml"

// Config is a whole bedplate.yaml, with defaults filled in.
type Config struct {
	Dir  string // the app's directory, absolute
	Data string // where the database, secrets and sockets are kept, absolute
	Name string

	Stores   map[string]Store // by name; "main" is always there
	Server   Server
	Auth     Auth
	Mail     Mail
	SMS      SMS
	Limits   Limits
	GraphQL  GraphQL
	Public   Public
	Outgoing Outgoing
}

// MainStore is the store of a collection that names none.
const MainStore = "main"

// Server is where and for whom the server answers.
type Server struct {
	Addr      string // HOST:PORT to listen on
	PublicURL string // how the world reaches it, without a final slash; may be empty
	// CORS lists the origins whose pages may call; "*" is all of them.
	CORS []string
	// TrustedProxies may say in X-Forwarded-For whom they speak for.
	TrustedProxies []netip.Prefix
	// Grace is how long a server that was told to end goes on taking
	// requests, so that balancers notice first.
	Grace time.Duration
}

// Auth says which tokens are believed.
type Auth struct {
	// Secret verifies and signs HS256 tokens; empty where the file gives none
	// (see Config.Secret).
	Secret []byte
	// JWKS is a file (absolute) or address of public keys; may be empty.
	JWKS string
	// Issuer and Audience are demanded of every token where they are given.
	Issuer   string
	Audience string
	// Users says that the app keeps users of its own, by Identity.
	Users    bool
	Identity identity.Settings
}

// Mail says how letters are sent.
type Mail struct {
	SMTP string // smtp://USER:PASSWORD@HOST:PORT, or smtps://; "" is not at all
	CA   string // a file with the certificates that the server's may be of; "" for the system's
	From string // Board <board@example.com>
}

// SMS says how messages to telephones are sent.
type SMS struct {
	Hook   string // the address that takes them; "" is none
	Secret []byte // that they are signed with
}

// Limits bound what one request and all of them may take.
type Limits struct {
	Page     int           // rows of an answer, and of each embedded list
	InFlight int           // requests at work; as many may wait
	Body     int64         // bytes of a JSON body
	Bulk     int64         // bytes of a JSON array body
	Import   int64         // bytes of a body of CSV or NDJSON
	Batch    int           // operations of a batch
	Handler  time.Duration // one request, streams apart
	// Statement is how long a statement of a database may go without a row.
	Statement time.Duration
}

// Default gives the configuration of an app whose file says nothing.
func Default() Config {
	return Config{
		Server: Server{Addr: "127.0.0.1:8080", Grace: 5 * time.Second},
		Auth:   Auth{Identity: identity.Defaults()},
		Limits: Limits{
			Page: 1000, InFlight: 256, Body: 1 << 20, Bulk: 16 << 20, Import: 1 << 30, Batch: 100,
			Handler: 15 * time.Second, Statement: 5 * time.Second,
		},
		GraphQL: GraphQL{Tokens: 2000, Depth: 10, Cost: 1000, Aliases: 30, Directives: 10},
	}
}

// Main gives the store that most collections live in.
func (c *Config) Main() Store { return c.Stores[MainStore] }
