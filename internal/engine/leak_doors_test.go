package engine_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/internal/api/graphql"
	"bedplate/internal/api/openapi"
	"bedplate/internal/api/rest"
	"bedplate/internal/api/soap"
	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// house is a world behind all of its doors.
type house struct {
	http.Handler
	graphql *graphql.Door
}

// open fills a database with a world and opens its doors, which undo what they do.
func (w *world) open(t *testing.T, kind string, interceptors ...engine.Interceptor) *house {
	t.Helper()
	e := enginetest.Open(t, kind, engine.Options{Schema: w.schema, TagKey: []byte("of the tests"), WriteRows: 1000, Interceptors: interceptors})
	fill(t, e, w)
	doer := func() query.Doer { return undone{e} }
	log := slog.New(slog.DiscardHandler)
	h, mux := &house{}, http.NewServeMux()
	var err error
	if h.graphql, err = graphql.New(doer, graphql.Options{Log: log, Limits: graphql.Limits{Cost: 1 << 20}}); err != nil {
		t.Fatal(err)
	}
	for _, prefix := range graphql.Prefixes {
		mux.Handle(prefix, h.graphql)
	}
	secret := []byte("of the tests")
	mux.Handle(soap.Prefix, soap.New(doer, soap.Options{Log: log, Secret: secret}))
	mux.Handle("/rest/v1/", rest.New(doer, rest.Options{Log: log, Secret: secret,
		Documents: openapi.New(doer, openapi.About{Title: "world", Failures: rest.Failures()})}))
	h.Handler = mux
	return h
}

// ask sends a request, and gives all that comes back.
func (h *house) ask(p *query.Principal, said phrase) string {
	r := httptest.NewRequest(said.method, said.target, strings.NewReader(said.body))
	switch {
	case strings.HasPrefix(said.target, soap.Prefix):
		r.Header.Set("Content-Type", "text/xml; charset=utf-8")
	case said.body != "":
		r.Header.Set("Content-Type", "application/json")
	}
	if said.prefer != "" {
		r.Header.Set("Prefer", said.prefer)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r.WithContext(query.WithPrincipal(r.Context(), p)))
	return fmt.Sprintln(rec.Code, rec.Header(), rec.Body)
}

// TestDoorsLeakNothing asks two databases the same that differ only in what the caller
// may not see: values of hidden fields and rows, what hidden fields are called, a hidden
// collection. No door may answer them otherwise, to the byte, whatever is asked; nor
// describe them otherwise.
func TestDoorsLeakNothing(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, kind string) {
		for seed := range uint64(stores.Cases(kind, (*leakWorlds+1)/2)) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 11))
				w, err := newWorld(r)
				if err == nil {
					err = w.seal()
				}
				if err != nil {
					t.Fatal(err)
				}
				p := callers[seed%uint64(len(callers))]
				other, err := w.twin(r, p)
				if err != nil {
					t.Fatalf("%v\n%s", err, other.files)
				}
				compareHouses(t, newSpeaker(r, w, p), p, w, w.open(t, kind), other.open(t, kind), other)
			})
		}
	})
}

// doorsOfHouse are what a caller may say at each.
var doorsOfHouse = []struct {
	name string
	say  func(speaker) phrase
}{{"REST", speaker.rest}, {"GraphQL", speaker.graph}, {"Relay", speaker.relay}, {"SOAP", speaker.soap}}

func compareHouses(t *testing.T, s speaker, p *query.Principal, w *world, one, two *house, other *world) {
	for _, relay := range []bool{false, true} {
		a, errA := one.graphql.SchemaOf(p, relay)
		b, errB := two.graphql.SchemaOf(p, relay)
		if a != b || errA != nil || errB != nil {
			t.Errorf("GraphQL is described otherwise: %v %v\n%s", errA, errB, cmp.Diff(a, b))
		}
	}
	same := func(said phrase) string {
		a, b := one.ask(p, said), two.ask(p, said)
		if a != b {
			t.Fatalf("%v asks\n%v\nand is told one thing or the other\n%s\n%s\n%s", p, said, cmp.Diff(a, b), w.files, other.files)
		}
		return a
	}
	for _, target := range []string{"/rest/v1/", "/rest/v1/openapi.json", "/soap/v1?wsdl", "/rest/v1/zqvault", "/rest/v1/people?select=zqvaults(id)"} {
		same(phrase{method: "GET", target: target})
	}
	for _, door := range doorsOfHouse {
		answered := 0
		for range requestsPerWorld {
			if a := same(door.say(s)); strings.HasPrefix(a, "200") && !strings.Contains(a, `"errors"`) {
				answered++
			}
		}
		t.Logf("%s answered %d of %d", door.name, answered, requestsPerWorld)
	}
}
