package search

import (
	"slices"
	"strings"
)

// Matches tells whether a record with these texts is found.
func (q *Query) Matches(texts []string) bool {
	return q.found(documents(texts))
}

// documents takes texts apart. A phrase is within one of them.
func documents(texts []string) [][]string {
	out := make([][]string, len(texts))
	for i, t := range texts {
		out[i] = Words(t)
	}
	return out
}

func (q *Query) found(docs [][]string) bool {
	switch q.Op {
	case And:
		return !slices.ContainsFunc(q.Args, func(a *Query) bool { return !a.found(docs) })
	case Or:
		return slices.ContainsFunc(q.Args, func(a *Query) bool { return a.found(docs) })
	case But:
		return q.Args[0].found(docs) && !q.Args[1].found(docs)
	}
	return slices.ContainsFunc(docs, func(words []string) bool { return q.times(words) > 0 })
}

// times counts how often a phrase stands among words.
func (q *Query) times(words []string) int {
	n := 0
	for at := 0; len(q.Words) > 0 && at+len(q.Words) <= len(words); at++ {
		if q.at(words[at:]) {
			n++
		}
	}
	return n
}

func (q *Query) at(words []string) bool {
	last := len(q.Words) - 1
	for i, w := range q.Words {
		if w != words[i] && !(q.Prefix && i == last && strings.HasPrefix(words[i], w)) {
			return false
		}
	}
	return true
}

// Rank says how well a record with these texts answers the query; more is
// better. Each phrase counts by how often it stands in each text, ever less
// for each further time, and less in a long text than in a short one.
//
// It depends on the record alone and not, as is common, on how rare a word is
// among all: that would tell of records which the caller may not see.
func (q *Query) Rank(texts []string) int64 {
	return q.rank(documents(texts))
}

func (q *Query) rank(docs [][]string) int64 {
	var sum int64
	switch q.Op {
	case And, Or:
		for _, a := range q.Args {
			sum += a.rank(docs)
		}
		return sum
	case But:
		return q.Args[0].rank(docs)
	}
	for _, words := range docs {
		sum += weight(int64(q.times(words)), int64(len(words)))
	}
	return sum
}

// weight is a phrase's share: Okapi BM25's with its usual constants (k = 1.2, b =
// 0.75) and a usual text of 100 words, in whole numbers, so that every machine
// and store gives the same.
func weight(times, length int64) int64 {
	if times == 0 {
		return 0
	}
	return 2_200_000_000 * times / (1000*times + 300 + 9*length)
}
