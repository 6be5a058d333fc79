package token

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// claims are a token's claims, read and not yet judged.
type claims struct {
	members   map[string]json.RawMessage
	document  string // all of them, canonical
	expires   time.Time
	notBefore time.Time
	issued    time.Time
	issuer    string
	audience  []string
}

// maxName bounds the texts of a principal that take part in plans.
const maxName = 255

// Principal makes the caller that a JSON object of claims speaks of, as a token
// with them would. Nobody has signed them: it is for callers who may speak for
// anybody.
func Principal(raw []byte) (*query.Principal, error) {
	if len(raw) > maxToken {
		return nil, malformed("it is too long")
	}
	c, err := readClaims(raw)
	if err != nil {
		return nil, err
	}
	return c.principal()
}

func parseClaims(raw []byte) (*claims, error) {
	c, err := readClaims(raw)
	if err == nil && c.expires.IsZero() {
		return nil, fault.New(fault.Token, "the token never expires").WithHint("give it an exp claim")
	}
	return c, err
}

func readClaims(raw []byte) (*claims, error) {
	document, err := value.CanonicalJSON(raw)
	if err != nil {
		return nil, malformed("its claims are not JSON that can be kept")
	}
	c := &claims{document: document}
	// The canonical text has each member once, so that nothing else can be read
	// from it than what rules will see.
	if err := json.Unmarshal([]byte(document), &c.members); err != nil || c.members == nil {
		return nil, malformed("its claims are not a JSON object")
	}
	for name, dst := range map[string]*time.Time{"exp": &c.expires, "nbf": &c.notBefore, "iat": &c.issued} {
		if *dst, err = c.moment(name); err != nil {
			return nil, err
		}
	}
	if c.issuer, err = c.text("iss"); err != nil {
		return nil, err
	}
	if c.audience, err = c.texts("aud"); err != nil {
		return nil, err
	}
	return c, nil
}

// principal makes the caller that the claims speak of.
func (c *claims) principal() (*query.Principal, error) {
	p := &query.Principal{Claims: value.OfJSON(c.document)}
	var err error
	for name, dst := range map[string]*string{
		"role": &p.Role, "sub": &p.ID, "email": &p.Email, "aal": &p.AAL, "tenant": &p.Tenant,
	} {
		if *dst, err = c.text(name); err != nil {
			return nil, err
		}
	}
	if p.Roles, err = c.texts("roles"); err != nil {
		return nil, err
	}
	granted, err := c.hasura()
	if err != nil {
		return nil, err
	}
	granted.complete(p)
	switch p.Role {
	case "":
		p.Role = query.RoleAuthenticated
	case "service_role":
		p.Role = query.RoleService
	}
	return p, nil
}

func (c *claims) meantFor(audience string) bool { return slices.Contains(c.audience, audience) }

// present gives a claim's JSON; null is as good as absent.
func (c *claims) present(name string) (json.RawMessage, bool) {
	raw, ok := c.members[name]
	return raw, ok && !bytes.Equal(raw, []byte("null"))
}

func (c *claims) text(name string) (string, error) {
	raw, ok := c.present(name)
	if !ok {
		return "", nil
	}
	var s string
	if json.Unmarshal(raw, &s) != nil || len(s) > maxName || !utf8.ValidString(s) {
		return "", malformed("its claim " + name + " must be a text of at most 255 bytes")
	}
	return s, nil
}

// texts reads a list of texts; one text is a list of itself.
func (c *claims) texts(name string) ([]string, error) {
	raw, ok := c.present(name)
	if !ok {
		return nil, nil
	}
	if raw[0] != '[' {
		s, err := c.text(name)
		return []string{s}, err
	}
	var list []*string
	if json.Unmarshal(raw, &list) != nil {
		return nil, malformed("its claim " + name + " must be a list of texts")
	}
	out := make([]string, len(list))
	for i, s := range list {
		if s == nil {
			return nil, malformed("its claim " + name + " must be a list of texts")
		}
		out[i] = *s
	}
	return out, nil
}

// moment reads a NumericDate; the zero time is none.
func (c *claims) moment(name string) (time.Time, error) {
	raw, ok := c.present(name)
	if !ok {
		return time.Time{}, nil
	}
	var seconds float64
	if json.Unmarshal(raw, &seconds) != nil || seconds < 0 || seconds > 1<<40 {
		return time.Time{}, malformed("its claim " + name + " must be a number of seconds since 1970")
	}
	whole, part := math.Modf(seconds)
	return time.Unix(int64(whole), int64(part*1e9)), nil
}
