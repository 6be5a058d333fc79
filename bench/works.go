//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"bedplate/bench/load"
)

// work is one thing that both programs do.
type work struct {
	name     string
	requests []load.Request
	creates  bool
}

// works are the four that are measured, all with an ordinary user's token.
func works(a *arena) []*work {
	var keys []load.Request
	for i := range a.posts {
		if p := &a.posts[i]; len(keys) < 1000 && (p.Status == "published" || p.Author == a.user) {
			keys = append(keys, a.request("GET", "/rest/v1/posts/"+p.ID, nil))
		}
	}
	body, _ := json.Marshal(map[string]any{ // texts and numbers only: never fails
		"title": "A post from the benchmark", "slug": "bench-" + digits, "body": a.posts[0].Body,
		"status": "published", "author": a.user, "tags": []string{"copper", "dawn"}, "score": 17,
	})
	create := a.request("POST", "/rest/v1/posts", body)
	create.Serial, create.Digits, create.Status = bytes.Index(create.Bytes, []byte(digits)), len(digits), http.StatusCreated
	return []*work{
		{name: "read by key", requests: keys},
		{name: "list of 30", requests: []load.Request{a.request("GET", "/rest/v1/posts?limit=30", nil)}},
		{name: "filtered, sorted list of 30", requests: []load.Request{
			a.request("GET", "/rest/v1/posts?status=eq.published&order=created.desc&limit=30", nil)}},
		{name: "durable create", requests: []load.Request{create}, creates: true},
	}
}

// digits hold the place of the number that makes a creation new.
const digits = "000000000000"

func (a *arena) request(method, path string, body []byte) load.Request {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n", method, path, a.token)
	if body != nil {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return load.Request{Bytes: []byte(b.String()), Status: http.StatusOK}
}

// compare asks both servers for everything that w will, demands the same
// answers, and notes their lengths.
func (w *work) compare(servers [2]*server) error {
	if w.creates {
		return nil // no body: the status is checked under load
	}
	var conns [2]*bufio.ReadWriter
	for i, s := range servers {
		c, err := net.Dial("tcp4", s.addr.String())
		if err != nil {
			return err
		}
		defer c.Close()
		conns[i] = bufio.NewReadWriter(bufio.NewReader(c), bufio.NewWriter(c))
	}
	for i := range w.requests {
		r := &w.requests[i]
		var answers [2]string
		for j, c := range conns {
			var err error
			if answers[j], r.Length, err = ask(c, r.Bytes); err != nil {
				return err
			}
		}
		if answers[0] != answers[1] {
			return fmt.Errorf("%s\nis answered by bedplate with\n%s\n\nand by hand with\n%s", r.Bytes,
				difference(answers[0], answers[1]), difference(answers[1], answers[0]))
		}
	}
	return nil
}

// ask gives an answer with the headers that matter, and its body's length.
func ask(c *bufio.ReadWriter, request []byte) (string, int, error) {
	_, err := c.Write(request)
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		return "", 0, err
	}
	resp, err := http.ReadResponse(c.Reader, nil)
	if err != nil {
		return "", 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var b strings.Builder
	fmt.Fprintln(&b, resp.Status)
	for _, name := range []string{"Content-Type", "Content-Range", "Content-Length", "Vary", "Location"} {
		fmt.Fprintf(&b, "%s: %s\n", name, resp.Header.Get(name))
	}
	b.Write(body)
	return b.String(), len(body), err
}

// difference gives the part of a where it differs from b.
func difference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	return "..." + a[max(0, at-100):min(len(a), at+100)] + "..."
}
