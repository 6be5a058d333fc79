// Package reference serves a page that shows what the REST door can do, from
// the door's own OpenAPI document, and lets one try it: RapiDoc, bundled from
// source/ into dist/. It is meant for development. Nothing in the page comes
// from elsewhere, and it asks nobody but the server that it came from.
package reference

import (
	_ "embed"
	"net/http"

	"bedplate/internal/api/bundle"
)

// Prefix is where the page must be mounted.
const Prefix = "/reference"

var (
	//go:embed page.html
	markup string
	//go:embed dist/page.js
	script []byte
	//go:embed dist/page.css
	style []byte
	//go:embed dist/THIRD-PARTY.txt
	licences []byte
)

// New makes the handler of the page and its files: of an app by its name, with the
// address of its OpenAPI document.
func New(title, address string) http.Handler {
	return bundle.New(Prefix, title, address, bundle.Files{Markup: markup, Script: script, Style: style, StyledAs: "page.css", Licences: licences})
}
