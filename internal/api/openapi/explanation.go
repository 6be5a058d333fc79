package openapi

// explanationForm is how a request is explained to the service role instead of
// being done. Developers have it too, who read the manual.
const explanationForm = "application/vnd.bedplate.plan+json"

// explanationName names its schema. No collection's name holds a dot.
const explanationName = "request.explanation"

// explanation is the schema of one.
var explanation = object{
	{"type", "object"},
	{"description", "How the request would be answered: nothing is done. `Explain-As` names the claims of another caller, as JSON."},
	{"required", []string{"caller", "store", "cached", "operations"}},
	{"properties", object{
		{"caller", object{{"type", "object"}, {"required", []string{"role"}}, {"properties", object{{"role", stringType}, {"id", stringType}}}}},
		{"store", stringType},
		{"cached", object{{"type", "boolean"}}},
		{"refused", refusal},
		{"operations", listOf(object{{"type", "object"},
			{"required", []string{"kind", "collection", "rules", "statements", "warnings"}},
			{"properties", object{
				{"kind", object{{"type", "string"}, {"enum", []string{"read", "create", "update", "delete", "upsert"}}}},
				{"collection", stringType},
				{"rules", listOf(rule)},
				{"statements", listOf(object{{"type", "object"}, {"required", []string{"purpose", "plan", "arguments", "statement"}}})},
				{"rows", object{{"type", "object"}, {"required", []string{"matched", "visible", "bounded", "hidden"}}}},
				{"outcome", object{{"type", "object"}, {"properties", object{{"affected", object{{"type", "integer"}}}, {"refused", refusal}}}}},
				{"warnings", listOf(stringType)},
			}}})},
		{"statistics", listOf(object{{"type", "object"}})},
	}},
}

var rule = object{{"type", "object"}, {"required", []string{"collection", "rule", "text", "effect"}}, {"properties", object{
	{"collection", stringType}, {"field", stringType}, {"rule", stringType}, {"text", stringType}, {"place", stringType},
	{"effect", object{{"type", "string"}, {"enum", []string{"bypassed", "allows", "denies", "judges", "left out"}}}},
}}}

var refusal = object{{"type", "object"}, {"required", []string{"code", "message"}}, {"properties", object{
	{"code", stringType}, {"message", stringType}, {"hint", stringType}, {"rule", rule},
}}}

func listOf(item object) object { return object{{"type", "array"}, {"items", item}} }

// explained adds the form of explanations to an answer, for those who have it.
func (d *Document) explained(answer object) object {
	if !d.view.service {
		return answer
	}
	last := len(answer) - 1 // its content
	forms := append(object{}, answer[last].value.(object)...)
	answer[last].value = append(forms, member{explanationForm, object{{"schema", ref("schemas", explanationName)}}})
	return answer
}
