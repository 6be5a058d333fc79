package config

import (
	"errors"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/schema"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Options are what a command says over the file.
type Options struct {
	Data  string // the data directory; "" is data/ in the app's directory
	Store string // the URL of the main store; "" is the file's
	Addr  string // where to listen; "" is the file's
	// Getenv reads the environment; nil is the process's own.
	Getenv func(string) (string, bool)
}

// maxFile bounds bedplate.yaml: it is read whole.
const maxFile = 1 << 20

// Load reads dir/bedplate.yaml. Its error is schema.Problems where the file has
// mistakes, and *fault.Error where it cannot be read at all.
func Load(dir string, opts Options) (*Config, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the directory's place cannot be found")
	}
	text, err := read(filepath.Join(dir, File))
	if err != nil {
		return nil, err
	}
	if opts.Getenv == nil {
		opts.Getenv = os.LookupEnv
	}
	c := Default()
	c.Dir = dir
	c.Data = filepath.Join(dir, "data")
	if opts.Data != "" {
		if c.Data, err = filepath.Abs(opts.Data); err != nil {
			return nil, fault.Wrap(fault.Internal, err, "the data directory's place cannot be found")
		}
	}
	r := &reader{file: File, getenv: opts.Getenv}
	r.read(&c, text, opts.Store != "")
	if len(r.mistakes) > 0 {
		return nil, r.mistakes
	}
	return &c, c.override(opts)
}

func read(path string) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fault.New(fault.Path, "there is no %s: `bedplate init DIR` makes an app directory", path)
	}
	if err == nil && info.Size() > maxFile {
		return "", fault.New(fault.TooLarge, "%s is larger than 1 MiB", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", fault.Wrap(fault.Path, err, "%s cannot be read: %v", path, err)
	}
	if !utf8.Valid(raw) {
		return "", schema.Problems{{File: File, Code: fault.Syntax, Message: "the file is not UTF-8 text"}}
	}
	return string(raw), nil
}

// override applies what the command line says over the file.
func (c *Config) override(opts Options) error {
	if opts.Addr != "" {
		addr, problem := address(opts.Addr)
		if problem != "" {
			return fault.Of(fault.Value, "addr", "the address %s", problem)
		}
		c.Server.Addr = addr
	}
	if opts.Store != "" {
		store, err := GivenStore(opts.Store)
		if err != nil {
			return err
		}
		c.Stores[MainStore] = store
	}
	return nil
}

func (r *reader) read(c *Config, text string, storeGiven bool) {
	main := Store{URL: "sqlite:data/main.db", Kind: schema.SQLite, Path: "data/main.db"}
	c.Stores = map[string]Store{MainStore: c.place(main)}
	c.Name = "app"
	file, err := parser.ParseBytes([]byte(hide(text)), 0)
	if err != nil {
		r.syntax(err)
		return
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			r.wrong(doc.Body, "a second document is not read", "keep one document in the file")
			continue
		}
		body = doc.Body
	}
	if body == nil {
		return
	}
	top := keys{
		"name":     set(r, &c.Name, "name", name),
		"stores":   func(n ast.Node) { r.stores(n, c, storeGiven) },
		"server":   func(n ast.Node) { r.server(n, &c.Server) },
		"auth":     func(n ast.Node) { r.auth(n, c) },
		"mail":     func(n ast.Node) { r.mail(n, c) },
		"sms":      func(n ast.Node) { r.sms(n, &c.SMS) },
		"limits":   func(n ast.Node) { r.limits(n, &c.Limits) },
		"outgoing": func(n ast.Node) { r.outgoing(n, &c.Outgoing) },
		"graphql":  func(n ast.Node) { r.graphQL(n, &c.GraphQL) },
		"public":   func(n ast.Node) { r.public(n, &c.Public) },
	}
	r.later(top, "files", "storage", "functions", "jobs", "webhooks", "events",
		"realtime", "soap", "console", "telemetry", "tenancy")
	r.mapping(body, File, top)
}

func (r *reader) syntax(err error) {
	var at yaml.Error
	if errors.As(err, &at) {
		r.at(at.GetToken(), at.GetMessage(), "")
		return
	}
	r.mistakes = append(r.mistakes, schema.Problem{File: r.file, Code: fault.Syntax, Message: err.Error()})
}

func (r *reader) stores(n ast.Node, c *Config, given bool) {
	known := keys{}
	known[MainStore] = func(n ast.Node) {
		if given {
			return // the command line names another: this one may lack its environment
		}
		if store, ok := r.store(n, "stores.main"); ok {
			c.Stores[MainStore] = c.place(store)
		}
	}
	r.later(known, "system")
	if m, ok := n.(*ast.MappingNode); ok {
		for _, v := range m.Values {
			if name := v.Key.GetToken().Value; fault.Nearest(name, []string{MainStore}) == "" {
				known[name] = nil // a second store: not in this version
			}
		}
	}
	r.mapping(n, "stores", known)
}

func (r *reader) server(n ast.Node, s *Server) {
	r.mapping(n, "server", keys{
		"addr":       set(r, &s.Addr, "server.addr", address),
		"public_url": set(r, &s.PublicURL, "server.public_url", publicURL),
		"grace":      set(r, &s.Grace, "server.grace", duration(0, 15*time.Second)),
		"cors": func(n ast.Node) {
			r.list(n, func(n ast.Node) {
				var o string
				set(r, &o, "server.cors", origin)(n)
				s.CORS = append(s.CORS, o)
			})
		},
		"trusted_proxies": func(n ast.Node) {
			r.list(n, func(n ast.Node) {
				var p netip.Prefix
				set(r, &p, "server.trusted_proxies", prefix)(n)
				s.TrustedProxies = append(s.TrustedProxies, p)
			})
		},
	})
}

func (r *reader) auth(n ast.Node, c *Config) {
	known := keys{"jwt": func(n ast.Node) {
		r.mapping(n, "auth.jwt", keys{
			"secret":   set(r, &c.Auth.Secret, "auth.jwt.secret", secret),
			"jwks":     set(r, &c.Auth.JWKS, "auth.jwt.jwks", c.jwks),
			"issuer":   set(r, &c.Auth.Issuer, "auth.jwt.issuer", nonEmpty),
			"audience": set(r, &c.Auth.Audience, "auth.jwt.audience", nonEmpty),
		})
	}}
	r.users(known, c)
	r.mapping(n, "auth", known)
	r.withoutUsers(n, c)
}

func (r *reader) limits(n ast.Node, l *Limits) {
	known := keys{
		"page":      set(r, &l.Page, "limits.page", number(1, 100_000)),
		"in_flight": set(r, &l.InFlight, "limits.in_flight", number(1, 65_536)),
		"body":      set(r, &l.Body, "limits.body", size(1<<30)),
		"bulk":      set(r, &l.Bulk, "limits.bulk", size(1<<30)),
		"import":    set(r, &l.Import, "limits.import", size(1<<40)),
		"batch":     set(r, &l.Batch, "limits.batch", number(1, 1000)),
		"handler":   set(r, &l.Handler, "limits.handler", duration(100*time.Millisecond, 10*time.Minute)),
		"statement": set(r, &l.Statement, "limits.statement", duration(100*time.Millisecond, 10*time.Minute)),
	}
	r.later(known, "terms", "depth", "items", "embed_depth", "files")
	r.mapping(n, "limits", known)
}

var validName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)

func name(s string) (string, string) {
	if !validName.MatchString(s) {
		return "", "must be a small letter followed by up to 62 small letters, digits, - and _"
	}
	return s, ""
}

func nonEmpty(s string) (string, string) {
	if s == "" {
		return "", "is empty"
	}
	return s, ""
}

func address(s string) (string, string) {
	_, port, err := net.SplitHostPort(s)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", "must be HOST:PORT such as 127.0.0.1:8080 or :8080, not " + strconv.Quote(s)
	}
	return s, ""
}

func publicURL(s string) (string, string) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" ||
		u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", "must be an address such as https://board.example.com"
	}
	return strings.TrimRight(s, "/"), ""
}

func origin(s string) (string, string) {
	if s == "*" {
		return s, ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return "", "must be origins such as https://board.example.com, without a path, or \"*\""
	}
	return strings.ToLower(s), ""
}

func prefix(s string) (netip.Prefix, string) {
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.Masked(), ""
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, "must be addresses or networks such as 10.0.0.0/8, not " + strconv.Quote(s)
	}
	return netip.PrefixFrom(a, a.BitLen()), ""
}

// secret demands what RFC 7518 does of an HS256 key.
func secret(s string) ([]byte, string) {
	if len(s) < 32 {
		return nil, "must be at least 32 bytes long"
	}
	return []byte(s), ""
}

// jwks takes a file in the app's directory, or an address that nobody on the
// way can answer for.
func (c *Config) jwks(s string) (string, string) {
	scheme, _, isURL := strings.Cut(s, "://")
	if !isURL {
		if s == "" {
			return "", "is empty"
		}
		if filepath.IsAbs(s) {
			return s, ""
		}
		return filepath.Join(c.Dir, s), ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil {
		return "", "must be a file or an https:// address"
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())
	if scheme != "https" && (scheme != "http" || !local) {
		return "", "must be a file or an https:// address: over plain http anyone on the way could swap the keys"
	}
	return s, ""
}
