//go:build linux

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"time"
)

// compare asks every entrant for everything, notes how long the answers are, and fails
// where one gives other data than the first.
func (c *contest) compare() error {
	answers := make([]*bufio.ReadWriter, len(c.entrants))
	for i, e := range c.entrants {
		conn, err := net.Dial("tcp4", e.program.Addr.String())
		if err != nil {
			return err
		}
		defer conn.Close()
		answers[i] = bufio.NewReadWriter(bufio.NewReader(conn), bufio.NewWriter(conn))
	}
	for at := range c.entrants[0].requests {
		var first any
		for i, e := range c.entrants {
			body, err := ask(answers[i], e.requests[at].Bytes)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", c.name, e.name, err)
			}
			e.requests[at].Length = len(body)
			got, err := e.record(body)
			if err != nil {
				return fmt.Errorf("%s, %s: %w\n%.2000s", c.name, e.name, err, body)
			}
			if i == 0 {
				first = got
			} else if !reflect.DeepEqual(first, got) {
				return fmt.Errorf("%s: %s gives\n%.1500s\n\nand %s\n%.1500s", c.name, c.entrants[0].name, told(first), e.name, told(got))
			}
		}
	}
	return nil
}

func told(v any) []byte {
	raw, _ := json.Marshal(v) // of JSON and XML, and of texts alone: never fails
	return raw
}

// ask sends a request and gives the body of its answer.
func ask(c *bufio.ReadWriter, request []byte) ([]byte, error) {
	_, err := c.Write(request)
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(c.Reader, nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s\n%.2000s", resp.Status, body)
	}
	return body, err
}

// plainJSON reads an answer of REST's.
func plainJSON(body []byte) (any, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	err := d.Decode(&v)
	return normal(v), err
}

// dataJSON reads what the one root field of a query gave.
func dataJSON(body []byte) (any, error) {
	var answer struct {
		Data   map[string]json.RawMessage
		Errors json.RawMessage
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if len(answer.Data) != 1 {
		return nil, fmt.Errorf("there is no data, but %s", answer.Errors)
	}
	var field json.RawMessage
	for _, field = range answer.Data {
	}
	return plainJSON(field)
}

// normal gives data one form: lists without what stands around them, counts as numbers,
// each value as a text, times in UTC.
func normal(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 1 {
			for name, only := range v {
				if name == "nodes" || name == "aggregate" || name == "totalCount" || strings.HasPrefix(name, "count") {
					return normal(only)
				}
			}
		}
		out := make(map[string]any, len(v))
		for name, one := range v {
			out[name] = normal(one)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = normal(one)
		}
		if len(v) == 1 {
			if _, scalar := out[0].(string); scalar {
				if _, was := v[0].(map[string]any); was { // a list that a count stands in
					return out[0]
				}
			}
		}
		return out
	case json.Number:
		return v.String()
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return at.UTC().Format(time.RFC3339Nano)
		}
		return v
	}
	return v
}

// node is an element of XML.
type node struct {
	XMLName xml.Name
	Text    string `xml:",chardata"`
	Inner   []node `xml:",any"`
}

// recordXML reads the one record of a message.
func recordXML(body []byte) (any, error) {
	var envelope struct {
		Record node `xml:"Body>Get_postsResponse>record"`
	}
	if err := xml.Unmarshal(body, &envelope); err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, field := range envelope.Record.Inner {
		switch name := field.XMLName.Local; {
		case name == "tags":
			items := []any{}
			for _, item := range field.Inner {
				items = append(items, item.Text)
			}
			out[name] = items
		default:
			out[name] = normal(field.Text)
		}
	}
	return out, nil
}
