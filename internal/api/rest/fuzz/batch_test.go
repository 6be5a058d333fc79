package fuzz

import (
	"net/http"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/query"
)

// FuzzBatch sends batches of whatever the fuzzer thinks of, and undoes them.
func FuzzBatch(f *testing.F) {
	for _, section := range txtar.Parse(read(f, "../testdata/batch.txtar")).Files {
		if _, body, ok := strings.Cut(string(section.Data), "\n\n"); ok && strings.HasPrefix(section.Name, "> ") {
			f.Add([]byte(body))
		}
	}
	h := board(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if body == nil {
			body = []byte{}
		}
		for _, role := range []string{query.RoleAnon, query.RoleService} {
			hold(t, ask(h, http.MethodPost, "/", "", role, body, http.Header{"Prefer": {"tx=rollback"}}), role)
		}
	})
}
