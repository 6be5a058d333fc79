package schema

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
)

// Folder is where an app keeps its schema files.
const Folder = "schema"

// Load reads every schema/*.yaml (and *.yml) of an app directory. A file holds
// one collection, or several as documents with --- between them. It gives
// Problems, all of them, where something is wrong; file names in them are
// relative to dir.
func Load(fsys fs.FS, dir string, options Options) (*Schema, error) {
	folder := path.Join(cmp.Or(dir, "."), Folder)
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil, Problems{{File: Folder, Code: fault.NotFound,
			Message: "the app directory has no folder " + Folder, Hint: "put the collections there, one file each: schema/posts.yaml"}}
	}
	files := map[string][]byte{}
	var problems Problems
	for _, e := range entries {
		if ext := path.Ext(e.Name()); e.IsDir() || ext != ".yaml" && ext != ".yml" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		data, err := read(fsys, path.Join(folder, e.Name()))
		if err != nil {
			problems = append(problems, Problem{File: path.Join(Folder, e.Name()), Code: fault.Unavailable,
				Message: "the file cannot be read: " + err.Error()})
			continue
		}
		files[path.Join(Folder, e.Name())] = data
	}
	return parse(files, options, problems)
}

// read gives a file's bytes, and no more than is needed to refuse a huge one.
func read(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return make([]byte, maxFile+1), nil
	}
	return fs.ReadFile(fsys, name)
}

// Parse reads schema files by name.
func Parse(files map[string][]byte) (*Schema, error) {
	return parse(files, Options{}, nil)
}

func parse(files map[string][]byte, options Options, problems Problems) (*Schema, error) {
	var decls []*Decl
	partial := len(problems) > 0
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		docs, whole := readFile(name, files[name], &problems)
		partial = partial || !whole
		if len(docs) == 0 && whole {
			problems = append(problems, Problem{File: name, Line: 1, Column: 1, Code: fault.Required,
				Message: "the file holds no collection", Hint: "begin with collection: name, or remove the file"})
		}
		for _, doc := range docs {
			d := &decoder{file: name, problems: &problems}
			if doc.kind == nullNode {
				doc = &node{kind: mapNode, pos: expr.Pos{Line: max(doc.pos.Line, 1), Column: max(doc.pos.Column, 1)}}
			}
			if decl := d.collection(doc); decl != nil {
				decls = append(decls, decl)
			} else {
				partial = true
			}
		}
	}
	s := link(decls, options, &problems, partial)
	if err := problems.sorted(); err != nil {
		return nil, err
	}
	return s, nil
}
