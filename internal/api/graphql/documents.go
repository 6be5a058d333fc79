package graphql

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
)

// documents keeps those that were read last. What is read is some hundred times as long
// as its text, so they are bounded by the length of all texts as well, and what was
// prepared of them counts as such.
type documents struct {
	mu    sync.Mutex
	kept  *simplelru.LRU[documentKey, *keptDocument]
	bytes int
}

// keptDocument is a document that is read, and what its operations became.
type keptDocument struct {
	*ast.QueryDocument
	weight   int // where it is kept
	prepared atomic.Pointer[[]*prepared]
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
	d.kept, _ = simplelru.NewLRU(maxDocuments, func(_ documentKey, doc *keptDocument) { // fails of a size below one alone
		d.bytes -= doc.weight
		doc.weight = 0
	})
	return d
}

// get finds a document, nil where it is not kept.
func (d *documents) get(key documentKey) *keptDocument {
	d.mu.Lock()
	defer d.mu.Unlock()
	doc, _ := d.kept.Get(key)
	return doc
}

// add keeps a document, and forgets those that were asked for longest ago where there
// are too many.
func (d *documents) add(key documentKey, doc *keptDocument) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kept.Contains(key) {
		return
	}
	doc.weight = len(key.text)
	d.kept.Add(key, doc)
	d.grow(doc.weight)
}

// grow counts what is kept besides, and forgets what was asked for longest ago.
func (d *documents) grow(by int) {
	for d.bytes += by; d.bytes > maxTexts; {
		d.kept.RemoveOldest()
	}
}

// prepare keeps what an operation of a document became, in the place of the oldest one
// where there are several. It may be nil.
func (d *documents) prepare(doc *keptDocument, p *prepared) {
	if p == nil || p.weight > maxKept {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if doc.weight == 0 { // it is not kept
		return
	}
	var list []*prepared
	if before := doc.prepared.Load(); before != nil {
		list = slices.Clone(*before)
	}
	by := p.weight
	if len(list) == maxPrepared {
		by -= list[0].weight
		list = list[1:]
	}
	list = append(list, p)
	doc.prepared.Store(&list)
	doc.weight += by
	d.grow(by)
}
