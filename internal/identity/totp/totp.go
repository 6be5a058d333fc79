// Package totp makes and judges the codes of apps for telephones: RFC 6238 with
// SHA-1, six digits, half a minute each, which is what every app of the kind shows.
// Where secrets are kept, and how often may be guessed, is not its business.
package totp

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"bedplate/fault"
)

// Step is how long a code is shown.
const Step = 30 * time.Second

const (
	digits     = 6
	slack      = 1 // steps to either side, for clocks that differ
	secretSize = 20
)

// Key is what an app of codes is told, and Secret what is kept of it.
type Key struct {
	QRCode string `json:"qr_code"` // SVG
	Shown  string `json:"secret"`  // to be typed
	URI    string `json:"uri"`
	Secret []byte `json:"-"`
}

// New makes a key for an account at an issuer. Names that are too long for a QR
// code are TooLong.
func New(issuer, account string) (Key, error) {
	k := Key{Secret: make([]byte, secretSize)}
	_, _ = rand.Read(k.Secret) // never fails
	made, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Secret: k.Secret})
	if err != nil {
		return Key{}, fault.Wrap(fault.Internal, err, "a key for codes could not be made")
	}
	k.Shown, k.URI = made.Secret(), made.URL()
	k.QRCode, err = qrCode(k.URI)
	return k, err
}

// qrCode draws a text as SVG. Clients put it into an address as it is, so that
// there is no # in it.
func qrCode(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fault.Of(fault.TooLong, "issuer", "the name is too long for a QR code")
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

// Match gives the step of the time whose code it is.
func Match(secret []byte, code string, now time.Time) (step int64, ok bool) {
	at := now.Unix() / int64(Step/time.Second)
	for _, n := range []int64{at, at - slack, at + slack} {
		want, err := codeOf(secret, n, digits)
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return n, true
		}
	}
	return 0, false
}

// Over is when the code of a step matches no longer.
func Over(step int64) time.Time {
	return time.Unix((step+slack+1)*int64(Step/time.Second), 0)
}

// Code is the code that an app shows.
func Code(secret []byte, now time.Time) (string, error) {
	return codeOf(secret, now.Unix()/int64(Step/time.Second), digits)
}

// codeOf is the code of a step.
func codeOf(secret []byte, step int64, digits int) (string, error) {
	return totp.GenerateCodeCustom(base32.StdEncoding.EncodeToString(secret), time.Unix(step*int64(Step/time.Second), 0),
		totp.ValidateOpts{Period: uint(Step / time.Second), Digits: otp.Digits(digits), Algorithm: otp.AlgorithmSHA1})
}
