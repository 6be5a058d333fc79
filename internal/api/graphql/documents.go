package graphql

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
)

// documents keeps those that were read last. What is read is some hundred times as long
// as its text, so they are bounded by the length of all texts as well.
type documents struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[documentKey, *ast.QueryDocument]
	bytes int
}

const (
	maxDocuments = 1000
	maxTexts     = 512 << 10
)

// documentKey tells documents apart, for those who may see the schema and others.
type documentKey struct {
	view *typed
	open bool
	text string
}

func newDocuments() *documents {
	d := &documents{}
	d.kept, _ = simplelru.NewLRU(maxDocuments, func(k documentKey, _ *ast.QueryDocument) { d.bytes -= len(k.text) }) // fails of a size below one alone
	return d
}

// get finds a document, nil where it is not kept.
func (d *documents) get(key documentKey) *ast.QueryDocument {
	d.mu.Lock()
	defer d.mu.Unlock()
	doc, _ := d.kept.Get(key)
	return doc
}

// add keeps a document, and forgets those that were asked for longest ago where there
// are too many.
func (d *documents) add(key documentKey, doc *ast.QueryDocument) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kept.Contains(key) {
		return
	}
	d.kept.Add(key, doc)
	for d.bytes += len(key.text); d.bytes > maxTexts; {
		d.kept.RemoveOldest()
	}
}
