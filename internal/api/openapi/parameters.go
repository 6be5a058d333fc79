package openapi

import (
	"slices"

	"bedplate/schema"
)

// argument is a parameter of the address's query, or a header, that all
// collections share.
type argument struct {
	component, in, name string
	schema              object
	said                string
}

var (
	stringType = object{{"type", "string"}}
	countType  = object{{"type", "integer"}, {"minimum", 0}, {"maximum", 1<<31 - 1}}
)

// arguments are the parameters that are the same everywhere.
var arguments = []argument{
	{"select", "query", "select", stringType,
		"What of each record: fields, `name:field` to rename, `field::text` to cast, records within records, `author(name)`, and `...comments(text)` to put their members here. All that may be read without it."},
	{"order", "query", "order", stringType, "`field.desc.nullslast,other`."},
	{"limit", "query", "limit", countType, "The most records wanted."},
	{"offset", "query", "offset", countType, "How many records to leave out first."},
	{"and", "query", "and", stringType, "Conditions that must all hold: `(field.gt.1,field.lt.9)`."},
	{"or", "query", "or", stringType, "Conditions one of which must hold: `(field.eq.1,other.is.null)`."},
	{"filter", "query", "filter", stringType, "A condition in the expression language."},
	{"filter.ours", "query", "$filter", stringType, "A condition in the expression language."},
	{"embedded", "query", "embedded", object{{"type", "object"}, {"additionalProperties", stringType}},
		"Further arguments by their own names, about records within (`posts.order`, `posts.limit`, `posts.body`), negated groups (`not.or`) and members of JSON fields (`meta->>colour`)."},
	{"cursor", "query", "cursor", stringType,
		"Where the page begins, as `Link` gave it with the page before; empty for the first one."},
	{"cursor.ours", "query", "$cursor", stringType, "The same, where a field is named cursor."},
	{"columns", "query", "columns", stringType, "The only members of the body that are read."},
	{"on_conflict", "query", "on_conflict", stringType, "The unique fields by which an upsert finds its record; the key without it."},
	{"Range", "header", "Range", stringType, "The records wanted, `0-9` or `20-`, counted from 0."},
	{"If-Match", "header", "If-Match", stringType, "The record's ETag, as it must still be; 412 otherwise."},
	{"If-None-Match", "header", "If-None-Match", stringType,
		"Of a read, the ETag of what one has: 304 where it is still so. Of a PUT, `*` to create and never replace."},
	{"Idempotency-Key", "header", "Idempotency-Key", object{{"type", "string"}, {"minLength", 1}, {"maxLength", 255}},
		"A text of one's own, such as a random UUID: sent again with it within a day, the request is answered as the first time and not done again. Only for callers with an id."},
	{"Bedplate-Position", "header", "Bedplate-Position", stringType,
		"What the answers to one's last writes had there, `none` before the first: replicas of the database may answer then that have come so far. Without it, the database itself answers."},
	{"Prefer.batch", "header", "Prefer", stringType, "`return=representation`, `headers-only` or `minimal` for every operation; `tx=rollback`; `handling=strict`."},
	{"Prefer.read", "header", "Prefer", stringType, "`count=exact` for the total in Content-Range, `handling=strict` to refuse what is unknown, `etag` for a record's ETag."},
	{"Prefer.create", "header", "Prefer", stringType,
		"`return=representation`, `headers-only` or `minimal`; `resolution=merge-duplicates` or `ignore-duplicates`; `missing=default`; `count=exact`; `tx=rollback`; `handling=strict`; `max-affected=10`."},
	{"Prefer.change", "header", "Prefer", stringType,
		"`return=representation` or `minimal`; `count=exact`; `tx=rollback`; `handling=strict`; `max-affected=10`."},
}

// taken are the names that mean something else than a field in a query.
var taken = []string{"select", "order", "limit", "offset", "and", "or", "columns", "on_conflict"}

// filterable tells whether a field's name alone is a condition on it.
func filterable(f *schema.Field) bool { return !slices.Contains(taken, f.Name) }

// parameters are the component parameters: the shared ones, and for each
// collection the filters on its fields and the parts of its key.
func (d *Document) parameters() object {
	var out object
	for _, a := range arguments {
		p := object{{"name", a.name}, {"in", a.in}, {"description", a.said}}
		if a.component == "embedded" {
			p = p.with("style", "form").with("explode", true)
		}
		out = out.with(a.component, p.with("schema", a.schema))
	}
	for _, c := range d.view.collections {
		for _, f := range c.rows {
			if filterable(f) {
				said := "A condition, as `eq.value` or `not.in.(a,b)`."
				if slices.Contains(c.Search, f.Index) {
					said = "A condition, as `eq.value` or `not.in.(a,b)`, or a search: `wfts.two words`, `fts.one & (two | three)`."
				}
				out = out.with("rowFilter."+c.Name+"."+f.Name, object{
					{"name", f.Name}, {"in", "query"},
					{"description", said},
					{"schema", stringType},
				})
			}
		}
		for _, f := range c.key {
			out = out.with("key."+c.Name+"."+f.Name, object{
				{"name", f.Name}, {"in", "path"}, {"required", true}, {"schema", bare(f)},
			})
		}
	}
	return out
}

// bare is a key's value in an address: no null.
func bare(f *schema.Field) object { return typeOf(f, false) }

// refs point to component parameters.
func refs(names ...string) []any {
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = ref("parameters", name)
	}
	return out
}

// filters point to the conditions on a collection's records.
func filters(c *collection) []any {
	var out []any
	for _, f := range c.rows {
		if filterable(f) {
			out = append(out, ref("parameters", "rowFilter."+c.Name+"."+f.Name))
		}
	}
	return append(out, refs("and", "or", ours(c, "filter"))...)
}

// ours is the argument that PostgREST's grammar does not know, by its name, or
// behind a $ where a field has that name, which wins.
func ours(c *collection, name string) string {
	for _, f := range c.rows {
		if f.Name == name {
			return name + ".ours"
		}
	}
	return name
}
