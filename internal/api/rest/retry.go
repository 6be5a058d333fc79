package rest

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"net/http"

	"bedplate/fault"
	"bedplate/query"
)

// The headers of requests that may be sent again.
const (
	keyHeader      = "Idempotency-Key"
	replayedHeader = "Idempotent-Replayed"
)

// retry makes a request one that may be sent again: what is read of it besides
// its path goes into a digest.
type retry struct {
	key    string
	digest hash.Hash
}

// headersThatMatter are those that an answer depends on.
var headersThatMatter = [...]string{"Prefer", "Accept", "Content-Type", "If-Match", "If-None-Match"}

// retried reads the key for retries of a request that writes, where it has one.
func (c *call) retried() error {
	lines := c.r.Header[keyHeader]
	if len(lines) == 0 {
		return nil
	}
	if len(lines) > 1 {
		return fault.Of(fault.Value, keyHeader, "the request has %d keys for retries", len(lines)).WithHint("send one")
	}
	asked := query.Idempotency{Key: lines[0]}
	if err := asked.Refuse(c.principal); err != nil {
		return err
	}
	c.retry = &retry{key: lines[0], digest: sha256.New()}
	c.retry.add(c.r.URL.RawQuery)
	for _, name := range headersThatMatter {
		for _, line := range c.r.Header[name] {
			c.retry.add(name)
			c.retry.add(line)
		}
	}
	return nil
}

// add adds a text, so that no two run into each other.
func (r *retry) add(text string) {
	r.digest.Write(binary.AppendUvarint(nil, uint64(len(text)+1))) // the body comes behind a zero
	r.digest.Write([]byte(text))
}

// body begins the body, which is the last that is added.
func (r *retry) body() hash.Hash {
	r.digest.Write([]byte{0})
	return r.digest
}

// tee is a body that is read into a digest.
type tee struct {
	io.Closer
	io.Reader
}

// send has a request done and answers it; one with a key, once.
func (c *call) send(req *query.Request, sink query.Sink, answer func([]query.Result) error) error {
	if c.retry == nil {
		results, err := c.ask(req, sink)
		if err != nil {
			return err
		}
		return answer(results)
	}
	var first *recorded
	once := &query.Idempotency{
		Key: c.retry.key, Scope: c.r.Method + " " + c.r.URL.EscapedPath(),
		Digest: [sha256.Size]byte(c.retry.digest.Sum(nil)),
		Keep: func(results []query.Result, err error) []byte {
			first = c.record(func() error {
				if err != nil {
					return err
				}
				return answer(results)
			})
			switch {
			case first.Status >= http.StatusInternalServerError:
				return nil
			case len(first.body) > query.MaxAnswer: // kept as no more than its length
				return first.body
			}
			return first.encode()
		},
	}
	req.Idempotency = once
	results, err := c.ask(req, sink)
	switch {
	case err != nil:
		return err
	case once.Kept != nil:
		kept, err := decodeRecorded(once.Kept)
		if err != nil {
			return err
		}
		kept.Head[replayedHeader] = []string{"true"}
		c.replay(kept)
		return nil
	case first == nil: // nothing was written
		return answer(results)
	}
	c.replay(first)
	return nil
}
