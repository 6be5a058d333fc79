//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The rows that every program has. The same come out each time.

const (
	users    = 100
	comments = 5 // for each post, on average
)

type user struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type post struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Slug   string   `json:"slug"`
	Body   string   `json:"body"`
	Status string   `json:"status"`
	Author string   `json:"author"`
	Tags   []string `json:"tags"`
	Score  int      `json:"score"`
	Made   string   `json:"created"`
}

type comment struct {
	ID     string `json:"id"`
	Post   string `json:"post"`
	Author string `json:"author"`
	Body   string `json:"body"`
	Hidden bool   `json:"hidden"`
	Made   string `json:"created"`
}

type review struct {
	ID       string   `json:"id"`
	Post     string   `json:"post"`
	Author   string   `json:"author"`
	Title    string   `json:"title"`
	Body     string   `json:"body"`
	Stars    int      `json:"stars"`
	Tags     []string `json:"tags"`
	Language string   `json:"language"`
	Made     string   `json:"created"`
}

type reading struct {
	ID      string   `json:"id"`
	Device  string   `json:"device"`
	Kind    string   `json:"kind"`
	Value   float64  `json:"value"`
	Unit    string   `json:"unit"`
	Note    string   `json:"note"`
	Quality int      `json:"quality"`
	Good    bool     `json:"good"`
	Tags    []string `json:"tags"`
	Made    string   `json:"created"`
}

var began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// at is the time of row i.
func at(i int) string { return began.Add(time.Duration(i) * 61 * time.Second).Format(time.RFC3339) }

// rows are what the database is filled with.
type rows struct {
	users    []user
	posts    []post
	comments []comment
	reviews  []review
}

func newRows(n int) *rows {
	r := rand.New(rand.NewPCG(1, 2))
	all := &rows{}
	for i := range users {
		all.users = append(all.users, user{ID: newID(r), Name: fmt.Sprintf("User %d", i)})
	}
	someone := func() string { return all.users[r.IntN(users)].ID }
	for i := range n {
		all.posts = append(all.posts, post{
			ID: newID(r), Title: words(r, 6), Slug: fmt.Sprintf("post-%d", i),
			Body: words(r, 32), Status: []string{"draft", "published", "published", "published"}[r.IntN(4)],
			Author: someone(), Tags: tags(r), Score: r.IntN(10_000), Made: at(i),
		})
	}
	for i := range n {
		all.reviews = append(all.reviews, review{
			ID: newID(r), Post: all.posts[r.IntN(n)].ID, Author: someone(), Title: words(r, 6), Body: words(r, 32),
			Stars: 1 + r.IntN(5), Tags: tags(r), Language: []string{"en", "de", "fr"}[r.IntN(3)], Made: at(i),
		})
	}
	for i := range n * comments {
		all.comments = append(all.comments, comment{
			ID: newID(r), Post: all.posts[r.IntN(n)].ID, Author: someone(), Body: words(r, 12),
			Hidden: r.IntN(10) == 0, Made: at(i),
		})
	}
	return all
}

// readings are n rows for streams; they are too many to be kept.
func readings(n int) iter.Seq[reading] {
	return func(yield func(reading) bool) {
		r := rand.New(rand.NewPCG(3, 4))
		kinds, units := []string{"temperature", "pressure", "humidity"}, []string{"K", "Pa", "%"}
		for i := range n {
			kind := r.IntN(3)
			ok := yield(reading{
				ID: newID(r), Device: fmt.Sprintf("device-%d", r.IntN(500)), Kind: kinds[kind],
				Value: float64(r.IntN(1_000_000)) / 1000, Unit: units[kind], Note: words(r, 4),
				Quality: r.IntN(100), Good: r.IntN(10) > 0, Tags: tags(r), Made: at(i),
			})
			if !ok {
				return
			}
		}
	}
}

// newID makes a UUIDv7 of the generator's numbers.
func newID(r *rand.Rand) string {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(r.Uint32())
	}
	id[6], id[8] = id[6]&15|7<<4, id[8]&63|128
	return id.String()
}

var vocabulary = strings.Fields(`anchor bridge copper dawn ember field garden harbour iron journey kernel
	lantern meadow north orchard path quiet river stone timber under valley willow yard zenith "quoted" größe`)

func words(r *rand.Rand, n int) string {
	chosen := make([]string, n)
	for i := range chosen {
		chosen[i] = vocabulary[r.IntN(len(vocabulary))]
	}
	return strings.Join(chosen, " ")
}

func tags(r *rand.Rand) []string {
	chosen := make([]string, r.IntN(5))
	for i := range chosen {
		chosen[i] = vocabulary[r.IntN(len(vocabulary))]
	}
	return chosen
}

// write puts the rows into dir, a file of NDJSON for each collection.
func (all *rows) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, err := range []error{
		writeLines(filepath.Join(dir, "users.ndjson"), slices.Values(all.users)),
		writeLines(filepath.Join(dir, "posts.ndjson"), slices.Values(all.posts)),
		writeLines(filepath.Join(dir, "comments.ndjson"), slices.Values(all.comments)),
		writeLines(filepath.Join(dir, "reviews.ndjson"), slices.Values(all.reviews)),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func writeLines[T any](path string, list iter.Seq[T]) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	out := bufio.NewWriter(f)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for v := range list {
		if err := lines.Encode(v); err != nil {
			return err
		}
	}
	return out.Flush()
}
