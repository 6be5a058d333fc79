package blog

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
)

// caller is the context's key for the id of the user who calls.
type caller struct{}

// userID gives the id of the user who sent r.
func userID(r *http.Request) uuid.UUID { return r.Context().Value(caller{}).(uuid.UUID) }

// authenticated lets requests pass whose bearer token is good.
func authenticated(secret []byte, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok {
			fail(w, http.StatusUnauthorized, "no token")
			return
		}
		user, ok := verify(secret, token, time.Now())
		if !ok {
			fail(w, http.StatusUnauthorized, "the token is not valid")
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), caller{}, user)))
	})
}

// verify checks an HS256 token's signature and time, and gives its subject.
func verify(secret []byte, token string, now time.Time) (uuid.UUID, bool) {
	signed, signature, ok := cutLast(token, '.')
	if !ok {
		return uuid.Nil, false
	}
	header, payload, ok := strings.Cut(signed, ".")
	if !ok {
		return uuid.Nil, false
	}
	sum, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil {
		return uuid.Nil, false
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(signed))
	if !hmac.Equal(mac.Sum(nil), sum) {
		return uuid.Nil, false
	}
	var head struct {
		Alg string `json:"alg"`
	}
	var claims struct {
		Subject uuid.UUID `json:"sub"`
		Role    string    `json:"role"`
		Expires int64     `json:"exp"`
	}
	if !decode(header, &head) || !decode(payload, &claims) {
		return uuid.Nil, false
	}
	good := head.Alg == "HS256" && claims.Role == "authenticated" && now.Unix() < claims.Expires
	return claims.Subject, good
}

func cutLast(s string, sep byte) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

func decode(part string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(raw, into) == nil
}
