package graphiql

import (
	"testing"

	"bedplate/internal/api/bundle/bundletest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	bundletest.Test(t, bundletest.Page{Handler: New(bundletest.Name, "/graphql/v1"), Prefix: Prefix, Style: "style.css",
		Licences: []string{"graphiql 3.9.0, MIT", "graphql 16.", "codemirror 5.", "react 18.", "react-dom 18."}})
}
