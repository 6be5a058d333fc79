package config

import (
	"strings"
	"time"

	"bedplate/schema"

	"github.com/goccy/go-yaml/ast"
)

// store reads a store: its address, or a mapping of that and its replicas.
func (r *reader) store(n ast.Node, what string) (s Store, ok bool) {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		return r.address(n, what)
	}
	var url, replicas ast.Node
	var lag time.Duration
	r.mapping(n, what, keys{
		"url":      func(n ast.Node) { url = n },
		"replicas": func(n ast.Node) { replicas = n },
		"lag":      set(r, &lag, what+".lag", duration(time.Second, 24*time.Hour)),
	})
	if url == nil {
		r.wrong(n, what+" has no url", "write "+what+": {url: postgres://USER@HOST/DATABASE, replicas: [...]}")
		return s, false
	}
	if s, ok = r.address(url, what+".url"); ok && replicas != nil {
		r.replicas(replicas, what+".replicas", &s)
	}
	s.Lag = lag
	return s, ok
}

// address reads the address of a store.
func (r *reader) address(n ast.Node, what string) (Store, bool) {
	text, ok := r.text(n, what)
	if !ok {
		return Store{}, false
	}
	s, problem := parseStore(text)
	if problem != "" {
		r.wrong(n, what+" "+problem, "")
	}
	return s, problem == ""
}

// replicas reads addresses of copies of a store. One text may have several with
// spaces between them, or none, so that a variable can name as many as there are.
func (r *reader) replicas(n ast.Node, what string, of *Store) {
	if _, none := n.(*ast.NullNode); none {
		return
	}
	r.list(n, func(n ast.Node) {
		text, ok := r.text(n, what)
		if !ok {
			return
		}
		for raw := range strings.FieldsSeq(text) {
			s, problem := parseStore(raw)
			switch {
			case problem != "":
				r.wrong(n, what+" "+problem, "")
			case of.Kind == schema.SQLite:
				r.wrong(n, what+": a database that is a file has no replicas", "remove them")
			case s.Kind != of.Kind:
				r.wrong(n, what+" must lead to copies of the store: "+s.Kind+" is none of "+of.Kind, "")
			default:
				of.Replicas = append(of.Replicas, s)
			}
		}
	})
}
