package dialect

import (
	"strconv"
	"strings"

	"bedplate/store/sqlgen"
)

// Member takes a document apart; path is bound as an array of texts.
func (Postgres) Member(f sqlgen.Func, doc, path string, names []string) string {
	m := member(doc, path, names)
	switch f {
	case sqlgen.JSONText:
		return "(CASE jsonb_typeof(" + m + ") WHEN 'string' THEN " + m + ` #>> '{}' END COLLATE "C")`
	case sqlgen.JSONNumber:
		return numberOf(m)
	case sqlgen.JSONFloat:
		return fill(nearest, numberOf(m))
	case sqlgen.JSONBool:
		return "(CASE " + m + " WHEN 'true'::jsonb THEN TRUE WHEN 'false'::jsonb THEN FALSE END)"
	case sqlgen.JSONComparable:
		return "(CASE jsonb_typeof(" + m + ") WHEN 'number' THEN trim_scale((" + m + ")::numeric)::text WHEN 'null' THEN NULL ELSE (" + m + `)::text END COLLATE "C")`
	case sqlgen.JSONSortable:
		return "(nullif(" + m + `, 'null'::jsonb)::text COLLATE "C")`
	}
	if len(names) == 0 {
		return doc
	}
	return "nullif(" + m + ", 'null'::jsonb)"
}

func numberOf(m string) string {
	return "(CASE jsonb_typeof(" + m + ") WHEN 'number' THEN (" + m + ")::numeric END)"
}

// nearest is the double nearest to a number, infinite beyond their range: the
// bounds are those at which rounding would lead to infinity, and to zero, which
// PostgreSQL takes for mistakes.
const nearest = `(SELECT CASE WHEN n >= 1.79769313486231580793e308 THEN 'Infinity'::float8 WHEN n <= -1.79769313486231580793e308 THEN '-Infinity'::float8 WHEN abs(n) <= 2.4703282292062328e-324 THEN 0::float8 ELSE n::float8 END FROM (VALUES ($1)) AS v(n))`

// member gives the JSON at a path, JSON's null included. PostgreSQL takes more
// names for numbers of items than the language does: such a name is looked for
// in objects alone.
func member(doc, path string, names []string) string {
	if len(names) == 0 {
		return doc
	}
	odd := false
	for _, name := range names {
		odd = odd || oddIndex(name)
	}
	if !odd {
		return "(" + doc + " #> " + path + ")"
	}
	for i, name := range names {
		at := "(" + path + ")[" + strconv.Itoa(i+1)
		if oddIndex(name) {
			doc = "(CASE jsonb_typeof(" + doc + ") WHEN 'object' THEN " + doc + " -> " + at + "] END)"
		} else {
			doc = "(" + doc + " #> " + at + ":" + strconv.Itoa(i+1) + "])"
		}
	}
	return doc
}

// oddIndex tells a name that C takes for a number and the language does not.
func oddIndex(name string) bool {
	digits := strings.TrimLeft(name, " \t\n\v\f\r")
	if digits != "" && (digits[0] == '-' || digits[0] == '+') {
		digits = digits[1:]
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return false
		}
	}
	if digits == "" {
		return false
	}
	n, err := strconv.Atoi(name)
	return err != nil || n < 0 || strconv.Itoa(n) != name
}
