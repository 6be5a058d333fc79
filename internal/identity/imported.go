package identity

import (
	"strings"

	"golang.org/x/crypto/bcrypt"
)

// utmostBcrypt is the highest cost of bcrypt hashes that is taken: a quarter of
// a second or so for a sign-in.
const utmostBcrypt = 12

// takesHash tells whether a hash that was made elsewhere can be signed in with:
// Argon2id's, and bcrypt's, which the first sign-in replaces.
func takesHash(hash string) bool {
	if isBcrypt(hash) {
		cost, err := bcrypt.Cost([]byte(hash))
		return err == nil && cost <= utmostBcrypt
	}
	_, _, _, ok := decode(hash)
	return ok
}

func isBcrypt(hash string) bool { return strings.HasPrefix(hash, "$2") }
