package graphql

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"bedplate/fault"
	"bedplate/query"
)

// The headers of mutations that may be sent again.
const (
	keyHeader      = "Idempotency-Key"
	replayedHeader = "Idempotent-Replayed"
)

// replayed is an answer of the first time, of a mutation that was sent again.
type replayed struct {
	status int
	body   []byte
}

func (replayed) Error() string { return "answered before" }

// retried reads the key for retries of a mutation, nil where it has none.
func (c *conversation) retried(in asked, t *translator) (*query.Idempotency, error) {
	lines := c.request.Header[keyHeader]
	switch {
	case len(lines) == 0 || !c.mutates:
		return nil, nil
	case len(lines) > 1:
		return nil, fault.Of(fault.Value, keyHeader, "the request has %d keys for retries", len(lines)).WithHint("send one")
	case len(t.calls) > 0:
		return nil, fault.Of(fault.Unsupported, keyHeader, "the action %s may do more than a transaction can hold: it cannot be sent again by a key", t.calls[0].action.name)
	case len(t.ops) == 0:
		return nil, nil
	}
	once := &query.Idempotency{Key: lines[0], Scope: "POST " + c.request.URL.EscapedPath()}
	if err := once.Refuse(c.principal); err != nil {
		return nil, err
	}
	h := sha256.New()
	add := func(text string) {
		h.Write(binary.AppendUvarint(nil, uint64(len(text))))
		h.Write([]byte(text))
	}
	add(c.media)
	add(t.said)
	add(in.operation)
	for _, name := range slices.Sorted(maps.Keys(in.variables)) {
		add(name)
		add(string(in.variables[name]))
	}
	once.Digest = [sha256.Size]byte(h.Sum(nil))
	return once, nil
}

// once has a request done once, and gives what it is answered with.
func (c *conversation) once(ctx context.Context, req *query.Request, a *answer, success func([]query.Result) ([]byte, error)) ([]byte, error) {
	var first *replayed
	req.Idempotency.Keep = func(results []query.Result, err error) []byte {
		first = &replayed{status: http.StatusOK}
		if err == nil {
			first.body, err = success(results)
		}
		if err != nil {
			list := c.door.told(c.request, refusalsOf(err, c))
			if first.status = c.statusOf(list); statusOf(list[0]) >= http.StatusInternalServerError {
				first = nil
				return nil
			}
			first.body = appendErrors(nil, list)
		}
		if len(first.body) > query.MaxAnswer { // kept as no more than its length
			return first.body
		}
		return append(strconv.AppendInt(nil, int64(first.status), 10), first.body...)
	}
	results, err := c.doer.Do(ctx, c.principal, req, a)
	switch kept := req.Idempotency.Kept; {
	case err != nil:
		return nil, err
	case kept != nil:
		if len(kept) < 3 {
			return nil, fault.New(fault.Internal, "a kept answer cannot be read")
		}
		status, err := strconv.Atoi(string(kept[:3]))
		if err != nil {
			return nil, fault.Wrap(fault.Internal, err, "a kept answer cannot be read")
		}
		return nil, replayed{status, kept[3:]}
	case first != nil && first.status == http.StatusOK:
		return first.body, nil
	}
	return success(results)
}
