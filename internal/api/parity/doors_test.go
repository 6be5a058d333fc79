package parity

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/internal/api/graphql"
	"bedplate/internal/api/rest"
	"bedplate/internal/api/soap"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// doors are all of them over one engine, which keeps nothing that they write.
type doors struct {
	rest, graphql, soap http.Handler
	heard               heard
	last                *httptest.ResponseRecorder
	cursors             map[string]string // by way
}

// open opens the doors over a board that has things of every type, too.
func open(t *testing.T, kind string) *doors {
	t.Helper()
	s := apitest.Load(t, append(append(apitest.File(), "\n---\n"...), things...))
	e := apitest.Over(t, s, stores.Open(t, kind, s))
	apitest.Seed(t, e)
	apitest.Add(t, e, "things", thingRows)
	d := &doors{heard: heard{Doer: e}, cursors: map[string]string{}}
	doer := func() query.Doer { return &d.heard }
	log := slog.New(slog.DiscardHandler)
	d.rest = rest.New(doer, rest.Options{Log: log, Secret: apitest.Secret})
	d.soap = soap.New(doer, soap.Options{Log: log, Secret: apitest.Secret})
	door, err := graphql.New(doer, graphql.Options{Log: log, Page: 100})
	if err != nil {
		t.Fatal(err)
	}
	d.graphql = door
	return d
}

// things are what the board has not: every type.
const things = `collection: things
key: [id]
aggregates: true
fields:
  id:    {type: int, required: true}
  token: uuid
  raw:   bytes
  word:  {type: text, max: 40}
  kind:  {type: enum, values: [small, large]}
  big:   int
  exact: {type: decimal, precision: 30, scale: 10}
  about: float
  sure:  bool
  at:    time
  day:   date
  doc:   json
  list:  {type: list, of: text}
  nums:  {type: list, of: int}
  next:  {type: ref, to: things, back: before}
rules:
  read: "true"
  create: "true"
  update: "true"
  delete: "true"
`

const thingRows = `[
{"id":1,"token":"01934000-0000-7000-8000-000000000001","raw":"\\x00ff10","word":"Zoë ☂ \"<&>\" \\ 🜚","kind":"large","big":9223372036854775807,
 "exact":"12345678901234567890.0123456789","about":1.5e100,"sure":true,"at":"2026-11-20T23:59:59.999999Z","day":"0001-02-03","doc":{"a":[1,null,{"b":"é"}],"z":1.50},"list":["a,b","","\"{}"],"nums":[1,-2],"next":null},
{"id":2,"token":null,"raw":"\\x","word":"","kind":"small","big":-9223372036854775808,"exact":"-0.0000000001","about":-0.25,"sure":false,"at":"1970-01-01T00:00:00Z","day":"2026-02-28","doc":[],"list":[],"nums":[],"next":1},
{"id":3,"token":null,"raw":null,"word":null,"kind":null,"big":null,"exact":null,"about":null,"sure":null,"at":null,"day":null,"doc":null,"list":null,"nums":null,"next":1},
{"id":4,"sure":true,"next":2}]`

// heard is a Doer that keeps what it was asked last, and undoes it.
type heard struct {
	query.Doer
	asked string
	req   *query.Request
	inv   *query.Invocation
}

func (h *heard) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	h.asked += shown(req)
	h.req = req
	undone := *req
	undone.Rollback = true
	return h.Doer.Do(ctx, p, &undone, sink)
}

func (h *heard) Call(ctx context.Context, p *query.Principal, inv *query.Invocation) (*query.Answer, error) {
	h.asked += "call " + inv.Action.Name + arguments(inv) + "\n"
	h.inv = inv
	return h.Doer.Call(ctx, p, inv)
}

// way is a way to say something at a door, and to read the answer: what each operation
// gave, nil where the door refused.
type way struct {
	name string
	send func(t *testing.T, d *doors, text, as string) []part
}

// part is what became of one operation.
type part struct {
	rows  []any
	total string
	next  string
}

// says are the ways of each door.
var says = map[string][]way{
	"REST":    {{"REST", askREST}, {"a batch of REST", askBatch}},
	"batch":   {{"REST", askREST}},
	"GraphQL": {{"GraphQL", askGraphQL}},
	"Relay":   {{"Relay", askRelay}},
	"SOAP":    {{"SOAP", askSOAP}, {"a batch of SOAP", askSOAPBatch}},
}

// said sends a cell, and gives the request and the data; no data is a refusal.
func (d *doors) said(t *testing.T, w way, text, as string) (asked, data string) {
	t.Helper()
	d.heard.asked, d.heard.req, d.heard.inv = "", nil, nil
	text = allOf.ReplaceAllStringFunc(text, func(name string) string { return d.fields(w.name, allOf.FindStringSubmatch(name)[1]) })
	parts := w.send(t, d, strings.ReplaceAll(text, "{cursor}", d.cursors[w.name]), as)
	if parts == nil {
		return d.heard.asked, ""
	}
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString("and\n")
		}
		for _, row := range p.rows {
			text, err := json.Marshal(row) // of maps, sorted
			if err != nil {
				t.Fatal(err)
			}
			b.Write(text)
			b.WriteByte('\n')
		}
		if p.total != "" {
			b.WriteString("total " + p.total + "\n")
		}
		d.cursors[w.name] = p.next
	}
	return d.heard.asked, "gives\n" + b.String()
}

// allOf stands in a cell for the fields of a collection, which SOAP gives all of.
var allOf = regexp.MustCompile(`\{all of (\w+)\}`)

// fields are those of a collection, as a way has them.
func (d *doors) fields(way, collection string) string {
	var names []string
	for _, f := range d.heard.Schema().Collection(collection).Fields {
		name := f.Name
		if f.Ref != nil && strings.Contains("GraphQL Relay", way) {
			name += ": " + name + "_id"
		}
		if !f.Internal {
			names = append(names, name)
		}
	}
	if strings.Contains(way, "REST") {
		return strings.Join(names, ",")
	}
	return strings.Join(names, " ")
}

// decoded reads JSON whose numbers are texts.
func decoded(t *testing.T, raw []byte) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return v
}

// list gives the rows of an answer.
func list(v any) []any {
	if all, ok := v.([]any); ok {
		return all
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

// restRequest is a request as a cell has it: its first line, headers, and its body.
type restRequest struct {
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

func readREST(text string) restRequest {
	first, rest, _ := strings.Cut(text, "\n")
	r := restRequest{Headers: map[string]string{}}
	r.Method, r.Path, _ = strings.Cut(first, " ")
	for rest != "" && !strings.ContainsAny(rest[:1], "{[") {
		line, after, _ := strings.Cut(rest, "\n")
		name, val, _ := strings.Cut(line, ": ")
		r.Headers[name], rest = val, after
	}
	if r.Method != "GET" && r.Path != "/" && !strings.Contains(r.Headers["Prefer"], "return=") {
		r.Headers["Prefer"] = strings.TrimSuffix("return=representation, "+r.Headers["Prefer"], ", ")
	}
	r.Body = json.RawMessage(rest)
	return r
}

func askREST(t *testing.T, d *doors, text, as string) []part {
	t.Helper()
	r := readREST(text)
	var header []string
	for name, val := range r.Headers {
		header = append(header, name, val)
	}
	d.last = apitest.Send(d.rest, r.Method, "/rest/v1"+escaped(r.Path), string(r.Body), as, header...)
	if d.last.Code >= http.StatusMultipleChoices {
		return nil
	}
	if r.Path != "/" {
		if d.last.Body.Len() == 0 {
			return []part{{}}
		}
		return []part{restPart(d.last.Header().Get, decoded(t, d.last.Body.Bytes()))}
	}
	parts := []part{}
	for _, one := range decoded(t, d.last.Body.Bytes()).([]any) {
		parts = append(parts, batchPart(one))
	}
	return parts
}

// escaped writes what a cell has in the clear, for the sake of its readers.
func escaped(path string) string {
	return strings.NewReplacer(" ", "%20", `"`, "%22", "\n", "").Replace(path)
}

// askBatch sends the same as the one operation of a batch, where it is no batch and no
// action, which may do more than a transaction can hold.
func askBatch(t *testing.T, d *doors, text, as string) []part {
	t.Helper()
	r := readREST(text)
	if strings.HasPrefix(r.Path, "/rpc/") || r.Path == "/" {
		return askREST(t, d, text, as)
	}
	r.Path = strings.TrimPrefix(escaped(r.Path), "/")
	body, err := json.Marshal([]restRequest{r})
	if err != nil {
		t.Fatal(err)
	}
	d.last = apitest.Send(d.rest, "POST", "/rest/v1/", string(body), as)
	if d.last.Code >= http.StatusMultipleChoices {
		return nil
	}
	return []part{batchPart(list(decoded(t, d.last.Body.Bytes()))[0])}
}

func batchPart(one any) part {
	answer := one.(map[string]any)
	return restPart(func(name string) string {
		text, _ := answer["headers"].(map[string]any)[name].(string)
		return text
	}, answer["body"])
}

var cursorOf = regexp.MustCompile(`[?&]cursor=([^&>]*)`)

func restPart(header func(string) string, body any) part {
	p := part{rows: list(respelt(body))}
	if _, total, _ := strings.Cut(header("Content-Range"), "/"); total != "*" {
		p.total = total
	}
	if found := cursorOf.FindStringSubmatch(header("Link")); found != nil {
		p.next = found[1]
	}
	return p
}

func askGraphQL(t *testing.T, d *doors, text, as string) []part {
	t.Helper()
	return d.document(t, "/graphql/v1", text, as)
}

func askRelay(t *testing.T, d *doors, text, as string) []part {
	t.Helper()
	return d.document(t, graphql.RelayPrefix, text, as)
}

// document sends a document. What it gives is in the order of its root fields.
func (d *doors) document(t *testing.T, path, text, as string) []part {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"query": text})
	d.last = apitest.Send(d.graphql, "POST", path, string(body), as)
	var answer struct {
		Data   json.RawMessage
		Errors []any
	}
	if json.Unmarshal(d.last.Body.Bytes(), &answer) != nil || answer.Errors != nil {
		return nil
	}
	parts := []part{}
	dec := json.NewDecoder(bytes.NewReader(answer.Data))
	_, _ = dec.Token()
	for dec.More() {
		_, _ = dec.Token()
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			t.Fatal(err)
		}
		v := respelt(decoded(t, raw))
		if many, ok := v.([]any); ok && strings.Contains(text, "_many(") {
			for _, one := range many {
				parts = append(parts, graphPart(one))
			}
			continue
		}
		parts = append(parts, graphPart(v))
	}
	return parts
}

func graphPart(v any) part {
	obj, _ := v.(map[string]any)
	if returned, ok := obj["returning"]; ok {
		return part{rows: list(returned)}
	}
	if _, ok := obj["affected_rows"]; ok {
		return part{} // which every door says in another place
	}
	if nodes, ok := obj["nodes"]; ok {
		return part{rows: list(nodes)}
	}
	edges, ok := obj["edges"]
	if !ok {
		return part{rows: list(v)}
	}
	var p part
	for _, edge := range list(edges) {
		p.rows = append(p.rows, edge.(map[string]any)["node"])
	}
	if info, ok := obj["pageInfo"].(map[string]any); ok {
		p.next, _ = info["endCursor"].(string)
	}
	return p
}

// respelt writes what doors spell each in its own way in one: times, and the places of
// aggregates.
func respelt(v any) any {
	switch v := v.(type) {
	case string:
		if at, ok := strings.CutSuffix(v, "+00:00"); ok {
			return at + "Z"
		}
	case []any:
		for i := range v {
			v[i] = respelt(v[i])
		}
	case map[string]any:
		if folded, ok := v["aggregate"]; ok && len(v) == 1 {
			flat := map[string]any{}
			flatten(flat, respelt(folded))
			return []any{flat}
		}
		for name := range v {
			v[name] = respelt(v[name])
		}
	}
	return v
}

// flatten takes the leaves of what is nested: aggregate { sum { votes } } is votes.
func flatten(into map[string]any, from any) {
	for name, v := range from.(map[string]any) {
		if _, ok := v.(map[string]any); ok {
			flatten(into, v)
		} else {
			into[name] = v
		}
	}
}
