//go:build linux

package load

import (
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Result is what a measurement found.
type Result struct {
	Requests  int
	Elapsed   time.Duration
	latencies histogram
}

// PerSecond is the rate of answers.
func (r *Result) PerSecond() float64 { return float64(r.Requests) / r.Elapsed.Seconds() }

// Percentile gives the latency that p (0 to 1) of the requests were within,
// right within a hundredth.
func (r *Result) Percentile(p float64) time.Duration { return r.latencies.percentile(p) }

// largestAnswer bounds what is kept of one answer.
const largestAnswer = 1 << 20

// conn is one connection with at most one request on its way.
type conn struct {
	fd      int
	request *Request
	due     bool // the answer to it
	sent    time.Time
	got     []byte
}

// Run sends w's requests to addr over conns connections for d, and then waits
// for the answers that are due. The first wrong answer ends it.
func Run(addr netip.AddrPort, conns int, d time.Duration, w *Work) (*Result, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	poll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, err
	}
	defer unix.Close(poll)
	cs := make([]conn, conns)
	for i := range cs {
		fd, err := dial(addr)
		if err != nil {
			return nil, err
		}
		defer unix.Close(fd)
		cs[i] = conn{fd: fd, got: make([]byte, 0, 64<<10)}
		event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(i)}
		if err := unix.EpollCtl(poll, unix.EPOLL_CTL_ADD, fd, &event); err != nil {
			return nil, err
		}
	}
	m := &measurement{work: w, until: time.Now().Add(d)}
	began := time.Now()
	for i := range cs {
		if err := m.send(&cs[i], began); err != nil {
			return nil, err
		}
	}
	if err := m.serve(poll, cs); err != nil {
		return nil, err
	}
	m.result.Requests, m.result.Elapsed = m.result.latencies.n, time.Since(began)
	return &m.result, nil
}

func dial(addr netip.AddrPort) (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	if err = unix.Connect(fd, &unix.SockaddrInet4{Port: int(addr.Port()), Addr: addr.Addr().As4()}); err == nil {
		if err = unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1); err == nil {
			return fd, nil
		}
	}
	unix.Close(fd)
	return 0, err
}

type measurement struct {
	work   *Work
	until  time.Time
	due    int // answers that are on their way
	result Result
}

func (m *measurement) send(c *conn, now time.Time) error {
	var b []byte
	b, c.request = m.work.next()
	c.sent, c.got, c.due = now, c.got[:0], true
	m.due++
	for len(b) > 0 {
		n, err := unix.Write(c.fd, b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// silence is how long a server may leave every connection without a byte.
const silence = 15_000 // ms

func (m *measurement) serve(poll int, cs []conn) error {
	events := make([]unix.EpollEvent, len(cs))
	for m.due > 0 {
		n, err := unix.EpollWait(poll, events, silence)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		if n == 0 {
			return m.silent(cs)
		}
		for _, e := range events[:n] {
			if err := m.receive(&cs[e.Fd]); err != nil {
				return err
			}
		}
	}
	return nil
}

// silent says which answers do not come.
func (m *measurement) silent(cs []conn) error {
	var waits strings.Builder
	for i := range cs {
		if c := &cs[i]; c.due {
			fmt.Fprintf(&waits, "\n%s ago, with %d bytes of its answer here: %.120q", time.Since(c.sent).Round(time.Millisecond), len(c.got), c.request.Bytes)
		}
	}
	return fmt.Errorf("%d of %d answers do not come, after %d that did:%s", m.due, len(cs), m.result.latencies.n, waits.String())
}

// receive takes what has come on c, and sends its next request once the
// answer is whole.
func (m *measurement) receive(c *conn) error {
	if len(c.got) == cap(c.got) {
		if len(c.got) >= largestAnswer {
			return errAnswer
		}
		c.got = slices.Grow(c.got, len(c.got))
	}
	n, err := unix.Read(c.fd, c.got[len(c.got):cap(c.got)])
	if err == nil && n == 0 {
		err = unix.ECONNRESET
	}
	if err != nil {
		return err
	}
	c.got = c.got[:len(c.got)+n]
	status, length, done, err := answer(c.got)
	if err != nil {
		return err
	}
	if !done {
		return nil
	}
	if status != c.request.Status || !m.work.Any && c.request.Length != AnyLength && length != c.request.Length {
		return &Wrong{Request: string(c.request.Bytes), Status: status, Length: length, Answer: string(c.got[:min(len(c.got), 2000)])}
	}
	m.due--
	c.due = false
	now := time.Now()
	m.result.latencies.add(now.Sub(c.sent))
	if now.Before(m.until) {
		return m.send(c, now)
	}
	return nil
}
