//go:build linux

// Package load sends prepared HTTP/1.1 requests over a fixed number of
// persistent connections, each as soon as the last one was answered, and
// measures how many were answered and how long each took.
//
// It shares the machine with the server that it measures, so it does little:
// requests are bytes made beforehand, one thread serves every connection by
// epoll, and of an answer it reads the status and the length, which it checks.
// It is no HTTP client: an answer must have a Content-Length or be in chunks.
package load

import "fmt"

// Request is one request as bytes, and what its answer must be.
type Request struct {
	Bytes []byte
	// Serial is the offset of Digits decimal digits in Bytes that count up
	// each time the request is sent, so that a creation is new each time.
	Serial, Digits int
	Status         int
	Length         int // of the answer's body; AnyLength where it is not known
}

// AnyLength takes an answer of any length.
const AnyLength = -1

// Work is what one measurement does: its requests in turn.
type Work struct {
	Requests []Request
	Any      bool // takes answers of any length
	serial   uint64
	turn     int
}

// next gives the bytes to send, which are valid until the call after it, and
// the request that they are.
func (w *Work) next() ([]byte, *Request) {
	r := &w.Requests[w.turn]
	if w.turn++; w.turn == len(w.Requests) {
		w.turn = 0
	}
	if r.Digits > 0 {
		w.serial++
		n := w.serial
		for i := r.Serial + r.Digits - 1; i >= r.Serial; i-- {
			r.Bytes[i] = byte('0' + n%10)
			n /= 10
		}
	}
	return r.Bytes, r
}

// Skip lets the serial numbers go on from n, for a second Work over a
// database that has met the first.
func (w *Work) Skip(n uint64) { w.serial = n }

// Wrong is an answer that is not what its Request demands.
type Wrong struct {
	Request        string
	Status, Length int
	Answer         string // its beginning
}

// Error says what was answered instead.
func (w *Wrong) Error() string {
	return fmt.Sprintf("%s\nwas answered with status %d and %d bytes:\n%s", w.Request, w.Status, w.Length, w.Answer)
}
