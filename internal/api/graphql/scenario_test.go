package graphql

import (
	"bedplate/internal/api/apitest"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestScenarios: a request is a document, with "as: role id" and "at: path" before it and
// its variables behind a line of dashes.
func TestScenarios(t *testing.T) {
	t.Parallel()
	apitest.Scenarios(t, func(t testing.TB, kind string) func(string) string {
		b := board(t, kind, Options{})
		return func(request string) string { return printAnswer(b.said(request)) }
	})
}

// said sends what a section says.
func (b boards) said(text string) *httptest.ResponseRecorder {
	as, path := "", "/graphql/v1"
	for {
		line, rest, _ := strings.Cut(text, "\n")
		if who, ok := strings.CutPrefix(line, "as: "); ok {
			as, text = who, rest
		} else if at, ok := strings.CutPrefix(line, "at: "); ok {
			path, text = at, rest
		} else {
			break
		}
	}
	document, variables, _ := strings.Cut(text, "---\n")
	return b.askAt(path, document, strings.TrimSpace(variables), as)
}

// printAnswer writes an answer for people, its errors without their texts.
func printAnswer(res *httptest.ResponseRecorder) string {
	var failed struct {
		Errors []struct {
			Locations  []struct{ Line, Column int }
			Extensions struct{ Path, Code, Field string }
		}
	}
	body := res.Body.String()
	if !strings.HasPrefix(body, `{"errors"`) || json.Unmarshal([]byte(body), &failed) != nil {
		return body + "\n"
	}
	var b strings.Builder
	for _, e := range failed.Errors {
		fmt.Fprintf(&b, "! %s %s", e.Extensions.Code, e.Extensions.Path)
		if e.Extensions.Field != "" {
			fmt.Fprintf(&b, " (%s)", e.Extensions.Field)
		}
		for _, at := range e.Locations {
			fmt.Fprintf(&b, " %d:%d", at.Line, at.Column)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
