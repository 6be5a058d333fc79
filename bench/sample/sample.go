// Package sample has what benchmarks fill databases with: the same identifiers, words and
// files of rows each time, and the way of such a file into a server.
package sample

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"bedplate/internal/token"
)

// ID gives an identifier as Bedplate makes them, but for its time.
func ID(r *rand.Rand) string {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(r.Uint32())
	}
	id[6], id[8] = id[6]&15|7<<4, id[8]&63|128
	return id.String()
}

// Words gives n words of a vocabulary.
func Words(r *rand.Rand, vocabulary []string, n int) string {
	chosen := make([]string, n)
	for i := range chosen {
		chosen[i] = vocabulary[r.IntN(len(vocabulary))]
	}
	return strings.Join(chosen, " ")
}

// Write makes a file of NDJSON.
func Write[T any](path string, rows iter.Seq[T]) (err error) {
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
	for row := range rows {
		if err := lines.Encode(row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// Send adds the rows of such a file to a collection of the server at an address.
func Send(addr, bearer, collection, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	req, err := http.NewRequest(http.MethodPost, "http://"+addr+"/rest/v1/"+collection, f)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	req.Header.Set("Content-Type", "application/x-ndjson")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusCreated {
		err = fmt.Errorf("filling %s: %s %s", collection, resp.Status, answer)
	}
	return err
}

// Token gives a token that lasts as long as a benchmark, signed with a secret.
func Token(secret, role, subject string) (string, error) {
	return token.Mint([]byte(secret), token.Grant{Role: role, Subject: subject, Lifetime: 12 * time.Hour}, time.Now())
}
