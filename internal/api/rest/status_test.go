package rest

import (
	"testing"

	"bedplate/fault"
	"bedplate/query"
)

// TestEveryCodeHasAnAnswer holds the table to the closed list.
func TestEveryCodeHasAnAnswer(t *testing.T) {
	t.Parallel()
	for _, code := range fault.Codes() {
		a, ok := answers[code]
		if !ok || a.status < 300 || a.code == "" {
			t.Errorf("%s has no answer", code)
		}
	}
	if len(answers) != len(fault.Codes()) {
		t.Errorf("%d answers for %d codes", len(answers), len(fault.Codes()))
	}
}

// TestDenied asks nobody to say who they are, and tells somebody no.
func TestDenied(t *testing.T) {
	t.Parallel()
	for role, want := range map[string]int{query.RoleAnon: 401, query.RoleAuthenticated: 403, "editor": 403} {
		if got := answerTo(fault.Denied, &query.Principal{Role: role}).status; got != want {
			t.Errorf("%s: %d, want %d", role, got, want)
		}
	}
}
