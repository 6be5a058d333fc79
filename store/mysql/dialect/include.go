package dialect

import "strings"

// includes asks the servers' own function, which means another thing in two ways:
// an array includes what one of its items includes, and numbers are doubles. So
// it is given documents in which every array is an object with one member, every
// object has one more, and every number is a text, marked by a character that is in
// no text of ours.
func (d MySQL) includes(whole, part string) string {
	if len(whole) > longDocument {
		return "(" + d.named(whole, "whole", func(whole string) string { return d.includes(whole, part) }) + " = 1)"
	}
	if len(part) > longDocument {
		return "(" + d.named(part, "part", func(part string) string { return d.includes(whole, part) }) + " = 1)"
	}
	item := "(CASE WHEN " + whole + " LIKE '[%' AND LEFT(" + part + ", 1) NOT IN ('[', '{') THEN CONCAT('[', " + part + ", ']') ELSE " + part + " END)"
	return "JSON_CONTAINS(" + d.wrapped(whole) + ", " + d.wrapped(item) + ")"
}

// wraps are what is replaced in a document and by what, one after the other. between
// is what lies between strings and is not to be replaced.
var wraps = []struct{ between, pattern, by string }{
	{`[^"0-9-]*+`, `(-?[0-9]+)(?:\.0+(?![0-9])|(\.[0-9]*[1-9])0*)?`, `"\` + mark + `$2$3"`},
	{`[^"{]*+(?:\{\}[^"{]*+)*+`, `\{(?=")`, `{"\\u0001":"",`},
	{`[^"{]*+(?:\{(?!\})[^"{]*+)*+`, `\{\}`, `{"\\u0001":""}`},
	{`[^"\[]*+`, `\[`, `{"\` + mark + `":[`},
	{`[^"\]]*+`, `\]`, `]}`},
}

func (d MySQL) wrapped(doc string) string {
	for _, w := range wraps {
		if d.PlainJSON {
			doc = replaced(doc, `"[^"\\]*+(?:\\.[^"\\]*+)*+"(*SKIP)(*FAIL)|`+w.pattern, strings.NewReplacer("$2", `\1`, "$3", `\2`).Replace(w.by))
		} else {
			doc = replaced(doc, past(w.between)+w.pattern, "$1"+w.by)
		}
	}
	return doc
}
