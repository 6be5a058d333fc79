package identity

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"bedplate/internal/identity/totp"
	"bedplate/query"
)

// newTOTP makes a key for a user's app of codes.
func (s *Service) newTOTP(call *query.Call, u record) (totp.Key, error) {
	issuer := call.Arg("issuer").Raw()
	if issuer == "" {
		issuer = s.issuer()
	}
	if strings.ContainsFunc(issuer, func(c rune) bool { return c == ':' || unicode.IsControl(c) }) {
		return totp.Key{}, invalid("issuer", "the issuer cannot have a colon or characters that are not shown")
	}
	return totp.New(issuer, cmp.Or(u.at("email").Raw(), u.at("username").Raw(), u.at("phone").Raw(), u.at("id").String()))
}

// issuer names the app in apps of codes: by its name, or where it is.
func (s *Service) issuer() string {
	if name := strings.ReplaceAll(s.Name, ":", " "); strings.TrimSpace(name) != "" {
		return name
	}
	if u, err := url.Parse(s.Site); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "Bedplate"
}

// totpShown judges a code. It is good once, whatever challenge it answers.
func (s *Service) totpShown(ctx context.Context, call *query.Call, d desk, f record, c challenge) (proof, error) {
	code := strings.ReplaceAll(call.Arg("code").Raw(), " ", "")
	if code == "" {
		return proof{}, invalid("code", "verification needs a code")
	}
	if err := s.countTry(ctx, call, d, f, tooManyRequests); err != nil {
		return proof{}, err
	}
	secret, err := s.openSecret(f.at("id"), f.at("secret").Raw())
	if err != nil {
		s.Log.Warn("a factor was sealed with another secret, and cannot be verified", "factor", f.at("id").String())
		return proof{}, refuse(verificationFailed, "invalid TOTP code entered")
	}
	step, ok := totp.Match(secret, code, call.Now)
	if !ok {
		return proof{}, refuse(verificationFailed, "invalid TOTP code entered")
	}
	return proof{factor: f, method: totpFactor, spent: func(l *list) *list {
		return spend(c.spend(l), fmt.Sprintf("totp %s %d", f.at("id"), step), totp.Over(step))
	}}, nil
}
