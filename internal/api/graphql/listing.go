package graphql

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"bedplate/fault"
	"bedplate/query"
)

// listing are the documents that a server knows from the start: by their digests, and by
// what they say however they are written.
type listing struct {
	texts map[string]string
	said  map[string]bool
}

func newListing(texts []string) (*listing, error) {
	l := &listing{texts: map[string]string{}, said: map[string]bool{}}
	for _, text := range texts {
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			return nil, fault.Wrap(fault.Syntax, err, "a listed document cannot be parsed")
		}
		l.texts[digest(text)] = text
		l.said[plain(doc)] = true
	}
	return l, nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// plain writes a document in one way alone, without comments.
func plain(doc *ast.QueryDocument) string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent(" ")).FormatQueryDocument(doc)
	return b.String()
}

// unknownDigest is what clients of persisted documents wait for: they send the document
// then.
func unknownDigest() error {
	return &refusal{message: "PersistedQueryNotFound", code: "PERSISTED_QUERY_NOT_FOUND"}
}

// text gives the document that is asked for.
func (d *Door) text(in asked) (string, error) {
	if in.digest == "" {
		return in.query, nil
	}
	if in.query != "" {
		if digest(in.query) != in.digest {
			return "", fault.New(fault.Body, "sha256Hash is not the digest of query")
		}
		return in.query, nil
	}
	if text, ok := d.listed.texts[in.digest]; ok {
		return text, nil
	}
	if text, ok := d.sent.Get(in.digest); ok {
		return text, nil
	}
	return "", unknownDigest()
}

// keep keeps a document that was sent with its digest, once it is known to be good.
func (d *Door) keep(digest, text string) {
	if len(text) <= maxKept {
		d.sent.Add(digest, text)
	}
}

// allowed refuses a document that is not listed to callers who may send no other.
func (d *Door) allowed(p *query.Principal, text string) error {
	if !d.options.OnlyListed(p.Role) {
		return nil
	}
	if _, ok := d.listed.texts[digest(text)]; ok {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, d.options.Limits.Tokens)
	if err != nil {
		return unparsed(err)
	}
	if d.listed.said[plain(doc)] {
		return nil
	}
	return fault.New(fault.Denied, "the document is not among those that the role may send")
}
