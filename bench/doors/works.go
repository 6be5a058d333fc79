//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"bedplate/bench/load"
	"bedplate/bench/program"
)

// entrant is one of those that do the same work in turns.
type entrant struct {
	name     string
	program  *program.Program
	requests []load.Request
	record   func(body []byte) (any, error) // what it answered, in a form that all have
	wanted   float64                        // of its ratio; 0 where nothing is
}

// contest is a work, and who does it. The first is what the others are compared with.
type contest struct {
	name     string
	entrants []*entrant
	// behind tells that ratios are the first's rates to those of the others, not theirs to
	// the first's.
	behind bool
}

// doors are the works at the doors of one Bedplate.
func doors(p *program.Program, bearer string, all *rows) []*contest {
	return []*contest{
		{name: nested, entrants: []*entrant{
			{name: "REST", program: p, requests: []load.Request{request("GET", nestedREST, "", bearer, nil)}, record: plainJSON},
			bedplateGraphQL(p, bearer, 0.85),
		}},
		{name: "a post by its key", entrants: []*entrant{
			{name: "REST", program: p, requests: byKeys(all, func(id string) load.Request {
				return request("GET", "/rest/v1/posts/"+id, "", bearer, nil)
			}), record: plainJSON},
			{name: "SOAP", program: p, requests: byKeys(all, func(id string) load.Request {
				return request("POST", "/soap/v1", "text/xml; charset=utf-8", bearer, fmt.Appendf(nil, getSOAP, id))
			}), record: recordXML, wanted: 0.5},
			{name: "GraphQL", program: p, requests: byKeys(all, func(id string) load.Request {
				return request("POST", "/graphql/v1", "application/json", bearer, asked(getGraphQL, map[string]any{"id": id}))
			}), record: dataJSON},
		}},
	}
}

const nested = "30 posts, each with its author, five newest comments and how many reactions"

// The nested work at each door.
const (
	nestedREST = "/rest/v1/posts?select=id,title,slug,body,status,score,created,author(id,name),comments(id,body,created),reactions(count())" +
		"&order=created.desc&limit=30&comments.order=created.desc&comments.limit=5"
	nestedGraphQL = `query Board($limit: Int!) {
  posts(order_by: {created: desc}, limit: $limit) {
    id title slug body status score created
    author { id name }
    comments(order_by: {created: desc}, limit: 5) { id body created }
    reactions: reactions_aggregate { aggregate { count } }
  }
}`
)

// A post by its key.
const (
	getGraphQL = `query Post($id: uuid!) { posts_by_pk(id: $id) { id title slug body status author: author_id tags score created } }`
	getSOAP    = `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>` +
		`<Get_posts xmlns="urn:bedplate:soap:v1"><key><id>%s</id></key></Get_posts></soap:Body></soap:Envelope>`
)

// bedplateGraphQL does the nested work by GraphQL.
func bedplateGraphQL(p *program.Program, bearer string, wanted float64) *entrant {
	body := asked(nestedGraphQL, map[string]any{"limit": 30})
	return &entrant{name: "GraphQL", program: p, requests: []load.Request{request("POST", "/graphql/v1", "application/json", bearer, body)},
		record: dataJSON, wanted: wanted}
}

// asked is the body of a request of GraphQL's.
func asked(document string, variables map[string]any) []byte {
	raw, _ := json.Marshal(map[string]any{"query": document, "variables": variables}) // texts and numbers only: never fails
	return raw
}

// byKeys makes a request for each of a thousand posts.
func byKeys(all *rows, make func(id string) load.Request) []load.Request {
	posts := all.of["posts"]
	list := []load.Request{}
	for i := range min(1000, len(posts)) {
		list = append(list, make(posts[i]["id"].(string)))
	}
	return list
}

// request is a request as bytes. Its answer's length is known when it was asked once.
func request(method, path, media, bearer string, body []byte) load.Request {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", method, path)
	if bearer != "" {
		fmt.Fprintf(&b, "Authorization: Bearer %s\r\n", bearer)
	}
	if body != nil {
		fmt.Fprintf(&b, "Content-Type: %s\r\nContent-Length: %d\r\n", media, len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return load.Request{Bytes: []byte(b.String()), Status: http.StatusOK}
}
