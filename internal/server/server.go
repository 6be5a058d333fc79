// Package server is what stands around the doors: the listener, limits on
// time and number, health, cross-origin access, request ids, logs, panics and
// an orderly end. It knows no schema and no store; doors are handlers that it
// is given, and they find the caller in their request's context.
package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/query"
)

// Options say how to serve.
type Options struct {
	// Doors by their path, such as /rest/v1, each taking everything below it
	// that no longer path has. The one of "" takes what is left.
	Doors map[string]http.Handler
	// Identify tells who sends a request, and its raw query without what said
	// so. nil takes everyone for Anonymous.
	Identify func(*http.Request) (caller *query.Principal, rawQuery string, err error)
	// Ready tells why requests cannot be answered now, nil where they can.
	Ready func(context.Context) error
	Log   *slog.Logger

	CORS           []string // origins, "*" for all
	TrustedProxies []netip.Prefix
	InFlight       int           // requests at work; as many may wait
	Handler        time.Duration // for one request, streams apart
	Grace          time.Duration // of serving on once the end was asked for
}

// The limits that are no option.
const (
	maxHeader  = 32 << 10
	headerTime = 5 * time.Second
	idleTime   = 120 * time.Second
	writeSlack = 10 * time.Second // to send an answer that was made in time

	drainTime = 20 * time.Second // after the signal, requests are cancelled
	endTime   = 25 * time.Second // and then their connections are closed
)

// Server serves doors. Make it with New.
type Server struct {
	opts     Options
	doors    []door // the longest path first
	gate     *gate
	origins  origins
	draining atomic.Bool
	ids      requestIDs
}

// New makes a server that does not listen yet.
func New(opts Options) *Server {
	s := &Server{
		opts: opts, gate: newGate(opts.InFlight),
		origins: newOrigins(opts.CORS), ids: newRequestIDs(),
	}
	for path, handler := range opts.Doors {
		s.doors = append(s.doors, door{path, handler})
	}
	slices.SortFunc(s.doors, func(a, b door) int { return len(b.path) - len(a.path) })
	return s
}

// door is a handler for a path and everything below it.
type door struct {
	path    string
	handler http.Handler
}

// at gives the door of a path, the longest one that fits.
func (s *Server) at(path string) http.Handler {
	for i := range s.doors {
		d := &s.doors[i]
		if below, ok := strings.CutPrefix(path, d.path); ok && (below == "" || below[0] == '/') {
			return d.handler
		}
	}
	return Nowhere
}

// Nowhere answers at addresses that nothing has.
var Nowhere http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	refuse(w, r, fault.New(fault.Path, "there is nothing at this address").WithHint("the REST API is at /rest/v1"))
})

// ServeHTTP takes a request through everything around the doors.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.health(w, r) {
		return
	}
	rec := &recorder{ResponseWriter: w, id: s.ids.of(r), began: time.Now()}
	rec.header[0] = rec.id
	defer s.finish(rec, r)
	if len(s.opts.TrustedProxies) > 0 {
		r = s.behindProxy(r)
	}
	h := w.Header()
	secure(h)
	h["X-Request-Id"] = rec.header[:]
	if s.origins.answer(rec, r) {
		return
	}
	if !s.gate.enter(r.Context()) {
		h.Set("Retry-After", retryAfter)
		s.refuseAt(rec, r, fault.New(fault.Unavailable, "the server is busy").WithHint("try again in a moment"))
		return
	}
	defer s.gate.leave()
	ctx, rawQuery := r.Context(), r.URL.RawQuery
	if s.opts.Identify != nil {
		caller, rest, err := s.identify(r)
		if err != nil {
			s.refuseAt(rec, r, err)
			return
		}
		ctx, rawQuery = query.WithPrincipal(ctx, caller), rest
	}
	if streams(r) {
		rec.stream(r)
	} else {
		rec.deadline.Begin(ctx, rec.began.Add(s.opts.Handler))
		defer rec.deadline.End()
		ctx = &rec.deadline
	}
	s.at(r.URL.Path).ServeHTTP(rec, asked(r, ctx, rawQuery))
}

// Refuser is a door that answers in its own form what is refused before it.
type Refuser interface {
	Refuse(w http.ResponseWriter, r *http.Request, err error)
}

// refuseAt refuses a request, in the form of the door that it was sent to.
func (s *Server) refuseAt(w http.ResponseWriter, r *http.Request, err error) {
	if door, ok := s.at(r.URL.Path).(Refuser); ok {
		door.Refuse(w, r, err)
		return
	}
	refuse(w, r, err)
}

// asked gives the request as doors see it.
func asked(r *http.Request, ctx context.Context, rawQuery string) *http.Request {
	r = r.WithContext(ctx)
	if rawQuery != r.URL.RawQuery {
		u := *r.URL
		u.RawQuery = rawQuery
		r.URL = &u
	}
	return r
}

// Run serves on ln until ctx ends, and then drains: readiness fails at once,
// requests are taken for Grace longer, those at work may finish.
func (s *Server) Run(ctx context.Context, ln net.Listener) error {
	base, cancelRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer cancelRequests()
	srv := &http.Server{
		Handler:           s,
		MaxHeaderBytes:    maxHeader,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       headerTime + s.opts.Handler,
		WriteTimeout:      headerTime + s.opts.Handler + writeSlack,
		IdleTimeout:       idleTime,
		BaseContext:       func(net.Listener) context.Context { return base },
		ConnContext:       withGathered,
		ErrorLog:          slog.NewLogLogger(s.opts.Log.Handler(), slog.LevelDebug),
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(gathering{ln}) }()
	select {
	case err := <-served:
		return fault.Wrap(fault.Unavailable, err, "the server cannot listen any more")
	case <-ctx.Done():
	}
	return s.drain(srv, cancelRequests)
}

func (s *Server) drain(srv *http.Server, cancelRequests context.CancelFunc) error {
	began := time.Now()
	s.draining.Store(true)
	s.opts.Log.Info("ending", "grace", s.opts.Grace.String())
	time.Sleep(s.opts.Grace)
	until := func(limit time.Duration) error {
		ctx, cancel := context.WithDeadline(context.Background(), began.Add(limit))
		defer cancel()
		return srv.Shutdown(ctx)
	}
	err := until(drainTime)
	if errors.Is(err, context.DeadlineExceeded) {
		cancelRequests()
		err = until(endTime)
	}
	if err != nil {
		_ = srv.Close()
		return fault.Wrap(fault.Timeout, err, "requests that did not end were cut off")
	}
	return nil
}
