package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/config"
	"bedplate/internal/identity"
	"bedplate/internal/identity/provider"
	"bedplate/schema"

	"github.com/google/go-cmp/cmp"
)

var environment = map[string]string{
	"JWT":   "0123456789abcdef0123456789abcdef",
	"SHORT": "short",
	"PAGE":  "7",
	"DB":    "sqlite:/srv/app.db",
	"ODD":   "a: {b} # c",
	"TWO":   " postgres://u@b/d  postgres://u:s3cret@c/d ",

	"NO_REPLICAS": "",
}

func getenv(name string) (string, bool) {
	v, ok := environment[name]
	return v, ok
}

func load(t *testing.T, text string, opts config.Options) (*config.Config, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, config.File), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	opts.Getenv = getenv
	return config.Load(dir, opts)
}

func TestNameAloneIsAnApp(t *testing.T) {
	t.Parallel()
	c, err := load(t, "name: board\n", config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "board" || c.Server.Addr != "127.0.0.1:8080" || c.Limits.Page != 1000 ||
		c.Limits.InFlight != 256 || c.Limits.Handler != 15*time.Second || len(c.Server.CORS) != 0 {
		t.Errorf("defaults are %+v", c)
	}
	if want := filepath.Join(c.Dir, "data", "main.db"); c.Main().Path != want {
		t.Errorf("store is %q, want %q", c.Main().Path, want)
	}
}

// everything is a file with every key there is.
const everything = `
name: board
stores: {main: "${DB}"}
server:
  addr: ":9000"
  public_url: https://board.example.com/
  cors: [https://board.example.com, "*"]
  trusted_proxies: 10.0.0.1/8
  grace: 0s
auth:
  jwt: {secret: "${JWT}", jwks: keys.json, issuer: me, audience: "${ODD}"}
  users: true
  signup: false
  confirm_email: false
  anonymous: true
  implicit: false
  phones: true
  claims: {plan: profile.plan}
  site: https://board.example.com/home
  redirects: [https://board.example.com/in, "board://in"]
  passwords: {min: 10}
  sessions: {access: 5m, idle: 24h, absolute: 48h}
  audit: 720h
  factors: {totp: false, phone: true, webauthn: false, recovery_codes: false, max: 3}
  passkeys: {enabled: false, domain: example.com, origins: https://board.example.com, max: 4}
  providers:
    github: {client_id: id, secret: "${JWT}", scopes: gist}
    azure: {client_id: id, secret: s, tenant: 72f988bf-86f1-41af-91ab-2d7cd011db47, trust_emails: true}
    company: {client_id: id, issuer: https://id.example.com, client_ids: [ios, android]}
sms: {hook: https://sms.example.com/send, secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"}
outgoing: {allow: [10.1.2.3/16, 127.0.0.1]}
mail: {smtp: "smtp://u:p@mail.example.com:587", from: "Board <board@example.com>", ca: ca.pem}
limits: {page: 10, in_flight: 20, body: 2MiB, bulk: 4MiB, import: 3GiB, batch: 7, handler: 250ms, statement: 200ms}
graphql: {tokens: 100, depth: 5, cost: 50, aliases: 3, directives: 2, numbers: text, listed_only: [anon, authenticated]}
`

func TestEverything(t *testing.T) {
	t.Parallel()
	c, err := load(t, everything, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{
		c.Main().Path, c.Server.Addr, c.Server.PublicURL, c.Server.CORS[0], c.Server.CORS[1],
		c.Server.TrustedProxies[0].String(), string(c.Auth.Secret), c.Auth.Issuer, c.Auth.Audience,
		c.Limits.Handler.String(), c.Limits.Statement.String(),
	}
	want := []string{
		"/srv/app.db", ":9000", "https://board.example.com", "https://board.example.com", "*",
		"10.0.0.0/8", environment["JWT"], "me", environment["ODD"], "250ms", "200ms",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	users := identity.Settings{Anonymous: true, Phones: true, Claims: []identity.Claim{{Name: "plan", Expr: "profile.plan", Line: 18, Column: 18}}, PasswordMin: 10, Access: 5 * time.Minute, Idle: 24 * time.Hour, Absolute: 48 * time.Hour, Audit: 720 * time.Hour,
		Site: "https://board.example.com/home", Redirects: []string{"https://board.example.com/in", "board://in"},
		Factors: identity.Factors{Phone: true, Max: 3}, Passkeys: identity.Passkeys{Domain: "example.com", Origins: []string{"https://board.example.com"}, Max: 4},
		Providers: []provider.Settings{{Name: "github", ClientID: "id", Secret: environment["JWT"], Scopes: []string{"gist"}},
			{Name: "azure", ClientID: "id", Secret: "s", Tenant: "72f988bf-86f1-41af-91ab-2d7cd011db47", TrustEmails: true},
			{Name: "company", ClientID: "id", Issuer: "https://id.example.com", ClientIDs: []string{"ios", "android"}}}}
	if got := fmt.Sprint(c.Outgoing.Allow); got != "[10.1.0.0/16 127.0.0.1/32]" {
		t.Errorf("allowed are %s", got)
	}
	if d := cmp.Diff(users, c.Auth.Identity); d != "" || !c.Auth.Users {
		t.Error(c.Auth.Users, d)
	}
	if want := (config.Mail{SMTP: "smtp://u:p@mail.example.com:587", From: "Board <board@example.com>", CA: filepath.Join(c.Dir, "ca.pem")}); c.Mail != want {
		t.Errorf("mail is %+v", c.Mail)
	}
	if c.SMS.Hook != "https://sms.example.com/send" || string(c.SMS.Secret) != "012345678901234567890123" {
		t.Errorf("sms is %+v", c.SMS)
	}
	if c.Auth.JWKS != filepath.Join(c.Dir, "keys.json") || c.Limits.Body != 2<<20 || c.Limits.Import != 3<<30 || c.Limits.Batch != 7 || c.Limits.Page != 10 {
		t.Errorf("jwks %q, body %d, page %d", c.Auth.JWKS, c.Limits.Body, c.Limits.Page)
	}
}

// TestReplicas: copies of a store, named one by one or by a variable.
func TestReplicas(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"stores: {main: postgres://u@a/d}", nil},
		{"stores: {main: {url: postgres://u@a/d}}", nil},
		{"stores: {main: {url: postgres://u@a/d, replicas: \"${NO_REPLICAS}\"}}", nil},
		{"stores:\n  main:\n    url: postgres://u@a/d\n    replicas:\n", nil},
		{"stores: {main: {replicas: postgres://u@b/d, url: postgres://u@a/d}}", []string{"postgres://u@b/d"}},
		{"stores: {main: {url: postgres://u@a/d, replicas: [postgresql://u@z/d, \"${TWO}\"]}}",
			[]string{"postgresql://u@z/d", "postgres://u@b/d", "postgres://u@c/d"}},
	}
	for _, test := range tests {
		c, err := load(t, test.text, config.Options{})
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		var got []string
		for _, s := range c.Main().Replicas {
			got = append(got, s.String())
		}
		if d := cmp.Diff(test.want, got); d != "" || c.Main().String() != "postgres://u@a/d" {
			t.Errorf("%s: the replicas of %s are\n%s", test.text, c.Main(), d)
		}
	}
	c, err := load(t, "stores: {main: {url: postgres://u@a/d, lag: 1m}}", config.Options{})
	if err != nil || c.Main().Lag != time.Minute {
		t.Errorf("the lag is %s, %v", c.Main().Lag, err)
	}
	c, err = load(t, tests[5].text, config.Options{Store: "postgres://u@other/d"})
	if err != nil || len(c.Main().Replicas) != 0 {
		t.Errorf("another store has the replicas %v, %v", c.Main().Replicas, err)
	}
}

// TestMistakes shows where each mistake is said to be.
func TestMistakes(t *testing.T) {
	t.Parallel()
	type place struct{ Line, Column int }
	tests := map[string]struct {
		text string
		want []place
	}{
		"unknown key":            {"name: a\nserver:\n  adr: :1\n", []place{{3, 3}}},
		"unknown key at the top": {"nam: a\n", []place{{1, 1}}},
		"later part":             {"files: {}\nauth:\n  providers: {}\n", []place{{1, 1}, {3, 3}}},
		"unset variable":         {"auth:\n  jwt: {secret: ${NOT_SET}}\n", []place{{2, 17}}},
		"short secret":           {"auth: {jwt: {secret: ${SHORT}}}\n", []place{{1, 22}}},
		"empty value":            {"name:\n", []place{{1, 7}}},
		"bad name":               {"name: Big Board\n", []place{{1, 7}}},
		"other store":            {"stores:\n  main: postgres://x\n  second: sqlite:b.db\n", []place{{2, 9}, {3, 3}}},
		"store without address":  {"stores:\n  main: {lag: 5s}\n", []place{{2, 9}}},
		"replicas of a file":     {"stores:\n  main:\n    url: sqlite:a.db\n    replicas: [sqlite:b.db]\n", []place{{4, 16}}},
		"replicas of others":     {"stores:\n  main:\n    url: postgres://u@a/d\n    replicas:\n    - mysql://u@b/d\n    - postgres://u@b\n    - [x]\n    lag: 1ms\n", []place{{8, 10}, {5, 7}, {6, 7}, {7, 7}}},
		"store with options":     {"stores: {main: \"sqlite:a.db?mode=ro\"}\n", []place{{1, 16}}},
		"numbers out of range":   {"limits:\n  page: 0\n  in_flight: many\n  body: 9999GiB\n  handler: 1ns\n", []place{{2, 9}, {3, 14}, {4, 9}, {5, 12}}},
		"address":                {"server: {addr: localhost}\n", []place{{1, 16}}},
		"port":                   {"server: {addr: \"localhost:99999\"}\n", []place{{1, 16}}},
		"origin with a path":     {"server:\n  cors:\n    - https://a.example\n    - https://b.example/x\n", []place{{4, 7}}},
		"proxy":                  {"server: {trusted_proxies: [nowhere]}\n", []place{{1, 28}}},
		"keys over plain http":   {"auth: {jwt: {jwks: \"http://example.com/jwks\"}}\n", []place{{1, 20}}},
		"not a mapping":          {"- name\n", []place{{1, 1}}},
		"section not a mapping":  {"server: 8080\n", []place{{1, 9}}},
		"list for a value":       {"name: [a]\n", []place{{1, 7}}},
		"alias":                  {"name: &a board\nstores: {main: *a}\n", []place{{1, 7}, {2, 16}}},
		"tag":                    {"name: !!str board\n", []place{{1, 7}}},
		"sms":                    {"sms:\n  hook: http://sms.example.com\n  secret: abc\n", []place{{2, 9}, {3, 11}}},
		"sms without a secret":   {"sms:\n  hook: https://sms.example.com\n", []place{{2, 7}}},
		"claims":                 {"auth:\n  users: true\n  claims: [a]\n", []place{{3, 11}}},
		"users' settings alone":  {"auth:\n  signup: false\n  anonymous: true\n", []place{{2, 3}, {3, 3}}},
		"users' settings":        {"auth:\n  users: maybe\n  redirects: [a, \"https://b.example/x#y\"]\n  passwords: {min: 4}\n  sessions: {access: 1s}\n", []place{{2, 10}, {3, 15}, {3, 18}, {4, 20}, {5, 22}}},
		"providers": {"auth:\n  users: true\n  providers:\n    google: {client_id: c}\n    company: {client_id: c, issuer: \"http://x.example\"}\n    email: {client_id: c}\n" +
			"    github: {secret: \"${NOT_SET}\", cliend_id: c}\n    x: c\n", []place{{4, 5}, {5, 37}, {6, 5}, {7, 22}, {7, 36}, {8, 8}}},
		"providers in a list": {"auth:\n  users: true\n  providers: [google]\n", []place{{3, 14}}},
		"outgoing":            {"outgoing: {allow: somewhere}\n", []place{{1, 19}}},
		"mail":                {"mail: {smtp: \"http://x\", from: nobody}\n", []place{{1, 14}, {1, 32}}},
		"second document":     {"name: a\n---\nname: b\n", []place{{3, 5}}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, tc.text, config.Options{})
			var mistakes schema.Problems
			if !errors.As(err, &mistakes) {
				t.Fatalf("error is %v, want mistakes", err)
			}
			var got []place
			for _, m := range mistakes {
				got = append(got, place{m.Line, m.Column})
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Errorf("%v\n%s", err, d)
			}
		})
	}
}

func TestBrokenYAML(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"name: [a\n", "name: a\nname: b\n", "\tname: a\n", "name: \"a\n", "a: b: c\n", "name: \xff\n"} {
		_, err := load(t, text, config.Options{})
		var mistakes schema.Problems
		if !errors.As(err, &mistakes) || len(mistakes) != 1 {
			t.Errorf("%q: error is %v, want one mistake", text, err)
		}
	}
}

func TestCommandLineWins(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	c, err := load(t, "stores: {main: \"${NOT_SET}\"}\n",
		config.Options{Data: data, Store: "sqlite:/tmp/x.db", Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != data || c.Main().Path != "/tmp/x.db" || c.Server.Addr != "127.0.0.1:0" {
		t.Errorf("got %+v", c)
	}
	if _, err := load(t, "", config.Options{Store: "oracle://u:p@h/d"}); fault.CodeOf(err) != fault.Value {
		t.Errorf("another store: %v", err)
	}
}

func TestDataDirectoryMovesTheStore(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	c, err := load(t, "stores: {main: sqlite:data/board.db}\n", config.Options{Data: data})
	if err != nil || c.Main().Path != filepath.Join(data, "board.db") {
		t.Errorf("store is %q, %v", c.Main().Path, err)
	}
}

func TestNoFile(t *testing.T) {
	t.Parallel()
	if _, err := config.Load(t.TempDir(), config.Options{}); fault.CodeOf(err) != fault.Path {
		t.Errorf("error is %v", err)
	}
}

func TestSecretIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	c, err := load(t, "", config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	first, err := c.Secret()
	if err != nil || len(first) < 32 {
		t.Fatalf("secret %q, %v", first, err)
	}
	second, err := c.Secret()
	if err != nil || string(second) != string(first) {
		t.Errorf("the second time %q, %v", second, err)
	}
	path := filepath.Join(c.Data, "jwt.secret")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("kept as %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Secret(); err == nil {
		t.Error("a secret that others can read is used")
	}
}
