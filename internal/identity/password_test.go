package identity

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"bedplate/fault"
	"bedplate/internal/identity/hashing"
)

func TestHash(t *testing.T) {
	t.Parallel()
	h, ctx := newHasher(usual, (*hashing.Job).Do), context.Background()
	seat, err := h.seat(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer seat.leave()
	hash, err := h.hash(ctx, "caf\u00e9 au lait")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(hash, err)
	}
	for password, want := range map[string]bool{"caf\u00e9 au lait": true, "cafe\u0301 au lait": true, "cafe au lait": false, "": false} {
		if ok, stale, err := seat.matches(ctx, hash, password); ok != want || stale || err != nil {
			t.Errorf("%q: %v %v %v", password, ok, stale, err)
		}
	}
	salt := make([]byte, saltLen)
	weak := cost{memory: 1024, rounds: 1, threads: 1}
	if ok, stale, err := seat.matches(ctx, encode(weak, salt, derive(weak, salt, "x").Do()), "x"); !ok || !stale || err != nil {
		t.Error("an old hash:", ok, stale, err)
	}
	if ok, _, err := seat.matches(ctx, "", ""); ok || err != nil {
		t.Error("nobody's password matched:", err)
	}
	for _, broken := range []string{"x", "$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$" + strings.Repeat("A", 43), "$argon2i$v=19$m=1,t=1,p=1$a$b"} {
		if _, _, err := seat.matches(ctx, broken, "x"); fault.CodeOf(err) != fault.Internal {
			t.Errorf("%s: %v", broken, err)
		}
	}
}

// A flood of passwords waits in a short queue, and works one after the other. Whoever
// finds no seat there stands for a moment, if there is room.
func TestHashesAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(usual, (*hashing.Job).Do)
		most, seats := cap(h.working), cap(h.waiting)
		var at, at250, atOnce atomic.Int32
		release := make(chan struct{})
		begun := time.Now()
		for range seats + hashCrowd + 20 {
			go func() {
				p, err := h.seat(context.Background())
				if err != nil {
					if fault.As(err).Reason != tooManyRequests {
						t.Error(err)
					}
					switch time.Since(begun) {
					case 0:
						atOnce.Add(1)
					case standingFor:
						at250.Add(1)
					}
					return
				}
				defer p.leave()
				if err = p.turn(context.Background(), func() {
					if n := at.Add(1); int(n) > most {
						t.Errorf("%d at once", n)
					}
					<-release
					at.Add(-1)
				}); err != nil {
					t.Error(err)
				}
			}()
		}
		synctest.Wait()
		for range 3 { // whose seats are taken by those who stand
			release <- struct{}{}
			synctest.Wait()
		}
		time.Sleep(standingFor)
		synctest.Wait()
		if atOnce.Load() != 20 || at250.Load() != hashCrowd-3 {
			t.Errorf("%d were refused at once, and %d a moment later", atOnce.Load(), at250.Load())
		}
		close(release)
	})
}

func TestGuessable(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]bool{
		"password1234567": true, "aaaaaaaaaaaaaaaaaa": true, "qwertyuiop12345": true, "abcabcabcabcabc": true, "ada.lovelace1815": true,
		"sunshine12": true, "dolphin1": true, "P@ssw0rdP@ssw0rd": true, "Tr0ubl3!Tr0ubl3!": true, "letmeinletmein12": true, "superman superman": true,
		"dragon.monkey.2024": true, "L3tM31n!!!!!!!!": true, "passwort passwort": true, "ada.lovelace!ada": true, "iloveyou2iloveyou3": true,
		"what is my password": false, "linux penguins dream": false, "Tr0ub4dor&3-xkcd": false, strings.Repeat("p@$5w0rd1", 14): true,
		"123456789012345": true, strong: false, "Zwölf Boxkämpfer": false, "t%8Kq-wZ_m3Lx7!": false,
	} {
		if got := guessable(password, "ada.lovelace@example.com"); got != want {
			t.Errorf("%s: %v", password, got)
		}
	}
}

// The list of common passwords is there, and is one of words.
func TestCommonPasswords(t *testing.T) {
	t.Parallel()
	if n := len(common()); n < 5000 {
		t.Errorf("there are %d common passwords", n)
	}
	for _, word := range []string{"password", "dragon", "qwertz", "superman"} {
		if !common()[word] {
			t.Errorf("%s is not among them", word)
		}
	}
}

// Addresses are compared as mail would find them, and none passes for another.
func TestAddress(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Ada@Example.COM": "ada@example.com", "ada@b\u00fccher.example": "ada@xn--bcher-kva.example", "\u00e9@example.com": "\u00e9@example.com",
		"\uff41da@example.com": "", "e\u0301@example.com": "", "a@b@c": "", "@x": "", "a@": "", "a b@example.com": "",
		"a@-x.example": "", "ad\u0131@example.com": "ad\u0131@example.com", "Ada_L": "ada_l", "\uff21da": "", "a\u200bb": "",
		strings.Repeat("a", 300) + "@example.com": "", "a\n@example.com": "",
	} {
		got, err := addressOf(typed)
		if (err == nil) != (want != "") || got.key != want {
			t.Errorf("%q: %q %v", typed, got.key, err)
		}
	}
}

// Links lead to what is listed, exactly but for the query.
func TestTarget(t *testing.T) {
	t.Parallel()
	s := New(Options{Settings: Settings{Site: "https://app.example", Redirects: []string{"https://app.example/in", "app://in"}}})
	for asked, want := range map[string]string{
		"https://app.example/in": "", "https://app.example/in?a=b": "", "app://in": "", "https://app.example": "",
		"https://app.example/in/": "x", "https://app.example.evil.example/in": "x", "https://evil.example/?https://app.example/in": "x",
		"//app.example/in": "x", "https://a@app.example/in": "x", "HTTPS://APP.EXAMPLE/in\t": "x", "javascript:alert(1)": "x", "": "x",
		"https://app.example/in/../out": "x", "https:app.example/in": "x", "https://app.example\\@evil.example/in": "x",
	} {
		if got := s.target(asked); want == "" && got != asked || want == "x" && got != s.Site {
			t.Errorf("%q leads to %q", asked, got)
		}
	}
}
