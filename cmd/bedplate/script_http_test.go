package main

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// request sends one request: http [-token T] [-apikey K] [-H HEADER]...
// [-d BODY] STATUS METHOD URL. The answer must have the status; its body goes
// to stdout, and its status line and headers to stderr.
func request(ts *testscript.TestScript, neg bool, args []string) {
	header := http.Header{}
	body := ""
	for len(args) > 1 && strings.HasPrefix(args[0], "-") {
		v := args[1]
		switch args[0] {
		case "-token":
			header.Add("Authorization", "Bearer "+v)
		case "-apikey":
			header.Add("Apikey", v)
		case "-H":
			name, text, _ := strings.Cut(v, ":")
			header.Add(name, strings.TrimSpace(text))
		case "-d":
			body = v
		default:
			ts.Fatalf("http knows no %s", args[0])
		}
		args = args[2:]
	}
	if neg || len(args) != 3 {
		ts.Fatalf("usage: http [-token T] [-apikey K] [-H HEADER] [-d BODY] STATUS METHOD URL")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	req, err := http.NewRequest(args[1], args[2], strings.NewReader(body))
	ts.Check(err)
	req.Header = header
	if body != "" && header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultTransport.RoundTrip(req) // follows no redirects
	ts.Check(err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	ts.Check(err)
	_, err = ts.Stdout().Write(append(answer, '\n'))
	ts.Check(err)
	_, err = io.WriteString(ts.Stderr(), resp.Status+"\n")
	ts.Check(err)
	ts.Check(resp.Header.Write(ts.Stderr()))
	if resp.StatusCode != want {
		ts.Fatalf("%s %s is %s, want %d: %s", args[1], args[2], resp.Status, want, answer)
	}
}
