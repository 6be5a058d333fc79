//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bedplate/bench/sample"
)

// For each post there are so many on average.
const (
	users     = 100
	comments  = 5
	reactions = 8
)

// row is a record as JSON has it.
type row map[string]any

// rows are what databases are filled with. The same come out each time, and whoever asks
// may see each: the programs beside Bedplate judge nobody.
type rows struct {
	of      map[string][]row
	caller  string   // the user who asks
	written []string // the collections, in the order in which they refer to each other
}

func newRows(n int) *rows {
	r := rand.New(rand.NewPCG(5, 6))
	all := &rows{of: map[string][]row{}, written: []string{"users", "posts", "comments", "reactions"}}
	add := func(collection string, one row) {
		one["id"] = sample.ID(r)
		all.of[collection] = append(all.of[collection], one)
	}
	some := func(collection string) any {
		list := all.of[collection]
		return list[r.IntN(len(list))]["id"]
	}
	at := func(i int) string {
		return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 61 * time.Second).Format(time.RFC3339)
	}
	for i := range users {
		add("users", row{"name": fmt.Sprintf("User %d", i)})
	}
	all.caller = all.of["users"][0]["id"].(string)
	for i := range n {
		add("posts", row{"title": sample.Words(r, vocabulary, 6), "slug": fmt.Sprintf("post-%d", i), "body": sample.Words(r, vocabulary, 32), "status": "published",
			"author": some("users"), "tags": strings.Fields(sample.Words(r, vocabulary, r.IntN(5))), "score": r.IntN(10_000), "created": at(i)})
	}
	for i := range n * comments {
		add("comments", row{"post": some("posts"), "author": some("users"), "body": sample.Words(r, vocabulary, 12), "created": at(i)})
	}
	for range n * reactions {
		add("reactions", row{"post": some("posts"), "user": some("users"), "kind": []string{"like", "laugh", "sad"}[r.IntN(3)]})
	}
	return all
}

var vocabulary = strings.Fields(`anchor bridge copper dawn ember field garden harbour iron journey kernel
	lantern meadow north orchard path quiet river stone timber under valley willow yard zenith "quoted" größe R&D <b>`)

// write puts the rows into dir, a file of NDJSON for each collection.
func (all *rows) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, list := range all.of {
		if err := sample.Write(filepath.Join(dir, name+".ndjson"), slices.Values(list)); err != nil {
			return err
		}
	}
	return nil
}
