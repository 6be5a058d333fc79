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
	"slices"
	"strings"

	"bedplate/bench/load"
)

// The programs, in the order of every array that has one of each.
const (
	ours = iota
	byHand
	pocket
	programs
)

var programNames = [programs]string{"Bedplate", "by hand", "PocketBase"}

// work is one thing that the programs do.
type work struct {
	name     string
	requests [programs][]load.Request
	creates  bool
	// wanted are the least ratios of the rates: by hand, and PocketBase.
	wanted [programs]float64
}

// nested is what a post's author and its newest comments are asked by.
const (
	nested = "select=id,title,slug,body,status,tags,score,created,updated,author(id,name),comments(id,author,body,created)" +
		"&comments.order=created.desc&comments.limit=5&limit=30"
	// PocketBase gives the comments of a post all or not at all, in no order:
	// on average they are as many.
	pocketNested = "perPage=30&skipTotal=1&expand=author,comments_via_post"
)

// works are what is measured under load, all with an ordinary user's token.
func works(a *arena, o options) []*work {
	list := func(path, query, pocketQuery string) [programs][]load.Request {
		return [programs][]load.Request{
			ours:   {a.request("GET", "/rest/v1/"+path+"?"+query, a.token, nil)},
			byHand: {a.request("GET", "/rest/v1/"+path+"?"+query, a.token, nil)},
			pocket: {a.request("GET", "/api/collections/"+path+"/records?"+pocketQuery, a.pocketToken, nil)},
		}
	}
	all := []*work{
		{name: "read by key", requests: a.keys(), wanted: [programs]float64{byHand: 0.85, pocket: 5}},
		{name: "list of 30", requests: list("posts", "limit=30", "perPage=30&skipTotal=1"),
			wanted: [programs]float64{byHand: 0.85, pocket: 8}},
		{name: "filtered, sorted list of 30",
			requests: list("posts", "status=eq.published&order=created.desc&limit=30",
				"filter=(status='published')&sort=-created&perPage=30&skipTotal=1"),
			wanted: [programs]float64{byHand: 0.85, pocket: 8}},
		{name: "list of 30, its rule walks a reference", requests: list("reviews", "limit=30", "perPage=30&skipTotal=1"),
			wanted: [programs]float64{byHand: 0.8, pocket: 8}},
		{name: "30 posts, each with its author and five newest comments", requests: list("posts", nested, pocketNested),
			wanted: [programs]float64{byHand: 0.8, pocket: 8}},
		{name: "durable create", requests: a.creations(), creates: true, wanted: [programs]float64{byHand: 0.85, pocket: 3.5}},
	}
	return slices.DeleteFunc(all, func(w *work) bool { return !o.works.MatchString(w.name) })
}

// keys read a thousand posts that the caller may see.
func (a *arena) keys() (all [programs][]load.Request) {
	for i := range a.rows.posts {
		if p := &a.rows.posts[i]; len(all[ours]) < 1000 && (p.Status == "published" || p.Author == a.user) {
			all[ours] = append(all[ours], a.request("GET", "/rest/v1/posts/"+p.ID, a.token, nil))
			all[pocket] = append(all[pocket], a.request("GET", "/api/collections/posts/records/"+pocketID(p.ID), a.pocketToken, nil))
		}
	}
	all[byHand] = slices.Clone(all[ours])
	return all
}

// digits hold the place of the number that makes a creation new.
const digits = "000000000000"

func (a *arena) creations() (all [programs][]load.Request) {
	for i := range all {
		path, token, author := "/rest/v1/posts", a.token, a.user
		if i == pocket {
			path, token, author = "/api/collections/posts/records", a.pocketToken, pocketID(a.user)
		}
		body, _ := json.Marshal(map[string]any{ // texts and numbers only: never fails
			"title": "A post from the benchmark", "slug": "bench-" + digits, "body": a.rows.posts[0].Body,
			"status": "published", "author": author, "tags": []string{"copper", "dawn"}, "score": 17,
		})
		r := a.request("POST", path, token, body)
		r.Serial, r.Digits, r.Status = bytes.Index(r.Bytes, []byte(digits)), len(digits), http.StatusCreated
		if i == pocket {
			r.Status, r.Length = http.StatusOK, load.AnyLength // it answers with the record
		}
		all[i] = []load.Request{r}
	}
	return all
}

func (a *arena) request(method, path, bearer string, body []byte) load.Request {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n", method, path, bearer)
	if body != nil {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return load.Request{Bytes: []byte(b.String()), Status: http.StatusOK}
}

// compare asks every server for everything that w will, and notes how long the
// answers are. Bedplate and the program by hand must give the same, byte for
// byte; PocketBase has a form of its own, and must give as many records.
func (w *work) compare(servers [programs]*server) error {
	if w.creates {
		return nil // the status is checked under load
	}
	var conns [programs]*bufio.ReadWriter
	for i, s := range servers {
		if s == nil {
			continue
		}
		c, err := net.Dial("tcp4", s.Addr.String())
		if err != nil {
			return err
		}
		defer c.Close()
		conns[i] = bufio.NewReadWriter(bufio.NewReader(c), bufio.NewWriter(c))
	}
	for at := range w.requests[ours] {
		var answers [programs]answer
		for i, c := range conns {
			if c == nil {
				continue
			}
			r := &w.requests[i][at]
			var err error
			if answers[i], err = ask(c, r.Bytes); err != nil {
				return err
			}
			r.Length = len(answers[i].body)
		}
		if err := w.same(at, answers, conns[pocket] != nil); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) same(at int, answers [programs]answer, pocketToo bool) error {
	own, other := answers[ours].whole(), answers[byHand].whole()
	if own != other {
		return fmt.Errorf("%s\nis answered by Bedplate with\n%s\n\nand by hand with\n%s", w.requests[ours][at].Bytes,
			difference(own, other), difference(other, own))
	}
	if !pocketToo {
		return nil
	}
	want, err := answers[ours].records()
	if err != nil {
		return err
	}
	if got, err := answers[pocket].records(); err != nil || got != want {
		return fmt.Errorf("%s\nis answered by PocketBase with %d records, and not %d: %v\n%.500s",
			w.requests[pocket][at].Bytes, got, want, err, answers[pocket].body)
	}
	return nil
}

// answer is what a server said.
type answer struct {
	head string // status and the headers that matter
	body []byte
}

func (a *answer) whole() string { return a.head + string(a.body) }

// records counts the records of an answer, in either form.
func (a *answer) records() (int, error) {
	if bytes.HasPrefix(a.body, []byte("[")) {
		var rows []json.RawMessage
		err := json.Unmarshal(a.body, &rows)
		return len(rows), err
	}
	var members struct {
		ID    string
		Items []json.RawMessage
	}
	err := json.Unmarshal(a.body, &members)
	if members.ID != "" {
		return 1, err
	}
	return len(members.Items), err
}

func ask(c *bufio.ReadWriter, request []byte) (answer, error) {
	_, err := c.Write(request)
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		return answer{}, err
	}
	resp, err := http.ReadResponse(c.Reader, nil)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var b strings.Builder
	fmt.Fprintln(&b, resp.Status)
	for _, name := range []string{"Content-Type", "Content-Range", "Content-Length", "Vary", "Location"} {
		fmt.Fprintf(&b, "%s: %s\n", name, resp.Header.Get(name))
	}
	return answer{head: b.String(), body: body}, err
}

// difference gives the part of a where it differs from b.
func difference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	return "..." + a[max(0, at-100):min(len(a), at+100)] + "..."
}
