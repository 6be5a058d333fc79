// Package fulltext is how PostgreSQL searches: the functions that stand in the
// database, the index, and the forms that queries take for them.
//
// The words are those of package search, made by a function whose text is
// written from the same tables of characters; none of PostgreSQL's own parsers,
// dictionaries or locales has a say. An index is one over an expression, so
// PostgreSQL itself keeps it in step, whoever writes to the table.
//
// The index knows which words a record has, not where: it finds every record
// that could satisfy a query. Which of them do, another function says, from the
// texts themselves.
package fulltext

import (
	"encoding/json"
	"strconv"
	"strings"

	"bedplate/schema"
	"bedplate/search"
)

// The functions.
const (
	words  = "_bedplate_words"  // a text's words with a space between
	vector = "_bedplate_vector" // the words of texts, without their places
	finds  = "_bedplate_finds"  // whether texts satisfy a query
	ranks  = "_bedplate_ranks"  // how well they do
)

// Functions gives the statements that make the functions, again where they are
// there. The connection has standard_conforming_strings.
func Functions() []string { return functions() }

// Names lists them, with what they take.
func Names() []string {
	return []string{words + "(text)", vector + "(text[])", finds + "(jsonb, text[])", ranks + "(jsonb, text[])"}
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Vector gives what the index of a collection holds; alias names the record, or
// is "" in the index itself.
func Vector(c *schema.Collection, alias string) string {
	return vector + "(" + texts(c, alias, c.Search) + ")"
}

func texts(c *schema.Collection, alias string, fields []int) string {
	if alias != "" {
		alias += "."
	}
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = alias + quote(c.Fields[f].Column)
	}
	return "ARRAY[" + strings.Join(out, ", ") + "]"
}

// Condition is where the record alias of c satisfies a query, bound as Form
// writes it, in its texts fields, which the index has. It is not null.
func Condition(c *schema.Collection, alias string, fields []int, query string) string {
	query = "(" + query + ")::jsonb"
	return "(" + Vector(c, alias) + " @@ (" + query + "->>'words')::tsquery AND " + finds + "(" + query + ", " + texts(c, alias, fields) + "))"
}

// Rank is how well texts satisfy a query, bound as Form writes it.
func Rank(query string, texts []string) string {
	return ranks + "((" + query + ")::jsonb, ARRAY[" + strings.Join(texts, ", ") + "]::text[])"
}

// form is a query for the functions.
type form struct {
	// Words is what the index is asked: which words a record needs to have.
	Words string `json:"words"`
	// Phrases are looked for in the texts; Query says of their numbers, counted
	// from 0, which have to be found.
	Phrases []phrase `json:"phrases"`
	Query   string   `json:"query"`
	// Ranked are the numbers that count for the rank, as often as they stand in
	// the query.
	Ranked []int `json:"ranked"`
}

type phrase struct {
	Words  []string `json:"words"`
	Prefix bool     `json:"prefix,omitempty"`
}

// everything is a word that no text has: it stands for all of them where there
// are too many to keep.
const everything = "*"

// Form writes a query (a search.Query's String) for Condition and Rank. Nothing
// but words of letters, digits and marks comes from the caller.
func Form(query string) string {
	f := form{Phrases: []phrase{}, Ranked: []int{}}
	q, _, mistake := search.Parse(search.Boolean, query)
	if mistake != nil || q.Empty() {
		f.Words, f.Query = "'"+everything+"' & !'"+everything+"'", "'x'"
	} else {
		f.Words = "'" + everything + "' | " + candidates(q)
		f.Query = f.exactly(q, true)
	}
	doc, err := json.Marshal(f)
	if err != nil {
		panic(err) // plain structs always marshal
	}
	return string(doc)
}

// candidates asks for every record that may satisfy q.
func candidates(q *search.Query) string {
	switch q.Op {
	case search.And:
		return joined(q.Args, " & ", candidates)
	case search.Or:
		return joined(q.Args, " | ", candidates)
	case search.But:
		return candidates(q.Args[0])
	}
	parts := make([]string, len(q.Words))
	for i, w := range q.Words {
		parts[i] = "'" + w + "'"
		if q.Prefix && i == len(q.Words)-1 {
			parts[i] += ":*"
		}
	}
	return "(" + strings.Join(parts, " & ") + ")"
}

func joined(args []*search.Query, with string, write func(*search.Query) string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = write(a)
	}
	return "(" + strings.Join(parts, with) + ")"
}

// exactly notes the phrases of q, and gives it as a tsquery over their numbers.
func (f *form) exactly(q *search.Query, ranked bool) string {
	same := func(q *search.Query) string { return f.exactly(q, ranked) }
	switch q.Op {
	case search.And:
		return joined(q.Args, " & ", same)
	case search.Or:
		return joined(q.Args, " | ", same)
	case search.But:
		return "(" + same(q.Args[0]) + " & !" + f.exactly(q.Args[1], false) + ")"
	}
	n := len(f.Phrases)
	f.Phrases = append(f.Phrases, phrase{q.Words, q.Prefix})
	if ranked {
		f.Ranked = append(f.Ranked, n)
	}
	return "'" + strconv.Itoa(n) + "'"
}
