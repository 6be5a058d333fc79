package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"bedplate/fault"
	"bedplate/internal/identity/hashing"
	"bedplate/query"
)

// cost is what a hash is made with; it stands in the hash, so that it can be
// raised later.
type cost struct {
	memory  uint32 // KiB
	rounds  uint32
	threads uint8
}

// The cost of new hashes, and bounds for those that are found.
var (
	usual  = cost{memory: 19 << 10, rounds: 2, threads: 1}
	utmost = cost{memory: 256 << 10, rounds: 16, threads: 8}
)

const (
	saltLen     = 16
	hashLen     = 32
	maxPassword = 128 // characters
	hashQueue   = 32
	hashCrowd   = 256
	// standingFor is how long one of the crowd waits for a seat: so a moment's rush is
	// served, and who asks again and again is slowed down.
	standingFor = 250 * time.Millisecond
)

// hasher makes and compares hashes: so few at a time that other requests are
// not starved, and so few waiting that none waits for long.
type hasher struct {
	cost     cost // of new hashes
	working  chan struct{}
	waiting  chan struct{} // those who work too
	standing chan struct{} // who has no seat, and waits for one
	patience time.Duration // of those who stand
	dummy    string        // what a password is compared with where there is none
	// work makes a hash, wherever that is.
	work func(*hashing.Job) []byte
}

func newHasher(c cost, work func(*hashing.Job) []byte) *hasher {
	n := max(1, runtime.GOMAXPROCS(0)-1)
	h := &hasher{cost: c, working: make(chan struct{}, n), waiting: make(chan struct{}, n+hashQueue), standing: make(chan struct{}, hashCrowd),
		patience: standingFor, work: work}
	h.dummy = encode(c, make([]byte, saltLen), make([]byte, hashLen))
	return h
}

// seat is one of those for who hashes and who waits to.
type seat struct{ *hasher }

// seat takes a seat, to be left at the end, and refuses where there is none within a
// moment: whoever asks for it first costs nothing else then.
func (h *hasher) seat(ctx context.Context) (seat, error) {
	select {
	case h.waiting <- struct{}{}:
		return seat{h}, nil
	default:
	}
	select {
	case h.standing <- struct{}{}:
		defer func() { <-h.standing }()
	default:
		return seat{}, errCrowded()
	}
	moment := time.NewTimer(h.patience)
	defer moment.Stop()
	select {
	case h.waiting <- struct{}{}:
		return seat{h}, nil
	case <-moment.C:
	case <-ctx.Done():
	}
	return seat{}, errCrowded()
}

func errCrowded() error {
	return refuse(tooManyRequests, "too many are signing in at once").WithHint("try again in a moment")
}

func (s seat) leave() { <-s.waiting }

// turn runs f when it is its turn.
func (s seat) turn(ctx context.Context, f func()) error {
	select {
	case s.working <- struct{}{}:
		defer func() { <-s.working }()
	case <-ctx.Done():
		return fault.Wrap(fault.Timeout, ctx.Err(), "too many are signing in at once")
	}
	f()
	return nil
}

// hash makes a password's hash, in a seat of its own.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	p, err := h.seat(ctx)
	if err != nil {
		return "", err
	}
	defer p.leave()
	return p.hash(ctx, password)
}

// hash makes a password's hash.
func (s seat) hash(ctx context.Context, password string) (out string, err error) {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt) // never fails
	err = s.turn(ctx, func() { out = encode(s.cost, salt, s.work(derive(s.cost, salt, password))) })
	return out, err
}

// matches compares a password with a hash, "" being nobody's: it takes as long,
// and never matches. stale tells a hash that is to be made anew.
func (s seat) matches(ctx context.Context, hash, password string) (ok, stale bool, err error) {
	none := hash == ""
	if none {
		hash = s.dummy
	}
	if isBcrypt(hash) {
		err = s.turn(ctx, func() {
			ok = string(s.work(&hashing.Job{Bcrypt: hash, Password: []byte(password)})) == string(hashing.Same)
		})
		return ok, true, err
	}
	c, salt, sum, good := decode(hash)
	if !good {
		return false, false, fault.New(fault.Internal, "a kept hash cannot be read")
	}
	err = s.turn(ctx, func() { ok = subtle.ConstantTimeCompare(sum, s.work(derive(c, salt, password))) == 1 })
	return ok && !none, c != s.cost, err
}

// derive is Argon2id of a password as everybody's keyboard spells it.
func derive(c cost, salt []byte, password string) *hashing.Job {
	return &hashing.Job{Memory: c.memory, Rounds: c.rounds, Threads: c.threads, Length: hashLen, Salt: salt, Password: []byte(norm.NFC.String(password))}
}

func encode(c cost, salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.rounds, c.threads,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

func decode(hash string) (c cost, salt, sum []byte, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.rounds, &c.threads); n != 3 || err != nil {
		return c, nil, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 {
		return c, nil, nil, false
	}
	sum, err = base64.RawStdEncoding.DecodeString(parts[5])
	ok = err == nil && len(sum) == hashLen && c.rounds >= 1 && c.threads >= 1 &&
		c.memory <= utmost.memory && c.rounds <= utmost.rounds && c.threads <= utmost.threads
	return c, salt, sum, ok
}

// judgePassword refuses a password that is too short, too long, or one of the
// first that anybody would try.
func (s *Service) judgePassword(call *query.Call, password string) error {
	return s.judgePasswordOf(call, password, s.PasswordMin)
}

// secondMin is how many characters a password has at least beside a second
// factor.
const secondMin = 8

// passwordMin is how many characters the password of a user has at least.
func (s *Service) passwordMin(second bool) int {
	if second {
		return min(secondMin, s.PasswordMin)
	}
	return s.PasswordMin
}

// judgePasswordOf is judgePassword for one of at least so many characters.
func (s *Service) judgePasswordOf(call *query.Call, password string, least int) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < least:
		f := refuse(weakPassword, "the password should be at least %d characters long", least)
		f.Field, f.Constraint = "password", "length"
		return f
	case n > maxPassword:
		f := refuse(validationFailed, "the password can be at most %d characters long", maxPassword)
		f.Field = "password"
		return f
	case guessable(password, call.Arg("email").Raw()):
		f := refuse(weakPassword, "the password is too easy to guess")
		f.Field, f.Constraint = "password", "characters"
		return f
	}
	return nil
}

// guessable tells passwords of few different characters, of a row of the
// keyboard, of one piece again and again, of common words and digits alone, and
// those that are the user's own name.
func guessable(password, address string) bool {
	lower := strings.ToLower(password)
	name, _, _ := strings.Cut(strings.ToLower(address), "@")
	for n := 1; n <= len(lower)/2; n++ {
		if len(lower)%n == 0 && len(lower)/n > 2 && strings.Repeat(lower[:n], len(lower)/n) == lower {
			return true
		}
	}
	return worn(lower, name)
}

// commonWords are rows of keyboards and words that the list of common passwords
// lacks.
var commonWords = []string{"passwort", "qwertyuiop", "qwertzuiop", "qwertz", "azerty", "1q2w3e4r5t", "1qaz2wsx", "abcdefghijklmnopqrstuvwxyz", "abcdefgh",
	"abc", "administrator", "changeme", "login", "welcome", "user", "motdepasse", "contrase\u00f1a", "senha", "wachtwoord", "iloveyou"}
