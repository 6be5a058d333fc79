package mysql

import (
	"crypto/tls"
	"net"
	"net/url"
	"strings"
	"time"

	library "github.com/go-sql-driver/mysql"

	"bedplate/fault"
)

// ParseAddress reads where a database is: mysql://user:password@host:port/database,
// with ?tls= (true, skip-verify, preferred or false), ?timeout= for connecting,
// ?socket= for a file in place of host and port; or what the library's own DSN says:
// user:password@tcp(host:port)/database.
func ParseAddress(address string) (*library.Config, error) {
	scheme, _, found := strings.Cut(address, "://")
	if !found {
		config, err := library.ParseDSN(address)
		if err != nil {
			return nil, fault.Wrap(fault.Value, err, "the address of the database cannot be read").
				WithHint("write mysql://user:password@host:3306/database")
		}
		return settled(config), nil
	}
	u, err := url.Parse(address)
	if err != nil { // whose text may hold a password
		return nil, fault.New(fault.Value, "the address of the database is no URL").
			WithHint("write mysql://user:password@host:3306/database, with %%40 for an @ in the password")
	}
	if scheme != "mysql" && scheme != "mariadb" {
		return nil, fault.New(fault.Value, "the address of the database begins with %s://, not with mysql://", scheme)
	}
	config := library.NewConfig()
	config.User = u.User.Username()
	config.Passwd, _ = u.User.Password()
	config.Net, config.Addr = "tcp", net.JoinHostPort(orElse(u.Hostname(), "127.0.0.1"), orElse(u.Port(), "3306"))
	config.DBName = strings.TrimPrefix(u.Path, "/")
	if strings.Contains(config.DBName, "/") {
		return nil, fault.New(fault.Value, "the address of the database has more behind its host than a name: %s", u.Path)
	}
	for name, values := range u.Query() {
		if err := setParameter(config, name, values[len(values)-1]); err != nil {
			return nil, err
		}
	}
	return settled(config), nil
}

func setParameter(config *library.Config, name, text string) error {
	switch name {
	case "tls", "ssl-mode", "sslmode":
		switch strings.ToLower(text) {
		case "true", "required", "verify-full", "verify_identity":
			host, _, _ := net.SplitHostPort(config.Addr)
			config.TLS = &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
		case "skip-verify", "require":
			config.TLS = &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12} //nolint:gosec // asked for by name
		case "preferred", "prefer":
			config.TLSConfig = "preferred"
		case "false", "disabled", "disable":
		default:
			return fault.Of(fault.Value, name, "tls=%s is not known", text).WithHint("write true, skip-verify, preferred or false")
		}
	case "socket":
		config.Net, config.Addr = "unix", text
	case "timeout":
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return fault.Of(fault.Value, name, "timeout=%s is no duration", text).WithHint("write 5s")
		}
		config.Timeout = d
	default:
		return fault.Of(fault.Value, name, "the address of the database has a parameter that is not known").
			WithDetail("%s", name).WithHint("tls, socket and timeout are known")
	}
	return nil
}

// settled sets what statements of ours rely on, whatever the address says.
func settled(config *library.Config) *library.Config {
	config.ParseTime = false
	config.MultiStatements = true // of ours alone, and never with a value in them
	config.InterpolateParams = false
	config.ClientFoundRows = true
	config.RejectReadOnly = false
	config.AllowAllFiles = false
	config.Loc = time.UTC
	config.Params = nil
	config.Logger = silent{}
	config.MaxAllowedPacket = 0 // asks the server
	return config
}

// silent keeps the library from writing to the process's output: what it says comes
// back as errors too.
type silent struct{}

func (silent) Print(...any) {}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
