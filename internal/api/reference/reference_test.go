package reference

import (
	"testing"

	"bedplate/internal/api/bundle/bundletest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	bundletest.Test(t, bundletest.Page{Handler: New(bundletest.Name, "/rest/v1/openapi.json"), Prefix: Prefix, Style: "page.css",
		Licences: []string{"rapidoc 9.3.8, MIT", "lit 3.", "lit-html 3.", "marked 4.3.0, MIT", "prismjs 1.", "randexp 0."}})
}
