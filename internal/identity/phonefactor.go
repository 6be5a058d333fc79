package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"math/big"
	"strings"

	"bedplate/query"
	"bedplate/value"
)

// phoneFactors tells whether codes can be sent to telephones as second factors.
func (s *Service) phoneFactors() bool { return s.Factors.Phone && s.Text != nil }

// sendPhoneFactor sends a code to the telephone of a factor, and gives what its
// challenge remembers of it: a hash that nobody makes without the app's secret.
func (s *Service) sendPhoneFactor(ctx context.Context, call *query.Call, f record, c challenge) (json.RawMessage, error) {
	if channel := call.Arg("channel").Raw(); channel != "" && channel != "sms" {
		return nil, invalid("channel", "the channel must be sms")
	}
	to, err := phoneOf(f.at("phone").Raw())
	if err != nil {
		return nil, err
	}
	if err := s.codeAllowed(ctx, call, to); err != nil {
		return nil, err
	}
	n, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // never fails
	digits := pad(n.String())
	s.text(Message{To: to.key, User: f.at("user").String(), Kind: "mfa", Code: digits})
	return json.Marshal(s.phoneHash(c, digits))
}

func (s *Service) phoneHash(c challenge, digits string) string {
	return s.keyedHash("phone factor", c.Factor, c.Nonce, digits)
}

// phoneShown judges the code that was sent for a challenge.
func (s *Service) phoneShown(ctx context.Context, call *query.Call, d desk, f record, c challenge) (proof, error) {
	code := strings.ReplaceAll(call.Arg("code").Raw(), " ", "")
	if code == "" {
		return proof{}, invalid("code", "verification needs a code")
	}
	if err := s.countTry(ctx, call, d, f, tooManyRequests); err != nil {
		return proof{}, err
	}
	var sent string
	if err := json.Unmarshal(c.Data, &sent); err != nil || subtle.ConstantTimeCompare([]byte(s.phoneHash(c, code)), []byte(sent)) != 1 {
		return proof{}, refuse(verificationFailed, "invalid code entered")
	}
	return proof{factor: f, method: "mfa/phone", spent: c.spend}, nil
}

// phoneTaken tells whether one of some factors is a telephone already.
func phoneTaken(factors []record, phone value.Value) bool {
	for _, f := range factors {
		if f.at("factor_type").Raw() == phoneFactor && f.at("status").Raw() == verified && f.at("phone").Raw() == phone.Raw() {
			return true
		}
	}
	return false
}
