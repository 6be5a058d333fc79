package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"bedplate/internal/api/apitest"
	"bedplate/internal/api/rest/body"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// site is a board that is served over the network, and where it keeps uploads.
type site struct {
	*httptest.Server
	spool string
}

func serveBoard(t *testing.T, o Options) *site {
	options := apitest.Options(apitest.Schema(t))
	options.WriteRows = 1000
	e := enginetest.Open(t, stores.Embedded, options)
	o.Log, o.Spool = slog.New(slog.DiscardHandler), t.TempDir()
	h := New(func() query.Doer { return e }, o)
	service := &query.Principal{Role: query.RoleService}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(query.WithPrincipal(r.Context(), service)))
	}))
	t.Cleanup(server.Close)
	return &site{server, o.Spool}
}

// send posts a body, and gives the answer's status and body.
func (s *site) send(t *testing.T, path, contentType string, body io.Reader) (int, string) {
	t.Helper()
	res, err := s.Client().Post(s.URL+"/rest/v1/"+path, contentType, body)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// fetch reads rows in a form.
func (s *site) fetch(t *testing.T, path, accept string) (body []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/rest/v1/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", accept)
	res, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res.StatusCode, string(body), err)
	}
	return body
}

// empty demands that no upload was left behind.
func (s *site) empty(t *testing.T) {
	t.Helper()
	if left, err := os.ReadDir(s.spool); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// TestManyRows takes in and gives out far more rows than a page or a JSON body
// has, in memory that does not grow with them, and gets back what it sent.
func TestManyRows(t *testing.T) {
	const count = 50_000
	s := serveBoard(t, Options{})
	write := map[string]func(w io.Writer){
		"text/csv": func(w io.Writer) {
			fmt.Fprintln(w, "code,shelf,count")
			for i := range count {
				fmt.Fprintf(w, "csv,%d,%d\n", i, i*7)
			}
		},
		"application/x-ndjson": func(w io.Writer) {
			for i := range count {
				fmt.Fprintf(w, "{\"code\":\"lines\",\"shelf\":%d,\"count\":%d}\n", i, i*7)
			}
		},
	}
	for form, rows := range write {
		var sent bytes.Buffer
		rows(&sent)
		from := heap()
		code := map[string]string{"text/csv": "csv", "application/x-ndjson": "lines"}[form]
		if status, body := s.send(t, "stock", form, bytes.NewReader(sent.Bytes())); status != http.StatusCreated {
			t.Fatal(form, status, body)
		}
		if got := s.fetch(t, "stock?order=shelf&code=eq."+code, form); !bytes.Equal(got, sent.Bytes()) {
			t.Errorf("%s: %d bytes came back of %d", form, len(got), sent.Len())
		}
		if grown := heap() - from; grown > 32<<20 {
			t.Errorf("%s: the heap grew by %d bytes", form, grown)
		}
	}
	s.empty(t)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestSlowUpload lets others write while a body trickles in, and writes
// nothing of a body that never ends well.
func TestSlowUpload(t *testing.T) {
	t.Parallel()
	s := serveBoard(t, Options{})
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const head = "POST /rest/v1/stock HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\n"
	for i, piece := range []string{head, "code,shelf,co", "unt\nslow,1", ",1\nslow,", "2,2\n"} {
		if _, err := io.WriteString(conn, piece); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if status, body := s.send(t, "users", "application/json", strings.NewReader(fmt.Sprintf(`{"id":%d,"name":"n%d"}`, i, i))); status != http.StatusCreated {
			t.Error(status, body)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("another write waited %v", took)
		}
	}
	conn.(*net.TCPConn).CloseWrite() // cut off in the middle
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 400") {
		t.Errorf("%s %v", answer, err)
	}
	if got := s.fetch(t, "stock", "application/json"); string(got) != "[]" {
		t.Errorf("%s", got)
	}
	s.empty(t)
}

// TestWrongUploads names the line of each mistake, and writes nothing.
func TestWrongUploads(t *testing.T) {
	t.Parallel()
	s := serveBoard(t, Options{MaxObject: 1000, MaxImport: 5000})
	const csv, lines = "text/csv", "application/x-ndjson"
	many := strings.Repeat("z,1\n", 10)
	for name, c := range map[string]struct {
		form, body string
		status     int
		details    string
	}{
		"ragged":              {csv, "code,shelf\na,1\nb\n", 400, "in line 3"},
		"ragged after CRLF":   {csv, "code,shelf\r\n\"a\r\na\",1\r\nb\r\n", 400, "in line 4"},
		"a wrong value":       {csv, "code,shelf\n\n\na,1\nb,two\n", 400, "in line 5"},
		"a missing value":     {csv, "code,shelf\na,1\nb,\n", 400, "in line 3"},
		"not UTF-8":           {csv, "code,shelf\na,1\n\xff,2\n", 400, "in line 3"},
		"NUL":                 {csv, "code,shelf\na,1\n\x00,2\n", 400, "in line 3"},
		"a name not UTF-8":    {csv, "code,\xff\na,1\n", 400, "in line 1"},
		"UTF-16":              {csv, "\xff\xfec\x00,\x00\n\x00a\x00", 400, "in line 1"},
		"a huge value":        {csv, "code,shelf\na,1\n" + strings.Repeat("b", 2000) + ",2\n", 413, "in line 3"},
		"a huge quoted value": {csv, "code,shelf\na,1\n\"" + strings.Repeat("b", 2000), 413, "in line 3"},
		"a huge header":       {csv, strings.Repeat("c", 2000), 413, "in line 1"},
		"twice":               {csv, "code,shelf\na,1\nb,1\na,1\n", 409, "in line 4"},
		"after many":          {csv, "code,shelf\n" + many[:36] + "a,1,1\n", 400, "in line 11"},
		"too large":           {csv, "code,shelf\n" + strings.Repeat(many, 200), 413, "5000"},
		"a line not UTF-8":    {lines, "{\"code\":\"a\",\"shelf\":1}\n{\"code\":\"\xff\",\"shelf\":1}\n", 400, "in line 2"},
		"a huge line":         {lines, "{\"code\":\"a\",\"shelf\":1}\n{\"code\":\"" + strings.Repeat("b", 2000) + "\"}", 413, "in line 2"},
		"a deep line":         {lines, strings.Repeat("[", 900), 400, "in line 1"},
		"an unknown member":   {lines, "{\"code\":\"a\",\"shelf\":1}\n\n{\"colour\":1}", 400, "in line 3"},
		"a line twice":        {lines, "{\"code\":\"a\",\"shelf\":1}\r\n{\"code\":\"a\",\"shelf\":1}", 409, "in line 2"},
	} {
		status, body := s.send(t, "stock", c.form, strings.NewReader(c.body))
		var said struct{ Details string }
		if err := json.Unmarshal([]byte(body), &said); err != nil || status != c.status || !strings.Contains(said.Details, c.details) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	// Of unknown length, too.
	if status, body := s.send(t, "stock", csv, io.MultiReader(strings.NewReader("code,shelf\n"+strings.Repeat(many, 200)))); status != http.StatusRequestEntityTooLarge {
		t.Error(status, body)
	}
	if got := s.fetch(t, "stock", "application/json"); string(got) != "[]" {
		t.Errorf("%s", got)
	}
	s.empty(t)
}

// TestMarksAndLineEnds takes what spreadsheets and editors write.
func TestMarksAndLineEnds(t *testing.T) {
	t.Parallel()
	s := serveBoard(t, Options{})
	for i, body := range []string{"code,shelf\na,0", "code,shelf\r\na,1\r\n", "\uFEFFcode,shelf\na,2\n", "\uFEFF\"code\",\"shelf\"\r\n\"a\",\"3\"\r\n\r\n"} {
		if status, answer := s.send(t, "stock", "text/csv; charset=utf-8", strings.NewReader(body)); status != http.StatusCreated {
			t.Errorf("%q: %d %s", body, status, answer)
		}
		if got := s.fetch(t, fmt.Sprintf("stock?select=code&shelf=eq.%d", i), "application/json"); string(got) != `[{"code":"a"}]` {
			t.Errorf("%q: %s", body, got)
		}
	}
	if status, answer := s.send(t, "stock", "application/x-ndjson", strings.NewReader("\uFEFF{\"code\":\"b\",\"shelf\":1}\r\n\r\n")); status != http.StatusCreated {
		t.Error(status, answer)
	}
}

// TestUploadsTogether keeps many senders from filling the disk.
func TestUploadsTogether(t *testing.T) {
	t.Parallel()
	s := serveBoard(t, Options{MaxImport: 500})
	sent := "code,shelf\n" + strings.Repeat("z,1\n", 100)
	for range body.UploadsAtOnce + 1 {
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /rest/v1/stock HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n%s", len(sent)+1, sent)
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		status, answer := s.send(t, "stock", "text/csv", strings.NewReader(sent))
		if status == http.StatusServiceUnavailable {
			return
		}
		if status != http.StatusConflict || time.Now().After(deadline) {
			t.Fatal(status, answer)
		}
	}
}
