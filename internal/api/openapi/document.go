package openapi

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// About is what a document says besides the schema.
type About struct {
	Title  string // the app's name
	Prefix string // where the REST door is; /rest/v1
	// Failures are the codes of errors by the status they come with.
	Failures map[int][]string
}

// Document makes documents of one View.
type Document struct {
	view  *View
	about About
}

// NewDocument makes documents of what a caller sees.
func NewDocument(v *View, about About) *Document {
	if about.Prefix == "" {
		about.Prefix = "/rest/v1"
	}
	if about.Title == "" {
		about.Title = "Bedplate"
	}
	return &Document{view: v, about: about}
}

const introduction = "Requests are described as they are best sent, answers as they come. " +
	"`select` may rename members, cast them, spread them as arrays and fold records by aggregates: such members are not described. " +
	"With `Accept: application/json;numbers=string` ints and decimals are strings. " +
	"HEAD gives the headers of every GET."

// OpenAPI gives the document in OpenAPI 3.1.
func (d *Document) OpenAPI() ([]byte, error) {
	tags := []any{}
	for _, c := range d.view.collections {
		tags = append(tags, object{{"name", c.Name}}.maybe("description", c.Comment))
	}
	if len(d.view.actions) > 0 {
		tags = append(tags, object{{"name", actionTag}, {"description", "What can be called by name."}})
	}
	doc := object{
		{"openapi", "3.1.0"},
		{"info", object{{"title", d.about.Title}, {"description", introduction}, {"version", "v1"}}},
		{"servers", []any{object{{"url", d.about.Prefix}}}},
		{"security", []any{object{{"bearer", []string{}}}, object{{"apikey", []string{}}}, object{}}},
		{"tags", tags},
		{"paths", d.paths()},
		{"components", object{
			{"schemas", d.schemas()},
			{"parameters", d.parameters()},
			{"headers", headers},
			{"responses", append(d.successes(), d.failures()...)},
			{"securitySchemes", object{
				{"bearer", object{{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}},
				{"apikey", object{{"type", "apiKey"}, {"in", "header"}, {"name", "apikey"}}},
			}},
		}},
	}
	return marshal(doc)
}

// headers are those of answers.
var headers = object{
	{"Content-Range", object{{"description", "Which records these are, and after the slash their total or `*`."}, {"schema", object{
		{"type", "string"}, {"pattern", `^(\d+-\d+|\*)/(\d+|\*)$`}}}}},
	{"Link", object{{"description", "The next page, as `<address>; rel=\"next\"`, where there is one."}, {"schema", stringType}}},
	{"ETag", object{{"description", "Of one record by its key, where it was asked for."}, {"schema", stringType}}},
	{"Idempotent-Replayed", object{{"description", "`true` where the request was done before, and this is what was answered then."}, {"schema", stringType}}},
	{"Bedplate-Position", object{{"description", "Where the header was sent, what to send from now on: of a write, and of a read that came with one which is not known."}, {"schema", stringType}}},
	{"Location", object{{"description", "The address of a new record, under `Prefer: return=headers-only`."}, {"schema", stringType}}},
	{"Preference-Applied", object{{"description", "The preferences that were heeded."}, {"schema", stringType}}},
}

// successes are the answers with records, of each collection.
func (d *Document) successes() object {
	var out object
	for _, c := range d.view.collections {
		out = out.with(c.Name+".records", d.explained(shown(c, true)))
		if len(c.key) > 0 {
			out = out.with(c.Name+".record", d.explained(shown(c, false)))
		}
	}
	return out
}

// failures are the answers that are errors, by status.
func (d *Document) failures() object {
	var out object
	for _, status := range d.statuses() {
		codes := slices.Compact(slices.Sorted(slices.Values(d.about.Failures[status])))
		said := http.StatusText(status) + "."
		if len(codes) > 0 {
			said = fmt.Sprintf("%s Code %s.", said, strings.Join(codes, ", "))
		}
		out = out.with(failureName(status), object{{"description", said}, {"content", object{
			{"application/json", object{{"schema", ref("schemas", "error")}}},
			{"application/problem+json", object{{"schema", ref("schemas", "error.problem")}}},
		}}})
	}
	return out
}

func failureName(status int) string { return "error." + strconv.Itoa(status) }

// statuses lists those of errors that the addresses can answer with.
func (d *Document) statuses() []int {
	out := slices.Sorted(maps.Keys(d.about.Failures))
	return slices.DeleteFunc(out, func(status int) bool {
		return status == http.StatusMethodNotAllowed || http.StatusText(status) == ""
	})
}

// codes lists the codes of all errors.
func (d *Document) codes() []string {
	var out []string
	for _, codes := range d.about.Failures {
		out = append(out, codes...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
