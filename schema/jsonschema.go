package schema

import "encoding/json"

// object is a JSON Schema, or a part of one.
type object = map[string]any

// JSONSchema gives the published JSON Schema (draft 2020-12) of the schema
// files' documents, by which editors complete and check while one types. What
// needs more than one look at a document (names that must exist, expressions)
// is Parse's alone.
func JSONSchema() []byte {
	out, err := json.MarshalIndent(object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  "https://bedplate.dev/schema/collection.json",
		"title":                "A Bedplate collection",
		"type":                 "object",
		"required":             []string{"collection"},
		"additionalProperties": false,
		"properties":           collectionProperties(),
		"$defs": object{
			"name": object{"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "maxLength": maxName},
			"text": object{"type": "string", "minLength": 1},
			"expression": object{"type": []string{"string", "boolean", "number"}, "minLength": 1,
				"description": "An expression over the record, auth, now and, where there is one, old and request."},
			"field": fieldSchema(),
			"index": indexSchema(),
		},
	}, "", "  ")
	if err != nil {
		panic(err) // the schema is a constant
	}
	return append(out, '\n')
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

// described adds a description to a schema.
func described(s object, text string) object {
	s["description"] = text
	return s
}

func flagSchema(text string) object { return object{"type": "boolean", "description": text} }

func listOf(item object) object { return object{"type": "array", "items": item} }

func nullable(s object) object {
	return object{"anyOf": []object{{"type": "null"}, s}}
}

func collectionProperties() object {
	name := ref("name")
	return object{
		"collection": described(ref("name"), "The collection's name."),
		"comment":    ref("text"),
		"table":      described(ref("text"), "The table's name, where it is not the collection's."),
		"was":        described(ref("text"), "The name before: makes a rename of a drop and an addition."),
		"store":      described(ref("text"), "The store of bedplate.yaml that keeps it; main unless given."),
		"key": object{"description": "The fields of the key; an id made by the server unless given.",
			"anyOf": []object{name, {"type": "array", "items": name, "minItems": 1, "uniqueItems": true}}},
		"fields": described(nullable(object{"type": "object", "propertyNames": fieldName(),
			"additionalProperties": object{"anyOf": []object{{"enum": typeNames}, ref("field")}}}), "The fields, each with its type."),
		"indexes": nullable(listOf(ref("index"))),
		"search":  described(listOf(name), "The texts of the full-text index."),
		"rules": described(nullable(object{"type": "object", "additionalProperties": false, "properties": object{
			"read": ref("expression"), "create": ref("expression"), "update": ref("expression"), "delete": ref("expression"),
		}}), "Who may do what. A rule that is absent denies everyone but the service role."),
		"internal":   flagSchema("Reachable through no door."),
		"aggregates": flagSchema("Grouping and sums for ordinary callers."),
		"view":       viewSchema(),
		"manage":     flagSchema("false for an adopted table, whose definition is never altered."),
	}
}

func fieldName() object {
	return object{"$ref": "#/$defs/name", "not": object{"enum": reservedNames}}
}

func indexSchema() object {
	on := object{"type": "array", "minItems": 1, "uniqueItems": true,
		"items": object{"type": "string", "pattern": "^-?[A-Za-z_][A-Za-z0-9_]*$"}}
	return object{"description": "Fields, with a minus for descending order.", "anyOf": []object{on, {
		"type": "object", "required": []string{"on"}, "additionalProperties": false,
		"properties": object{
			"on": on, "where": ref("expression"), "name": ref("text"),
			"unique": flagSchema("No two records have the same values."),
		},
	}}}
}

func fieldSchema() object {
	name := ref("name")
	return object{
		"type": "object", "required": []string{"type"}, "additionalProperties": false,
		"properties": object{
			"type":      object{"enum": typeNames},
			"column":    described(ref("text"), "The column's name, where it is not the field's."),
			"comment":   ref("text"),
			"was":       described(ref("text"), "The name before: makes a rename of a drop and an addition."),
			"sql_type":  described(ref("text"), "An adopted column's declared type."),
			"required":  flagSchema("Null is refused."),
			"unique":    flagSchema("No two records have the same value."),
			"internal":  flagSchema("Passes through no door."),
			"generated": flagSchema("The database makes the value."),
			"identity":  flagSchema("The database numbers new records."),
			"of":        object{"enum": elementNames, "description": "The type of a list's items."},
			"precision": object{"type": "integer", "minimum": 1, "maximum": maxPrecision, "description": "All digits of a decimal."},
			"scale":     object{"type": "integer", "minimum": 0, "maximum": maxScale, "description": "The digits after a decimal's point."},
			"max":       object{"type": "integer", "minimum": 1, "maximum": 1 << 30, "description": "The longest text in characters, or bytes."},
			"format":    object{"enum": formatNames},
			"pattern":   object{"type": "string", "minLength": 1, "maxLength": maxPattern, "description": "An RE2 expression that the text matches."},
			"values": object{"type": "array", "minItems": 1, "uniqueItems": true,
				"items": object{"type": "string", "minLength": 1, "maxLength": keyLength}},
			"collation": described(ref("text"), "An adopted column's collation; binary compares byte by byte."),
			"set":       object{"enum": []string{"create", "write"}, "description": "When the server sets the time."},
			"default":   defaultSchema(),
			"value":     described(ref("expression"), "What a computed field is: not stored, and written by nobody."),
			"check":     ref("expression"), "read": ref("expression"), "write": ref("expression"),
			"to":         object{"type": "string", "pattern": `^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$`},
			"columns":    described(object{"type": "array", "minItems": 1, "items": name}, "The fields that hold a reference of several columns."),
			"target":     described(object{"type": "array", "minItems": 1, "items": name}, "The fields referred to, where they are not the key."),
			"on_delete":  object{"enum": []string{"restrict", "cascade", "set_null"}},
			"back":       described(fieldName(), "The name of the way back."),
			"constraint": ref("text"),
		},
		"dependentSchemas": dependencies(),
		"allOf": []object{
			whenType("enum", "values"), whenType("list", "of"), whenType("decimal", "precision"), whenType("ref", "to"),
		},
	}
}

// whenType demands a key of fields of a type.
func whenType(name, key string) object {
	return object{
		"if":   object{"properties": object{"type": object{"const": name}}, "required": []string{"type"}},
		"then": object{"required": []string{key}},
	}
}

// dependencies say of which types a key can be said.
func dependencies() object {
	out := object{}
	for _, a := range attributesOf(&FieldDecl{}) {
		types := a.fits
		if a.key == "precision" || a.key == "scale" {
			types = append([]string{"list"}, types...)
		}
		out[a.key] = object{"properties": object{"type": object{"enum": types}}}
	}
	return out
}

func defaultSchema() object {
	computed := func(key string, s object) object {
		return object{"type": "object", "required": []string{key}, "additionalProperties": false, "properties": object{key: s}}
	}
	return object{
		"description": "What a new record has that does not say: a literal, or {expr: ...} over auth and now.",
		"anyOf": []object{
			{"type": []string{"string", "number", "boolean", "array"}},
			computed("expr", ref("expression")),
			computed("database", ref("text")),
			{"type": "object", "not": object{"anyOf": []object{{"required": []string{"expr"}}, {"required": []string{"database"}}}}},
		},
	}
}

func viewSchema() object {
	text := object{"type": "string", "pattern": `^\s*([Ss][Ee][Ll][Ee][Cc][Tt]|[Ww][Ii][Tt][Hh]|[Vv][Aa][Ll][Uu][Ee][Ss])\b`}
	kinds := object{}
	for _, kind := range storeKinds {
		kinds[kind] = text
	}
	return object{
		"description": "Read-only: a SELECT, one for each kind of store, or true for a view that the database has.",
		"anyOf": []object{{"type": "boolean"}, text,
			{"type": "object", "minProperties": 1, "additionalProperties": false, "properties": kinds}},
	}
}
