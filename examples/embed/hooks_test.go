package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bedplate"
)

// said is what users' door answers, and the claims of the token in it.
type said struct {
	Status      int
	ErrorCode   string `json:"error_code"`
	AccessToken string `json:"access_token"`
	Refresh     string `json:"refresh_token"`
	User        struct {
		ID      string         `json:"id"`
		AppData map[string]any `json:"app_metadata"`
	} `json:"user"`
	claims map[string]any
}

// TestHooks signs up and in as callers would, and looks at what each hook makes
// of it.
func TestHooks(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var app *bedplate.App
	at := &porch{app: func() *bedplate.App { return app }, entered: map[string]int{}}
	app, err := bedplate.New(bedplate.Options{Dir: "../board", Data: data, Store: "sqlite:" + filepath.Join(data, "board.db"),
		Hooks: at.hooks(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close()
	if _, err := app.Seed(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	post := func(path, bearer, body string) (out said) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if bearer != "" {
			r.Header.Set("Authorization", "Bearer "+bearer)
		}
		w := httptest.NewRecorder()
		app.Handler().ServeHTTP(w, r)
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil && w.Body.Len() > 0 {
			t.Fatalf("%s: %s", path, w.Body)
		}
		out.Status = w.Code
		if parts := strings.Split(out.AccessToken, "."); len(parts) == 3 {
			raw, err := base64.RawURLEncoding.DecodeString(parts[1])
			if err == nil {
				err = json.Unmarshal(raw, &out.claims)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return out
	}
	const password = `"password":"correct horse battery"`
	enter := func() said {
		return post("/auth/v1/token?grant_type=password", "", `{"email":"ada@example.com",`+password+`}`)
	}

	if got := post("/auth/v1/signup", "", `{"email":"eve@Throwaway.example",`+password+`}`); got.Status != http.StatusForbidden || got.ErrorCode != "hook_refused" {
		t.Errorf("an address that passes: %+v", got)
	}
	ada := post("/auth/v1/signup", "", `{"email":"ada@example.com",`+password+`}`)
	if ada.Status != http.StatusOK || ada.User.AppData["came_by"] != "embed" || !slices.Equal(at.users, []string{ada.User.ID}) {
		t.Fatalf("%+v, and the hook saw %v", ada, at.users)
	}
	if ada.claims["moderates"] != nil {
		t.Errorf("who moderates nothing has %v", ada.claims)
	}

	// Her next token says that she was made a moderator meanwhile.
	person := fmt.Sprintf(`{"id":%q,"account":%q,"name":"new","email":"ada@example.com"}`, ada.User.ID, ada.User.ID)
	if got := post("/rest/v1/users", ada.AccessToken, person); got.Status != http.StatusCreated {
		t.Fatalf("%+v", got)
	}
	made, err := app.Call(t.Context(), "auth_create_key", json.RawMessage(`{"name":"staff","kind":"secret"}`))
	var key struct{ Key string }
	if err == nil {
		err = json.Unmarshal(made, &key)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := post("/rest/v1/moderators", key.Key, fmt.Sprintf(`{"board":"baking","user":%q}`, ada.User.ID)); got.Status != http.StatusCreated {
		t.Fatalf("%+v", got)
	}
	if got := enter(); fmt.Sprint(got.claims["moderates"]) != "[baking]" {
		t.Errorf("a moderator signs in and has %v", got.claims)
	}
	next := post("/auth/v1/token?grant_type=refresh_token", "", fmt.Sprintf(`{"refresh_token":%q}`, ada.Refresh))
	if fmt.Sprint(next.claims["moderates"]) != "[baking]" {
		t.Errorf("a moderator's next token has %v", next.claims)
	}

	// While the board is closed nobody comes in, and who is in stays.
	at.mu.Lock()
	at.closed = true
	at.mu.Unlock()
	if got := enter(); got.Status < 400 || got.AccessToken != "" || got.ErrorCode != "hook_refused" {
		t.Errorf("a closed board lets in: %+v", got)
	}
	if got := post("/auth/v1/token?grant_type=refresh_token", "", fmt.Sprintf(`{"refresh_token":%q}`, next.Refresh)); got.Status != http.StatusOK {
		t.Errorf("who is in is put out: %+v", got)
	}
	// A sign-up is a sign-in by a password; a refresh is none, and gives a token.
	if at.entered["password"] != 2 || len(at.entered) != 1 || at.given != 4 {
		t.Errorf("counted were %v and %d tokens", at.entered, at.given)
	}
}
