package openapi

import (
	"net/http"
	"slices"
	"strconv"
)

// batch is a POST to the door's own address: operations that stand or fall
// together.
func (d *Document) batch() object {
	out := object{
		{"operationId", "batch"}, {"summary", "Do several operations, all or none"},
		{"parameters", refs("Prefer.batch", "Idempotency-Key", "Bedplate-Position")},
		{"requestBody", d.body(object{{"type", "array"}, {"items", ref("schemas", "batch.operation")}})},
	}
	responses := object{{strconv.Itoa(http.StatusOK), object{
		{"description", "The answers of all operations, in their order."},
		{"headers", object{
			{"Preference-Applied", ref("headers", "Preference-Applied")},
			{"Idempotent-Replayed", ref("headers", "Idempotent-Replayed")},
			{"Bedplate-Position", ref("headers", "Bedplate-Position")},
		}},
		{"content", object{{"application/json", object{{"schema",
			object{{"type", "array"}, {"items", ref("schemas", "batch.answer")}}}}}}},
	}}}
	for _, status := range d.statuses() {
		responses = responses.with(strconv.Itoa(status), ref("responses", failureName(status)))
	}
	return out.with("responses", responses)
}

// operations are the schemas of a batch's operations and of their answers.
var operations = object{
	{"batch.operation", object{
		{"type", "object"},
		{"properties", object{
			{"method", object{{"enum", []string{"GET", "POST", "PATCH", "PUT", "DELETE"}}}},
			{"path", object{{"type", "string"}, {"description",
				"An address behind the door's own, with its arguments: `posts?select=id`. A part of a key in braces is taken from an operation before: `posts/{0.id}`."}}},
			{"headers", object{{"type", "object"}, {"description", "Prefer, Accept, If-Match, If-None-Match."}, {"additionalProperties", stringType}}},
			{"body", object{{"description",
				"As the address takes it. A member `{\"$ref\": \"0.id\"}` is taken from an operation before, by its place or its name; `{\"$value\": ...}` stands for a document that looks so."}}},
			{"name", object{{"type", "string"}, {"pattern", "^[A-Za-z][A-Za-z0-9_-]{0,62}$"}}},
		}},
		{"required", []string{"method", "path"}},
		{"additionalProperties", false},
	}},
	{"batch.answer", object{
		{"type", "object"},
		{"properties", object{
			{"status", object{{"type", "integer"}}},
			{"headers", object{{"type", "object"}, {"additionalProperties", stringType}}},
			{"body", object{{"type", []string{"object", "array", "null"}}, {"description", "As the address answers; null where it has no body."}}},
		}},
		{"required", []string{"status", "headers", "body"}},
		{"additionalProperties", false},
	}},
}

// repeatable are the parameters of a method that writes: with a key it can be
// sent again.
func repeatable(params []any) []any { return append(slices.Clip(params), refs("Idempotency-Key")...) }
