package identity

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"bedplate/fault"
	"bedplate/query"
)

// Codes as every app of the kind shows them: RFC 6238 with SHA-1, six digits,
// half a minute each. One step to either side is taken for clocks that differ.
const (
	totpStep   = 30 * time.Second
	totpDigits = 6
	totpSlack  = 1 // steps
	totpSecret = 20
)

// madeTOTP is a secret for an app of codes, and how clients are told of it.
type madeTOTP struct {
	secret   []byte
	document totpDocument
}

type totpDocument struct {
	QRCode string `json:"qr_code"` // SVG
	Secret string `json:"secret"`
	URI    string `json:"uri"`
}

// newTOTP makes a secret for a user.
func (s *Service) newTOTP(call *query.Call, u record) (madeTOTP, error) {
	issuer := call.Arg("issuer").Raw()
	if issuer == "" {
		issuer = s.issuer()
	}
	if strings.ContainsFunc(issuer, func(c rune) bool { return c == ':' || unicode.IsControl(c) }) {
		return madeTOTP{}, invalid("issuer", "the issuer cannot have a colon or characters that are not shown")
	}
	account := cmp.Or(u["email"].Raw(), u["username"].Raw(), u["phone"].Raw(), u["id"].String())
	made := madeTOTP{secret: make([]byte, totpSecret)}
	_, _ = rand.Read(made.secret) // never fails
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Secret: made.secret})
	if err != nil {
		return made, fault.Wrap(fault.Internal, err, "a factor could not be made")
	}
	made.document = totpDocument{Secret: key.Secret(), URI: key.URL()}
	made.document.QRCode, err = qrCode(key.URL())
	return made, err
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

// qrCode draws a text as SVG. Clients put it into an address as it is, so that
// there is no # in it.
func qrCode(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", invalid("issuer", "the name is too long for a QR code")
	}
	const quiet, size = 4, 3
	n := code.Bounds().Dx()
	whole := n + 2*quiet
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" shape-rendering="crispEdges">`,
		whole*size, whole*size, whole, whole)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/><path fill="black" d="`, whole, whole)
	for y := range n {
		for x := 0; x < n; x++ {
			from := x
			for x < n && dark(code.At(x, y).RGBA()) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String(), nil
}

func dark(r, _, _, _ uint32) bool { return r < 1<<15 }

// totpShown judges a code. It is good once, whatever challenge it answers.
func (s *Service) totpShown(ctx context.Context, call *query.Call, d desk, f record, c challenge) (proof, error) {
	code := strings.ReplaceAll(call.Arg("code").Raw(), " ", "")
	if code == "" {
		return proof{}, invalid("code", "verification needs a code")
	}
	if err := s.countTry(ctx, call, d, f, tooManyRequests); err != nil {
		return proof{}, err
	}
	secret, err := s.openSecret(f["id"], f["secret"].Raw())
	if err != nil {
		s.Log.Warn("a factor was sealed with another secret, and cannot be verified", "factor", f["id"].String())
		return proof{}, refuse(verificationFailed, "invalid TOTP code entered")
	}
	step, ok := totpMatch(secret, code, call.Now)
	if !ok {
		return proof{}, refuse(verificationFailed, "invalid TOTP code entered")
	}
	return proof{factor: f, method: totpFactor, spent: func(l *list) *list {
		until := time.Unix((step+totpSlack+1)*int64(totpStep/time.Second), 0)
		return spend(c.spend(l), fmt.Sprintf("totp %s %d", f["id"], step), until)
	}}, nil
}

// totpMatch gives the step of the time whose code it is.
func totpMatch(secret []byte, code string, now time.Time) (step int64, ok bool) {
	at := now.Unix() / int64(totpStep/time.Second)
	for _, n := range []int64{at, at - totpSlack, at + totpSlack} {
		want, err := totpCode(secret, n, totpDigits)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return n, true
		}
	}
	return 0, false
}

// totpCode is the code of a step.
func totpCode(secret []byte, step int64, digits int) (string, error) {
	return totp.GenerateCodeCustom(base32.StdEncoding.EncodeToString(secret), time.Unix(step*int64(totpStep/time.Second), 0),
		totp.ValidateOpts{Period: uint(totpStep / time.Second), Digits: otp.Digits(digits), Algorithm: otp.AlgorithmSHA1})
}
