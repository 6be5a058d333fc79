package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/url"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The kinds of codes, as auth_codes has them.
const (
	signupCode   = "signup"
	magicCode    = "magiclink"
	recoveryCode = "recovery"
	changeCode   = "email_change"
	phoneCode    = "phone_change"
	inviteCode   = "invite"
	reauthCode   = "reauthentication"
	pkceCode     = "pkce"
)

// lives are how long links are good for.
var lives = map[string]time.Duration{
	signupCode: time.Hour, magicCode: 5 * time.Minute, recoveryCode: 30 * time.Minute, changeCode: time.Hour, phoneCode: time.Hour,
	inviteCode: 24 * time.Hour, reauthCode: 5 * time.Minute, pkceCode: 5 * time.Minute,
}

// Digits are shorter than links, so they live shorter and are tried less often.
const (
	digitsLife  = 5 * time.Minute
	digitsTries = 5
)

// intent is what a code will do when it comes back.
type intent struct {
	ID       string          `json:"id,omitempty"`       // of the user to be made
	Email    string          `json:"email,omitempty"`    // as typed
	Phone    string          `json:"phone,omitempty"`    // digits
	Password string          `json:"password,omitempty"` // a hash
	Data     json.RawMessage `json:"data,omitempty"`
	Method   string          `json:"method,omitempty"` // of the sign-in that it stands for
	// Provided is what a provider gave, where the sign-in was there.
	Provided *provided `json:"provided,omitempty"`
}

// code is a secret to be sent out.
type code struct {
	kind    string
	address string      // whom it is for, as addresses are compared
	user    value.Value // null where there is none yet, or it will not be sent
	intent  intent
	flow    flow
}

// flow says where a link leads and who takes what it gives.
type flow struct{ challenge, redirect string }

// flowOf reads where a call's link is to lead.
func (s *Service) flowOf(call *query.Call) (flow, error) {
	f := flow{challenge: call.Arg("code_challenge").Raw(), redirect: s.target(call.Arg("redirect_to").Raw())}
	how := call.Arg("code_challenge_method").Raw()
	if f.challenge == "" && how == "" {
		leads := call.Arg("email").Raw() != "" || call.Arg("provider").Raw() != "" // a browser to somewhere
		if !s.Implicit && leads {
			return f, refuse(implicitFlowDisabled, "a code challenge is required").WithHint(`set flowType: "pkce"`)
		}
		return f, nil
	}
	if !strings.EqualFold(how, "s256") || len(f.challenge) != base64.RawURLEncoding.EncodedLen(sha256.Size) {
		return f, invalid("code_challenge", "PKCE flow requires code_challenge_method S256 and a code_challenge of it")
	}
	return f, nil
}

// issued are the secrets of a code: they are nowhere else.
type issued struct{ secret, digits string }

// issue adds a code to a list, in the place of earlier ones of its kind; several
// may sign up under one address, until one of them shows that it is theirs.
func (s *Service) issue(l *list, now time.Time, c code) issued {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw)                                // never fails
	n, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // never fails
	made := issued{base64.RawURLEncoding.EncodeToString(raw), pad(n.String())}
	if c.kind != signupCode && c.kind != pkceCode {
		l.clear("auth_codes", []test{eq("address", value.OfText(c.address)), eq("kind", value.OfText(c.kind))})
	}
	l.create("auth_codes", text("kind", c.kind), text("address", c.address), text("secret", hashOf(made.secret)),
		text("code", s.keyedHash(c.kind, c.address, made.digits)), is("expires", timeOf(now.Add(lives[c.kind]))),
		is("user", c.user), is("data", asJSON(c.intent)), text("challenge", c.flow.challenge), text("redirect", c.flow.redirect))
	return made
}

func pad(digits string) string { return strings.Repeat("0", 6-len(digits)) + digits }

// hashOf hashes a secret that is too long to be found by trying.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// link is the address that a letter holds.
func (s *Service) link(kind, secret string, f flow) string {
	args := url.Values{"token": {secret}, "type": {kind}}
	if f.redirect != "" {
		args.Set("redirect_to", f.redirect)
	}
	return s.Door + "/verify?" + args.Encode()
}

// letter is what is sent with a code.
func (s *Service) letter(to string, c code, i issued) Letter {
	return Letter{To: to, Kind: c.kind, Link: s.link(c.kind, i.secret, c.flow), Code: i.digits}
}

var codeFields = []string{"id", "kind", "address", "secret", "code", "tries", "expires", "user", "data", "challenge", "redirect", "created_at"}

// errSpent is what is said of every code that is not good.
func errSpent() error { return refuse(otpExpired, "token has expired or is invalid") }

// bySecret finds the code of a link, of one of some kinds.
func (s *Service) bySecret(ctx context.Context, call *query.Call, d desk, secret string, kinds ...string) (record, error) {
	rows, _, err := newList(call.Schema).read("auth_codes", []test{eq("secret", value.OfText(hashOf(secret)))}, codeFields...).do(ctx, d)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.at("expires").Micros() > call.Now.UnixMicro() && among(r.at("kind").Raw(), kinds) {
			return r, nil
		}
	}
	return nil, errSpent()
}

// byDigits finds the code that was sent to an address. Each wrong guess counts
// for all that were.
func (s *Service) byDigits(ctx context.Context, call *query.Call, d desk, address, digits string, kinds ...string) (record, error) {
	rows, _, err := newList(call.Schema).read("auth_codes", []test{eq("address", value.OfText(address)),
		gt("created_at", timeOf(call.Now.Add(-digitsLife)))}, codeFields...).do(ctx, d)
	if err != nil {
		return nil, err
	}
	var found record
	tried := newList(call.Schema)
	for _, r := range rows {
		if !among(r.at("kind").Raw(), kinds) || len(tried.req.Ops) == maxOps {
			continue
		}
		tried.update("auth_codes", []test{eq("id", r.at("id")), lt("tries", value.OfInt(digitsTries))}, nil)
		at := len(tried.req.Ops) - 1
		tried.req.Ops[at].Changes = []query.Change{{Field: tried.req.Ops[at].Collection.Field("tries").Index, Op: query.Increment, Value: value.OfInt(1)}}
		if subtle.ConstantTimeCompare([]byte(s.keyedHash(r.at("kind").Raw(), address, digits)), []byte(r.at("code").Raw())) == 1 {
			found = r.with("at", value.OfInt(int64(at)))
		}
	}
	if len(tried.req.Ops) == 0 {
		return nil, errSpent()
	}
	// The try is counted before it is judged: whoever tries many times at once
	// has no more tries than one after the other.
	_, results, err := tried.do(ctx, d)
	if err != nil {
		return nil, err
	}
	if found == nil || results[found.at("at").Int()].Affected == 0 || found.at("expires").Micros() <= call.Now.UnixMicro() {
		return nil, errSpent()
	}
	return found, nil
}

func among(s string, all []string) bool {
	for _, one := range all {
		if one == s {
			return true
		}
	}
	return false
}

// intentOf reads what a code is to do.
func intentOf(r record) (intent, error) {
	var i intent
	if err := json.Unmarshal([]byte(r.at("data").Raw()), &i); err != nil {
		return i, fault.Wrap(fault.Internal, err, "a code cannot be read")
	}
	return i, nil
}

// spent makes an error of what consumed a code: NotFound is that somebody else
// did, or a user of that address came first.
func spent(err error) error {
	switch fault.CodeOf(err) {
	case fault.NotFound, fault.Unique, fault.Reference:
		return errSpent()
	}
	return err
}
