package rest

import (
	"bedplate/internal/api/apitest"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"sort"
	"strings"
	"testing"
)

// TestScenarios compares status, headers and body.
func TestScenarios(t *testing.T) {
	t.Parallel()
	apitest.Scenarios(t, func(t testing.TB, kind string) func(string) string {
		h := boardOn(t, kind)
		return func(request string) string { return printAnswer(ask(h, strings.TrimRight(request, "\n"))) }
	})
}

// printAnswer writes an answer for people: the headers that matter, sorted.
func printAnswer(res *httptest.ResponseRecorder) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", res.Code)
	names := make([]string, 0)
	for name := range res.Header() {
		if name != "Content-Length" && name != "Vary" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	for _, name := range names {
		val := res.Header().Get(name)
		if name == "Content-Type" && val == "application/json; charset=utf-8" {
			continue
		}
		fmt.Fprintf(&b, "%s: %s\n", name, val)
	}
	if body := strings.TrimRight(res.Body.String(), "\n"); body != "" {
		b.WriteString("\n" + withoutText(res.Code, body) + "\n")
	}
	return b.String()
}

// withoutText leaves of an error what clients act on: its code, the fields of
// its errors, and details that are not prose.
func withoutText(status int, body string) string {
	var failure struct {
		Code   string
		Errors []struct {
			Field, Code string
			Line, Row   int
		}
	}
	if status < 300 || json.Unmarshal([]byte(body), &failure) != nil {
		return body
	}
	out := "! " + failure.Code
	for _, e := range failure.Errors {
		out += "\n! " + e.Code + " " + e.Field
		if e.Line > 0 {
			out += fmt.Sprint(", line ", e.Line)
		}
		if e.Row > 0 {
			out += fmt.Sprint(", row ", e.Row)
		}
	}
	return out
}
