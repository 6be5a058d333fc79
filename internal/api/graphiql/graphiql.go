// Package graphiql serves a page to try the GraphQL door on: GraphiQL, bundled from
// source/ into dist/. It is meant for development. Nothing in the page comes from
// elsewhere, and it asks nobody but the server that it came from.
package graphiql

import (
	_ "embed"
	"net/http"

	"bedplate/internal/api/bundle"
)

// Prefix is where the page must be mounted.
const Prefix = "/graphiql"

var (
	//go:embed page.html
	markup string
	//go:embed dist/page.js
	script []byte
	//go:embed dist/style.css
	style []byte
	//go:embed dist/THIRD-PARTY.txt
	licences []byte
)

// New makes the handler of the page and its files: of an app by its name, with the
// address of its GraphQL door.
func New(title, address string) http.Handler {
	return bundle.New(Prefix, title, address, bundle.Files{Markup: markup, Script: script, Style: style, StyledAs: "style.css", Licences: licences})
}
