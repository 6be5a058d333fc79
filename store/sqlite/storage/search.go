package storage

import (
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/search"
)

// MatchOf writes a query (a search.Query's String) as FTS5 asks for it. Nothing
// but words of letters, digits and marks, in quotes, comes from the caller.
func MatchOf(query string) string {
	q, _, mistake := search.Parse(search.Boolean, query)
	if mistake != nil {
		return `""`
	}
	var b strings.Builder
	writeMatch(&b, q)
	return b.String()
}

func writeMatch(b *strings.Builder, q *search.Query) {
	if q.Op == search.Phrase {
		b.WriteByte('"')
		for i, w := range q.Words {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w)
		}
		b.WriteByte('"')
		if q.Prefix {
			b.WriteString(" *")
		}
		return
	}
	between := map[search.Op]string{search.And: " AND ", search.Or: " OR ", search.But: " NOT "}[q.Op]
	b.WriteByte('(')
	for i, a := range q.Args {
		if i > 0 {
			b.WriteString(between)
		}
		writeMatch(b, a)
	}
	b.WriteByte(')')
}

// registerSearch adds bp_words(text), which the triggers of full-text indexes
// call, and bp_rank(query, text, ...).
func registerSearch(db *zombiezen.Conn) error {
	err := db.CreateFunction("bp_words", &zombiezen.FunctionImpl{NArgs: 1, Deterministic: true, AllowIndirect: true,
		Scalar: func(_ zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
			if args[0].Type() == zombiezen.TypeNull {
				return Null, nil
			}
			return zombiezen.TextValue(search.Normal(args[0].Text())), nil
		}})
	if err != nil {
		return err
	}
	return db.CreateFunction("bp_rank", &zombiezen.FunctionImpl{NArgs: -1, Deterministic: true, Scalar: rank})
}

// rank keeps the query with the statement while it is the same.
func rank(ctx zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
	q, known := ctx.AuxData(0).(*search.Query)
	if !known {
		var mistake *search.Mistake
		if q, _, mistake = search.Parse(search.Boolean, args[0].Text()); mistake != nil {
			return zombiezen.IntegerValue(0), nil
		}
		ctx.SetAuxData(0, q)
	}
	texts := make([]string, 0, 8)
	for _, a := range args[1:] {
		if a.Type() != zombiezen.TypeNull {
			texts = append(texts, a.Text())
		}
	}
	return zombiezen.IntegerValue(q.Rank(texts)), nil
}
