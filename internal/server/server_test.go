package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bedplate/fault"
	"bedplate/internal/server"
	"bedplate/query"
)

// door is a handler at /d.
func options(door http.HandlerFunc) server.Options {
	return server.Options{
		Doors: map[string]http.Handler{"/d": door},
		Log:   slog.New(slog.DiscardHandler), InFlight: 2, Handler: time.Second,
	}
}

func request(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func ok(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }

func TestPaths(t *testing.T) {
	t.Parallel()
	opts := options(ok)
	opts.Ready = func(context.Context) error { return errors.New("no database") }
	s := server.New(opts)
	tests := []struct {
		method, path string
		status       int
	}{
		{"GET", "/d", 200},
		{"GET", "/d/x", 200},
		{"GET", "/dd", 404},
		{"GET", "/", 404},
		{"GET", "/healthz", 200},
		{"HEAD", "/healthz", 200},
		{"POST", "/healthz", 405},
		{"GET", "/readyz", 503},
	}
	for _, tc := range tests {
		w := request(s, tc.method, tc.path)
		if w.Code != tc.status {
			t.Errorf("%s %s is %d, want %d", tc.method, tc.path, w.Code, tc.status)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s %s lacks the headers that keep browsers safe", tc.method, tc.path)
		}
	}
}

// TestDoorsWithinDoors finds the door of the longest path.
func TestDoorsWithinDoors(t *testing.T) {
	t.Parallel()
	named := func(name string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, name) })
	}
	opts := options(ok)
	opts.Doors = map[string]http.Handler{"/d": named("outer"), "/d/in": named("inner"), "/d/in/most": named("inmost")}
	s := server.New(opts)
	for path, want := range map[string]string{
		"/d": "outer", "/d/": "outer", "/d/into": "outer", "/d/in": "inner", "/d/in/x": "inner", "/d/in/most/x": "inmost",
	} {
		if got := request(s, "GET", path).Body.String(); got != want {
			t.Errorf("%s is the %s door's, not the %s one's", path, got, want)
		}
	}
}

func TestRefusalsHaveFourMembers(t *testing.T) {
	t.Parallel()
	opts := options(ok)
	var cause error
	opts.Identify = func(*http.Request) (*query.Principal, string, error) { return nil, "", cause }
	s := server.New(opts)
	for code, want := range map[fault.Code]struct {
		status int
		code   string
	}{
		fault.Token:        {401, "PGRST301"},
		fault.TokenExpired: {401, "PGRST303"},
		fault.Unavailable:  {503, "unavailable"},
		fault.Full:         {500, "internal"},
	} {
		cause = fault.New(code, "no")
		w := request(s, "GET", "/d")
		var body map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || len(body) != 4 || body["code"] != want.code || w.Code != want.status {
			t.Errorf("%s gives %d %s", code, w.Code, w.Body)
		}
	}
}

// formal is a door with a form of its own for what is refused.
type formal struct{ http.HandlerFunc }

func (formal) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	w.WriteHeader(http.StatusTeapot)
	_, _ = io.WriteString(w, "no: "+string(fault.CodeOf(err)))
}

// TestRefusalsInTheFormOfTheDoor: a client of one door can read what is refused before it.
func TestRefusalsInTheFormOfTheDoor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		opts := options(ok)
		opts.InFlight = 1
		opts.Doors["/formal"] = formal{func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Panic") != "" {
				panic("of a door")
			}
			<-release
		}}
		opts.Identify = func(r *http.Request) (*query.Principal, string, error) {
			if r.Header.Get("Authorization") != "" {
				return nil, "", fault.New(fault.Token, "that is no token")
			}
			return query.Anonymous, "", nil
		}
		s := server.New(opts)
		says := func(path, want string, header ...string) {
			t.Helper()
			w := request(s, "POST", path, header...)
			if got := w.Body.String(); !strings.Contains(got, want) || (w.Code == http.StatusTeapot) != (path != "/d") {
				t.Errorf("%s: %d %s", path, w.Code, got)
			}
		}
		says("/d", `"PGRST301"`, "Authorization", "x")
		says("/formal", "no: token", "Authorization", "x")
		says("/formal/below", "no: token", "Authorization", "x")
		says("/formal", "no: internal", "Panic", "x")
		go request(s, "POST", "/formal")
		synctest.Wait() // it works
		go func() {
			w := request(s, "POST", "/formal") // and this one waits in vain
			if w.Body.String() != "no: unavailable" || w.Header().Get("Retry-After") == "" {
				t.Errorf("%s %v", w.Body, w.Header())
			}
		}()
		synctest.Wait()
		says("/formal", "no: unavailable")
		says("/d", `"unavailable"`)
		time.Sleep(time.Second)
		close(release)
	})
}

func TestOverload(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		opts := options(func(w http.ResponseWriter, r *http.Request) { <-release; ok(w, r) })
		opts.Handler = time.Hour
		s := server.New(opts)
		var mu sync.Mutex
		got := map[int]int{}
		for range 5 { // two work, two wait, one is refused at once
			go func() {
				w := request(s, "GET", "/d")
				mu.Lock()
				defer mu.Unlock()
				got[w.Code]++
				if w.Code == 503 && w.Header().Get("Retry-After") == "" {
					t.Error("a refusal does not say when to come again")
				}
			}()
		}
		synctest.Wait()
		mu.Lock()
		if got[503] != 1 || got[200] != 0 {
			t.Errorf("at once %v", got)
		}
		mu.Unlock()
		if w := request(s, "GET", "/healthz"); w.Code != 200 {
			t.Errorf("health of a busy server is %d", w.Code)
		}
		time.Sleep(501 * time.Millisecond)
		synctest.Wait()
		mu.Lock()
		if got[503] != 3 {
			t.Errorf("after half a second %v", got)
		}
		mu.Unlock()
		close(release)
		synctest.Wait()
		if got[200] != 2 {
			t.Errorf("in the end %v", got)
		}
	})
}

func TestHandlersHaveADeadline(t *testing.T) {
	t.Parallel()
	var has bool
	s := server.New(options(func(_ http.ResponseWriter, r *http.Request) { _, has = r.Context().Deadline() }))
	if request(s, "GET", "/d"); !has {
		t.Error("an ordinary request has no deadline")
	}
	for _, accept := range []string{"application/x-ndjson", "text/event-stream"} {
		if request(s, "GET", "/d", "Accept", accept); has {
			t.Errorf("a stream of %s has a deadline", accept)
		}
	}
}

func TestDoorsSeeTheCallerAndNotTheCredential(t *testing.T) {
	t.Parallel()
	var caller *query.Principal
	var sent string
	opts := options(func(_ http.ResponseWriter, r *http.Request) {
		caller, sent = query.PrincipalFrom(r.Context()), r.URL.RawQuery
	})
	opts.Identify = func(*http.Request) (*query.Principal, string, error) {
		return &query.Principal{Role: "editor"}, "a=1", nil
	}
	request(server.New(opts), "GET", "/d?a=1&key=x")
	if caller.Role != "editor" || sent != "a=1" {
		t.Errorf("the door sees %+v asking %q", caller, sent)
	}
}

// TestDeadlinePasses waits for the end of a request's time, both ways.
func TestDeadlinePasses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := server.New(options(func(_ http.ResponseWriter, r *http.Request) {
			if err := r.Context().Err(); err != nil {
				t.Errorf("it begins with %v", err)
			}
			<-r.Context().Done()
			if err := r.Context().Err(); err != context.DeadlineExceeded {
				t.Errorf("it ends with %v", err)
			}
		}))
		request(s, "GET", "/d")
		request(server.New(options(func(_ http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Second)
			if err := r.Context().Err(); err != context.DeadlineExceeded {
				t.Errorf("unasked it ends with %v", err)
			}
		})), "GET", "/d")
	})
}

func TestPanicIsAnAnswer(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	opts := options(func(http.ResponseWriter, *http.Request) { panic("secret cause") })
	opts.Log = slog.New(slog.NewJSONHandler(&log, nil))
	w := request(server.New(opts), "GET", "/d?apikey=hidden")
	id := w.Header().Get("X-Request-Id")
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), id) {
		t.Errorf("answer is %d %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), id) || !strings.Contains(log.String(), "secret cause") || strings.Contains(log.String(), "hidden") {
		t.Errorf("log is %s", &log)
	}
}

func TestPanicAfterTheHeaderBreaksTheConnection(t *testing.T) {
	t.Parallel()
	opts := options(func(w http.ResponseWriter, r *http.Request) { ok(w, r); panic("late") })
	defer func() {
		if got := recover(); got != http.ErrAbortHandler {
			t.Errorf("it ended with %v", got)
		}
	}()
	request(server.New(opts), "GET", "/d")
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	s := server.New(options(ok))
	for sent, kept := range map[string]bool{"abc-1.2_X": true, "": false, "a b": false, "a\nb": false, strings.Repeat("x", 65): false} {
		w := request(s, "GET", "/d", "X-Request-Id", sent)
		if got := w.Header().Get("X-Request-Id"); (got == sent) != kept || got == "" {
			t.Errorf("%q becomes %q", sent, got)
		}
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cors   []string
		origin string
		want   string
	}{
		"none configured":    {nil, "https://a.example", ""},
		"listed":             {[]string{"https://a.example"}, "https://a.example", "https://a.example"},
		"not listed":         {[]string{"https://a.example"}, "https://b.example", ""},
		"listed as a prefix": {[]string{"https://a.example"}, "https://a.example.evil", ""},
		"all":                {[]string{"*"}, "https://b.example", "*"},
		"null":               {[]string{"https://a.example"}, "null", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opts := options(ok)
			opts.CORS = tc.cors
			s := server.New(opts)
			w := request(s, "GET", "/d", "Origin", tc.origin)
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != tc.want || w.Code != 200 {
				t.Errorf("allowed is %q, status %d", got, w.Code)
			}
			w = request(s, "OPTIONS", "/d", "Origin", tc.origin, "Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "authorization, x-odd")
			if got := w.Header().Get("Access-Control-Allow-Headers"); (got == "authorization, x-odd") != (tc.want != "") {
				t.Errorf("headers allowed are %q", got)
			}
			if w.Header().Get("Access-Control-Allow-Credentials") != "" {
				t.Error("cookies are allowed")
			}
			// A cache must tell apart what one origin gets, and what no page asked for.
			w = request(s, "GET", "/d")
			if listed := slices.Contains(w.Header().Values("Vary"), "Origin"); listed != (len(tc.cors) > 0 && tc.cors[0] != "*") {
				t.Errorf("without an origin, Vary is %q", w.Header().Values("Vary"))
			}
		})
	}
}

func TestTrustedProxies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		from      string
		forwarded []string
		want      string
	}{
		"direct":                    {"203.0.113.9:1", []string{"198.51.100.1"}, "203.0.113.9"},
		"through one":               {"10.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		"through two":               {"10.0.0.1:1", []string{"198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		"the caller lies":           {"10.0.0.1:1", []string{"192.0.2.7, 198.51.100.1"}, "198.51.100.1"},
		"the caller lies, apart":    {"10.0.0.1:1", []string{"192.0.2.7", "198.51.100.1"}, "198.51.100.1"},
		"the caller writes rubbish": {"10.0.0.1:1", []string{"rubbish"}, "10.0.0.1"},
		"nothing said":              {"10.0.0.1:1", nil, "10.0.0.1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got string
			opts := options(func(_ http.ResponseWriter, r *http.Request) { got, _, _ = net.SplitHostPort(r.RemoteAddr) })
			opts.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
			r := httptest.NewRequest("GET", "/d", nil)
			r.RemoteAddr = tc.from
			r.Header["X-Forwarded-For"] = tc.forwarded
			server.New(opts).ServeHTTP(httptest.NewRecorder(), r)
			if got != tc.want {
				t.Errorf("caller is %s, want %s", got, tc.want)
			}
		})
	}
}

// TestEnd holds a request open across the signal: it is finished, and
// readiness fails while it is.
func TestEnd(t *testing.T) {
	t.Parallel()
	began, release := make(chan struct{}), make(chan struct{})
	s := server.New(options(func(w http.ResponseWriter, r *http.Request) {
		close(began)
		<-release
		ok(w, r)
	}))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, ln) }()
	answered := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + ln.Addr().String() + "/d")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answered <- string(body)
	}()
	<-began
	cancel()
	for request(s, "GET", "/readyz").Code != 503 {
		runtime.Gosched()
	}
	if w := request(s, "GET", "/healthz"); w.Code != 200 {
		t.Errorf("health of an ending server is %d", w.Code)
	}
	close(release)
	if got := <-answered; got != "ok" {
		t.Errorf("the request that was at work got %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}
