package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// conn is a connection with at most one request on its way.
type conn struct {
	net  net.Conn
	in   *bufio.Reader
	out  []byte // the request
	body []byte // of the last answer
}

func dial(addr string) (*conn, error) {
	c, err := net.Dial("tcp4", addr)
	if err != nil {
		return nil, err
	}
	return &conn{net: c, in: bufio.NewReader(c)}, nil
}

// ask sends a request, with more headers if there are any, and gives the status of
// its answer, whose body is in c.body.
func (c *conn) ask(method, path, bearer, headers, body string) (status int, err error) {
	c.out = append(append(append(append(c.out[:0], method...), ' '), path...), " HTTP/1.1\r\nHost: 127.0.0.1\r\n"...)
	if bearer != "" {
		c.out = append(append(append(c.out, "Authorization: Bearer "...), bearer...), "\r\n"...)
	}
	c.out = append(c.out, headers...)
	if body != "" {
		c.out = append(c.out, "Content-Type: application/json\r\nContent-Length: "...)
		c.out = append(strconv.AppendInt(c.out, int64(len(body)), 10), "\r\n"...)
	}
	c.out = append(append(c.out, "\r\n"...), body...)
	if err := c.net.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return 0, err
	}
	if _, err := c.net.Write(c.out); err != nil {
		return 0, err
	}
	return c.answer()
}

// answer reads one answer, which has a length.
func (c *conn) answer() (status int, err error) {
	length := -1
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch name, rest, _ := bytes.Cut(line, []byte(": ")); {
		case first:
			if len(line) < len("HTTP/1.1 200") {
				return 0, fmt.Errorf("an answer begins with %q", line)
			}
			if status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return 0, err
			}
		case string(name) == "Content-Length":
			if length, err = strconv.Atoi(string(rest)); err != nil {
				return 0, err
			}
		}
		if len(line) == 0 {
			break
		}
	}
	if length < 0 {
		return status, fmt.Errorf("an answer of status %d has no length", status)
	}
	if cap(c.body) < length {
		c.body = make([]byte, length)
	}
	c.body = c.body[:length]
	_, err = io.ReadFull(c.in, c.body)
	return status, err
}

// member gives a member of the last answer that is a text without escapes.
func (c *conn) member(name string) string {
	_, rest, _ := bytes.Cut(c.body, []byte(`"`+name+`":"`))
	text, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(text)
}
