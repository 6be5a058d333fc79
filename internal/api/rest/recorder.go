package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"bedplate/fault"
)

// recorded is an answer that is kept before it is sent, or instead.
type recorded struct {
	Status int         `json:"status"`
	Head   http.Header `json:"header"`
	body   []byte
}

// Header gives the headers to be sent (http.ResponseWriter).
func (r *recorded) Header() http.Header { return r.Head }

// WriteHeader sets the status (http.ResponseWriter).
func (r *recorded) WriteHeader(status int) { r.Status = status }

// Write adds to the body (http.ResponseWriter).
func (r *recorded) Write(p []byte) (int, error) {
	r.body = append(r.body, p...)
	return len(p), nil
}

// record gives what f answers, its error included.
func (c *call) record(f func() error) *recorded {
	r := &recorded{Status: http.StatusOK, Head: http.Header{}}
	w := c.w
	c.w = r
	if err := f(); err != nil {
		c.fail(err)
	}
	c.w = w
	return r
}

// replay sends an answer that was recorded.
func (c *call) replay(r *recorded) {
	h := c.w.Header()
	for name, lines := range r.Head {
		h[name] = slices.Clone(lines) // whoever stands above may add to them
	}
	c.w.WriteHeader(r.Status)
	c.w.Write(r.body) // a caller who is gone needs no answer
}

// encode writes an answer down: a line of status and headers, and the body.
func (r *recorded) encode() []byte {
	head, err := json.Marshal(r)
	if err != nil {
		panic(err) // texts and a number always marshal
	}
	return append(append(head, '\n'), r.body...)
}

// decodeRecorded reads what encode wrote.
func decodeRecorded(text []byte) (*recorded, error) {
	head, body, found := bytes.Cut(text, []byte{'\n'})
	r := &recorded{body: body}
	if err := json.Unmarshal(head, r); err != nil || !found {
		return nil, fault.New(fault.Internal, "a kept answer cannot be read")
	}
	return r, nil
}
