package engine_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"bedplate/query"
	"bedplate/value"
)

// disguise is what stands before a hidden field's name in a twin.
const disguise = "zq"

// backs are the names of the ways back along references, which are hidden with them.
// Those that collections have, too, keep theirs.
var backs = map[string]string{"boss": "staff", "reviewer": "reviews", "by": "remarks"}

// secret is what a twin has and the world has not: a collection that is nobody's.
const secret = "\n---\ncollection: zqvault\ninternal: true\nkey: [id]\nfields:\n  id: {type: int, required: true}\n" +
	"  holder: {type: ref, to: people, back: zqvaults}\n"

var readable = regexp.MustCompile(`(?m)^(  \w+: \{type: [^\n]*), read: '([^']*)'\}$`)

// seal keeps whoever may not read a field from writing it, too, so that not even its
// name is known.
func (w *world) seal() (err error) {
	w.files = readable.ReplaceAllStringFunc(w.files, func(line string) string {
		if strings.Contains(line, "value:") {
			return line
		}
		return readable.ReplaceAllString(line, "$1, read: '$2', write: '$2'}")
	})
	w.schema, err = parseWorld(w.files)
	return err
}

// twin is a world that differs from w in what p may not see, and in nothing else: other
// values in hidden fields, other hidden rows, other names of hidden fields, a hidden
// collection.
func (w *world) twin(r *rand.Rand, p *query.Principal) (*world, error) {
	other := &world{schema: w.schema, files: w.files, rows: map[string][][]value.Value{}}
	for name, rows := range w.rows {
		other.rows[name] = slices.Clone(rows)
	}
	seen := w.seenBy(p).text()
	next := int64(760_000)
	for range 60 {
		tried := &world{schema: w.schema, files: w.files, rows: map[string][][]value.Value{}}
		for name, rows := range other.rows {
			tried.rows[name] = slices.Clone(rows)
		}
		tried.change(r, &next)
		if tried.seenBy(p).text() == seen {
			other = tried
		}
	}
	for _, c := range w.schema.Collections {
		for _, f := range c.Fields {
			if sees(p, f) {
				continue
			}
			other.rename(f.Name)
			if back := backs[f.Name]; back != "" {
				other.rename(back)
			}
		}
	}
	other.files += secret
	var err error
	other.schema, err = parseWorld(other.files)
	return other, err
}

// rename gives a field, or a way back, a name that no request has.
func (w *world) rename(name string) {
	w.files = regexp.MustCompile(`\b`+name+`\b`).ReplaceAllString(w.files, disguise+name)
}

// change changes something at random: a field, or whether there is a row.
func (w *world) change(r *rand.Rand, next *int64) {
	name := oneOf(r, []string{"people", "posts", "comments"})
	rows := w.rows[name]
	at := r.IntN(len(rows))
	switch r.IntN(4) {
	case 0:
		if len(rows) > 2 && !w.referred(name, rows[at][0]) {
			w.rows[name] = slices.Delete(rows, at, at+1)
		}
		return
	case 1:
		*next++
		w.rows[name] = append(rows, w.made(r, name, len(rows), *next, next))
		return
	}
	fresh := w.made(r, name, at, rows[at][0].Int(), next)
	row := slices.Clone(rows[at])
	field := 1 + r.IntN(len(row)-1)
	row[field] = fresh[field]
	rows[at] = row
}

// made is a new row that may stand at a place.
func (w *world) made(r *rand.Rand, name string, at int, id int64, next *int64) []value.Value {
	ids := map[string][]value.Value{}
	for of, rows := range w.rows {
		for _, row := range rows {
			ids[of] = append(ids[of], row[0])
		}
	}
	return w.row(r, name, value.OfInt(id), ids, at, func() int64 { *next++; return *next })
}

// referred tells whether a record is one that others refer to.
func (w *world) referred(name string, id value.Value) bool {
	for _, c := range w.schema.Collections {
		for _, ref := range c.Refs {
			if ref.To.Name != name {
				continue
			}
			for _, row := range w.rows[c.Name] {
				if value.Equal(row[ref.Columns[0]], id) {
					return true
				}
			}
		}
	}
	return false
}

// text writes what there is, for comparisons.
func (w *world) text() string {
	var b strings.Builder
	for _, c := range w.schema.Collections {
		rows := slices.Clone(w.rows[c.Name])
		slices.SortFunc(rows, func(a, b []value.Value) int { return strings.Compare(a[0].String(), b[0].String()) })
		for _, row := range rows {
			fmt.Fprintln(&b, c.Name, row)
		}
	}
	return b.String()
}
