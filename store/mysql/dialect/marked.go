package dialect

import (
	"bedplate/store/mysql/ddl"
	"bedplate/store/sqlgen"
)

// Some servers take documents apart in a form of their own, in which a number with a
// fraction, or of more than 64 bits, is a double. They are given documents in which
// every such number is a text that begins with a character that no text of ours has,
// and these texts are made numbers again in what they give. Everything else comes back
// as it was: members in the order of canonical documents, texts with the same escapes.

const (
	// mark is how the first character of a number's text is written.
	mark = `\u0000`
	// numeral is a number: outside of strings nothing else has a digit or a sign.
	noNumeral = `[^"0-9-]*+`
	numeral   = `-?[0-9][-+.0-9eE]*+`
	// either is a number's text, a string, or a sign that the servers put a blank behind.
	either = `"\\u0000([^"]++)"|("[^"\\]*+(?:\\.[^"\\]*+)*+")|([,:]) `
)

// past is a pattern for what stands before something that is looked for: strings, and what
// lies between them. Nothing of it is tried twice, since the servers count steps.
func past(between string) string {
	return `\G(` + between + `(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"` + between + `)*+)`
}

// replaced gives a document with what a pattern finds replaced.
func replaced(doc, pattern, by string) string {
	return "REGEXP_REPLACE(" + doc + ", " + ddl.Literal(pattern) + ", " + ddl.Literal(by) + ")"
}

// exact is a document without numbers that the server would round.
func exact(doc string) string {
	return "(CASE WHEN " + doc + " LIKE '%.%' OR CHAR_LENGTH(" + doc + ") > 18 AND " + doc + " REGEXP '[0-9]{19}' THEN " +
		replaced(doc, past(noNumeral)+"("+numeral+")", `$1"\`+mark+`$2"`) + " ELSE " + doc + " END)"
}

// quoted is a list whose numbers are texts, where they would be doubles to the server.
func (d MySQL) quoted(list string) string {
	if d.PlainJSON {
		return list
	}
	return replaced(list, past(noNumeral)+"("+numeral+")", `$1"$2"`)
}

// withoutGreat is a document without its numbers, where it has one that is beyond
// doubles: the server would not read it.
func withoutGreat(doc string) string {
	return "(CASE WHEN CHAR_LENGTH(" + doc + ") > 308 AND " + doc + " REGEXP '[0-9]{309}' THEN " +
		replaced(doc, past(noNumeral)+numeral, "$1null") + " ELSE " + doc + " END)"
}

// memberOfMarked is Member of the texts that such a server gives, made what is written
// in the document.
func (d MySQL) memberOfMarked(f sqlgen.Func, doc string, names []string) string {
	found := d.collated("CONCAT(" + part(exact(doc), names) + ", '')")
	return d.named(found, "found", func(found string) string {
		return d.named(d.unmarked(found), "part", func(part string) string {
			if f == sqlgen.JSONMember || f == sqlgen.JSONSortable {
				return d.collated("NULLIF(" + part + ", 'null')")
			}
			return d.Member(f, part, "", nil)
		})
	})
}

// unmarked is a part of a document as it is written there.
func (d MySQL) unmarked(found string) string {
	return d.collated("CASE WHEN LEFT(" + found + ", 7) = " + ddl.Literal(`"`+mark) + " THEN SUBSTRING(" + found + ", 8, CHAR_LENGTH(" + found + ") - 8)" +
		" WHEN LEFT(" + found + ", 1) IN ('{', '[') THEN " + replaced(found, either, "$1$2$3") + " ELSE " + found + " END")
}
