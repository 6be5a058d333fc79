//go:build linux

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
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
		one["id"] = newID(r)
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
		add("posts", row{"title": words(r, 6), "slug": fmt.Sprintf("post-%d", i), "body": words(r, 32), "status": "published",
			"author": some("users"), "tags": strings.Fields(words(r, r.IntN(5))), "score": r.IntN(10_000), "created": at(i)})
	}
	for i := range n * comments {
		add("comments", row{"post": some("posts"), "author": some("users"), "body": words(r, 12), "created": at(i)})
	}
	for range n * reactions {
		add("reactions", row{"post": some("posts"), "user": some("users"), "kind": []string{"like", "laugh", "sad"}[r.IntN(3)]})
	}
	return all
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
	lantern meadow north orchard path quiet river stone timber under valley willow yard zenith "quoted" größe R&D <b>`)

func words(r *rand.Rand, n int) string {
	chosen := make([]string, n)
	for i := range chosen {
		chosen[i] = vocabulary[r.IntN(len(vocabulary))]
	}
	return strings.Join(chosen, " ")
}

// write puts the rows into dir, a file of NDJSON for each collection.
func (all *rows) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, list := range all.of {
		if err := writeLines(filepath.Join(dir, name+".ndjson"), list); err != nil {
			return err
		}
	}
	return nil
}

func writeLines(path string, list []row) (err error) {
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
	for _, one := range list {
		if err := lines.Encode(one); err != nil {
			return err
		}
	}
	return out.Flush()
}
