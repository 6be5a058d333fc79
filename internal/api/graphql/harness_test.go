package graphql

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/internal/api/rest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
)

// boards are the two doors over one engine.
type boards struct{ graphql, rest http.Handler }

// board is the board over one kind of store, with its rows.
func board(t testing.TB, kind string, o Options) boards {
	t.Helper()
	return doorsTo(t, apitest.Board(t, kind), o)
}

func seeded(t testing.TB, s *schema.Schema, d driver.Driver, o Options) boards {
	t.Helper()
	e := apitest.Over(t, s, d)
	apitest.Seed(t, e)
	return doorsTo(t, e, o)
}

func doorsTo(t testing.TB, e query.Doer, o Options) boards {
	t.Helper()
	doer := func() query.Doer { return e }
	o.Log, o.Page = slog.New(slog.DiscardHandler), 100
	door, err := New(doer, o)
	if err != nil {
		t.Fatal(err)
	}
	return boards{door, rest.New(doer, rest.Options{Log: o.Log, Secret: apitest.Secret})}
}

func (b boards) askREST(method, path, body, as string) *httptest.ResponseRecorder {
	return apitest.Send(b.rest, method, "/rest/v1"+path, body, as)
}

// ask sends a document, with variables as JSON where there are any.
func (b boards) ask(document, variables, as string) *httptest.ResponseRecorder {
	return b.askAt("/graphql/v1", document, variables, as)
}

func (b boards) askAt(path, document, variables, as string) *httptest.ResponseRecorder {
	text, _ := json.Marshal(document)
	body := `{"query":` + string(text)
	if variables != "" {
		body += `,"variables":` + variables
	}
	return apitest.Send(b.graphql, "POST", path, body+"}", as)
}
