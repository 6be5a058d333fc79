package openapi

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"bedplate/schema"
	"bedplate/value"
)

// action is an action that the caller may call. records is the collection whose
// records it gives, nil where it gives none, or the caller may read none.
type action struct {
	*schema.Action
	records *collection
}

// addActions looks at the actions as a caller, once the collections are there.
func (v *View) addActions(s *schema.Schema, caller Caller) {
	for _, a := range s.Actions {
		if !caller.Callable(a) {
			continue
		}
		seen := &action{Action: a}
		for _, c := range v.collections {
			if c.Collection == a.Result.Collection && c.read {
				seen.records = c
			}
		}
		v.actions = append(v.actions, seen)
	}
}

// appendActions appends which actions are there to what a View depends on.
func (caller Caller) appendActions(bits []byte, s *schema.Schema) []byte {
	for _, a := range s.Actions {
		bit := byte('0')
		if caller.Callable(a) {
			bit = '1'
		}
		bits = append(bits, bit)
	}
	return bits
}

// actionTag gathers the actions in a document.
const actionTag = "(actions)"

// actionPaths appends the addresses of actions.
func (d *Document) actionPaths(paths object) object {
	for _, a := range d.view.actions {
		var methods object
		if a.Reads && !a.Whole {
			methods = methods.with("get", d.actionOperation(a, "get", a.asked(), nil))
		}
		methods = methods.with("post", d.actionOperation(a, "call", nil, a.body()))
		paths = paths.with("/rpc/"+a.Name, methods)
	}
	return paths
}

// actionOperation describes a call by one method.
func (d *Document) actionOperation(a *action, name string, params []any, body object) object {
	params = append(params, a.rowArguments(body == nil)...)
	if a.Atomic && !a.Reads {
		params = repeatable(params)
	}
	params = append(slices.Clip(params), refs("Bedplate-Position")...)
	out := object{{"operationId", "rpc." + a.Name + "." + name}, {"summary", "Call " + a.Name}}.
		maybe("description", a.Comment).with("tags", []string{actionTag}).with("parameters", params)
	if body != nil {
		out = out.with("requestBody", body)
	}
	status, answer := a.answer()
	responses := object{{strconv.Itoa(status), answer}}
	if body != nil && status != http.StatusNoContent {
		responses = responses.with(strconv.Itoa(http.StatusNoContent), object{{"description", "Done, under `Prefer: return=minimal`."}})
	}
	if a.Result.Kind == schema.RecordsResult {
		responses = responses.with(strconv.Itoa(http.StatusPartialContent), answer)
	}
	for _, status := range d.statuses() {
		responses = responses.with(strconv.Itoa(status), ref("responses", failureName(status)))
	}
	return out.with("responses", responses)
}

// asked are the parameters as a GET takes them.
func (a *action) asked() []any {
	var out []any
	for _, f := range a.Params {
		if slices.Contains(taken, f.Name) {
			continue // it can only be sent by POST
		}
		p := object{{"name", f.Name}, {"in", "query"}, {"required", f.Needed()}}.maybe("description", a.describe(f))
		content := typeOf(f, false)
		if f.Type.Kind == value.List || f.Type.Kind == value.JSON {
			content = stringType
		}
		out = append(out, p.with("schema", content))
	}
	return out
}

// describe says of a parameter what its type cannot.
func (a *action) describe(f *schema.Field) string {
	said := f.Comment
	if val, ok := defaultOf(f); ok {
		said = strings.TrimSpace(said + " Without it: " + string(val) + ".")
	}
	switch f.Type.Kind {
	case value.List:
		said = strings.TrimSpace(said + " Written {a,b}.")
	case value.JSON:
		said = strings.TrimSpace(said + " JSON.")
	}
	return said
}

// rowArguments are those about the records that an action gives. Where the
// action has a parameter of their name, on a GET that is the parameter.
func (a *action) rowArguments(get bool) []any {
	c := a.records
	if c == nil {
		return nil
	}
	all := slices.Concat(refs("select"), filters(c), refs("order", "limit", "offset", "embedded", "Range", "Prefer.read"))
	if get && a.Result.Kind == schema.RecordsResult {
		all = append(all, ref("parameters", ours(c, "cursor")))
	}
	if !get {
		return all
	}
	var out []any
	for _, p := range all {
		name := strings.TrimPrefix(p.(object)[0].value.(string), "#/components/parameters/")
		if (name == "filter" || name == "cursor") && a.Param(name) != nil {
			p = ref("parameters", name+".ours")
		}
		if field, filter := strings.CutPrefix(name, "rowFilter."+c.Name+"."); !filter || a.Param(field) == nil {
			out = append(out, p)
		}
	}
	return out
}

// body is what a POST sends.
func (a *action) body() object {
	if a.Whole {
		f := a.Params[0]
		media := map[value.Kind]string{value.Text: "text/plain", value.Bytes: "application/octet-stream", value.JSON: "application/json"}
		content, needed := object{}, f.Needed()
		if f.Type.Kind != value.JSON {
			content, needed = stringType, false // nothing is a text, too
		}
		return object{{"required", needed}, {"content", object{{media[f.Type.Kind], object{{"schema", content}}}}}}
	}
	var needed bool
	for _, f := range a.Params {
		needed = needed || f.Needed()
	}
	return object{{"required", needed}, {"content", object{{"application/json", object{{"schema", a.arguments()}}}}}}
}

// arguments is the object that holds a call's arguments.
func (a *action) arguments() object {
	props := object{}
	required := []string{}
	for _, f := range a.Params {
		said := f.Comment
		if val, ok := defaultOf(f); ok {
			said = strings.TrimSpace(said + " Without it: " + string(val) + ".")
		}
		props = props.with(f.Name, typeOf(f, !f.Required).maybe("description", said))
		if f.Needed() {
			required = append(required, f.Name)
		}
	}
	out := object{{"type", "object"}, {"properties", props}}
	if len(required) > 0 {
		out = out.with("required", required)
	}
	return out.with("additionalProperties", false)
}

// answer is what a call gives, and the status it comes with.
func (a *action) answer() (int, object) {
	switch a.Result.Kind {
	case schema.NoResult:
		return http.StatusNoContent, object{{"description", "Done."}}
	case schema.RecordsResult:
		if a.records != nil {
			return http.StatusOK, records(a.records)
		}
		return http.StatusOK, given(object{{"type", "array"}})
	case schema.RecordResult:
		if a.records != nil {
			return http.StatusOK, given(object{{"anyOf", []any{ref("schemas", a.records.Name), object{{"type", "null"}}}}})
		}
		return http.StatusOK, given(object{})
	case schema.ObjectResult:
		return http.StatusOK, given(membersOf(a.Result.Members))
	}
	f := a.Result.Value
	return http.StatusOK, given(typeOf(f, !f.Required).maybe("description", f.Comment))
}

func given(content object) object {
	return object{{"description", "What it gives."}, {"content", object{
		{"application/json", object{{"schema", content}}},
		{"application/vnd.pgrst.object+json", object{{"schema", content}}},
	}}}
}

// membersOf is an object result.
func membersOf(fields []*schema.Field) object {
	var props object
	required := []string{} // nulls may be left out, where that is asked for
	for _, f := range fields {
		props = props.with(f.Name, typeOf(f, !f.Required).maybe("description", f.Comment))
		if f.Required {
			required = append(required, f.Name)
		}
	}
	out := object{{"type", "object"}, {"properties", props}}
	if len(required) > 0 {
		out = out.with("required", required)
	}
	return out
}

// swaggerActions appends the addresses of actions as PostgREST describes them.
func (d *Document) swaggerActions(paths object) object {
	for _, a := range d.view.actions {
		ok := object{{"200", object{{"description", "OK"}}}}
		if a.Result.Kind == schema.NoResult {
			ok = said("204", "No Content")
		}
		operation := func(params []any) object {
			return object{{"tags", []string{"(rpc) " + a.Name}}}.maybe("summary", a.Comment).
				with("produces", []string{"application/json", "application/vnd.pgrst.object+json"}).
				with("parameters", params).with("responses", ok)
		}
		var methods object
		if a.Reads && !a.Whole {
			params := []any{}
			for _, f := range a.Params {
				kind := swaggerType(f.Type.Kind)
				if f.Type.Kind == value.List || f.Type.Kind == value.JSON {
					kind = "string"
				}
				params = append(params, object{{"name", f.Name}, {"in", "query"}, {"required", f.Needed()}, {"type", kind}, {"format", plainName(f)}}.
					maybe("description", f.Comment))
			}
			methods = methods.with("get", operation(params))
		}
		args := object{{"name", "args"}, {"in", "body"}, {"required", true}, {"schema", a.swaggerArguments()}}
		paths = paths.with("/rpc/"+a.Name, methods.with("post", operation([]any{args})))
	}
	return paths
}

func (a *action) swaggerArguments() object {
	if a.Whole && a.Params[0].Type.Kind != value.JSON {
		return stringType
	}
	props := object{}
	required := []string{}
	for _, f := range a.Params {
		o := object{}.maybe("description", f.Comment).with("format", plainName(f))
		if f.Type.Kind != value.JSON {
			o = o.with("type", swaggerType(f.Type.Kind))
		}
		if f.Type.Kind == value.List {
			o = o.with("items", object{{"type", swaggerType(f.Type.Elem)}})
		}
		props = props.with(f.Name, o)
		if f.Needed() {
			required = append(required, f.Name)
		}
	}
	out := object{{"type", "object"}, {"properties", props}}
	if len(required) > 0 {
		out = out.with("required", required)
	}
	return out
}

// plainName is the type of a field that stands in no collection, as PostgreSQL
// names it.
func plainName(f *schema.Field) string {
	if f.Type.Kind == value.List {
		return postgresNames[f.Type.Elem] + "[]"
	}
	return postgresNames[f.Type.Kind]
}

// functions are the actions in the shape of supabase-js.
func (v *View) functions(w *types) []func() {
	var parts []func()
	for _, a := range v.actions {
		parts = append(parts, func() {
			w.comment(3, a.Comment)
			w.line(3, "%s: {", a.Name)
			w.arguments(a)
			w.returns(a)
			w.line(3, "}")
		})
	}
	return parts
}

func (w *types) arguments(a *action) {
	if len(a.Params) == 0 {
		w.line(4, "Args: never")
		return
	}
	w.line(4, "Args: {")
	for _, f := range a.Params {
		w.comment(5, f.Comment)
		mark := "?"
		if f.Needed() {
			mark = ""
		}
		w.line(5, "%s%s: %s", f.Name, mark, plainTypeScript(f))
	}
	w.line(4, "}")
}

func (w *types) returns(a *action) {
	of := "unknown"
	if c := a.records; c != nil {
		kind := "Tables"
		if c.View {
			kind = "Views"
		}
		of = `Database["public"]["` + kind + `"][` + literal(c.Name) + `]["Row"]`
	}
	switch a.Result.Kind {
	case schema.NoResult:
		w.line(4, "Returns: undefined")
	case schema.ValueResult:
		w.line(4, "Returns: %s", plainTypeScript(a.Result.Value))
	case schema.ObjectResult:
		w.line(4, "Returns: {")
		for _, f := range a.Result.Members {
			w.comment(5, f.Comment)
			w.line(5, "%s: %s", f.Name, plainTypeScript(f))
		}
		w.line(4, "}")
	case schema.RecordResult:
		w.line(4, "Returns: %s", of)
		w.setof(a, true)
	case schema.RecordsResult:
		w.line(4, "Returns: %s[]", of)
		w.setof(a, false)
	}
}

// setof says whose records an action gives, from which clients type select().
func (w *types) setof(a *action, one bool) {
	if a.records == nil {
		return
	}
	w.line(4, "SetofOptions: {")
	w.line(5, `from: "*"`)
	w.line(5, "to: %s", literal(a.records.Name))
	w.line(5, "isOneToOne: %t", one)
	w.line(5, "isSetofReturn: %t", !one)
	w.line(4, "}")
}

// plainTypeScript is the type of a field that stands in no collection.
func plainTypeScript(f *schema.Field) string {
	of := scalarTypeScript(f.Type.Kind)
	switch {
	case f.Values != nil:
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = literal(v)
		}
		of = strings.Join(values, " | ")
	case f.Type.Kind == value.JSON:
		of = "Json"
	case f.Type.Kind == value.List:
		of = scalarTypeScript(f.Type.Elem) + "[]"
	}
	if f.Required {
		return of
	}
	return of + " | null"
}
