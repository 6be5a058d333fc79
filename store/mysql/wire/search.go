package wire

import (
	"strings"

	"bedplate/search"
	"bedplate/value"
)

// Words writes a text as its words, each between two spaces.
func Words(text string) string {
	normal := search.Normal(text)
	if normal == "" {
		return ""
	}
	return " " + normal + " "
}

// searched writes a query (a search.Query's String) as a regular expression over the
// words of texts, a line each. Nothing but letters, digits and marks comes from the
// caller.
func searched(query string) string {
	q, _, mistake := search.Parse(search.Boolean, query)
	if mistake != nil || q.Empty() {
		return engine.Nothing
	}
	var out strings.Builder
	out.WriteString(`\A`)
	writeQuery(&out, q)
	return out.String()
}

// writeQuery writes what looks ahead from the beginning.
func writeQuery(out *strings.Builder, q *search.Query) {
	switch q.Op {
	case search.And:
		for _, a := range q.Args {
			writeQuery(out, a)
		}
	case search.Or:
		out.WriteString("(?:")
		for i, a := range q.Args {
			if i > 0 {
				out.WriteByte('|')
			}
			writeQuery(out, a)
		}
		out.WriteByte(')')
	case search.But:
		writeQuery(out, q.Args[0])
		out.WriteString("(?!")
		writeQuery(out, q.Args[1])
		out.WriteByte(')')
	default:
		if len(q.Words) == 0 {
			out.WriteString(engine.Nothing)
			return
		}
		out.WriteString(`(?=(?s:.*)` + phrase(q) + `)`)
	}
}

func phrase(q *search.Query) string {
	text := " " + strings.Join(q.Words, " ")
	if !q.Prefix {
		text += " "
	}
	return text
}

// ranked writes the phrases that count for the rank, as often as they stand in the
// query.
func ranked(query string) string {
	doc := []byte{'['}
	q, _, mistake := search.Parse(search.Boolean, query)
	if mistake == nil && !q.Empty() {
		doc = appendPhrases(doc, q)
	}
	return string(append(doc, ']'))
}

func appendPhrases(doc []byte, q *search.Query) []byte {
	switch q.Op {
	case search.And, search.Or:
		for _, a := range q.Args {
			doc = appendPhrases(doc, a)
		}
		return doc
	case search.But:
		return appendPhrases(doc, q.Args[0])
	}
	if len(q.Words) == 0 {
		return doc
	}
	if len(doc) > 1 {
		doc = append(doc, ',')
	}
	return value.AppendQuoted(doc, " (?="+phrase(q)[1:]+")")
}
