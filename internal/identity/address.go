package identity

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// address is what a user signs in with.
type address struct {
	typed string // as it was given; letters go to it
	key   string // what it is compared by
	name  bool   // a user name, not an e-mail address
	phone bool   // a telephone's number
}

// emailFormat is what the schema takes for an address.
var emailFormat = &schema.Field{Name: "email", Type: value.Type{Kind: value.Text}, Format: "email", Max: 254}

// addressOf reads what came as email: an address, or without an @ a user name.
//
// Two addresses are one where their domains are, and what stands before it but
// for the case of ASCII letters. A text that looks like another one in Unicode's
// compatibility forms is refused, so that none stands for somebody else's.
func addressOf(typed string) (address, error) {
	if !strings.Contains(typed, "@") {
		key, err := precis.UsernameCaseMapped.String(typed)
		if err != nil || len(key) > 64 || norm.NFKC.String(typed) != typed {
			return address{}, invalid("email", "the user name is not one")
		}
		return address{typed: typed, key: key, name: true}, nil
	}
	at := strings.LastIndexByte(typed, '@')
	local, domain := typed[:at], typed[at+1:]
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || norm.NFKC.String(local) != local || emailFormat.Validate(value.OfText(typed)) != nil {
		return address{}, invalid("email", "unable to validate email address: invalid format")
	}
	return address{typed: typed, key: lowerASCII(local) + "@" + ascii}, nil
}

// givenAddress reads a call's address.
func (s *Service) givenAddress(call *query.Call) (address, error) {
	if call.Arg("phone").Raw() != "" {
		if call.Arg("email").Raw() != "" {
			return address{}, invalid("phone", "only an email address or phone number should be provided")
		}
		return s.givenPhone(call)
	}
	if call.Arg("email").Raw() == "" {
		return address{}, invalid("email", "an email address is required")
	}
	return addressOf(call.Arg("email").Raw())
}

// newEmail reads the address that who calls wants to have; a number may be asked
// for in the same call.
func (s *Service) newEmail(call *query.Call) (address, error) {
	a, err := addressOf(call.Arg("email").Raw())
	if err == nil && a.name {
		err = invalid("email", "unable to validate email address: invalid format")
	}
	return a, err
}

// mailable reads a call's address, which must be one that mail goes to.
func (s *Service) mailable(call *query.Call) (address, error) {
	a, err := s.givenAddress(call)
	if err == nil && (a.name || a.phone) {
		err = invalid("email", "unable to validate email address: invalid format")
	}
	return a, err
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// keyField is the field of users that an address is compared with.
func (a address) keyField() string {
	if a.phone {
		return "phone"
	}
	return a.field() + "_key"
}

// field is the field of users that an address stands in, and the provider of the
// identity that it is.
func (a address) field() string {
	switch {
	case a.phone:
		return "phone"
	case a.name:
		return "username"
	}
	return "email"
}

func invalid(field, message string) *fault.Error {
	f := refuse(validationFailed, "%s", message)
	f.Field = field
	return f
}

// target gives where a link leads in the end: where the caller asks, if that is
// listed, and the site otherwise.
func (s *Service) target(asked string) string {
	if asked == "" || len(asked) > 2000 {
		return s.Site
	}
	u, err := url.Parse(asked)
	if err != nil || u.User != nil || u.Scheme == "" || strings.ContainsAny(asked, "\\\t\r\n ") {
		return s.Site
	}
	u.RawQuery, u.Fragment, u.RawFragment, u.ForceQuery = "", "", "", false
	if bare := u.String(); bare == s.Site || slices.Contains(s.Redirects, bare) {
		return asked
	}
	return s.Site
}
