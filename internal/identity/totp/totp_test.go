package totp

import (
	"strings"
	"testing"
	"time"

	"bedplate/fault"
)

// What RFC 6238 says of SHA-1 in its appendix B.
func TestVectorsOfCodes(t *testing.T) {
	t.Parallel()
	secret := []byte("12345678901234567890")
	for seconds, want := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		at := time.Unix(seconds, 0)
		if got, err := codeOf(secret, seconds/30, 8); err != nil || got != want {
			t.Errorf("at %d: %s, %v; want %s", seconds, got, err, want)
		}
		six := want[2:]
		for late, ok := range map[time.Duration]bool{0: true, 30 * time.Second: true, -30 * time.Second: true, time.Minute: false, -time.Minute: false} {
			if at.Add(late).Unix() < 0 {
				continue
			}
			if step, found := Match(secret, six, at.Add(late)); found != ok || ok && step != seconds/30 {
				t.Errorf("%s, %s after %d: %v of step %d", six, late, seconds, found, step)
			}
		}
	}
}

// A key says to apps what it is, in each form, and no two are alike.
func TestNew(t *testing.T) {
	t.Parallel()
	k, err := New("board & more", "ada@example.com")
	if err != nil || !strings.HasPrefix(k.URI, "otpauth://totp/board%20&%20more:ada@example.com?") || !strings.Contains(k.URI, "secret="+k.Shown) ||
		!strings.HasPrefix(k.QRCode, "<svg ") || len(k.Secret) != secretSize {
		t.Errorf("%+v, %v", k, err)
	}
	if other, _ := New("board & more", "ada@example.com"); other.Shown == k.Shown {
		t.Error("two keys have one secret")
	}
	if _, err := New("board", strings.Repeat("a", 4000)); fault.CodeOf(err) != fault.TooLong {
		t.Errorf("a long name: %v", err)
	}
	now := time.Unix(1_700_000_000, 0)
	code, err := Code(k.Secret, now)
	step, ok := Match(k.Secret, code, now)
	if err != nil || !ok {
		t.Fatal(code, err)
	}
	if _, ok := Match(k.Secret, code, Over(step)); ok {
		t.Error("a code is good when it is over")
	}
	if _, ok := Match(k.Secret, code, Over(step).Add(-time.Second)); !ok {
		t.Error("a code is over before it is")
	}
}
