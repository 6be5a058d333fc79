package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// enter signs up or in, and keeps the tokens.
func (u *user) enter(path string) error {
	return u.take(path, fmt.Sprintf(`{"email":%q,"password":%q}`, u.name, password))
}

// take asks for tokens and keeps them.
func (u *user) take(path, body string) error {
	status, err := u.ask(http.MethodPost, path, "", "", body)
	if err != nil {
		return err
	}
	u.access, u.refresh = u.member("access_token"), u.member("refresh_token")
	if status != http.StatusOK || u.access == "" || u.refresh == "" {
		return fmt.Errorf("%s: %d %s", path, status, u.body)
	}
	return nil
}

// exchange gives the refresh token for others.
func (u *user) exchange() error {
	return u.take("/auth/v1/token?grant_type=refresh_token", `{"refresh_token":"`+u.refresh+`"}`)
}

// post creates a post.
func (u *user) post() error {
	u.made++
	status, err := u.ask(http.MethodPost, "/rest/v1/posts", u.access, "", fmt.Sprintf(
		`{"title":"A post from the benchmark","slug":"%s-%d","body":%q,"status":"published","tags":["copper","dawn"],"score":17}`, u.name, u.made, body))
	if err == nil && status != http.StatusCreated {
		err = fmt.Errorf("a post: %d %s", status, u.body)
	}
	return err
}

// body is as long as those of the other benchmarks.
var body = strings.Repeat("Twenty of so many letters. ", 8)[:200]

// signIns compares a sign-in with its hash, one after the other.
func (b *bench) signIns() error {
	var hashes, whole []time.Duration
	salt := make([]byte, 16)
	for n := range 20 * *rounds {
		_, _ = rand.Read(salt) // never fails
		begun := time.Now()
		argon2.IDKey([]byte(password), salt, 2, 19<<10, 1, 32)
		hashes = append(hashes, time.Since(begun))
		begun = time.Now()
		if err := b.users[n%clients].enter("/auth/v1/token?grant_type=password"); err != nil {
			return err
		}
		whole = append(whole, time.Since(begun))
	}
	h, w := quantile(hashes, 0.5), quantile(whole, 0.5)
	fmt.Printf("sign-in %s, its hash %s: %.1f %% above it (at most 10)\n", w, h, 100*(float64(w)/float64(h)-1))
	return nil
}

// refreshes compares exchanges of refresh tokens with synced creates.
func (b *bench) refreshes() error {
	var ratios, exchanges, creates []float64
	var costs [2][]time.Duration
	for range *rounds {
		exchanged, cost, err := b.during((*user).exchange)
		if err != nil {
			return err
		}
		costs[0] = append(costs[0], cost)
		created, cost, err := b.during((*user).post)
		if err != nil {
			return err
		}
		costs[1] = append(costs[1], cost)
		ratios, exchanges, creates = append(ratios, exchanged/created), append(exchanges, exchanged), append(creates, created)
	}
	fmt.Printf("refresh %.0f/s, synced create %.0f/s: %.2f of it (at least 0.8); the server's processor time %s and %s\n",
		quantile(exchanges, 0.5), quantile(creates, 0.5), quantile(ratios, 0.5), quantile(costs[0], 0.5), quantile(costs[1], 0.5))
	return nil
}
