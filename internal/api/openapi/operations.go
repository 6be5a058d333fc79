package openapi

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bedplate/schema"
)

// paths are the addresses: a collection's, and its records' by their keys.
func (d *Document) paths() object {
	out := object{{"/", object{{"get", root}, {"post", d.batch()}}}}
	for _, c := range d.view.collections {
		out = out.with("/"+c.Name, d.many(c))
		if one := d.one(c); len(c.key) > 0 && len(one) > 0 {
			names := make([]string, len(c.key))
			for i, f := range c.key {
				names[i] = "{" + f.Name + "}"
			}
			keys := make([]any, len(c.key))
			for i, f := range c.key {
				keys[i] = ref("parameters", "key."+c.Name+"."+f.Name)
			}
			out = out.with("/"+c.Name+"/"+strings.Join(names, ","), append(object{{"parameters", keys}}, one...))
		}
	}
	return d.actionPaths(out)
}

// root is the door's own address.
var root = object{
	{"operationId", "collections"}, {"summary", "List the collections"},
	{"responses", object{{"200", object{{"description", "Their names."}, {"content", object{
		{"application/json", object{{"schema", object{
			{"type", "object"},
			{"properties", object{{"collections", object{{"type", "array"}, {"items", stringType}}}}},
			{"required", []string{"collections"}},
		}}}},
	}}}}}},
}

// many are the operations on a collection's address.
func (d *Document) many(c *collection) object {
	var out object
	if c.read {
		params := slices.Concat(refs("select"), filters(c), refs("order", "limit", "offset", ours(c, "cursor"), "embedded", "Range", "Prefer.read"))
		out = out.with("get", d.operation(c, "list", "Read records of "+c.Name, params, nil,
			answers{http.StatusOK: records(c), http.StatusPartialContent: records(c)}))
	}
	if c.create {
		params := slices.Concat(refs("select", "columns", "on_conflict", "embedded", "Prefer.create"))
		body := d.records(object{{"oneOf", []any{ref("schemas", c.Name+".insert"),
			object{{"type", "array"}, {"items", ref("schemas", c.Name+".insert")}}}}})
		out = out.with("post", d.operation(c, "create", "Create records of "+c.Name, params, body,
			answers{http.StatusCreated: records(c), http.StatusOK: records(c)}))
	}
	if c.update {
		params := slices.Concat(refs("select"), filters(c), refs("columns", "order", "embedded", "Prefer.change"))
		out = out.with("patch", d.operation(c, "update", "Change the records of "+c.Name+" that the filters choose", params, d.change(c),
			answers{http.StatusOK: records(c), http.StatusNoContent: nothing}))
	}
	if len(c.key) > 0 && c.put {
		params := refs("select", "columns", "Prefer.change")
		for _, f := range c.key {
			params = append(params, object{
				{"name", f.Name}, {"in", "query"}, {"required", true}, {"schema", stringType}, {"description", "`eq.` and the value."},
			})
		}
		out = out.with("put", d.operation(c, "put", "Put one record of "+c.Name+" in its place", params, d.change(c),
			answers{http.StatusOK: records(c), http.StatusCreated: records(c), http.StatusNoContent: nothing}))
	}
	if c.remove {
		params := slices.Concat(refs("select"), filters(c), refs("order", "embedded", "Prefer.change"))
		out = out.with("delete", d.operation(c, "delete", "Delete the records of "+c.Name+" that the filters choose", params, nil,
			answers{http.StatusOK: records(c), http.StatusNoContent: nothing}))
	}
	return out
}

// one are the operations on a record's address.
func (d *Document) one(c *collection) object {
	var out object
	if c.read {
		params := slices.Concat(refs("select"), conditions(c), refs("embedded", "If-Match", "If-None-Match", "Prefer.read"))
		out = out.with("get", d.operation(c, "one.get", "Read a record of "+c.Name, params, nil,
			answers{http.StatusOK: record(c), http.StatusNotModified: unchanged}))
	}
	if c.update {
		params := slices.Concat(refs("select"), conditions(c), refs("columns", "embedded", "If-Match", "Prefer.change"))
		out = out.with("patch", d.operation(c, "one.update", "Change a record of "+c.Name, params, d.change(c),
			answers{http.StatusOK: record(c), http.StatusNoContent: nothing}))
	}
	if c.put {
		out = out.with("put", d.operation(c, "one.put", "Put a record of "+c.Name+" in its place", refs("select", "columns", "embedded", "If-Match", "If-None-Match", "Prefer.change"), d.change(c),
			answers{http.StatusOK: record(c), http.StatusCreated: record(c), http.StatusNoContent: nothing}))
	}
	if c.remove {
		params := slices.Concat(refs("select"), conditions(c), refs("embedded", "If-Match", "Prefer.change"))
		out = out.with("delete", d.operation(c, "one.delete", "Delete a record of "+c.Name, params, nil,
			answers{http.StatusOK: record(c), http.StatusNoContent: nothing}))
	}
	return out
}

// conditions are filters besides the key, whose names the path has taken.
func conditions(c *collection) []any {
	all := filters(c)
	return slices.DeleteFunc(all, func(p any) bool {
		name := p.(object)[0].value.(string)
		return slices.ContainsFunc(c.key, func(f *schema.Field) bool {
			return strings.HasSuffix(name, "/rowFilter."+c.Name+"."+f.Name)
		})
	})
}

// answers are successful answers by status.
type answers map[int]object

// operation describes a method of an address.
func (d *Document) operation(c *collection, name, summary string, params []any, body object, ok answers) object {
	writes := !strings.HasSuffix(name, "list") && !strings.HasSuffix(name, "get")
	if writes {
		params = repeatable(params)
	}
	params = append(slices.Clip(params), refs("Bedplate-Position")...)
	out := object{
		{"operationId", c.Name + "." + name}, {"summary", summary}, {"tags", []string{c.Name}}, {"parameters", params},
	}
	if body != nil {
		out = out.with("requestBody", body)
	}
	var responses object
	for _, status := range []int{http.StatusOK, http.StatusCreated, http.StatusNoContent, http.StatusPartialContent, http.StatusNotModified} {
		if answer, there := ok[status]; there {
			responses = responses.with(strconv.Itoa(status), answer)
		}
	}
	for _, status := range d.statuses() {
		if writes || status != http.StatusConflict && status != http.StatusUnprocessableEntity && status != http.StatusInsufficientStorage {
			responses = responses.with(strconv.Itoa(status), ref("responses", failureName(status)))
		}
	}
	return out.with("responses", responses)
}

// body is a request's body of one form.
func (d *Document) body(content object) object { return bodyOf(content, nil) }

// records are a request's body of new records, in any of their forms.
func (d *Document) records(content object) object { return bodyOf(content, streamed) }

func bodyOf(content, further object) object {
	forms := append(object{{"application/json", object{{"schema", content}}}}, further...)
	return object{{"required", true}, {"content", forms}}
}

// streamed are the forms that hold any number of records.
var streamed = object{
	{"application/x-ndjson", object{{"schema", object{{"type", "string"}, {"description", "A record a line."}}}}},
	{"text/csv", object{{"schema", object{{"type", "string"}, {"description", "A line of names, and a record a line."}}}}},
}

func (d *Document) change(c *collection) object { return d.body(ref("schemas", c.Name+".update")) }

// unchanged is the answer to If-None-Match.
var unchanged = object{{"description", "The record is as one has it."}, {"headers", object{{"ETag", ref("headers", "ETag")}}}}

// nothing is a write's answer without return=representation.
var nothing = object{{"description", "Done; nothing to show."}, {"headers", object{
	{"Content-Range", ref("headers", "Content-Range")},
	{"Preference-Applied", ref("headers", "Preference-Applied")},
	{"Idempotent-Replayed", ref("headers", "Idempotent-Replayed")},
	{"Bedplate-Position", ref("headers", "Bedplate-Position")},
}}}

// records and record point to the answers with records, and with one.
func records(c *collection) object { return ref("responses", c.Name+".records") }
func record(c *collection) object  { return ref("responses", c.Name+".record") }

// shown is an answer with records: a list, or one.
func shown(c *collection, many bool) object {
	row := object{}
	if c.read {
		row = ref("schemas", c.Name)
	}
	list := row
	headers := object{{"Preference-Applied", ref("headers", "Preference-Applied")}, {"ETag", ref("headers", "ETag")},
		{"Idempotent-Replayed", ref("headers", "Idempotent-Replayed")}, {"Bedplate-Position", ref("headers", "Bedplate-Position")}}
	said := "The record."
	if many {
		said = "The records."
		list = object{{"type", "array"}, {"items", row}}
		headers = headers.with("Content-Range", ref("headers", "Content-Range")).with("Location", ref("headers", "Location")).with("Link", ref("headers", "Link"))
	}
	forms := append(object{
		{"application/json", object{{"schema", list}}},
		{"application/vnd.pgrst.object+json", object{{"schema", row}}},
	}, streamed...)
	return object{{"description", said + " A write shows them under `Prefer: return=representation`, and has no body otherwise."},
		{"headers", headers}, {"content", forms}}
}
