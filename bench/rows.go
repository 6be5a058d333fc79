//go:build linux

package main

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bedplate/bench/sample"
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
		all.users = append(all.users, user{ID: sample.ID(r), Name: fmt.Sprintf("User %d", i)})
	}
	someone := func() string { return all.users[r.IntN(users)].ID }
	for i := range n {
		all.posts = append(all.posts, post{
			ID: sample.ID(r), Title: sample.Words(r, vocabulary, 6), Slug: fmt.Sprintf("post-%d", i),
			Body: sample.Words(r, vocabulary, 32), Status: []string{"draft", "published", "published", "published"}[r.IntN(4)],
			Author: someone(), Tags: tags(r), Score: r.IntN(10_000), Made: at(i),
		})
	}
	for i := range n {
		all.reviews = append(all.reviews, review{
			ID: sample.ID(r), Post: all.posts[r.IntN(n)].ID, Author: someone(), Title: sample.Words(r, vocabulary, 6), Body: sample.Words(r, vocabulary, 32),
			Stars: 1 + r.IntN(5), Tags: tags(r), Language: []string{"en", "de", "fr"}[r.IntN(3)], Made: at(i),
		})
	}
	for i := range n * comments {
		all.comments = append(all.comments, comment{
			ID: sample.ID(r), Post: all.posts[r.IntN(n)].ID, Author: someone(), Body: sample.Words(r, vocabulary, 12),
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
				ID: sample.ID(r), Device: fmt.Sprintf("device-%d", r.IntN(500)), Kind: kinds[kind],
				Value: float64(r.IntN(1_000_000)) / 1000, Unit: units[kind], Note: sample.Words(r, vocabulary, 4),
				Quality: r.IntN(100), Good: r.IntN(10) > 0, Tags: tags(r), Made: at(i),
			})
			if !ok {
				return
			}
		}
	}
}

var vocabulary = strings.Fields(`anchor bridge copper dawn ember field garden harbour iron journey kernel
	lantern meadow north orchard path quiet river stone timber under valley willow yard zenith "quoted" größe`)

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
		sample.Write(filepath.Join(dir, "users.ndjson"), slices.Values(all.users)),
		sample.Write(filepath.Join(dir, "posts.ndjson"), slices.Values(all.posts)),
		sample.Write(filepath.Join(dir, "comments.ndjson"), slices.Values(all.comments)),
		sample.Write(filepath.Join(dir, "reviews.ndjson"), slices.Values(all.reviews)),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
