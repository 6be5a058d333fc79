package rest

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/api/apitest"
	"bedplate/query"
)

// answerWith is what a caller gets where the doer fails with err.
func answerWith(t *testing.T, err error, accept string, log *bytes.Buffer) *httptest.ResponseRecorder {
	t.Helper()
	d := &rows{schema: apitest.Schema(t), err: err}
	h := New(func() query.Doer { return d }, Options{Log: slog.New(slog.NewTextHandler(log, nil))})
	return ask(h, "GET /posts\nAccept: "+accept)
}

// TestFailureBody holds errors to the four members that clients compare, and
// to RFC 9457's where it is asked for.
func TestFailureBody(t *testing.T) {
	t.Parallel()
	bare := fault.New(fault.Denied, "no")
	full := fault.Of(fault.Required, "a", "a is needed").WithDetail("d").WithHint("h")
	several := fault.Join([]*fault.Error{full, fault.Of(fault.Check, "b", "b is \"odd\"")})
	for _, test := range []struct {
		err    error
		accept string
		want   string
	}{
		{bare, "*/*", `{"code":"42501","details":null,"hint":null,"message":"no"}`},
		{full, "*/*", `{"code":"23502","details":"d","hint":"h","message":"a is needed"}`},
		{several, "*/*", `{"code":"23502","details":"d","hint":"h","message":"a is needed"}`},
		{several, "application/json, application/problem+json", `{"type":"about:blank","title":"Bad Request","status":400,` +
			`"detail":"a is needed","code":"23502","details":"d","hint":"h","errors":[` +
			`{"field":"a","code":"23502","message":"a is needed"},{"field":"b","code":"23514","message":"b is \"odd\""}]}`},
	} {
		if got := answerWith(t, test.err, test.accept, new(bytes.Buffer)).Body.String(); got != test.want {
			t.Errorf("%s\n%s, want\n%s", test.accept, got, test.want)
		}
	}
}

// TestInternal shows an id that is in the log, and nothing else.
func TestInternal(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	res := answerWith(t, errors.New("the secret cause"), "*/*", &log)
	id := strings.Fields(strings.TrimPrefix(log.String()[strings.Index(log.String(), "id=")+3:], `"`))[0]
	if res.Code != 500 || strings.Contains(res.Body.String(), "secret") || !strings.Contains(res.Body.String(), id) {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if !strings.Contains(log.String(), "the secret cause") {
		t.Errorf("not in the log: %s", log.String())
	}
}

// TestGivenUp takes a caller who went away for no fault of the server's.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	for err, want := range map[error]int{context.Canceled: statusClientClosed, context.DeadlineExceeded: 504} {
		if res := answerWith(t, err, "*/*", &log); res.Code != want || log.Len() > 0 {
			t.Errorf("%v: %d, log %s", err, res.Code, log.String())
		}
	}
}
