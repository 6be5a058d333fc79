package main

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// request sends one request: http [-token T] [-apikey K] [-H HEADER]...
// [-d BODY | -q QUOTED] STATUS[/CODE] METHOD URL. A QUOTED body is written with
// Go's escapes. The answer must have the status, and the code in its body
// where one is given; its body goes to stdout, and its status line and headers
// to stderr.
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
		case "-q":
			unquoted, err := strconv.Unquote(`"` + v + `"`)
			ts.Check(err)
			body = unquoted
		default:
			ts.Fatalf("http knows no %s", args[0])
		}
		args = args[2:]
	}
	if neg || len(args) != 3 {
		ts.Fatalf("usage: http [-token T] [-apikey K] [-H HEADER] [-d BODY | -q QUOTED] STATUS[/CODE] METHOD URL")
	}
	status, code, _ := strings.Cut(args[0], "/")
	want, err := strconv.Atoi(status)
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
	if resp.StatusCode != want || code != "" && !strings.HasPrefix(string(answer), `{"code":"`+code+`",`) {
		ts.Fatalf("%s %.200s is %s, want %s: %s", args[1], args[2], resp.Status, args[0], answer)
	}
}

// times NAME COUNT TEXT sets a variable to a text, repeated.
func times(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: times NAME COUNT TEXT")
	}
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Setenv(args[0], strings.Repeat(args[2], count))
}
