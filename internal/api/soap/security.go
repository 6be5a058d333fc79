package soap

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The namespaces of WS-Security, and what its profile calls the two forms of a password.
const (
	security     = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	utility      = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
	tokenProfile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#"
	passwordText = tokenProfile + "PasswordText"
)

// The bounds of a message with a password.
const (
	freshness  = 5 * time.Minute // from when it was made
	clockSlack = time.Minute     // by which the clocks of clients may differ
	maxNonces  = 1 << 16         // that are remembered
	maxNonce   = 256             // bytes of its text
)

// Credentials are what the UsernameToken of a message says.
type Credentials struct{ Name, Password string }

// Authenticate tells who sends credentials.
type Authenticate func(ctx context.Context, src query.Source, c Credentials) (*query.Principal, error)

// insecure is a fault as WS-Security names it.
func insecure(name string, f *fault.Error) error {
	return misunderstood{fault: f, name: name, secext: true}
}

// The faults of WS-Security.
const (
	invalidSecurity      = "InvalidSecurity"
	unsupportedToken     = "UnsupportedSecurityToken"
	failedAuthentication = "FailedAuthentication"
	messageExpired       = "MessageExpired"
)

// usernameToken is a UsernameToken as it stands in a message.
type usernameToken struct {
	Credentials
	nonce string
}

// caller tells who asks: by the message's UsernameToken, or as HTTP told before it.
func (d *Door) caller(r *http.Request, header *element, src query.Source) (*query.Principal, error) {
	p := query.PrincipalFrom(r.Context())
	if header == nil {
		return p, nil
	}
	token, err := d.secured(header)
	if err != nil || token == nil {
		return p, err
	}
	switch {
	case d.options.Authenticate == nil:
		return nil, insecure(unsupportedToken, fault.New(fault.Token, "names and passwords are not taken here"))
	case p != query.Anonymous:
		return nil, insecure(invalidSecurity, fault.New(fault.Token, "two credentials are given: one by HTTP and one by WS-Security"))
	case !d.private(r):
		return nil, insecure(invalidSecurity, fault.New(fault.Token, "a password came over a connection that others can read").
			WithHint("send it by HTTPS; where that ends at a proxy, server.public_url says so"))
	}
	if p, err = d.options.Authenticate(r.Context(), src, token.Credentials); err != nil {
		if f := fault.As(err); !ours[f.Code] {
			return nil, insecure(failedAuthentication, f)
		}
		return nil, err
	}
	if token.nonce != "" && !d.nonces.take(token.Name, token.nonce, d.options.Clock()) {
		return nil, insecure(failedAuthentication, fault.New(fault.Token, "the message came before: its nonce was used").
			WithHint("each message needs a nonce of its own"))
	}
	return p, nil
}

// private tells whether nobody between can read a request.
func (d *Door) private(r *http.Request) bool {
	if r.TLS != nil || strings.HasPrefix(d.options.PublicURL, "https://") {
		return true
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && from.Addr().Unmap().IsLoopback()
}

// secured reads the header of WS-Security. nil is one without a UsernameToken.
func (d *Door) secured(header *element) (*usernameToken, error) {
	var token *usernameToken
	for _, in := range header.inner {
		var err error
		switch {
		case in.space == utility && in.name == "Timestamp":
			err = d.current(in)
		case in.space == security && in.name == "UsernameToken" && token == nil:
			token, err = d.usernameToken(in)
		case in.space == security && in.name == "UsernameToken":
			err = insecure(invalidSecurity, fault.New(fault.Token, "there are two UsernameTokens"))
		default:
			err = insecure(unsupportedToken, fault.New(fault.Token, "of WS-Security a UsernameToken and a Timestamp are taken, not %s", excerpt(in.name)))
		}
		if err != nil {
			return nil, err
		}
	}
	return token, nil
}

// usernameToken reads a UsernameToken.
func (d *Door) usernameToken(e *element) (*usernameToken, error) {
	token := &usernameToken{}
	seen := map[string]bool{}
	for _, in := range e.inner {
		text, err := in.leaf()
		switch {
		case err != nil:
		case seen[in.name]:
			err = insecure(invalidSecurity, fault.New(fault.Token, "the UsernameToken has two elements %s", excerpt(in.name)))
		case in.space == security && in.name == "Username":
			token.Name = strings.TrimSpace(text)
		case in.space == security && in.name == "Password" && in.kind != "" && in.kind != passwordText:
			err = insecure(unsupportedToken, fault.New(fault.Token, "a password is taken as PasswordText alone").
				WithHint("to verify a digest the server would have to keep passwords"))
		case in.space == security && in.name == "Password":
			token.Password = text
		case in.space == security && in.name == "Nonce":
			token.nonce, err = nonceOf(text)
		case in.space == utility && in.name == "Created":
			err = d.made(text)
		default:
			err = insecure(invalidSecurity, fault.New(fault.Token, "a UsernameToken holds no element %s", excerpt(in.name)))
		}
		if err != nil {
			return nil, err
		}
		seen[in.name] = true
	}
	if token.Password == "" {
		return nil, insecure(failedAuthentication, fault.New(fault.Token, "the UsernameToken has no password"))
	}
	return token, nil
}

// nonceOf reads a nonce: base64, though it might have been written in several ways.
func nonceOf(text string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) == 0 || len(text) > maxNonce {
		return "", insecure(invalidSecurity, fault.New(fault.Token, "the nonce is not base64 of at most %d characters", maxNonce))
	}
	return string(raw), nil
}

// current demands that a Timestamp is of now.
func (d *Door) current(e *element) error {
	for _, in := range e.inner {
		text, err := in.leaf()
		switch {
		case err != nil:
			return err
		case in.space == utility && in.name == "Created":
			at, err := moment(text)
			if err == nil && at.After(d.options.Clock().Add(clockSlack)) {
				err = insecure(messageExpired, fault.New(fault.Token, "the message is made in the future"))
			}
			if err != nil {
				return err
			}
		case in.space == utility && in.name == "Expires":
			at, err := moment(text)
			if err == nil && !d.options.Clock().Before(at.Add(clockSlack)) {
				err = insecure(messageExpired, fault.New(fault.TokenExpired, "the message has expired"))
			}
			if err != nil {
				return err
			}
		default:
			return insecure(invalidSecurity, fault.New(fault.Token, "a Timestamp holds no element %s", excerpt(in.name)))
		}
	}
	return nil
}

// made demands that a UsernameToken was made lately.
func (d *Door) made(text string) error {
	at, err := moment(text)
	if err != nil {
		return err
	}
	age := d.options.Clock().Sub(at)
	if age > freshness || age < -clockSlack {
		return insecure(messageExpired, fault.New(fault.TokenExpired, "the UsernameToken was not made in the last minutes").
			WithHint("compare the clocks"))
	}
	return nil
}

// moment reads a time of WS-Security.
func moment(text string) (time.Time, error) {
	v, err := value.ParseText(value.Type{Kind: value.Time}, strings.TrimSpace(text))
	if err != nil {
		return time.Time{}, insecure(invalidSecurity, fault.New(fault.Token, "a time of WS-Security is not one with an offset"))
	}
	return time.UnixMicro(v.Micros()), nil
}

// nonces are those of messages that were taken lately. Only who has shown a password adds
// one; where there are too many the oldest go, which lets a message come again and nobody
// in: who can send it has the password.
type nonces struct {
	mu   sync.Mutex
	used *lru.Cache[[sha256.Size]byte, time.Time]
}

func newNonces() *nonces {
	used, _ := lru.New[[sha256.Size]byte, time.Time](maxNonces) // fails of a size below one alone
	return &nonces{used: used}
}

// take notes a nonce of a user's, and tells whether it was not used lately.
func (n *nonces) take(user, nonce string, now time.Time) bool {
	text := binary.BigEndian.AppendUint64(nil, uint64(len(user)))
	name := sha256.Sum256(append(append(text, user...), nonce...))
	n.mu.Lock()
	defer n.mu.Unlock()
	if at, ok := n.used.Get(name); ok && now.Sub(at) <= freshness+clockSlack {
		return false
	}
	n.used.Add(name, now)
	return true
}
