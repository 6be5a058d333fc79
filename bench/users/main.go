// Command users measures what an app's users cost: a sign-in beside its hash, the
// exchange of a refresh token beside a synced create, and reads beside a flood of
// sign-ins. Works take turns, and ratios are those of medians of rounds.
//
//	go run ./bench/users [-rounds 7] [-time 2s]
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"

	"bedplate"
)

var (
	rounds = flag.Int("rounds", 7, "how often each work has its turn")
	turn   = flag.Duration("time", 2*time.Second, "how long a turn is")
)

const (
	clients  = 16
	flooders = 64
	password = "correct horse battery"
)

// files are the app.
var files = map[string]string{
	"bedplate.yaml": "name: users\nserver: {grace: 0s, trusted_proxies: [127.0.0.1/32]}\nauth: {users: true, confirm_email: false, passwords: {min: 15}}\n",
	"schema/notes.yaml": `collection: notes
fields:
  body: {type: text, required: true}
  owner: {type: ref, to: auth_users, required: true, default: {expr: auth.id}, on_delete: cascade, back: notes}
rules:
  read: owner == auth.id
  create: owner == auth.id
`,
}

func main() {
	flag.Parse()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// bench is a served app, and those who use it.
type bench struct {
	base   string
	client *http.Client
	users  []*user
}

// user is somebody who is signed in.
type user struct {
	name    string
	access  string
	refresh string
}

func run() error {
	dir, err := os.MkdirTemp("", "bedplate-users")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	app, err := bedplate.New(bedplate.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer app.Close()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: app.Handler()}
	go func() { _ = server.Serve(ln) }()
	defer server.Shutdown(context.Background())
	b := &bench{base: "http://" + ln.Addr().String(),
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients + flooders}}}
	for n := range clients {
		u := &user{name: fmt.Sprintf("somebody%d", n)}
		if err := b.enter(u, "/auth/v1/signup"); err != nil {
			return err
		}
		b.users = append(b.users, u)
	}
	for _, part := range []func() error{b.signIns, b.refreshes, b.flood} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// post sends a body, and gives the status and what was answered.
func (b *bench) post(path, bearer string, body any) (int, []byte, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	req, err := http.NewRequest(http.MethodPost, b.base+path, bytes.NewReader(raw))
	if err != nil {
		return 0, nil, err
	}
	return b.do(req, bearer)
}

func (b *bench) do(req *http.Request, bearer string) (int, []byte, error) {
	req.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		req.Header.Set("Authorization", "Bearer "+bearer)
	}
	resp, err := b.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	out, err := io.ReadAll(resp.Body)
	return resp.StatusCode, out, err
}

// enter signs up or in, and keeps the tokens.
func (b *bench) enter(u *user, path string) error {
	return b.take(u, path, map[string]string{"email": u.name, "password": password})
}

func (b *bench) take(u *user, path string, body map[string]string) error {
	status, raw, err := b.post(path, "", body)
	if err != nil || status != http.StatusOK {
		return errors.Join(err, fmt.Errorf("%s: %d %s", path, status, raw))
	}
	var tokens struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	err = json.Unmarshal(raw, &tokens)
	u.access, u.refresh = tokens.Access, tokens.Refresh
	return err
}

// signIns compares a sign-in with its hash, one after the other.
func (b *bench) signIns() error {
	var hashes, whole []time.Duration
	salt := make([]byte, 16)
	for n := range 20 * *rounds {
		_, _ = rand.Read(salt)
		begun := time.Now()
		argon2.IDKey([]byte(password), salt, 2, 19<<10, 1, 32)
		hashes = append(hashes, time.Since(begun))
		begun = time.Now()
		if err := b.enter(b.users[n%clients], "/auth/v1/token?grant_type=password"); err != nil {
			return err
		}
		whole = append(whole, time.Since(begun))
	}
	h, w := quantile(hashes, 0.5), quantile(whole, 0.5)
	fmt.Printf("sign-in %s, its hash %s: %.1f %% above it (at most 10)\n", w, h, 100*(float64(w)/float64(h)-1))
	return nil
}

// during runs work in every client for one turn, and gives how often a second it
// was done, and how long each took.
func (b *bench) during(work func(u *user) error) (float64, []time.Duration, error) {
	var all sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	var first error
	end := time.Now().Add(*turn)
	for _, u := range b.users {
		all.Go(func() {
			var own []time.Duration
			for time.Now().Before(end) {
				begun := time.Now()
				if err := work(u); err != nil {
					mu.Lock()
					first = errors.Join(first, err)
					mu.Unlock()
					return
				}
				own = append(own, time.Since(begun))
			}
			mu.Lock()
			took = append(took, own...)
			mu.Unlock()
		})
	}
	all.Wait()
	return float64(len(took)) / turn.Seconds(), took, first
}

// refreshes compares exchanges of refresh tokens with creates.
func (b *bench) refreshes() error {
	var ratios, exchanges, creates []float64
	for range *rounds {
		exchanged, _, err := b.during(func(u *user) error {
			return b.take(u, "/auth/v1/token?grant_type=refresh_token", map[string]string{"refresh_token": u.refresh})
		})
		if err != nil {
			return err
		}
		created, _, err := b.during(func(u *user) error {
			status, raw, err := b.post("/rest/v1/notes", u.access, map[string]string{"body": "a note of some words"})
			if err == nil && status != http.StatusCreated {
				err = fmt.Errorf("a note: %d %s", status, raw)
			}
			return err
		})
		if err != nil {
			return err
		}
		ratios, exchanges, creates = append(ratios, exchanged/created), append(exchanges, exchanged), append(creates, created)
	}
	fmt.Printf("refresh %.0f/s, synced create %.0f/s: %.2f of it (at least 0.8)\n", quantile(exchanges, 0.5), quantile(creates, 0.5), quantile(ratios, 0.5))
	return nil
}

// flood compares reads with those beside a flood of sign-ins. Readers pause, as
// people do, so that what is measured is waiting and no full machine.
func (b *bench) flood() error {
	const pause = 5 * time.Millisecond
	read := func(u *user) error {
		defer time.Sleep(pause)
		req, err := http.NewRequest(http.MethodGet, b.base+"/rest/v1/notes?limit=1", nil)
		if err != nil {
			return err
		}
		status, raw, err := b.do(req, u.access)
		if err == nil && status != http.StatusOK {
			err = fmt.Errorf("a read: %d %s", status, raw)
		}
		return err
	}
	var idle, busy []time.Duration
	var ratios []float64
	var asked, refused atomic.Int64
	for range *rounds {
		_, before, err := b.during(read)
		if err != nil {
			return err
		}
		stop := make(chan struct{})
		var all sync.WaitGroup
		for n := range flooders {
			all.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					status, err := b.guess(n, i)
					asked.Add(1)
					if err != nil || status == http.StatusTooManyRequests {
						refused.Add(1)
						time.Sleep(pause) // of a client that was told to come again
					}
				}
			})
		}
		_, during, err := b.during(read)
		close(stop)
		all.Wait()
		if err != nil {
			return err
		}
		for i := range before {
			before[i] -= pause
		}
		for i := range during {
			during[i] -= pause
		}
		ratios = append(ratios, float64(quantile(during, 0.99))/float64(quantile(before, 0.99)))
		idle, busy = append(idle, before...), append(busy, during...)
	}
	fmt.Printf("reads: p50 %s and p99 %s; under %d who sign in (%d tries, %d refused) p50 %s and p99 %s: %.2f of the p99 (at most 2)\n",
		quantile(idle, 0.5), quantile(idle, 0.99), flooders, asked.Load(), refused.Load(), quantile(busy, 0.5), quantile(busy, 0.99), quantile(ratios, 0.5))
	return nil
}

// guess tries to sign in, each time from another place.
func (b *bench) guess(n, i int) (int, error) {
	body := fmt.Sprintf(`{"email":"nobody%d-%d","password":%q}`, n, i, password)
	req, err := http.NewRequest(http.MethodPost, b.base+"/auth/v1/token?grant_type=password", bytes.NewReader([]byte(body)))
	if err != nil {
		return 0, err
	}
	req.Header.Set("X-Forwarded-For", fmt.Sprintf("198.%d.%d.%d", 18+i/65536%2, i/256%256, i%256))
	status, _, err := b.do(req, "")
	return status, err
}

// quantile gives the value below which a part of all lie.
func quantile[T float64 | time.Duration](all []T, part float64) T {
	slices.Sort(all)
	return all[min(len(all)-1, int(part*float64(len(all))))]
}
